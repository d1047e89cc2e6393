"""The tables of one image, in a Prolog module of their own: what is explained needs no more.

A collection may have millions of detections; to explain an image only its own are put before Prolog, those
that are present (DESIGN 4.2: weaker ones do not exist).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Any

import shapely

from rune_kb.detection import Detection, Image, Value
from rune_kb.engine import Engine, Table
from rune_kb.measure import measure
from rune_kb.outline_cells import outline_cell
from rune_kb.vocabulary import ROOT, Vocabulary

_MEASURES = ("cx", "cy", "minx", "miny", "maxx", "maxy", "area", "length", "width", "angle")
_POINT = 6
"""Columns of the projection ``point`` with the image: the first of ``full``."""


class OneImage:
    """An image's detections as rows, from which any table of the image can be made."""

    def __init__(self, image: Image, present: Sequence[Detection], vocabulary: Vocabulary) -> None:
        self._image = image
        self._present = sorted(present, key=lambda d: (-d.score, d.k))
        self._vocabulary = vocabulary
        self._rows = self._full_rows()
        self._by_class: dict[str, list[list[Any]]] = {}
        for row in self._rows:
            self._by_class.setdefault(row[3], []).append(row)

    def hold(self, engine: Engine, before: Iterable[Table]) -> None:
        """Makes this the engine's image: drops the tables that held another, tells the classes' sizes."""
        for table in before:
            engine.drop_table(table)
        engine.set_stats(
            [size for name in self._vocabulary.classes if (size := self._size(name)) is not None]
        )

    def fill(self, engine: Engine, tables: Iterable[Table]) -> None:
        """Puts the tables in place."""
        for table in tables:
            engine.add_rows(table, self._table(table))

    def _table(self, table: Table) -> list[list[Any]]:
        name, projection = table
        match projection:
            case "full":
                return self._of(name)
            case "point":
                return [row[:_POINT] for row in self._of(name)]
            case "images":
                rows = self._of(name)
                return [[self._image.id, len(rows), rows[0][2]]] if rows else []
            case "image":
                i = self._image
                return [[i.id, *("none" if v is None else v for v in (i.width, i.height, i.gsd, i.date))]]
            case "attribute":
                values = ((d, d.attributes.get(name)) for d in self._present)
                return [[d.image, d.k, _plain(value)] for d, value in values if value is not None]
        raise ValueError(f"no projection {projection}")

    def _full_rows(self) -> list[list[Any]]:
        """Rows of the projection ``full`` of all detections, best score first."""
        if not self._present:
            return []
        outlines = [d.outline for d in self._present]
        measured = measure(outlines)
        columns = [getattr(measured, name).tolist() for name in _MEASURES]
        cells = map(outline_cell, shapely.to_wkb(outlines, byte_order=1).tolist())
        return [
            [d.image, d.k, d.score, d.cls, *values]
            for d, *values in zip(self._present, *columns, cells, strict=True)
        ]

    def _of(self, name: str) -> list[list[Any]]:
        if name == ROOT:
            return self._rows
        parts = [self._by_class[c] for c in self._vocabulary.descendants(name) if c in self._by_class]
        return list(heapq.merge(*parts, key=_best_first))

    def _size(self, name: str) -> tuple[str, int, int, float, float] | None:
        if self._vocabulary.classes[name].definition is not None:
            return None
        members = self._by_class if name == ROOT else self._vocabulary.descendants(name)
        parts = [self._by_class[c] for c in members if c in self._by_class]
        if not parts:
            return None
        least, best = min(rows[-1][2] for rows in parts), max(rows[0][2] for rows in parts)
        return (name, 1, sum(map(len, parts)), least, best)


def _best_first(row: list[Any]) -> tuple[float, int]:
    return (-row[2], row[1])


def _plain(value: Value) -> str | float:
    return str(value).lower() if isinstance(value, bool) else value
