"""The shapes that OWL asks of triples: lists that end, restrictions with one filler, labels that are text.

owlready2 takes malformed expressions for something else or fails on them later, so they are refused here.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef
from rdflib.term import Node

from rune_kb.ontology.documents import Document, Documents

_LISTS = (OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.members, OWL.withRestrictions, OWL.disjointUnionOf)
_CARDINALITIES = (OWL.cardinality, OWL.minCardinality, OWL.maxCardinality)
_QUALIFIED = (OWL.qualifiedCardinality, OWL.minQualifiedCardinality, OWL.maxQualifiedCardinality)
_FILLERS = (OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, OWL.hasSelf, *_CARDINALITIES, *_QUALIFIED)
_TERMS = (
    RDFS.subClassOf,
    OWL.equivalentClass,
    OWL.disjointWith,
    OWL.complementOf,
    OWL.onProperty,
    OWL.onClass,
)
_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation)


def check_shapes(documents: Documents) -> None:
    """Raises OntologyError for the first malformed axiom, with the line of the term it is about."""
    for document in documents.added:
        for subject, problem in sorted(_problems(document), key=str):
            owner = _owner(subject, document)
            what = document.short(owner) if owner is not None else "a class expression"
            raise document.refused(f"{what}: {problem}", owner)


def _problems(document: Document) -> Iterator[tuple[Node, str]]:
    graph, short = document.graph, document.short
    for predicate in _LISTS:
        for subject, head in graph.subject_objects(predicate):
            if not _is_list(head, document):
                yield subject, f"{short(predicate)} needs a list that ends: ( … )"
            elif head == RDF.nil and predicate in (OWL.intersectionOf, OWL.unionOf):
                yield subject, f"{short(predicate)} needs at least one member"
    for predicate in _TERMS:
        for subject, value in graph.subject_objects(predicate):
            if isinstance(value, Literal):
                yield subject, f"{short(predicate)} needs a term, not the text {value.n3()}"
    for predicate in _LABELS:
        for subject, value in graph.subject_objects(predicate):
            if not isinstance(value, Literal) or not str(value).strip():
                yield subject, f"{short(predicate)} needs a text"
    yield from _restrictions(document)


def _is_list(head: Node, document: Document) -> bool:
    seen: set[Node] = set()
    while head != RDF.nil:
        firsts = list(document.graph.objects(head, RDF.first))
        rests = list(document.graph.objects(head, RDF.rest))
        if head in seen or len(firsts) != 1 or len(rests) != 1:
            return False
        seen.add(head)
        head = rests[0]
    return True


def _restrictions(document: Document) -> Iterator[tuple[Node, str]]:
    graph, short = document.graph, document.short
    for node in {*graph.subjects(RDF.type, OWL.Restriction), *graph.subjects(OWL.onProperty)}:
        if len(set(graph.objects(node, OWL.onProperty))) != 1:
            yield node, "a restriction needs one owl:onProperty"
        fillers = [(kind, value) for kind in _FILLERS for value in graph.objects(node, kind)]
        if len(fillers) != 1:
            yield node, "a restriction needs one of owl:someValuesFrom, owl:hasValue, owl:minCardinality …"
        for kind, value in fillers:
            number = value.toPython() if isinstance(value, Literal) else None
            if kind in (*_CARDINALITIES, *_QUALIFIED) and not _is_count(number):
                yield node, f"{short(kind)} needs a whole number, 0 or more"
            if kind in _QUALIFIED and not {
                *graph.objects(node, OWL.onClass),
                *graph.objects(node, OWL.onDataRange),
            }:
                yield node, f"{short(kind)} needs owl:onClass"


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def _owner(node: Node, document: Document) -> URIRef | None:
    """The named term that an expression is part of the description of."""
    seen: set[Node] = set()
    todo = [node]
    while todo:
        current = todo.pop()
        if isinstance(current, URIRef):
            return current
        if isinstance(current, BNode) and current not in seen:
            seen.add(current)
            todo += document.graph.subjects(None, current)
    return None
