"""Writing to the store, inside one transaction of :meth:`rune_kb.store.Store.writing`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import count

from rune_kb.detection import Image
from rune_kb.formats.base import Problem
from rune_kb.measure import Measures, measure
from rune_kb.store import calibrations
from rune_kb.store.schema import now
from rune_kb.store.values import Calibration, NewDetection, NewScene

BATCH = 20_000
"""Detections that are measured and written at a time."""

_ADD_IMAGE = """
INSERT INTO image (id, width, height, gsd, date, path) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    width = coalesce(excluded.width, width), height = coalesce(excluded.height, height),
    gsd = coalesce(excluded.gsd, gsd), date = coalesce(excluded.date, date),
    path = coalesce(excluded.path, path)
WHERE excluded.width <> coalesce(width, -1) OR excluded.height <> coalesce(height, -1)
    OR excluded.gsd <> coalesce(gsd, -1) OR excluded.date <> coalesce(date, '')
    OR excluded.path <> coalesce(path, '')"""
_ADD_SOURCE = """
INSERT INTO source (path, format, sha256, size, content, ingested_at, problems) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET format = excluded.format, sha256 = excluded.sha256, size = excluded.size,
    content = excluded.content, ingested_at = excluded.ingested_at, problems = excluded.problems
RETURNING id"""
_ADD_LABEL = """
INSERT INTO label (text, class, implied, is_new) VALUES (?, ?, ?, ?)
ON CONFLICT (text) DO UPDATE SET class = excluded.class, implied = excluded.implied, is_new = excluded.is_new
RETURNING id"""
_MEASURES = tuple(field.name for field in fields(Measures))
_COLUMNS = ("image", "k", "class", "label", "source", "score", "line", "outline", "attributes", *_MEASURES)
_ADD_DETECTION = f"INSERT INTO detection ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"

_Key = tuple[int, int, int, int, int]  # image, k, class, label, source


class Writer:
    """Adds, replaces and removes; detections are written in batches, the last by :meth:`finish`.

    Every change takes one tick of the knowledge base's clock, which all that was touched gets as revision.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pending: list[tuple[_Key, NewDetection]] = []
        self._taken: dict[int, set[int]] = {}  # numbers in use, by image, of the images of this batch
        self._ids: dict[str, int] = {}  # of classes
        self._labels: dict[tuple[str, str], int] = {}
        self._changed_classes: set[int] = set()
        self._left_images: set[int] = set()
        self._images_changed = False
        self._vocabulary_changed = False
        self._calibrations_changed = False

    # -- sources ---------------------------------------------------------------------------------------------

    def content(self, path: str) -> str | None:
        """The digest of what the source said when it was last ingested; None if it never was."""
        row = self._connection.execute("SELECT content FROM source WHERE path = ?", (path,)).fetchone()
        return None if row is None else str(row[0])

    def replace_source(
        self,
        path: str,
        format: str,
        scenes: Iterable[NewScene],
        *,
        content: str,
        sha256: str | None = None,
        size: int | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        """Puts what the source says now in the place of all that it said before.

        ``content`` is a digest of it. Every label has to be known by :meth:`set_label`.
        """
        row = (path, format, sha256, size, content, now(), len(problems))
        source = int(self._connection.execute(_ADD_SOURCE, row).fetchone()[0])
        self._forget(source)
        self._connection.executemany(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?)",
            [(source, each.file, each.line, each.reason, each.repaired) for each in problems],
        )
        for scene in scenes:
            self._add_scene(source, scene)

    def _forget(self, source: int) -> None:
        images = self._connection.execute("SELECT image FROM scene WHERE source = ?", (source,)).fetchall()
        for (image,) in images:
            deleted = self._connection.execute(
                "DELETE FROM detection WHERE image = ? AND source = ? RETURNING k, class", (image, source)
            ).fetchall()
            self._changed_classes.update(cls for _, cls in deleted)
            self._taken.get(image, set()).difference_update(k for k, _ in deleted)
            self._left_images.add(image)
        self._connection.execute("DELETE FROM scene WHERE source = ?", (source,))
        self._connection.execute("DELETE FROM problem WHERE source = ?", (source,))

    def _add_scene(self, source: int, scene: NewScene) -> None:
        image = self._image(scene.image)
        self._connection.execute("INSERT OR IGNORE INTO scene VALUES (?, ?)", (source, image))
        for k, detection in zip(self._free_numbers(image), scene.detections, strict=False):
            cls = self._class(detection.cls)
            key = (image, k, cls, self._label(detection.label, detection.cls), source)
            self._pending.append((key, detection))
        if len(self._pending) >= BATCH:
            self.flush()

    def _image(self, image: Image) -> int:
        """The key of the image, which is added or told what is new: a null never erases."""
        row = (image.id, image.width, image.height, image.gsd, image.date, image.path)
        self._images_changed |= self._connection.execute(_ADD_IMAGE, row).rowcount > 0
        found = self._connection.execute("SELECT key FROM image WHERE id = ?", (image.id,)).fetchone()
        return int(found[0])

    def _free_numbers(self, image: int) -> Iterator[int]:
        """The numbers no detection of the image has, from the smallest.

        A source that is replaced so gets the numbers back that it had.
        """
        taken = self._taken.get(image)
        if taken is None:
            rows = self._connection.execute("SELECT k FROM detection WHERE image = ?", (image,))
            taken = self._taken[image] = {k for (k,) in rows}
        for k in count():
            if k not in taken:
                yield k
                taken.add(k)

    def flush(self) -> None:
        """Measures and writes the detections that wait."""
        if not self._pending:
            return
        measures = measure([detection.outline for _, detection in self._pending])
        given = [(*key, each.score, each.line, each.wkb, each.attributes) for key, each in self._pending]
        measured = zip(*(getattr(measures, name).tolist() for name in _MEASURES), strict=True)
        rows = (first + rest for first, rest in zip(given, measured, strict=True))
        self._connection.executemany(_ADD_DETECTION, rows)
        self._changed_classes.update(key[2] for key, _ in self._pending)
        self._pending.clear()
        self._taken.clear()

    # -- classes and ontologies ------------------------------------------------------------------------------

    def labels(self) -> dict[str, str]:
        """The class of every label that was ever read, by label, oldest first."""
        rows = self._connection.execute(
            "SELECT text, name FROM label JOIN class ON class.id = label.class ORDER BY label.id"
        )
        return dict(rows.fetchall())

    def new_class_labels(self) -> list[str]:
        """As :meth:`rune_kb.store.Store.new_class_labels`."""
        rows = self._connection.execute("SELECT text FROM label WHERE is_new ORDER BY id")
        return [text for (text,) in rows.fetchall()]

    def set_label(self, label: str, cls: str, implied: Mapping[str, bool], *, is_new: bool) -> None:
        """Says what a label means from now on; detections that have it get the class and the attributes."""
        row = (label, self._class(cls), json.dumps(dict(implied)) if implied else None, is_new)
        old = self._connection.execute(
            "SELECT id, class, implied, is_new FROM label WHERE text = ?", (label,)
        ).fetchone()
        if old is not None and old[1:3] != row[1:3]:
            self._relabel(old[0], old[1], row[1], row[2])
        if old is None or old[1:] != row[1:]:
            self._vocabulary_changed |= is_new or (old is not None and bool(old[3]))
            self._connection.execute(_ADD_LABEL, row).fetchone()

    def _relabel(self, label: int, old: int, new: int, implied: str | None) -> None:
        self.flush()
        changed = self._connection.execute(
            "UPDATE detection SET class = ?, attributes = "
            "CASE WHEN ? IS NULL THEN attributes ELSE json_patch(coalesce(attributes, '{}'), ?) END "
            "WHERE class = ? AND label = ?",
            (new, implied, implied, old, label),
        )
        if changed.rowcount:
            self._changed_classes |= {old, new}

    def _label(self, text: str, cls: str) -> int:
        found = self._labels.get((text, cls))
        if found is None:
            row = self._connection.execute("SELECT id FROM label WHERE text = ?", (text,)).fetchone()
            found = self._labels[text, cls] = int(row[0])
        return found

    def _class(self, name: str) -> int:
        found = self._ids.get(name)
        if found is None:
            self._connection.execute("INSERT OR IGNORE INTO class (name, revision) VALUES (?, 0)", (name,))
            row = self._connection.execute("SELECT id FROM class WHERE name = ?", (name,)).fetchone()
            found = self._ids[name] = int(row[0])
        return found

    def add_ontology(self, name: str, document: str) -> None:
        """Adds an ontology (Turtle) or puts it in the place of the one with this name."""
        self._connection.execute(
            "INSERT INTO ontology VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
            "document = excluded.document, added_at = excluded.added_at",
            (name, document, now()),
        )
        self._vocabulary_changed = True

    # -- calibrations ----------------------------------------------------------------------------------------

    def set_calibration(self, calibration: Calibration) -> None:
        """What the scores of its sources mean from now on; for caches that is a change of their classes."""
        self.flush()
        calibrations.write(self._connection, calibration)
        self._calibrations_changed = True
        self._changed_classes |= calibrations.classes_of(self._connection, calibration.sources)

    def remove_calibration(self, sources: Collection[str]) -> list[str]:
        """Lets the scores of these sources be what they said; the paths of those that were calibrated."""
        self.flush()
        had = calibrations.remove(self._connection, sources)
        self._calibrations_changed |= bool(had)
        self._changed_classes |= calibrations.classes_of(self._connection, had)
        return had

    # -- the end ---------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Writes what waits, removes what nothing speaks of any more, and dates what changed."""
        self.flush()
        self._drop_images()
        self._drop_labels()
        if not (
            self._changed_classes
            or self._images_changed
            or self._vocabulary_changed
            or self._calibrations_changed
        ):
            return
        execute = self._connection.execute
        (tick,) = execute("UPDATE knowledge_base SET revision = revision + 1 RETURNING revision").fetchone()
        self._connection.executemany(
            "UPDATE class SET revision = ? WHERE id = ?", [(tick, cls) for cls in self._changed_classes]
        )
        if self._images_changed:
            execute("UPDATE knowledge_base SET images_revision = ?", (tick,))
        if self._vocabulary_changed:
            execute("UPDATE knowledge_base SET vocabulary_revision = ?", (tick,))

    def _drop_images(self) -> None:
        for image in self._left_images:
            dropped = self._connection.execute(
                "DELETE FROM image WHERE key = ? AND NOT EXISTS (SELECT 1 FROM scene WHERE image = key)",
                (image,),
            )
            self._images_changed |= dropped.rowcount > 0

    def _drop_labels(self) -> None:
        """A misspelt label leaves with its last detection, and the class that was made for it."""
        dropped = self._connection.execute(
            "DELETE FROM label WHERE is_new AND NOT EXISTS "
            "(SELECT 1 FROM detection WHERE detection.class = label.class AND detection.label = label.id)"
        )
        self._vocabulary_changed |= dropped.rowcount > 0
