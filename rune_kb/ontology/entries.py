"""Terms to the entries of a vocabulary, but for the definitions of classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal as OneOf

from rdflib import OWL, RDF, RDFS, XSD, Literal, URIRef

from rune_kb.ontology.documents import Documents
from rune_kb.ontology.names import words_of
from rune_kb.ontology.terms import RUNE, Terms
from rune_kb.vocabulary import ROOT, AttributeEntry, ClassEntry, RelationEntry

_NUMBERS = frozenset(
    {XSD.decimal, XSD.double, XSD.float, XSD.integer, XSD.int, XSD.long, XSD.short, XSD.byte}
    | {XSD.nonNegativeInteger, XSD.positiveInteger, XSD.unsignedInt, XSD.unsignedLong, XSD.unsignedShort}
    | {XSD.nonPositiveInteger, XSD.negativeInteger, XSD.unsignedByte}
    | {URIRef(OWL + "real"), URIRef(OWL + "rational")}
)


@dataclass(frozen=True)
class Entries:
    """Classes, relations and attributes by IRI."""

    documents: Documents
    terms: Terms

    # -- attributes ------------------------------------------------------------------------------------------

    @cached_property
    def attributes(self) -> Mapping[URIRef, AttributeEntry]:
        """Datatype properties of images and of detections.

        A property whose domain is rune:Image is an image's; RUNE's own of rune:Detection are measures, and
        what describes sources and the like is no attribute; every other is a detection's.
        """
        entries = {}
        for term in sorted(self.terms.data_properties):
            domains = set(self.documents.graph.objects(term, RDFS.domain))
            measured = frozenset() if term in self.documents.base_terms else {RUNE.Detection}
            if RUNE.Image not in domains and domains & self.terms.outside - measured:
                continue
            words = words_of(term, self.documents)
            of: OneOf["detection", "image"] = "image" if RUNE.Image in domains else "detection"
            entries[term] = AttributeEntry(
                words.name, str(term), words.label, self._kind(term), of, words.alt_labels, words.comment
            )
        return entries

    def _kind(self, term: URIRef) -> OneOf["boolean", "number", "text"]:
        ranges = set(self.documents.graph.objects(term, RDFS.range))
        if XSD.boolean in ranges:
            return "boolean"
        return "number" if ranges & _NUMBERS else "text"

    # -- relations -------------------------------------------------------------------------------------------

    @cached_property
    def relations(self) -> Mapping[URIRef, RelationEntry]:
        stated = {term: self._relation(term) for term in sorted(self.terms.relations)}
        by_name = {entry.name: entry for entry in stated.values()}
        full = {term: _inherit(entry, by_name) for term, entry in stated.items()}
        by_name = {entry.name: entry for entry in full.values()}
        return {term: _like_original(entry, by_name) for term, entry in full.items()}

    def _relation(self, term: URIRef) -> RelationEntry:
        graph = self.documents.graph
        words = words_of(term, self.documents)
        stated = {*graph.objects(term, RDF.type), *graph.objects(term, RUNE.characteristic)}
        arity = graph.value(term, RUNE.arity)
        inverse, original = self._inverse(term), self.original(term)
        return RelationEntry(
            name=words.name,
            iri=str(term),
            label=words.label,
            arity=2 if arity is None else int(str(arity)),
            radius=(term, RUNE.takesRadius, Literal(True)) in graph,
            alt_labels=words.alt_labels,
            inverse=None if inverse is None else self._name_of(inverse),
            same_as=None if original is None else self._name_of(original),
            parents=tuple(sorted(self._name_of(parent) for parent in self._relations_above(term))),
            symmetric=OWL.SymmetricProperty in stated,
            transitive=OWL.TransitiveProperty in stated,
            asymmetric=OWL.AsymmetricProperty in stated,
            irreflexive=OWL.IrreflexiveProperty in stated,
            comment=words.comment,
        )

    def _name_of(self, term: URIRef) -> str:
        return words_of(term, self.documents).name

    def _relations_above(self, term: URIRef) -> frozenset[URIRef]:
        above = self.documents.graph.objects(term, RDFS.subPropertyOf)
        return frozenset(other for other in above if isinstance(other, URIRef)) & self.terms.relations

    def _inverse(self, term: URIRef) -> URIRef | None:
        graph = self.documents.graph
        linked = {*graph.objects(term, OWL.inverseOf), *graph.subjects(OWL.inverseOf, term)}
        return min((self.terms.relations & linked) - {term}, default=None)

    def original(self, term: URIRef) -> URIRef | None:
        """The relation that the term is another word for, to the end of the chain.

        Of two equivalent ones the subject is the other word; RUNE's own never is for a user's.
        """
        found, seen = term, {term}
        while other := self._equivalent(found):
            if other in seen:
                raise self.documents.refused(
                    f"{self.documents.short(term)} owl:equivalentProperty … goes round in a circle", term
                )
            seen.add(other)
            found = other
        return None if found == term else found

    def _equivalent(self, term: URIRef) -> URIRef | None:
        graph, own = self.documents.graph, self.documents.base_terms
        others = {
            other for other in graph.objects(term, OWL.equivalentProperty) if term not in own or other in own
        }
        if term not in own:
            others |= {other for other in graph.subjects(OWL.equivalentProperty, term) if other in own}
        return min((self.terms.relations & others) - {term}, default=None)

    # -- classes ---------------------------------------------------------------------------------------------

    @cached_property
    def classes(self) -> Mapping[URIRef, ClassEntry]:
        """Classes of detections, with their named parents; those without one stand under ROOT."""
        entries = {}
        for term in sorted(self.terms.classes - self.terms.outside):
            words = words_of(term, self.documents)
            parents = tuple(sorted(words_of(parent, self.documents).name for parent in self.parents(term)))
            above = parents or (() if term == RUNE.Object else (ROOT,))
            entries[term] = ClassEntry(
                words.name, str(term), words.label, words.alt_labels, above, comment=words.comment
            )
        return entries

    def parents(self, term: URIRef) -> frozenset[URIRef]:
        """The named classes directly above."""
        above = self.documents.graph.objects(term, RDFS.subClassOf)
        return frozenset(parent for parent in above if isinstance(parent, URIRef)) & self.terms.classes


def _inherit(entry: RelationEntry, by_name: Mapping[str, RelationEntry]) -> RelationEntry:
    """With what follows from its inverse (all but the order of arguments) and from the relations above it."""
    mirror = [by_name[entry.inverse]] if entry.inverse else []
    above = _above(entry, by_name)
    asymmetric = any(other.asymmetric for other in (entry, *mirror, *above))
    return replace(
        entry,
        symmetric=any(other.symmetric for other in (entry, *mirror)),
        transitive=any(other.transitive for other in (entry, *mirror)),
        asymmetric=asymmetric,
        irreflexive=asymmetric or any(other.irreflexive for other in (entry, *mirror, *above)),
    )


def _above(entry: RelationEntry, by_name: Mapping[str, RelationEntry]) -> list[RelationEntry]:
    found: dict[str, RelationEntry] = {}
    todo = list(entry.parents)
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = by_name[name]
            todo += by_name[name].parents
    return list(found.values())


def _like_original(entry: RelationEntry, by_name: Mapping[str, RelationEntry]) -> RelationEntry:
    """Another word for a relation has everything that relation has."""
    if entry.same_as is None:
        return entry
    first = by_name[entry.same_as]
    return replace(
        entry,
        arity=first.arity,
        radius=first.radius,
        inverse=entry.inverse or first.inverse,
        parents=first.parents,
        symmetric=first.symmetric,
        transitive=first.transitive,
        asymmetric=first.asymmetric,
        irreflexive=first.irreflexive,
    )
