"""Annotation lists of DIOR and keras-yolo: one line an image, upright boxes with class numbers.

``path x1,y1,x2,y2,class x1,y1,x2,y2,class …`` in pixels. The names come from ``--names`` or a ``classes.txt``
near the list; for pictures in DIOR's own places (``…/DIOR/JPEGImages/00001.jpg``) they are DIOR's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rune_kb.detection import Image
from rune_kb.formats.base import Format, ReadOptions, Report, Scene
from rune_kb.formats.fields import PICTURE_SUFFIXES, BadRecord, class_number, image_id, label, numbers
from rune_kb.formats.files import head, listed, recognised, text_lines
from rune_kb.formats.gather import Record, Reporter, by_image, observations
from rune_kb.formats.names import class_names
from rune_kb.formats.picture import Pictures
from rune_kb.outline import rectangles

NAMES = dict(
    enumerate(
        (
            *("airplane", "airport", "baseballfield", "basketballcourt", "bridge", "chimney", "dam"),
            *(
                "Expressway-Service-area",
                "Expressway-toll-station",
                "golffield",
                "groundtrackfield",
                "harbor",
            ),
            *("overpass", "ship", "stadium", "storagetank", "tenniscourt", "trainstation", "vehicle"),
            "windmill",
        )
    )
)
"""DIOR's classes by number, as its annotation lists count them."""

_LINE = re.compile(rf"(.+?(?:{'|'.join(map(re.escape, PICTURE_SUFFIXES))}))(?:\s+(\S.*))?", re.I)
_BOX = re.compile(r"[^,\s]+(?:,[^,\s]+){4}")
_IN_DIOR = re.compile(r"(?:.*/)?DIOR/JPEGImages/\d{5}\.jpg")


def recognise(path: Path) -> bool:
    """Whether lines are a picture's path and comma-joined boxes."""
    return recognised(path, (".txt",), _recognise_file)


def files(path: Path) -> list[Path]:
    return listed(path, (".txt",))


def read(file: Path, options: ReadOptions, report: Report) -> Iterator[Scene]:
    """An image for each line; raises RequirementError if the classes have no names."""
    lines = text_lines(file)
    names = _names(lines, file, options)
    pictures = Pictures.of(file, options)
    say = Reporter(file, report)
    images: dict[str, Image] = {}
    records: list[Record] = []
    edges: list[list[float]] = []
    for n, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            path, boxes = _parted(line.strip())
            name = image_id(path)
            if name in images:
                raise BadRecord(f"the image {name} has had a line already; this one is left out")
        except BadRecord as bad:
            say(n, str(bad))
            continue
        images[name] = pictures.describe(Image(name, path=path), report)
        for k, box in enumerate(boxes, start=1):
            try:
                values, word = _parsed(box, names)
            except BadRecord as bad:
                say(n, f"box {k}: {bad}")
                continue
            records.append(Record(name, word, n))
            edges.append(values)
    yield from by_image(images.values(), observations(records, rectangles(edges), say), file)


def _names(lines: Sequence[str], file: Path, options: ReadOptions) -> Mapping[int, str]:
    paths = [found[1] for line in lines if (found := _LINE.fullmatch(line.strip()))]
    if options.names is None and paths and all(map(_IN_DIOR.fullmatch, paths)):
        return NAMES
    return class_names(file, options, "a classes.txt beside the list")


def _parted(line: str) -> tuple[str, list[str]]:
    """The picture's path, which may have spaces in it, and the boxes of a line."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise BadRecord("the line does not begin with a picture's path")
    return found[1], (found[2] or "").split()


def _parsed(box: str, names: Mapping[int, str]) -> tuple[list[float], str]:
    fields = box.split(",")
    if len(fields) != 5:
        raise BadRecord(f"{len(fields)} fields; x1,y1,x2,y2,class are needed")
    return numbers(fields[:4]), label(class_number(fields[4], names))


def _recognise_file(file: Path) -> bool:
    rows = [found for line in head(file) if (found := _LINE.fullmatch(line.strip()))]
    fitting = [row for row in rows if row[2] and _BOX.fullmatch(row[2].split()[0])]
    return bool(fitting)


DIOR = Format("dior", "DIOR or keras-yolo annotation list (text, upright boxes)", recognise, files, read)
