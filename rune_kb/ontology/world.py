"""The documents in owlready2: a private world, loaded from N-Triples (owlready2 does not read Turtle)."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from owlready2 import LogicalClassConstruct, Not, OneOf, Restriction, World
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

from rune_kb.errors import OntologyError
from rune_kb.ontology.documents import Documents
from rune_kb.ontology.terms import RUNE, Terms
from rune_kb.vocabulary import NAMESPACE, ClassEntry


def self_contained(documents: Documents, terms: Terms) -> Graph:
    """One ontology: without imports (all is here) and with every class declared, as owlready2 needs it."""
    graph = Graph()
    for prefix, namespace in documents.graph.namespaces():
        graph.bind(prefix, namespace, override=False)
    headers = set(documents.graph.subjects(RDF.type, OWL.Ontology))
    for subject, predicate, value in documents.graph:
        if subject in headers:
            continue
        if predicate == OWL.equivalentClass and isinstance(subject, BNode):
            subject, value = value, subject
        graph.add((subject, predicate, value))
    for term in terms.classes:
        graph.add((term, RDF.type, OWL.Class))
    graph.add((URIRef(NAMESPACE.rstrip("#")), RDF.type, OWL.Ontology))
    return graph


def add_classes(graph: Graph, entries: Iterable[ClassEntry]) -> None:
    """Classes that no document has, directly below rune:Object."""
    for entry in entries:
        term = URIRef(entry.iri)
        if (term, RDF.type, OWL.Class) not in graph:
            graph.add((term, RDF.type, OWL.Class))
            graph.add((term, RDFS.subClassOf, RUNE.Object))
            graph.add((term, SKOS.prefLabel, Literal(entry.label)))


def load(graph: Graph) -> Any:
    """An owlready2 Ontology in a world of its own; ``ontology.Ship`` is rune:Ship."""
    triples = graph.serialize(format="nt", encoding="utf-8")
    ontology = World().get_ontology(NAMESPACE)
    try:
        ontology.load(fileobj=BytesIO(triples))
    except Exception as error:  # owlready2 raises whatever its insides raise
        raise OntologyError(f"owlready2 cannot load the documents: {error}") from None
    return ontology


def read_expressions(documents: Documents, terms: Terms, ontology: Any) -> None:
    """Makes owlready2 read all class expressions, which it otherwise puts off.

    Raises OntologyError, naming the class, where it cannot.
    """
    for term in sorted(terms.classes):
        try:
            entity = ontology.world[str(term)]
            _visit([*entity.is_a, *entity.equivalent_to])
        except Exception as error:  # as above
            raise documents.refused(
                f"{documents.short(term)}: owlready2 cannot read what is said of it ({error!r})", term
            ) from None


def _visit(expressions: Iterable[Any]) -> None:
    for expression in expressions:
        match expression:
            case LogicalClassConstruct():
                _visit(expression.Classes)
            case Not():
                _visit([expression.Class])
            case Restriction():
                _visit([expression.property, expression.value])
            case OneOf():
                _visit(expression.instances)
