"""A knowledge base in other programs' formats (docs/export.md): `rune export KB PATH --to FORMAT`."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Graph

from rune_kb.errors import FormatError
from rune_kb.formats import WRITERS
from rune_kb.formats.written import Tally, Written, new_file
from rune_kb.individuals import individuals
from rune_kb.ontology import ontology_graph
from rune_kb.prolog_text import prolog_text
from rune_kb.rdf import Individual, ntriples, rdf_xml, turtle
from rune_kb.rdf.iri import IMAGES

if TYPE_CHECKING:
    from rune_kb.kb import KnowledgeBase

RdfWriter = Callable[[Graph, Iterable[Individual], Tally], Iterator[bytes]]

RDF: Mapping[str, RdfWriter] = {
    "owl": lambda graph, stream, tally: rdf_xml(graph, stream, tally.lost),
    "ttl": lambda graph, stream, _: turtle(graph, stream),
    "nt": lambda graph, stream, _: ntriples(graph, stream),
}
"""Writers of the ontology with its individuals."""

TARGETS = (*RDF, *WRITERS, "prolog")
"""All that can be written."""


def export(kb: KnowledgeBase, to: str, path: Path) -> Written:
    """Writes all of the knowledge base, as it is at one moment; a file that is there is replaced when done.

    ``to`` is one of TARGETS. Raises FormatError for another, and where the path cannot be written.
    """
    if to not in TARGETS:
        near = difflib.get_close_matches(to, TARGETS, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(TARGETS)}"
        raise FormatError(f"nothing exports to {to!r}; {hint}")
    vocabulary = kb.vocabulary
    with kb.store.snapshot():
        if to in WRITERS:
            return WRITERS[to](path, kb.store.scenes())
        tally = Tally()
        lines: Iterator[bytes]
        if to == "prolog":
            lines = (line.encode() for line in prolog_text(kb.store, vocabulary, tally))
        else:
            documents = [(each.name, each.document) for each in kb.store.ontologies()]
            graph = ontology_graph(documents, vocabulary)
            stream = _counted(individuals(kb.store, vocabulary, graph), tally)
            lines = RDF[to](graph, stream, tally)
        with new_file(path) as beside, beside.open("wb") as file:
            file.writelines(lines)
    return tally.written(path)


def _counted(stream: Iterable[Individual], tally: Tally) -> Iterator[Individual]:
    for individual in stream:
        if individual.iri.startswith(IMAGES):
            is_detection = "#" in individual.iri
            tally.detections += is_detection
            tally.images += not is_detection
        yield individual
