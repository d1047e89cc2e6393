"""N-Triples (https://www.w3.org/TR/n-triples/), in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdflib import Graph

from rune_kb.detection import Value
from rune_kb.rdf.statement import STRING, Individual, lexical

_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f\x85\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def ntriples(graph: Graph, individuals: Iterable[Individual]) -> Iterator[bytes]:
    """The lines of the graph, then those of each individual."""
    yield from graph.serialize(format="nt", encoding="utf-8").splitlines(keepends=True)
    for iri, properties in individuals:
        for predicate, value, datatype in properties:
            yield f"<{iri}> <{predicate}> {term(value, datatype)} .\n".encode()


def term(value: Value, datatype: str | None) -> str:
    """An IRI or a literal, as N-Triples and Turtle write it."""
    if datatype is None:
        return f"<{value}>"
    text = quoted(lexical(value))
    return text if datatype == STRING else f"{text}^^<{datatype}>"


def quoted(text: str) -> str:
    """A string literal; control characters and all that some reader takes for the end of a line are escaped.

    >>> print(quoted('a "b" \\u2028'))
    "a \\"b\\" \\u2028"
    """
    return f'"{_SPECIAL.sub(_escape, text)}"' if _SPECIAL.search(text) else f'"{text}"'


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}"
