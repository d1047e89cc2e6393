"""GeoJSON FeatureCollections in pixels of an image.

GeoJSON itself (RFC 7946) means longitude and latitude. Our export declares ``"coordinate_frame": "pixel"`` in
the collection; without that, coordinates that could be degrees or metres of a map are refused. A Problem's
line is the number of the feature, from 1.
"""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rune_kb.errors import FormatError
from rune_kb.formats.base import Format, ReadOptions, Report, Scene
from rune_kb.formats.feature import Feature, scenes
from rune_kb.formats.files import json_document, listed, recognised
from rune_kb.formats.frame import refusal, require_pixels
from rune_kb.formats.gather import Reporter

FRAME = "coordinate_frame"
PIXEL = "pixel"
_DECLARE = f'if they are pixels all the same, add "{FRAME}": "{PIXEL}" beside "features"'
_SUFFIXES = (".json", ".geojson")
_COLLECTION = re.compile(rb'"type"\s*:\s*"FeatureCollection"')


def recognise(path: Path) -> bool:
    """Whether JSON has a FeatureCollection."""
    return recognised(path, _SUFFIXES, _recognise_file)


def files(path: Path) -> list[Path]:
    return listed(path, _SUFFIXES)


def read(file: Path, options: ReadOptions, report: Report) -> Iterator[Scene]:
    """Each image of the collection; raises FormatError if it is none, or is not in pixels."""
    document = json_document(file)
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise FormatError(f"{file}: no GeoJSON FeatureCollection")
    say = Reporter(file, report, "feature")
    features = list(_features(document["features"], say))
    if document.get(FRAME) != PIXEL:
        if document.get("crs") is not None:
            raise refusal(file, f"it has a coordinate reference system; {_DECLARE}")
        require_pixels([feature.geometry for feature in features], file, _DECLARE)
    yield from scenes(features, file, options, say)


def _features(entries: Sequence[object], say: Reporter) -> Iterator[Feature]:
    geometries = _geometries(
        [entry.get("geometry") if isinstance(entry, dict) else None for entry in entries]
    )
    for n, (entry, geometry) in enumerate(zip(entries, geometries, strict=True), start=1):
        properties = entry.get("properties") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(properties, dict):
            say(n, "it has no properties: which image and class is it?")
        elif geometry is None and entry.get("geometry") is not None:
            say(n, "its geometry cannot be read as GeoJSON")
        else:
            yield Feature(n, properties, geometry)


def _geometries(values: Sequence[object]) -> Sequence[BaseGeometry | None]:
    texts = [None if value is None else json.dumps(value) for value in values]
    with np.errstate(over="ignore", invalid="ignore"):  # such coordinates are flaws of the outline
        parsed = shapely.from_geojson(np.array(texts, dtype=object), on_invalid="ignore")
    return list(parsed)


def _recognise_file(file: Path) -> bool:
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return _COLLECTION.search(text) is not None


GEOJSON = Format("geojson", "GeoJSON features in pixels", recognise, files, read)
