"""The file ``rune.sqlite3`` of a knowledge base: its tables, its versions, opening and creating it.

Write-ahead logging lets readers work while one writer writes; a transaction that was not committed is not
there, whenever the process died. ``synchronous = FULL`` also carries a commit over a power cut: that is one
fsync per ingest. docs/store.md argues for every table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from rune_kb.errors import StoreError

FILE = "rune.sqlite3"
APPLICATION_ID = 0x52554E45  # "RUNE"
SCHEMA_VERSION = 2
"""2 added CALIBRATION, which a knowledge base of version 1 gets with its first calibration."""
BUSY_SECONDS = 30.0
"""How long a writer waits for the one before it."""

TABLES = """
CREATE TABLE knowledge_base (
    identity TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    images_revision INTEGER NOT NULL,
    vocabulary_revision INTEGER NOT NULL);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ontology (name TEXT PRIMARY KEY, document TEXT NOT NULL, added_at TEXT NOT NULL);
CREATE TABLE class (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL);
CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    class INTEGER NOT NULL REFERENCES class (id),
    implied TEXT,
    is_new INTEGER NOT NULL);
CREATE TABLE image (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    width INTEGER, height INTEGER, gsd REAL, date TEXT, path TEXT);
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,
    sha256 TEXT,
    size INTEGER,
    content TEXT NOT NULL,
    ingested_at TEXT NOT NULL,
    problems INTEGER NOT NULL);
CREATE TABLE problem (
    source INTEGER NOT NULL REFERENCES source (id),
    file TEXT NOT NULL, line INTEGER, reason TEXT NOT NULL, repaired INTEGER NOT NULL);
CREATE INDEX problem_by_source ON problem (source);
CREATE TABLE scene (
    source INTEGER NOT NULL REFERENCES source (id),
    image INTEGER NOT NULL REFERENCES image (key),
    PRIMARY KEY (source, image)) WITHOUT ROWID;
CREATE INDEX scene_by_image ON scene (image);
CREATE TABLE detection (
    image INTEGER NOT NULL REFERENCES image (key),
    k INTEGER NOT NULL,
    class INTEGER NOT NULL REFERENCES class (id),
    label INTEGER NOT NULL REFERENCES label (id),
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    source INTEGER NOT NULL,
    line INTEGER,
    outline BLOB NOT NULL,
    cx REAL NOT NULL, cy REAL NOT NULL,
    minx REAL NOT NULL, miny REAL NOT NULL, maxx REAL NOT NULL, maxy REAL NOT NULL,
    area REAL NOT NULL, length REAL NOT NULL, width REAL NOT NULL, angle REAL NOT NULL,
    attributes TEXT,
    PRIMARY KEY (image, k),
    FOREIGN KEY (source, image) REFERENCES scene (source, image)) WITHOUT ROWID;
CREATE INDEX detection_by_class ON detection (class, image, score DESC);
"""

CALIBRATION = """
CREATE TABLE calibration (
    id INTEGER PRIMARY KEY,
    method TEXT NOT NULL,
    labels TEXT NOT NULL,
    fitted_at TEXT NOT NULL,
    curves TEXT NOT NULL);
CREATE TABLE calibrated_source (
    source INTEGER PRIMARY KEY REFERENCES source (id),
    calibration INTEGER NOT NULL REFERENCES calibration (id));
