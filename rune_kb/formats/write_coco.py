"""COCO annotations out, with ``score``, ``attributes`` and, of images, ``gsd`` beside COCO's own members.

A polygon is its ``segmentation`` and ``bbox``. COCO has no place for holes, which are filled, nor for lines,
of which the bbox is left; a line along one axis has none and is left out. Both are counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.formats.fields import image_stem
from rune_kb.formats.written import Tally, Written, new_file


def write(path: Path, images: Iterable[tuple[Image, Sequence[Detection]]]) -> Written:
    """Writes the file, replacing one that is there; raises FormatError if it cannot be written."""
    tally = Tally()
    categories: dict[str, int] = {}
    entries: list[Mapping[str, Any]] = []
    with new_file(path) as beside, beside.open("w", encoding="utf-8") as stream:
        stream.write('{"annotations": [')
        separator = "\n"
        for image, detections in images:
            tally.images += 1
            entries.append(_image(image, tally.images))
            for detection in detections:
                body = _annotation(detection, tally)
                if body is None:
                    continue
                tally.detections += 1
                category = categories.setdefault(detection.cls, len(categories) + 1)
                ids = {"id": tally.detections, "image_id": tally.images, "category_id": category}
                stream.write(separator + json.dumps(ids | body))
                separator = ",\n"
        named = [{"id": number, "name": name} for name, number in categories.items()]
        stream.write(f'],\n"images": {json.dumps(entries)},\n"categories": {json.dumps(named)}}}\n')
    return tally.written(path)


def _image(image: Image, number: int) -> dict[str, Any]:
    """The file's name is the picture's where it is known and fits the image's id, else the id."""
    picture = (image.path or "").replace("\\", "/").rpartition("/")[2]
    name = picture if image_stem(picture) == image.id else image.id
    said = {"width": image.width, "height": image.height, "date_captured": image.date, "gsd": image.gsd}
    return {"id": number, "file_name": name} | {
        key: value for key, value in said.items() if value is not None
    }


def _annotation(detection: Detection, tally: Tally) -> dict[str, Any] | None:
    outline = detection.outline
    left, top, right, bottom = outline.bounds
    is_polygon = isinstance(outline, Polygon | MultiPolygon)
    if not is_polygon:
        if left == right or top == bottom:
            tally.lost["detection (a line along one axis)"] += 1
            return None
        tally.lost["outline (a line, written as its bbox)"] += 1
    return {
        "segmentation": _rings(outline, tally) if is_polygon else [],
        "bbox": [left, top, right - left, bottom - top],
        "area": outline.area,
        "iscrowd": int(detection.attributes.get("iscrowd") is True),
        "score": detection.score,
        "attributes": {name: value for name, value in detection.attributes.items() if name != "iscrowd"},
    }


def _rings(outline: BaseGeometry, tally: Tally) -> list[list[float]]:
    parts = shapely.get_parts(outline)
    if any(part.interiors for part in parts):
        tally.lost["holes (filled)"] += 1
    return [shapely.get_coordinates(part.exterior)[:-1].ravel().tolist() for part in parts]
