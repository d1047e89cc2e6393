"""The store: what a knowledge base holds, read and written through one SQLite connection.

A Store belongs to the thread that opened it; threads and processes open one each. Statements that read see
the last commit before they began; :meth:`Store.snapshot` holds several of them to one commit.

Scores are what the sources said; ``calibrated=True`` asks for what they mean, where that is known.
"""

from __future__ import annotations

import difflib
import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import shapely

from rune_kb.detection import NO_ATTRIBUTES, Detection, Image, Value
from rune_kb.errors import StoreError
from rune_kb.formats.base import Problem
from rune_kb.store import calibrations, schema
from rune_kb.store.values import (
    Calibration,
    ClassCount,
    DetectionRow,
    OntologyDocument,
    PointRow,
    Revisions,
    Source,
)
from rune_kb.store.writer import Writer

_IMAGE = "image.id, image.width, image.height, image.gsd, image.date, image.path"


class Store:
    """An open knowledge base; made by :meth:`create` or :meth:`open`, closed by :meth:`close` or ``with``."""

    def __init__(self, directory: Path, connection: sqlite3.Connection) -> None:
        self.directory = directory
        self._connection = connection
        self._calibrator = calibrations.Calibrator(connection)

    @classmethod
    def create(cls, directory: str | Path, *, exist_ok: bool = False) -> Store:
        """A new knowledge base in a directory that is absent or empty.

        With ``exist_ok`` one that is there already is opened. Raises StoreError where that cannot be.
        """
        path = Path(directory).absolute()
        return cls(path, schema.create(path, exist_ok=exist_ok))

    @classmethod
    def open(cls, directory: str | Path) -> Store:
        """The knowledge base there; raises StoreError if there is none or a newer RUNE wrote it."""
        path = Path(directory).absolute()
        return cls(path, schema.open_existing(path))

    def close(self) -> None:
        """Ends the connection; a transaction under way is rolled back."""
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- transactions ----------------------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reading inside sees one and the same commit, whatever writers do meanwhile."""
        with schema.explained(self.directory):
            self._connection.execute("BEGIN")
            try:
                # BEGIN alone fixes nothing; the first read does.
                self._connection.execute("SELECT revision FROM knowledge_base").fetchone()
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One write transaction: all that the writer did is committed at the end, or none of it.

        Waits for another writer; raises StoreError after ``schema.BUSY_SECONDS``.
        """
        with schema.transaction(self._connection, self.directory):
            writer = Writer(self._connection)
            yield writer
            writer.finish()

    # -- settings and ontologies -----------------------------------------------------------------------------

    def settings(self) -> dict[str, Any]:
        """Every setting that was set, JSON values by key."""
        return {key: json.loads(value) for key, value in self._rows("SELECT key, value FROM setting")}

    def setting(self, key: str, default: Any = None) -> Any:
        """The JSON value set for the key, or the default."""
        row = self._row("SELECT value FROM setting WHERE key = ?", key)
        return default if row is None else json.loads(row[0])

    def set_setting(self, key: str, value: Any) -> None:
        """Sets a JSON value; it stays over closing."""
        with schema.transaction(self._connection, self.directory):
            row = (key, json.dumps(value, ensure_ascii=False))
            self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", row)

    def ontologies(self) -> list[OntologyDocument]:
        """The ontologies that were added, in the order of their adding."""
        rows = self._rows("SELECT name, document, added_at FROM ontology ORDER BY rowid")
        return [OntologyDocument(*row) for row in rows]

    def new_class_labels(self) -> list[str]:
        """Labels no class matched, oldest first.

        :func:`rune_kb.naming.with_new_classes` makes a vocabulary know them.
        """
        return [text for (text,) in self._rows("SELECT text FROM label WHERE is_new ORDER BY id")]

    # -- images and detections -------------------------------------------------------------------------------

    def images(self) -> list[Image]:
        """All images, by id."""
        return [Image(*row) for row in self._rows(f"SELECT {_IMAGE} FROM image ORDER BY id")]

    def image(self, image: str) -> Image:
        """The image with this id; raises StoreError with near misses if there is none."""
        row = self._row(f"SELECT {_IMAGE} FROM image WHERE id = ?", image)
        if row is None:
            known = [name for (name,) in self._rows("SELECT id FROM image")]
            near = difflib.get_close_matches(image, known, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise StoreError(f"{self.directory} has no image {image!r}{hint}")
        return Image(*row)

    def image_count(self) -> int:
        """How many images there are."""
        return int(self._rows("SELECT count(*) FROM image").fetchone()[0])

    def images_without_gsd(self, shown: int = 3) -> tuple[int, tuple[str, ...]]:
        """How many images have no ground sample distance, and the ids of the first few."""
        (number,) = self._rows("SELECT count(*) FROM image WHERE gsd IS NULL").fetchone()
        rows = self._rows("SELECT id FROM image WHERE gsd IS NULL ORDER BY id LIMIT ?", shown)
        return int(number), tuple(image for (image,) in rows)

    def detections(self, image: str, *, calibrated: bool = False) -> list[Detection]:
        """The detections of an image, by number; none of an image that is not there."""
        is_raw = self._score(calibrated) == calibrations.RAW
        probability = "NULL" if is_raw else "calibrated(score, detection.source, detection.class)"
        rows = self._rows(
            f"SELECT k, class.name, label.text, score, {probability}, "
            "source.path, line, outline, attributes FROM image "
            "JOIN detection ON detection.image = image.key JOIN class ON class.id = detection.class "
            "JOIN label ON label.id = detection.label JOIN source ON source.id = detection.source "
            "WHERE image.id = ? ORDER BY k",
            image,
        ).fetchall()
        outlines = shapely.from_wkb(np.array([row[7] for row in rows], dtype=object))
        return [
            Detection(
                image,
                k,
                cls,
                label,
                outline,
                score=raw if p is None else p,
                source=source,
                line=line,
                attributes=_attributes(attributes),
                raw_score=None if p is None else raw,
            )
            for (k, cls, label, raw, p, source, line, _, attributes), outline in zip(
                rows, outlines, strict=True
            )
        ]

    def scenes(self) -> Iterator[tuple[Image, list[Detection]]]:
        """Every image with its detections (some have none), by the image's id."""
        for image in self.images():
            yield image, self.detections(image.id)

    def class_rows(self, classes: Collection[str], *, calibrated: bool = False) -> Iterator[DetectionRow]:
        """The detections of these very classes (not of their subclasses), streamed.

        Ordered by image id, then score from high to low, then number. Names no detection has are no error.
        """
        rows: Iterator[DetectionRow] = self._of_classes(
            "cx, cy, minx, miny, maxx, maxy, area, length, detection.width, angle, outline",
            classes,
            calibrated,
        )
        return rows

    def class_points(self, classes: Collection[str], *, calibrated: bool = False) -> Iterator[PointRow]:
        """The same without what goes beyond the centre."""
        rows: Iterator[PointRow] = self._of_classes("cx, cy", classes, calibrated)
        return rows

    def _of_classes(self, columns: str, classes: Collection[str], calibrated: bool) -> Iterator[Any]:
        names = dict(self._rows("SELECT id, name FROM class"))
        ids = [number for number, name in names.items() if name in classes]
        # Left to itself SQLite reads all detections of every image as soon as two classes are asked for.
        rows = self._rows(
            f"SELECT image.id, k, {self._score(calibrated)}, class, {columns} FROM image "
            "CROSS JOIN detection INDEXED BY detection_by_class ON detection.image = image.key "
            f"WHERE detection.class IN ({', '.join('?' * len(ids))}) ORDER BY image.id, 3 DESC, k",
            *ids,
        )
        for image, k, score, cls, *rest in rows:
            yield (image, k, score, names[cls], *rest)

    def attribute_rows(self, name: str) -> Iterator[tuple[str, int, Value]]:
        """Image id, number and value of every detection with this attribute, by image id and number."""
        path = f'$."{name}"'
        rows = self._rows(
            "SELECT image.id, k, json_extract(attributes, ?), json_type(attributes, ?) FROM image "
            "CROSS JOIN detection ON detection.image = image.key "
            "WHERE attributes IS NOT NULL AND json_type(attributes, ?) IS NOT NULL ORDER BY image.id, k",
            path, path, path,
        )  # fmt: skip
        for image, k, value, kind in rows:
            yield image, k, bool(value) if kind in ("true", "false") else value

    # -- about the knowledge base ----------------------------------------------------------------------------

    def revisions(self) -> Revisions:
        """What changed when; see :class:`~rune_kb.store.values.Revisions`."""
        sql = "SELECT identity, revision, images_revision, vocabulary_revision FROM knowledge_base"
        ((identity, clock, images, vocabulary),) = self._rows(sql)
        classes = dict(self._rows("SELECT name, revision FROM class"))
        return Revisions(identity, clock, images, vocabulary, classes)

    def class_counts(self) -> list[ClassCount]:
        """The classes that have detections, most of them first."""
        rows = self._rows(
            "SELECT class.name, detections, images FROM "
            "(SELECT class, count(*) AS detections, count(DISTINCT image) AS images "
            "FROM detection GROUP BY class) "
            "JOIN class ON class.id = class ORDER BY detections DESC, class.name"
        )
        return [ClassCount(*row) for row in rows]

    def class_images(self, *, calibrated: bool = False) -> Iterator[tuple[str, str, int, float, float]]:
        """Class (by its own name), image, detections, least and best score; by class, then image."""
        part = (
            "SELECT class, image, count(*) AS n, min(score) AS least, max(score) AS best "
            "FROM detection INDEXED BY detection_by_class GROUP BY class, image"
        )
        if self._score(calibrated) != calibrations.RAW:  # curves never fall: the ends stay the ends
            part = (
                "SELECT class, image, sum(n) AS n, "
                "min(coalesce(calibrated(least, source, class), least)) AS least, "
                "max(coalesce(calibrated(best, source, class), best)) AS best FROM "
                "(SELECT class, image, source, count(*) AS n, min(score) AS least, max(score) AS best "
                "FROM detection GROUP BY class, image, source) GROUP BY class, image"
            )
        rows: Iterator[tuple[str, str, int, float, float]] = self._rows(
            f"SELECT class.name, image.id, n, least, best FROM ({part}) AS part "
            "JOIN class ON class.id = part.class JOIN image ON image.key = part.image "
            "ORDER BY class.name, image.id"
        )
        return rows

    def sources(self) -> list[Source]:
        """Every source, by path."""
        rows = self._rows(
            "SELECT path, format, sha256, size, ingested_at, problems, "
            "(SELECT count(*) FROM scene WHERE scene.source = source.id) FROM source ORDER BY path"
        )
        return [Source(*row) for row in rows]

    def scene_sources(self) -> Iterator[tuple[str, str]]:
        """Path of a source and id of an image that it speaks of, for all of them."""
        rows: Iterator[tuple[str, str]] = self._rows(
            "SELECT source.path, image.id FROM scene "
            "JOIN source ON source.id = scene.source JOIN image ON image.key = scene.image"
        )
        return rows

    def calibrations(self) -> list[Calibration]:
        """What the scores of sources mean, where that was fitted, oldest first."""
        with schema.explained(self.directory):
            return calibrations.read(self._connection)

    def problems(self) -> list[Problem]:
        """What was skipped or repaired when the sources were last read, in the order of their reading."""
        rows = self._rows("SELECT file, line, reason, repaired FROM problem ORDER BY rowid")
        return [Problem(file, line, reason, bool(repaired)) for file, line, reason, repaired in rows]

    def _score(self, calibrated: bool) -> str:
        """How the score of a row of the table ``detection`` is spelt."""
        with schema.explained(self.directory):
            return self._calibrator.score() if calibrated else calibrations.RAW

    def _rows(self, sql: str, *values: object) -> Any:
        with schema.explained(self.directory):
            return self._connection.execute(sql, values)

    def _row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._rows(sql, *values).fetchone()
        return row


def _attributes(text: str | None) -> Any:
    return NO_ATTRIBUTES if text is None else json.loads(text)
