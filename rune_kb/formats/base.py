"""What every format reader gives, and the registry of formats.

A reader turns a path into scenes. What it cannot use it reports as a Problem and goes on; nothing disappears
silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rune_kb.detection import Image, Observation


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that was skipped (or repaired), with file, line (from 1; None = the whole file) and reason."""

    file: str
    line: int | None
    reason: str
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """An image with what one source says about it, in file order."""

    image: Image
    observations: tuple[Observation, ...]
    source: str


@dataclass(frozen=True)
class ReadOptions:
    """What a reader may need beyond the file: a folder of images (for sizes, GSD), class names, a GSD."""

    images: Path | None = None
    names: Mapping[int, str] | None = None
    gsd: float | None = None


Report = Callable[[Problem], None]


@dataclass(frozen=True)
class Format:
    """A format: its name, how it is recognised, how it is read.

    ``recognise(path)`` looks at content, never only at the name; ``files(path)`` lists the files of a source
    in the order they are read; ``read(file, options, report)`` yields its scenes lazily.
    """

    name: str
    title: str
    recognise: Callable[[Path], bool]
    files: Callable[[Path], list[Path]]
    read: Callable[[Path, ReadOptions, Report], Iterator[Scene]] = field(repr=False)
