"""Prefixes for the terms of an ontology."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, count

from rdflib import OWL, PROV, RDF, RDFS, Graph, URIRef
from rdflib.namespace import NAME_START_CATEGORIES, is_ncname, split_uri

from rune_kb.rdf.iri import ATTRIBUTES
from rune_kb.vocabulary import LOCAL, NAMESPACE

_OWN = {
    str(RDF): "rdf", str(RDFS): "rdfs", str(OWL): "owl", str(PROV): "prov",
    NAMESPACE: "rune", LOCAL: "local", ATTRIBUTES: "attribute",
}  # fmt: skip


class Prefixes:
    """A prefix for each namespace of the terms that a graph describes or says things with."""

    def __init__(self, graph: Graph) -> None:
        bound = {str(namespace): prefix for prefix, namespace in graph.namespaces() if is_ncname(prefix)}
        self.by_namespace = dict(_OWN)
        for namespace in sorted(set(_namespaces(graph)) - _OWN.keys()):
            taken = set(self.by_namespace.values())
            wanted = chain([bound.get(namespace, "ns")], (f"ns{n}" for n in count(1)))
            self.by_namespace[namespace] = next(prefix for prefix in wanted if prefix not in taken)
        self.name = lru_cache(maxsize=4096)(self._name)

    def _name(self, iri: str) -> str | None:
        """``rune:Ship``; None for an IRI that does not end in a name, or whose namespace has no prefix."""
        try:
            namespace, local = split_uri(iri, NAME_START_CATEGORIES)
        except ValueError:
            return None
        prefix = self.by_namespace.get(namespace)
        return None if prefix is None else f"{prefix}:{local}"


def _namespaces(graph: Graph) -> Iterator[str]:
    for term in {*graph.subjects(), *graph.predicates()}:
        if isinstance(term, URIRef):
            try:
                yield split_uri(term, NAME_START_CATEGORIES)[0]
            except ValueError:
                continue
