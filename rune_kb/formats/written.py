"""What a writer did, and how it leaves nothing half written behind."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rune_kb.errors import FormatError


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written, and how many detections lost what (``{"score": 120}``)."""

    path: Path
    images: int
    detections: int
    lost: Mapping[str, int]


class Tally:
    """Counts while a writer works."""

    def __init__(self) -> None:
        self.images = 0
        self.detections = 0
        self.lost: Counter[str] = Counter()

    def written(self, path: Path) -> Written:
        return Written(path, self.images, self.detections, dict(self.lost))


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes its place at the end, or vanishes if something is raised.

    Raises FormatError where it cannot be written.
    """
    beside = _beside(path)
    try:
        yield beside
        _flush(beside)
        os.replace(beside, path)
    except OSError as error:
        raise FormatError(f"{path}: it cannot be written ({error.strerror or error})") from error
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to fill; it takes its place at the end, or vanishes if something is raised.

    Raises FormatError if there is a file or a folder with something in it, which is never overwritten.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FormatError(f"{path}: there is something here already; choose a folder that is new or empty")
    beside = _beside(path)
    try:
        beside.mkdir()
        yield beside
        os.replace(beside, path)
    except OSError as error:
        raise FormatError(f"{path}: it cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _beside(path: Path) -> Path:
    """In the same folder, because only there a rename is atomic; hidden, so that no reader takes it."""
    return path.absolute().with_name(f".{path.name}.{os.getpid()}.partial")


def _flush(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