"""


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def create(directory: Path, *, exist_ok: bool) -> sqlite3.Connection:
    """A connection to a new knowledge base in a directory that is absent or empty.

    All tables appear in one transaction: a creation that was killed leaves an empty file, which the next one
    fills. Raises StoreError where the directory holds other things, or a knowledge base and not ``exist_ok``.
    """
    if directory.exists() and not (directory / FILE).exists():
        _refuse_others_directory(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{directory}: {error.strerror or error}") from error
    connection = _connect(directory / FILE)
    try:
        with explained(directory):
            if _is_blank(connection):
                connection.execute(
                    "PRAGMA journal_mode = WAL"
                )  # kept in the file; not possible in a transaction
        with transaction(connection, directory):
            if _is_blank(connection):
                _make_tables(connection)
            elif not exist_ok and _pragma(connection, "application_id") == APPLICATION_ID:
                raise StoreError(f"{directory} is a knowledge base already: open it or choose another name")
        _check(connection, directory)
    except BaseException:
        connection.close()
        raise
    return connection


def open_existing(directory: Path) -> sqlite3.Connection:
    """A connection to the knowledge base there; raises StoreError saying what is there instead."""
    file = directory / FILE
    if not file.is_file():
        raise StoreError(_what_is_there(directory))
    connection = _connect(file)
    try:
        _check(connection, directory)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, directory: Path) -> Iterator[None]:
    """One write transaction: committed at the end, rolled back by any exception, an interrupt included."""
    with explained(directory):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def explained(directory: Path) -> Iterator[None]:
    """Turns SQLite's errors into a StoreError for the person at the command line."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{directory}: {_meaning(error)}") from error


def _meaning(error: sqlite3.Error) -> str:
    text = str(error)
    if "locked" in text:
        return f"another process is writing here (waited {BUSY_SECONDS:.0f} s); try again when it is done"
    if "readonly" in text or "unable to open" in text:
        return f"cannot write here ({text}); a knowledge base needs a writable directory"
    if "not a database" in text or "malformed" in text:
        return f"{FILE} is damaged or not an SQLite database ({text})"
    return text


def _connect(file: Path) -> sqlite3.Connection:
    """Autocommit: transactions are begun and ended in so many words."""
    with explained(file.parent):
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cache_size = -65536")  # KiB: an ingest's dirty pages seldom spill
            connection.execute("PRAGMA journal_size_limit = 67108864")  # a large ingest's log is cut again
        except BaseException:
            connection.close()
            raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    _execute_all(connection, TABLES + CALIBRATION)
    connection.execute("INSERT INTO knowledge_base VALUES (?, ?, 0, 0, 0)", (uuid4().hex, now()))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def has_calibrations(connection: sqlite3.Connection) -> bool:
    """Whether the tables of calibrations are there."""
    return _pragma(connection, "user_version") >= 2


def add_calibrations(connection: sqlite3.Connection) -> None:
    """Brings version 1 to 2, inside the caller's transaction; from then on an older RUNE refuses it."""
    if not has_calibrations(connection):
        _execute_all(connection, CALIBRATION)
        connection.execute("PRAGMA user_version = 2")


def _execute_all(connection: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _is_blank(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def _check(connection: sqlite3.Connection, directory: Path) -> None:
    with explained(directory):
        application = _pragma(connection, "application_id")
        version = _pragma(connection, "user_version")
        blank = _is_blank(connection)
    if blank:
        raise StoreError(f"{directory}: {FILE} is empty, its creation was interrupted; create it again")
    if application != APPLICATION_ID:
        raise StoreError(
            f"{directory}: {FILE} is an SQLite database of another program, not a knowledge base"
        )
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{directory} was written by a newer RUNE (store version {version}; this one knows up to "
            f"{SCHEMA_VERSION}): upgrade RUNE to open it"
        )


def _refuse_others_directory(directory: Path) -> None:
    if not directory.is_dir():
        raise StoreError(f"{directory} is a file; a knowledge base is a directory")
    if any(directory.iterdir()):
        raise StoreError(
            f"{directory} holds other files ({_some_names(directory)}); "
            "a knowledge base needs a new or an empty directory"
        )


def _what_is_there(directory: Path) -> str:
    how = "`rune ingest KB SOURCE...` and KnowledgeBase.create(directory) make one"
    if not directory.exists():
        return f"there is no knowledge base at {directory}: nothing is there; {how}"
    if not directory.is_dir():
        return f"{directory} is a file, not a knowledge base, which is a directory with {FILE}; {how}"
    found = _some_names(directory)
    return f"{directory} is not a knowledge base: it has no {FILE} but {found or 'nothing at all'}; {how}"


def _some_names(directory: Path) -> str:
    names = sorted(entry.name for entry in directory.iterdir())
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
