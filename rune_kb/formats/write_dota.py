"""DOTA labels out: a folder with a text file an image.

DOTA has boxes only: another outline is written as its minimum rotated rectangle; a straight line has none and
is left out. It has no place for scores, nor for attributes other than ``difficult``. All this is counted. A
class is spelt the way of DOTA, ``large-vehicle`` for ``large_vehicle``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.errors import FormatError
from rune_kb.formats.written import Tally, Written, new_folder
from rune_kb.outline import MIN_AREA, is_box


def write(path: Path, images: Iterable[tuple[Image, Sequence[Detection]]]) -> Written:
    """Writes the folder; raises FormatError if there is something in it or an image's id is no file name."""
    tally = Tally()
    with new_folder(path) as beside:
        for image, detections in images:
            tally.images += 1
            lines = [] if image.gsd is None else [f"gsd:{image.gsd!r}"]
            lines += [line for detection in detections if (line := _line(detection, tally))]
            text = "".join(line + "\n" for line in lines)
            (beside / _file_name(image)).write_text(text, encoding="utf-8")
    return tally.written(path)


def _line(detection: Detection, tally: Tally) -> str | None:
    box = _box(detection.outline, tally)
    if box is None:
        return None
    tally.detections += 1
    tally.lost += {
        "score": detection.score != 1.0,
        "attributes": bool(detection.attributes.keys() - {"difficult"}),
    }
    numbers = " ".join(map(repr, shapely.get_coordinates(box)[:4].ravel().tolist()))
    word = "-".join(detection.cls.replace("_", " ").split())
    return f"{numbers} {word} {int(detection.attributes.get('difficult') is True)}"


def _box(outline: BaseGeometry, tally: Tally) -> BaseGeometry | None:
    if is_box(outline):
        return outline
    box = shapely.minimum_rotated_rectangle(outline)
    if not isinstance(box, Polygon) or box.area <= MIN_AREA:
        tally.lost["detection (a straight line)"] += 1
        return None
    tally.lost["outline (written as its minimum rotated rectangle)"] += 1
    return box


def _file_name(image: Image) -> str:
    if not image.id or "\0" in image.id or Path(image.id).name != image.id:
        raise FormatError(f"the image's id {image.id!r} cannot be the name of a file")
    return image.id + ".txt"
