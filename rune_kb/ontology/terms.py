"""The classes, relations and attributes that the documents declare, before they have names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from rdflib import OWL, RDF, RDFS, XSD, BNode, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from rune_kb.ontology.documents import Documents
from rune_kb.vocabulary import NAMESPACE

RUNE = Namespace(NAMESPACE)

CHARACTERISTICS = (
    OWL.SymmetricProperty,
    OWL.TransitiveProperty,
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
    OWL.ReflexiveProperty,
)
_OBJECT_PROPERTY = (OWL.ObjectProperty, *CHARACTERISTICS, OWL.InverseFunctionalProperty)
_CLASS = (OWL.Class, RDFS.Class)
_TOP = frozenset({OWL.Thing, OWL.Nothing, RDFS.Resource, RDFS.Literal})
_CLASS_PLACES = (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.complementOf, OWL.onClass)
_CLASS_LISTS = (OWL.intersectionOf, OWL.unionOf, OWL.members)


@dataclass(frozen=True)
class Terms:
    """Sets of IRIs out of the merged graph."""

    documents: Documents

    def _typed(self, types: Iterable[URIRef]) -> frozenset[URIRef]:
        graph = self.documents.graph
        return frozenset(s for kind in types for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef))

    @cached_property
    def classes(self) -> frozenset[URIRef]:
        """Declared classes and whatever is said to be, or to have, a subclass."""
        graph = self.documents.graph
        pairs = [pair for pair in graph.subject_objects(RDFS.subClassOf) if pair[1] not in self._undeclared]
        implied = {
            term for pair in pairs for term in pair if isinstance(term, URIRef) and not _is_built_in(term)
        }
        return (self._typed(_CLASS) | implied) - _TOP - self._typed((RDFS.Datatype,))

    @cached_property
    def _undeclared(self) -> frozenset[Node]:
        """Parents in RUNE's own namespace that no document declares: misspelt."""
        parents = set(self.documents.graph.objects(None, RDFS.subClassOf)) - self._typed(_CLASS)
        return frozenset(parent for parent in parents if str(parent).startswith(NAMESPACE))

    @cached_property
    def object_properties(self) -> frozenset[URIRef]:
        return self._typed(_OBJECT_PROPERTY)

    @cached_property
    def data_properties(self) -> frozenset[URIRef]:
        return self._typed((OWL.DatatypeProperty,))

    @cached_property
    def relations(self) -> frozenset[URIRef]:
        """Object properties below rune:spatialRelation, their equivalents and inverses; rune:Relations."""
        graph = self.documents.graph
        found, todo = {RUNE.spatialRelation}, [RUNE.spatialRelation]
        while todo:
            term = todo.pop()
            new = {*graph.subjects(RDFS.subPropertyOf, term)}
            for same in (OWL.equivalentProperty, OWL.inverseOf) if term != RUNE.spatialRelation else ():
                new |= {*graph.subjects(same, term), *graph.objects(term, same)}
            fresh = {other for other in new if isinstance(other, URIRef)} - found
            found |= fresh
            todo += fresh
        return frozenset(found - {RUNE.spatialRelation}) | self._typed((RUNE.Relation,))

    @cached_property
    def outside(self) -> frozenset[URIRef]:
        """Classes whose members are no detections: images, sources, relations and what is below them."""
        graph = self.documents.graph
        below_object = set(graph.transitive_subjects(RDFS.subClassOf, RUNE.Object))
        own = {term for term in self.classes if term in self.documents.base_terms} - below_object
        return frozenset(
            term
            for top in own
            for term in graph.transitive_subjects(RDFS.subClassOf, top)
            if isinstance(term, URIRef)
        )

    def check(self) -> None:
        """Raises OntologyError for a term of two kinds, and for a term that is used and nowhere declared."""
        kinds = {
            "a class": self.classes,
            "an object property (arity 2)": self.object_properties,
            "a datatype property": self.data_properties,
            "a rune:Relation (of another arity)": self._typed((RUNE.Relation,)),
        }
        for term in sorted(frozenset().union(*kinds.values())):
            of = [kind for kind, terms in kinds.items() if term in terms]
            if len(of) > 1:
                short = self.documents.short(term)
                raise self.documents.refused(f"{short} is declared both as {of[0]} and as {of[1]}", term)
        self._check_used(self._used_classes(), self.classes | _TOP, "class")
        properties = self.object_properties | self.data_properties
        self._check_used(self._used_properties(), properties, "property")

    def _check_used(self, used: Iterator[Node], known: frozenset[URIRef], kind: str) -> None:
        for term in sorted({term for term in used if isinstance(term, URIRef)} - known):
            document = next(each for each in reversed(self.documents.each) if _mentions(each.graph, term))
            near = _nearest(term, known)
            hint = f"; did you mean {document.short(near)}?" if near else "; declare it"
            message = f"{document.short(term)} is used as a {kind}, but no such {kind} is declared{hint}"
            raise document.refused(message, term)

    def _used_classes(self) -> Iterator[Node]:
        graph = self.documents.graph
        datatypes = self._typed((RDFS.Datatype,))
        for place in _CLASS_PLACES:
            yield from (o for s, o in graph.subject_objects(place) if s not in datatypes)
        for place in _CLASS_LISTS:
            for subject, members in graph.subject_objects(place):
                if not self._is_about_properties(subject):
                    yield from self.listed(members)
        for place in (OWL.someValuesFrom, OWL.allValuesFrom):
            for restriction, filler in graph.subject_objects(place):
                if graph.value(restriction, OWL.onProperty) in self.object_properties:
                    yield filler

    def listed(self, head: Node) -> list[Node]:
        """The members of an RDF list; `shapes` has made sure that it is one."""
        return list(Collection(self.documents.graph, head))

    def _is_about_properties(self, subject: Node) -> bool:
        kinds = set(self.documents.graph.objects(subject, RDF.type))
        return bool(kinds & {RDFS.Datatype, OWL.AllDisjointProperties, OWL.AllDifferent})

    def _used_properties(self) -> Iterator[Node]:
        graph = self.documents.graph
        for named in graph.objects(None, OWL.onProperty):
            yield named if not isinstance(named, BNode) else graph.value(named, OWL.inverseOf) or named


def _nearest(term: URIRef, known: Iterable[URIRef]) -> URIRef | None:
    """A term of the same namespace with nearly the same local name."""
    namespace, local = split(term)
    names = {split(other)[1]: other for other in known if split(other)[0] == namespace}
    near = get_close_matches(local, names, 1)
    return names[near[0]] if near else None


def split(term: str) -> tuple[str, str]:
    """Namespace and local name."""
    local = re.split(r"[#/]", term.rstrip("#/"))[-1]
    return term.removesuffix(local), local


def _is_built_in(term: URIRef) -> bool:
    return str(term).startswith((str(OWL), str(RDF), str(RDFS), str(XSD)))


def _mentions(graph: Iterable[tuple[Node, Node, Node]], term: URIRef) -> bool:
    return any(term in triple for triple in graph)
