"""What a user's document may not do, checked before anything is compiled.

It may add classes, attributes, relations; to RUNE's own terms other labels, comments, classes above them and
disjointness. What those terms mean is fixed: prolog/relations.pl and the readers rely on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from rdflib import OWL, RDF, RDFS, SKOS, BNode, URIRef
from rdflib.term import Node

from rune_kb.errors import OntologyError
from rune_kb.ontology.documents import Document, Documents
from rune_kb.ontology.entries import Entries
from rune_kb.ontology.terms import RUNE, Terms

_MAY_BE_ADDED = frozenset({SKOS.altLabel, SKOS.hiddenLabel, RDFS.label, OWL.disjointWith})
_HARMLESS_TYPES = frozenset({RDFS.Class, RDF.Property, OWL.NamedIndividual})
_ANNOTATIONS = frozenset({RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy})


def check_base_unchanged(documents: Documents) -> None:
    """Raises OntologyError where a user's document says of a term of RUNE's own what it may not."""
    for document in documents.added:
        about = sorted(
            (subject, predicate, value)
            for subject, predicate, value in document.graph
            if str(subject).startswith(RUNE)
            and subject in documents.base_terms
            and (subject, predicate, value) not in documents.base
        )
        for subject, predicate, value in about:
            if not _may_say(subject, predicate, value, documents):
                raise document.refused(_fixed(subject, predicate, value, document, documents), subject)


def _may_say(subject: Node, predicate: Node, value: Node, documents: Documents) -> bool:
    graph = documents.base
    if predicate == RDF.type:
        return value in _HARMLESS_TYPES or not str(value).startswith((str(OWL), str(RUNE)))
    if predicate == RDFS.subClassOf:
        return subject != RUNE.Object and subject in graph.transitive_subjects(RDFS.subClassOf, RUNE.Object)
    if predicate == SKOS.prefLabel:
        languages = {getattr(label, "language", None) for label in graph.objects(subject, predicate)}
        return getattr(value, "language", None) not in languages | {None}
    if predicate == OWL.equivalentClass or predicate == OWL.equivalentProperty:
        return isinstance(value, URIRef) and value not in documents.base_terms
    if predicate == OWL.inverseOf:
        return value not in documents.base_terms
    own = str(predicate).startswith((str(RUNE), str(OWL), str(RDFS), str(RDF), str(SKOS.notation)))
    return predicate in _MAY_BE_ADDED | _ANNOTATIONS or not own


def _fixed(subject: Node, predicate: Node, value: Node, document: Document, documents: Documents) -> str:
    short = document.short
    was = documents.base.value(subject, RUNE.arity)
    if predicate == RUNE.arity or (was is not None and (predicate, value) == (RDF.type, OWL.ObjectProperty)):
        again = value if predicate == RUNE.arity else "2, as an object property"
        return f"{short(subject)} has arity {2 if was is None else was}; it cannot be declared with {again}"
    said = "[…]" if isinstance(value, BNode) else short(value) if isinstance(value, URIRef) else f'"{value}"'
    advice = "use skos:altLabel" if predicate == SKOS.prefLabel else "define a new term instead"
    return f"{short(subject)} {short(predicate)} {said}: the meaning of RUNE's own terms is fixed; {advice}"


def check_relations(documents: Documents, terms: Terms, entries: Entries) -> None:
    """Raises OntologyError for a relation whose arity or characteristics cannot be."""
    graph = documents.graph
    for term in sorted(terms.relations):
        stated = graph.value(term, RUNE.arity)
        arity = str(stated) if stated is not None else "2" if term in terms.object_properties else "none"
        short = documents.short(term)
        if term in terms.object_properties and arity != "2":
            raise documents.refused(
                f"{short} is an object property, which has arity 2; it cannot have {arity}", term
            )
        if not arity.isdecimal() or not 1 < int(arity) < 10:
            raise documents.refused(f"{short} is a rune:Relation and needs a rune:arity from 2 to 9", term)
    for term, entry in entries.relations.items():
        if entry.symmetric and entry.asymmetric:
            raise documents.refused(
                f"{documents.short(term)} is inconsistent: it is symmetric and asymmetric", term
            )


def check_tree(documents: Documents, terms: Terms, entries: Entries) -> None:
    """Raises OntologyError for a class that is, through others, a subclass of itself."""
    above = {term: sorted(entries.parents(term)) for term in sorted(terms.classes)}
    cycle = find_cycle(above)
    if cycle is not None:
        raise cyclic("subclass cycle", cycle, "rdfs:subClassOf", documents)


def find_cycle(above: Mapping[URIRef, list[URIRef]]) -> list[URIRef] | None:
    """A way along the arrows from a term back to it, both ends included, or None."""
    try:
        TopologicalSorter(above).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return None


def cyclic(what: str, cycle: list[URIRef], link: str, documents: Documents) -> OntologyError:
    """An error that writes the cycle out, from the user's first term in it."""
    ring = cycle[:-1]
    start = next((i for i, term in enumerate(ring) if term not in documents.base_terms), 0)
    ring = [*ring[start:], *ring[:start], ring[start]]
    home = next(iter(document for document in reversed(documents.each) if set(ring) & document.subjects))
    first = next(term for term in ring if term in home.subjects)
    return home.refused(f"{what}: {f' {link} '.join(home.short(term) for term in ring)}", first)
