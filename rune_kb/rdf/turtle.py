"""Turtle (https://www.w3.org/TR/turtle/), a block an individual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from rdflib import Graph

from rune_kb.detection import Value
from rune_kb.rdf.ntriples import term
from rune_kb.rdf.prefixes import Prefixes
from rune_kb.rdf.statement import BOOLEAN, DECIMAL, INTEGER, TYPE, Individual, lexical

_BARE = {
    DECIMAL: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    INTEGER: re.compile(r"[+-]?[0-9]+"),
    BOOLEAN: re.compile(r"true|false"),
}
"""Literals that Turtle takes without quotes."""
_LOCAL = re.compile(r"[\w-]*:[A-Za-z_][A-Za-z0-9_-]*")


def turtle(graph: Graph, individuals: Iterable[Individual]) -> Iterator[bytes]:
    """The graph as rdflib writes it, then the individuals."""
    yield graph.serialize(format="turtle", encoding="utf-8")
    prefixes = Prefixes(graph)
    for namespace, prefix in prefixes.by_namespace.items():
        yield f"@prefix {prefix}: <{namespace}> .\n".encode()
    for iri, properties in individuals:
        said = " ;\n    ".join(
            f"{_predicate(predicate, prefixes)} {', '.join(_object(v, d, prefixes) for _, v, d in same)}"
            for predicate, same in groupby(properties, itemgetter(0))
        )
        yield f"\n<{iri}> {said} .\n".encode()


def _predicate(iri: str, prefixes: Prefixes) -> str:
    return "a" if iri == TYPE else _resource(iri, prefixes)


def _object(value: Value, datatype: str | None, prefixes: Prefixes) -> str:
    text = lexical(value)
    if datatype is None:
        return _resource(text, prefixes)
    bare = _BARE.get(datatype)
    return text if bare and bare.fullmatch(text) else term(text, datatype)


def _resource(iri: str, prefixes: Prefixes) -> str:
    name = prefixes.name(iri)
    return name if name and _LOCAL.fullmatch(name) else f"<{iri}>"
