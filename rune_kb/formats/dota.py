"""DOTA: oriented boxes as text, one file an image or, for a detector's results, one file a class.

Labels (https://captain-whu.github.io/DOTA/dataset.html): perhaps the header lines ``imagesource:…`` and
``gsd:…`` (metres per pixel), then ``x1 y1 x2 y2 x3 y3 x4 y4 class [difficult]`` a line. Task-1 results:
``image score x1 y1 … x4 y4`` a line, in a file named after the class (``Task1_ship.txt`` or ``ship.txt``).

``difficult`` becomes a boolean attribute; 2, which DOTA_devkit writes for objects cut by a patch's edge, is
true as it is in the devkit's evaluation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from rune_kb.detection import NO_ATTRIBUTES, Image, Value
from rune_kb.formats.base import Format, ReadOptions, Report, Scene
from rune_kb.formats.fields import BadRecord, image_id, label, numbers, score
from rune_kb.formats.files import SAMPLE, head, listed, recognised, text_lines
from rune_kb.formats.gather import Record, Reporter, by_image, observations
from rune_kb.formats.picture import Pictures
from rune_kb.outline import boxes

_HEADER = re.compile(r"(imagesource|gsd)\s*:\s*(.*)", re.I)
_NO_GSD = ("", "none", "null", "nan")
_DIFFICULT: Mapping[str, Mapping[str, Value]] = {
    text: MappingProxyType({"difficult": value}) for text, value in (("0", False), ("1", True), ("2", True))
}
_TELLING = 2.0
"""Beyond this a coordinate is in pixels and no fraction of a picture's size, as YOLO has it."""


def recognise(path: Path) -> bool:
    """Whether lines look like DOTA's: eight numbers and a word, or a word and nine numbers."""
    return recognised(path, (".txt",), _recognise_file)


def files(path: Path) -> list[Path]:
    return listed(path, (".txt",))


def read(file: Path, options: ReadOptions, report: Report) -> Iterator[Scene]:
    """The image of a label file, or each image of a file of results, in order of first mention."""
    lines = text_lines(file)
    say = Reporter(file, report)
    rows = [line.split() for line in lines[:SAMPLE]]
    if sum(map(_is_result, rows)) > sum(map(_is_label, rows)):
        return _read_results(lines, file, options, say)
    return _read_labels(lines, file, options, say)


def _read_labels(lines: Sequence[str], file: Path, options: ReadOptions, say: Reporter) -> Iterator[Scene]:
    image = Image(file.stem, gsd=_gsd(lines, say))
    records: list[Record] = []
    corners: list[list[float]] = []
    for n, line in enumerate(lines, start=1):
        if not line.strip() or _HEADER.match(line):
            continue
        try:
            box, word, attributes = _parsed_label(line.split())
        except BadRecord as bad:
            say(n, str(bad))
            continue
        records.append(Record(image.id, word, n, attributes=attributes))
        corners.append(box)
    described = Pictures.of(file, options).describe(image, say.report)
    yield from by_image([described], observations(records, boxes(corners), say), file)


def _read_results(lines: Sequence[str], file: Path, options: ReadOptions, say: Reporter) -> Iterator[Scene]:
    word = file.stem.removeprefix("Task1_")
    ids: dict[str, str] = {}
    records: list[Record] = []
    corners: list[list[float]] = []
    for n, line in enumerate(lines, start=1):
        fields = line.split()
        if not fields:
            continue
        try:
            if len(fields) != 10:
                raise BadRecord(f"{len(fields)} fields; a result has an image, a score and 8 coordinates")
            values = numbers(fields[1:])
            name = ids.get(fields[0]) or ids.setdefault(fields[0], image_id(fields[0]))
            records.append(Record(name, word, n, score(values[0])))
        except BadRecord as bad:
            say(n, str(bad))
            continue
        corners.append(values[1:])
    pictures = Pictures.of(file, options)
    names = dict.fromkeys(record.image for record in records)
    images = [pictures.describe(Image(name), say.report) for name in names]
    yield from by_image(images, observations(records, boxes(corners), say), file)


def _parsed_label(fields: Sequence[str]) -> tuple[list[float], str, Mapping[str, Value]]:
    """The corners, the class and the attributes in the fields of a label line."""
    if len(fields) not in (9, 10):
        raise BadRecord(f"{len(fields)} fields; a label has 8 coordinates, a class and perhaps `difficult`")
    values = numbers(fields[:8])
    if len(fields) == 9:
        return values, label(fields[8]), NO_ATTRIBUTES
    if fields[9] not in _DIFFICULT:
        raise BadRecord(f"`difficult` is {fields[9]!r}; it can be 0, 1 or 2")
    return values, label(fields[8]), _DIFFICULT[fields[9]]


def _gsd(lines: Sequence[str], say: Reporter) -> float | None:
    """The ground sample distance of the header, in metres per pixel."""
    for n, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header is None and line.strip():
            return None  # the header is over
        if header is None or header[1].lower() != "gsd" or header[2].strip().lower() in _NO_GSD:
            continue
        try:
            value = numbers([header[2]])[0]
        except BadRecord as bad:
            say(n, f"gsd: {bad}; the image is kept without one", repaired=True)
            return None
        if value > 0:
            return value
        say(n, f"gsd: {value:g} is not above 0; the image is kept without one", repaired=True)
    return None


def _recognise_file(file: Path) -> bool:
    rows = [line.split() for line in head(file)]
    if any(_HEADER.match(" ".join(row)) for row in rows[:2]):
        return True
    fitting = sum(_is_label(row) or _is_result(row) for row in rows)
    return 0 < len(rows) <= 2 * fitting


def _is_label(fields: Sequence[str]) -> bool:
    return len(fields) in (9, 10) and _are_numbers(fields[:8]) and not _are_numbers(fields[8:9])


def _is_result(fields: Sequence[str]) -> bool:
    """An image's name may be a number; then only coordinates in pixels tell a result from a YOLO line."""
    if len(fields) != 10 or not _are_numbers(fields[1:]):
        return False
    return not _are_numbers(fields[:1]) or any(abs(float(field)) > _TELLING for field in fields[2:])


def _are_numbers(fields: Sequence[str]) -> bool:
    try:
        numbers(fields)
    except BadRecord:
        return False
    return True


DOTA = Format("dota", "DOTA labels or Task-1 results (text, oriented boxes)", recognise, files, read)
