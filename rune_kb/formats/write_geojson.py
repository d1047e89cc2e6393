"""GeoJSON out: a feature a detection, one without geometry for an image without detections. Nothing is lost.

Coordinates are pixels, which the member ``coordinate_frame`` says; the columns are those of
:mod:`rune_kb.formats.feature`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from rune_kb.detection import Detection, Image
from rune_kb.formats.feature import detection_columns, image_columns
from rune_kb.formats.geojson import FRAME, PIXEL
from rune_kb.formats.written import Tally, Written, new_file


def write(path: Path, images: Iterable[tuple[Image, Sequence[Detection]]]) -> Written:
    """Writes the file, replacing one that is there; raises FormatError if it cannot be written."""
    tally = Tally()
    with new_file(path) as beside, beside.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"type": "FeatureCollection", "{FRAME}": "{PIXEL}", "features": [')
        separator = "\n"
        for feature in _features(images, tally):
            stream.write(separator + feature)
            separator = ",\n"
        stream.write("\n]}\n")
    return tally.written(path)


def _features(images: Iterable[tuple[Image, Sequence[Detection]]], tally: Tally) -> Iterator[str]:
    for image, detections in images:
        tally.images += 1
        tally.detections += len(detections)
        common = _said(image_columns(image))
        if not detections:
            yield _feature(None, common, "null")
        outlines = np.array([detection.outline for detection in detections], dtype=object)
        for detection, geometry in zip(detections, shapely.to_geojson(outlines), strict=True):
            yield _feature(detection.id, common | _said(detection_columns(detection)), geometry)


def _feature(name: str | None, properties: dict[str, Any], geometry: str) -> str:
    begin = {"type": "Feature"} if name is None else {"type": "Feature", "id": name}
    return f'{json.dumps(begin)[:-1]}, "properties": {json.dumps(properties)}, "geometry": {geometry}}}'


def _said(columns: dict[str, Any]) -> dict[str, Any]:
    """The columns that say something; the feature's id has its own place."""
    return {name: value for name, value in columns.items() if value is not None and name != "id"}
