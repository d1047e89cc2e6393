"""Class tables as Prolog files: a cache of the store, a file for each class and projection.

``KB/cache/<SWI-Prolog version>/ship.point-1a2b3c4d5e6f.qlf`` holds the detections of a class and its
subclasses, image by image, best score first (prolog/facts.pl). The digest in the name says what the file was
made of, so a file is current or is not looked at; any of them can be deleted at any time. Scores in them are
calibrated; a calibration ticks the revisions of the classes that it touches, and so the digests change.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from rune_kb.engine import Engine, Table
from rune_kb.errors import EngineError
from rune_kb.outline_cells import outline_cell
from rune_kb.store import Store
from rune_kb.vocabulary import ROOT, Vocabulary

CHUNK = 20_000
"""Rows that cross the border at a time."""

LAYOUT = 1
"""Raised whenever the tables change their columns, so that older files are no longer current."""


@dataclass(frozen=True, slots=True)
class ClassSize:
    """Of a class with its subclasses: images that have it, detections, least and best score."""

    images: int
    detections: int
    least: float
    best: float


class FactCache:
    """The tables of one knowledge base: made where stale, loaded where wanted."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self._directory = store.directory / "cache" / engine.version
        self._vocabulary: Vocabulary | None = None
        self._seen: tuple[str, int] | None = None
        self._counts: dict[str, dict[str, tuple[int, float, float]]] = {}

    def refresh(self, vocabulary: Vocabulary) -> None:
        """Forgets loaded tables that the store has outgrown, and tells the engine the classes' sizes."""
        revisions = self._store.revisions()
        now = (revisions.identity, revisions.clock)
        if now == self._seen and vocabulary is self._vocabulary:
            return
        self._vocabulary, self._seen = vocabulary, now
        self._counts = self._read_counts(now)
        for table, file in self._engine.loaded().items():
            if file != self._file(table):
                self._engine.drop_table(table)
        self._engine.set_stats(
            [
                (name, size.images, size.detections, size.least, size.best)
                for name in vocabulary.classes
                if (size := self.size(name)) is not None
            ]
        )

    def size(self, name: str) -> ClassSize | None:
        """How large a class is, subclasses included; None if nothing is of it."""
        parts = [self._counts[part] for part in self._members(name) if part in self._counts]
        if not parts:
            return None
        numbers = [number for part in parts for number in part.values()]
        return ClassSize(
            images=len({image for part in parts for image in part}),
            detections=sum(n for n, _, _ in numbers),
            least=min(least for _, least, _ in numbers),
            best=max(best for _, _, best in numbers),
        )

    def ensure(self, tables: Iterable[Table]) -> None:
        """Loads the tables, making the files that are not there."""
        for table in tables:
            file = self._current(table)
            try:
                self._engine.load_table(table, file)
            except EngineError:
                if file.exists():
                    raise
                self._engine.load_table(table, self._current(table))  # another process had just replaced it

    def prepare(self) -> None:
        """Makes the files that most questions begin with, of every class that has detections of its own."""
        for table in [("image", "image"), *((c, p) for c in self._counts for p in ("images", "point"))]:
            self._current(table)

    def _current(self, table: Table) -> Path:
        file = self._file(table)
        if not file.exists():
            self._make(table, file)
        return file

    # -- files --------------------------------------------------------------------------

    def _file(self, table: Table) -> Path:
        name, projection = table
        return self._directory / f"{name}.{projection}-{self._digest(table)}.qlf"

    def _digest(self, table: Table) -> str:
        """Of everything the table's contents depend on."""
        name, projection = table
        revisions = self._store.revisions()
        basis: Any
        if projection == "image":
            basis = revisions.images
        elif projection == "attribute":
            basis = revisions.clock
        else:
            members = self._members(name)
            basis = sorted((c, r) for c, r in revisions.classes.items() if c in members)
        text = json.dumps([LAYOUT, revisions.identity, name, projection, basis])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def _make(self, table: Table, file: Path) -> None:
        """Writes the file beside its place and moves it there, so that a reader sees all of it or nothing."""
        name, projection = table
        self._directory.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=self._directory, prefix=".making-") as scratch,
            self._store.snapshot(),
        ):
            rows = self._rows(table)
            made = Path(scratch) / file.name  # Prolog knows a loaded file by this name: one for each table
            chunks = iter(lambda: list(islice(rows, CHUNK)), [])
            self._engine.compile_table(name, chunks, self._chunks(table), made)
            self._forget_older(f"{name}.{projection}-")
            os.replace(made, file)

    def _forget_older(self, prefix: str) -> None:
        for old in self._directory.glob(prefix + "*.qlf"):
            with suppress(OSError):
                old.unlink()

    # -- rows ---------------------------------------------------------------------------

    def _chunks(self, table: Table) -> int:
        """No fewer chunks than the table has."""
        name, projection = table
        if projection in ("point", "full"):
            size = self.size(name)
            return 1 + (size.detections if size else 0) // CHUNK
        if projection == "attribute":
            return 1 + sum(n for part in self._counts.values() for n, _, _ in part.values()) // CHUNK
        return 1 + len(self._store.images()) // CHUNK

    def _rows(self, table: Table) -> Iterator[list[Any]]:
        name, projection = table
        match projection:
            case "point":
                return map(list, self._store.class_points(self._members(name), calibrated=True))
            case "full":
                rows = self._store.class_rows(self._members(name), calibrated=True)
                return ([*row[:-1], outline_cell(row[-1])] for row in rows)
            case "images":
                return self._image_rows(name)
            case "image":
                return (
                    [i.id, *("none" if v is None else v for v in (i.width, i.height, i.gsd, i.date))]
                    for i in self._store.images()
                )
            case "attribute":
                return ([image, k, _plain(value)] for image, k, value in self._store.attribute_rows(name))
        raise ValueError(f"no projection {projection}")

    def _image_rows(self, name: str) -> Iterator[list[Any]]:
        totals: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        for part in self._members(name):
            for image, (n, _, best) in self._counts.get(part, {}).items():
                before, best_before = totals[image]
                totals[image] = (before + n, max(best_before, best))
        return ([image, *totals[image]] for image in sorted(totals))

    def _members(self, name: str) -> frozenset[str]:
        assert self._vocabulary is not None, "refresh() comes first"
        if name == ROOT:
            return frozenset(self._store.revisions().classes) | self._vocabulary.descendants(ROOT)
        return self._vocabulary.descendants(name) if name in self._vocabulary.classes else frozenset({name})

    def _read_counts(self, now: tuple[str, int]) -> dict[str, dict[str, tuple[int, float, float]]]:
        """By class and image: number, least and best score; kept in a file, as it reads a whole index."""
        file = self._directory / f"sizes-{now[1]}.json"
        with suppress(OSError, ValueError):
            kept = json.loads(file.read_text())
            if kept["of"] == list(now):
                return {
                    c: {i: (v[0], v[1], v[2]) for i, v in part.items()} for c, part in kept["sizes"].items()
                }
        counts: dict[str, dict[str, tuple[int, float, float]]] = {}
        for cls, image, n, least, best in self._store.class_images(calibrated=True):
            counts.setdefault(cls, {})[image] = (n, least, best)
        with suppress(OSError):
            self._directory.mkdir(parents=True, exist_ok=True)
            self._forget_older_sizes()
            scratch = file.with_suffix(f".{os.getpid()}")
            scratch.write_text(json.dumps({"of": now, "sizes": counts}))
            os.replace(scratch, file)
        return counts

    def _forget_older_sizes(self) -> None:
        for old in self._directory.glob("sizes-*"):
            with suppress(OSError):
                old.unlink()


def _plain(value: object) -> object:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value
