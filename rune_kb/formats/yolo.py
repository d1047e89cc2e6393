"""YOLO: one text file an image, class numbers, coordinates as fractions of the picture's width and height.

The number of fields tells the kinds of line apart (https://docs.ultralytics.com/datasets/):
5 ``class cx cy w h``; 7 or more and odd ``class x1 y1 x2 y2 x3 y3 …``, which with four corners is an oriented
box (YOLO-OBB) and otherwise a polygon (YOLO-seg); one field more in each case is a score at the end.

Class names come from ``--names`` or a ``data.yaml`` or ``classes.txt`` near the labels, the picture's size
from the picture: without it the fractions mean nothing, so an image without its picture cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from rune_kb.detection import Image
from rune_kb.errors import FormatError
from rune_kb.formats.base import Format, ReadOptions, Report, Scene
from rune_kb.formats.fields import BadRecord, class_number, label, numbers, score
from rune_kb.formats.files import head, listed, recognised, text_lines
from rune_kb.formats.gather import Record, Reporter, by_image, observations
from rune_kb.formats.names import class_names
from rune_kb.formats.picture import Pictures
from rune_kb.outline import Floats, corners, polygons

_LOWEST, _HIGHEST = -1.0, 2.0
"""Boxes cut at a patch's edge reach past it (0 to 1); farther out they are not fractions."""


def recognise(path: Path) -> bool:
    """Whether lines are a class number and fractions."""
    return recognised(path, (".txt",), _recognise_file)


def files(path: Path) -> list[Path]:
    return listed(path, (".txt",))


def read(file: Path, options: ReadOptions, report: Report) -> Iterator[Scene]:
    """The image of a label file.

    Raises RequirementError without class names, FormatError without the picture.
    """
    lines = text_lines(file)
    names = class_names(file, options, "a classes.txt or data.yaml beside the labels")
    image = Pictures.of(file, options).describe(Image(file.stem), report)
    if image.width is None or image.height is None:
        raise FormatError(
            f"{file}: its coordinates are fractions of a picture that was not found; "
            f"name its folder with --images, or keep pictures in images/ beside labels/"
        )
    say = Reporter(file, report)
    size = np.array([image.width, image.height], dtype=np.float64)
    records: list[Record] = []
    rings: list[Floats] = []
    for n, line in enumerate(lines, start=1):
        fields = line.split()
        if not fields:
            continue
        try:
            ring, confidence = _parsed(fields)
            records.append(Record(image.id, label(class_number(fields[0], names)), n, confidence))
        except BadRecord as bad:
            say(n, str(bad))
            continue
        rings.append(ring * size)
    yield from by_image([image], observations(records, polygons(rings), say), file)


def _parsed(fields: Sequence[str]) -> tuple[Floats, float]:
    """The corners, shape (m, 2), as fractions, and the score in the fields of a line."""
    scored = len(fields) % 2 == 0
    if len(fields) < 5:
        raise BadRecord(f"{len(fields)} fields; a class number and at least 4 coordinates are needed")
    values = numbers(fields[1:])
    confidence = score(values.pop()) if scored else 1.0
    ring = np.array(values).reshape(-1, 2)
    if len(ring) == 2:
        centre, extent = ring
        if (extent <= 0).any():
            raise BadRecord("the box's width or height is not above 0")
        ring = corners(np.concatenate([centre - extent / 2, centre + extent / 2])[None])[0]
    if ring.min() < _LOWEST or ring.max() > _HIGHEST:
        raise BadRecord("a coordinate is far outside 0 to 1: not a fraction of the picture's size")
    return ring, confidence


def _recognise_file(file: Path) -> bool:
    rows = [line.split() for line in head(file)]
    fitting = sum(map(_fits, rows))
    return 0 < len(rows) <= 2 * fitting


def _fits(fields: Sequence[str]) -> bool:
    if not fields[0].isdecimal():
        return False
    try:
        _parsed(fields)
    except BadRecord:
        return False
    return True


YOLO = Format("yolo", "YOLO boxes, oriented boxes or polygons (text, fractions)", recognise, files, read)
