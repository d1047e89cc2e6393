"""The files of a source: which there are, their beginnings, their lines, their JSON."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from rune_kb.errors import FormatError

SAMPLE = 20
"""How many files of a folder, and lines of a file, are looked at to recognise its format."""

_HEAD = 64 * 1024
_NO_LABELS = re.compile(r"(readme|licen[cs]e|classes|names|labels|notice|notes|requirements)\.[a-z]+", re.I)


def listed(path: Path, suffixes: Iterable[str]) -> list[Path]:
    """A file itself; of a folder all files below it with one of the suffixes, sorted by their path.

    Hidden files and those that by their name hold no labels (``README.txt``, ``classes.txt``) are left out.
    """
    if not path.is_dir():
        return [path]
    wanted = tuple(suffixes)
    return sorted(file for file in _walk(path) if file.name.lower().endswith(wanted))


def _walk(folder: Path) -> Iterator[Path]:
    """All files below a folder. Linked folders are followed, each real folder once."""
    visited: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(here)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and not _NO_LABELS.fullmatch(name):
                yield Path(here, name)


def recognised(path: Path, suffixes: Iterable[str], test: Callable[[Path], bool]) -> bool:
    """Whether the file, or one of the first files of a folder that say anything, passes the test."""
    try:
        telling = (file for file in listed(path, suffixes) if file.stat().st_size > 0)
        return any(test(file) for file in islice(telling, SAMPLE))
    except OSError as error:
        raise FormatError(f"{path}: {error.strerror or error}") from error


def head(file: Path) -> list[str]:
    """The first lines of a text file that are not blank; none if it is no text."""
    with file.open("rb") as stream:
        start = stream.read(_HEAD)
    if b"\0" in start:
        return []
    rows = start.decode("utf-8-sig", errors="replace").splitlines()
    if len(start) == _HEAD:
        rows = rows[:-1]  # it may be cut
    return list(islice((row for row in rows if row.strip()), SAMPLE))


def text_lines(file: Path) -> list[str]:
    """The lines of a text file without their ends; raises FormatError if it cannot be read or is no text."""
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise FormatError(f"{file}: {error.strerror or error}") from error
    if "\0" in text:
        raise FormatError(f"{file}: this is not a text file")
    return text.split("\n")


def json_document(file: Path) -> Any:
    """The JSON document in a file; raises FormatError with line and column if there is none."""
    try:
        return json.loads(file.read_bytes())
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FormatError(f"{file}: not JSON ({error.msg} at {where})") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"{file}: not JSON ({error})") from error
    except OSError as error:
        raise FormatError(f"{file}: {error.strerror or error}") from error
