"""Individuals into an owlready2 ontology, in bulk.

owlready2 keeps its triples in SQLite. Rows go in while there are no indexes; these are made again at the end,
each with one sort. Through owlready2's N-Triples parser the same takes twice as long.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Any

from rune_kb.rdf.statement import DATATYPE_PROPERTY, TYPE, Individual

BATCH = 10_000


def add_individuals(ontology: Any, individuals: Iterable[Individual]) -> None:
    """Adds individuals that the ontology does not have; none of them may come twice.

    If something is raised the ontology's world is of no more use.
    """
    graph = ontology.world.graph
    indexes = graph.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('objs', 'datas')"
    ).fetchall()
    for name, _ in indexes:
        graph.execute(f"DROP INDEX {name}")
    rows = _Rows(graph.db, ontology.graph.c)
    stream = iter(individuals)
    while batch := list(islice(stream, BATCH)):
        rows.add(batch)
    rows.finish()
    for _, statement in indexes:
        graph.execute(statement)
    graph.analyze()
    for iri in rows.properties:
        ontology.world[iri]  # owlready2 knows a property as an attribute once it was looked at


class _Rows:
    """Triples as rows of owlready2's tables, in which a number stands for each IRI."""

    def __init__(self, db: sqlite3.Connection, context: int) -> None:
        self._db, self._context = db, context
        self._numbers: dict[str, int] = dict(db.execute("SELECT iri, storid FROM resources"))
        (self._last,) = db.execute("SELECT current_resource FROM store").fetchone()
        self._new: list[tuple[int, str]] = []
        self.properties: list[str] = []

    def add(self, batch: Iterable[Individual]) -> None:
        """Writes all that is said of them."""
        context, number = self._context, self._number
        objects: list[tuple[int, int, int, int]] = []
        values: list[tuple[int, int, int, object, int]] = []
        for iri, properties in batch:
            subject = number(iri)
            for predicate, value, datatype in properties:
                if datatype is None:
                    objects.append((context, subject, number(predicate), number(str(value))))
                else:
                    stored = str(value).lower() if value is True or value is False else value
                    values.append((context, subject, number(predicate), stored, number(datatype)))
            if properties[0] == (TYPE, DATATYPE_PROPERTY, None):
                self.properties.append(iri)
        self._db.executemany("INSERT INTO resources VALUES (?, ?)", self._new)
        self._db.executemany("INSERT INTO objs VALUES (?, ?, ?, ?)", objects)
        self._db.executemany("INSERT INTO datas VALUES (?, ?, ?, ?, ?)", values)
        self._new.clear()

    def finish(self) -> None:
        """Lets owlready2 go on counting where we stopped."""
        self._db.execute("UPDATE store SET current_resource = ?", (self._last,))

    def _number(self, iri: str) -> int:
        found = self._numbers.get(iri)
        if found is None:
            self._last += 1
            found = self._numbers[iri] = self._last
            self._new.append((found, iri))
        return found
