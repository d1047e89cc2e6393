"""Calibrations in the store: which source's scores mean which probabilities.

The detections keep the scores that their sources said. What is asked of a knowledge base reads the
probabilities, through the SQL function ``calibrated(score, source, class)``, which is NULL where no
calibration applies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from rune_kb.curve import Curve, Curves
from rune_kb.store import schema
from rune_kb.store.values import Calibration

RAW = "score"
CALIBRATED = "coalesce(calibrated(score, source, class), score)"
"""What a detection's row gives as its score."""


def read(connection: sqlite3.Connection) -> list[Calibration]:
    """All calibrations, oldest first, with the paths of their sources."""
    if not schema.has_calibrations(connection):
        return []
    found = []
    for number, method, labels, fitted_at, curves in connection.execute(
        "SELECT id, method, labels, fitted_at, curves FROM calibration ORDER BY id"
    ).fetchall():
        paths = connection.execute(
            "SELECT path FROM calibrated_source JOIN source ON id = source "
            "WHERE calibration = ? ORDER BY path",
            (number,),
        )
        sources = tuple(path for (path,) in paths)
        found.append(Calibration(method, labels, fitted_at, Curves.from_json(curves), sources))
    return found


def write(connection: sqlite3.Connection, calibration: Calibration) -> None:
    """Gives the sources this calibration in the place of the one they had; tables an older RUNE made grow."""
    schema.add_calibrations(connection)
    (number,) = connection.execute(
        "INSERT INTO calibration (method, labels, fitted_at, curves) VALUES (?, ?, ?, ?) RETURNING id",
        (calibration.method, calibration.labels, calibration.fitted_at, calibration.curves.to_json()),
    ).fetchone()
    connection.executemany(
        "INSERT OR REPLACE INTO calibrated_source SELECT id, ? FROM source WHERE path = ?",
        [(number, path) for path in calibration.sources],
    )
    _drop_unused(connection)


def remove(connection: sqlite3.Connection, sources: Collection[str]) -> list[str]:
    """Takes the sources' calibration away; the paths of those that had one."""
    meant = set(sources)
    had = [path for each in read(connection) for path in each.sources if path in meant]
    if had:
        connection.executemany(
            "DELETE FROM calibrated_source WHERE source = (SELECT id FROM source WHERE path = ?)",
            [(path,) for path in had],
        )
        _drop_unused(connection)
    return had


def classes_of(connection: sqlite3.Connection, sources: Sequence[str]) -> set[int]:
    """The classes (by id) of the detections of these sources."""
    found: set[int] = set()
    for path in sources:
        rows = connection.execute(
            "SELECT DISTINCT class FROM source JOIN scene ON scene.source = source.id "
            "CROSS JOIN detection ON detection.image = scene.image AND detection.source = source.id "
            "WHERE path = ?",
            (path,),
        )
        found.update(cls for (cls,) in rows)
    return found


def _drop_unused(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM calibration WHERE id NOT IN (SELECT calibration FROM calibrated_source)")


class Calibrator:
    """Gives a connection the SQL function ``calibrated``, for the calibrations that it sees."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._seen: int | None = None
        self._curves: Mapping[int, Curves] = {}
        self._classes: Mapping[int, str] = {}
        self._known: dict[tuple[int, int], Curve | None] = {}
        connection.create_function("calibrated", 3, self._calibrated, deterministic=True)

    def score(self) -> str:
        """How a query has to spell the score: RAW if nothing is calibrated, which reads an index alone."""
        if not schema.has_calibrations(self._connection):
            return RAW
        (seen,) = self._connection.execute("SELECT revision FROM knowledge_base").fetchone()
        if seen != self._seen:
            self._read()
            self._seen = seen
        return CALIBRATED if self._curves else RAW

    def _read(self) -> None:
        execute = self._connection.execute
        known = lru_cache(maxsize=None)(Curves.from_json)  # many sources share one text
        pairs = execute("SELECT source, curves FROM calibrated_source JOIN calibration ON id = calibration")
        self._curves = {source: known(text) for source, text in pairs}  # one statement sees one commit
        self._classes = dict(execute("SELECT id, name FROM class"))
        self._known = {}

    def _calibrated(self, score: float, source: int, cls: int) -> float | None:
        key = (source, cls)
        if key not in self._known:
            curves = self._curves.get(source)
            # A class can be newer than what was read; then it has no curve of its own either.
            self._known[key] = curves.of(self._classes.get(cls, "")) if curves else None
        curve = self._known[key]
        return None if curve is None else curve(score)
