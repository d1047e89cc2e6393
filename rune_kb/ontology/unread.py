"""What a user's document says and a vocabulary cannot hold: a line each, so that nothing is lost unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, BNode, URIRef
from rdflib.term import Node

from rune_kb.ontology.documents import Document
from rune_kb.ontology.entries import Entries
from rune_kb.ontology.terms import CHARACTERISTICS, RUNE, Terms

_READ = frozenset(
    {OWL.equivalentClass, OWL.disjointWith, OWL.equivalentProperty, OWL.inverseOf, OWL.versionInfo}
    | {OWL.versionIRI, OWL.priorVersion, OWL.backwardCompatibleWith, OWL.incompatibleWith, OWL.deprecated}
    | {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, RDFS.subClassOf, RDFS.subPropertyOf}
)
_READ_TYPES = frozenset(
    {OWL.Class, RDFS.Class, OWL.Ontology, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    | {OWL.NamedIndividual, OWL.Restriction, OWL.AllDisjointClasses, OWL.Axiom, RDFS.Datatype, RDF.List}
    | {OWL.FunctionalProperty, RUNE.Relation, RDF.Property, *CHARACTERISTICS} - {OWL.ReflexiveProperty}
)
_SWRL = "http://www.w3.org/2003/11/swrl#"


def unread(document: Document, terms: Terms, entries: Entries) -> list[str]:
    """Sorted lines that begin with the document's name; definitions are not looked at here."""
    lines = {
        *_imports(document, terms),
        *_other_axioms(document),
        *_types(document, terms),
        *_properties(document, terms, entries),
        *_outside(document, terms),
    }
    return [f"{document.name}: {line}" for line in sorted(lines)]


def _imports(document: Document, terms: Terms) -> Iterator[str]:
    here = {header for each in terms.documents.each for header in each.graph.subjects(RDF.type, OWL.Ontology)}
    for target in document.graph.objects(None, OWL.imports):
        if target not in here:
            yield f"owl:imports <{target}>: not fetched; add that document too"


def _other_axioms(document: Document) -> Iterator[str]:
    """Axioms about named terms by predicates of OWL and RDFS that are not compiled."""
    for subject, predicate, value in document.graph:
        if isinstance(subject, BNode):
            if predicate == RDFS.subClassOf:
                yield f"not compiled: that a class expression is below {_shown(value, document)}"
            continue
        if predicate in _READ | {OWL.imports, RDFS.domain, RDFS.range}:
            if predicate == OWL.disjointWith and isinstance(value, BNode):
                yield f"{document.short(subject)}: not compiled: that it is disjoint with a class expression"
        elif str(predicate).startswith((str(OWL), str(RDFS))):
            yield _left_out(subject, predicate, value, document)


def _types(document: Document, terms: Terms) -> Iterator[str]:
    """Individuals, rules, and axioms that are nodes of their own."""
    for subject, kind in document.graph.subject_objects(RDF.type):
        if kind in terms.classes and kind != RUNE.Relation:
            yield f"{_shown(subject, document)}: not read: an individual; detections come from sources"
        elif str(kind).startswith(_SWRL):
            if kind == URIRef(_SWRL + "Imp"):
                yield "not compiled: a SWRL rule; rules stand in Prolog"
        elif str(kind).startswith((str(OWL), str(RDFS))) and kind not in _READ_TYPES:
            yield f"{_shown(subject, document)}: not compiled: {document.short(kind)}"


def _properties(document: Document, terms: Terms, entries: Entries) -> Iterator[str]:
    new = document.subjects - terms.documents.base_terms
    for term, entry in entries.relations.items():
        if term in new:
            yield from _ends(term, (RDFS.domain, RDFS.range), document)
            if not entry.same_as and not entry.inverse:
                yield f"{document.short(term)}: it holds of nothing until Prolog has a rule for it"
    for term in sorted(terms.object_properties - terms.relations):
        if term in new:
            yield f"{document.short(term)}: not compiled: it is not below rune:spatialRelation"
    for term in sorted(terms.data_properties):
        if term in new:
            yield from _ends(term, (RDFS.domain,), document)
            yield from _attribute(term, document)
            if term not in entries.attributes:
                yield f"{document.short(term)}: not compiled: it describes neither images nor detections"
    for other in set(document.graph.subjects(RDF.type, RDF.Property)) & new:
        if other not in terms.object_properties | terms.data_properties:
            yield f"{_shown(other, document)}: not read: say owl:DatatypeProperty or owl:ObjectProperty"


def _ends(term: Node, ends: Iterable[URIRef], document: Document) -> Iterator[str]:
    """Domains and ranges other than all detections, or all images."""
    for end in ends:
        for value in document.graph.objects(term, end):
            if value not in (RUNE.Object, RUNE.Detection, RUNE.Image, OWL.Thing):
                yield _left_out(term, end, value, document)


def _attribute(term: Node, document: Document) -> Iterator[str]:
    ranges = set(document.graph.objects(term, RDFS.range))
    if not ranges:
        yield f"{document.short(term)}: it has no rdfs:range; its values are read as text"
    elif any(isinstance(value, BNode) for value in ranges):
        yield f"{document.short(term)}: not compiled: the facets of its range"
    for predicate in (OWL.equivalentProperty, RDFS.subPropertyOf):
        for value in document.graph.objects(term, predicate):
            yield _left_out(term, predicate, value, document)


def _outside(document: Document, terms: Terms) -> Iterator[str]:
    for term in sorted(document.subjects & terms.outside - terms.documents.base_terms):
        yield f"{document.short(term)}: not compiled: its members are no detections"


def _left_out(subject: Node, predicate: Node, value: Node, document: Document) -> str:
    return f"{_shown(subject, document)}: not compiled: {document.short(predicate)} {_shown(value, document)}"


def _shown(node: Node, document: Document) -> str:
    if isinstance(node, BNode):
        return "[…]"
    return document.short(node) if isinstance(node, URIRef) else f'"{node}"'
