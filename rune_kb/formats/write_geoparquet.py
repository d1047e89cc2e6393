"""GeoParquet out: a row a detection, one without geometry for an image without detections.

Coordinates are pixels: there is no coordinate reference system. The columns are those of
:mod:`rune_kb.formats.feature`; an attribute whose values are of several kinds becomes text. Needs the ``geo``
extra.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.formats.feature import DETECTION_COLUMNS, IMAGE_COLUMNS, detection_columns, image_columns
from rune_kb.formats.requirement import geo_module
from rune_kb.formats.written import Tally, Written, new_file

_TYPES = {"image_width": "Int64", "image_height": "Int64", "source_line": "Int64"}
_FLOATS = ("image_gsd", "score")


def write(path: Path, images: Iterable[tuple[Image, Sequence[Detection]]]) -> Written:
    """Writes the file, replacing one that is there.

    Raises FormatError if it cannot be written, RequirementError without geopandas.
    """
    geo_module("pyarrow", "GeoParquet")
    geopandas = geo_module("geopandas", "GeoParquet")
    tally = Tally()
    rows: list[dict[str, Any]] = []
    outlines: list[BaseGeometry | None] = []
    for image, detections in images:
        tally.images += 1
        tally.detections += len(detections)
        common = image_columns(image)
        rows += [common | detection_columns(detection) for detection in detections] or [common]
        outlines += [detection.outline for detection in detections] or [None]
    table = _table(rows, tally)
    frame = geopandas.GeoDataFrame(table, geometry=geopandas.GeoSeries(outlines, crs=None), crs=None)
    with new_file(path) as beside:
        frame.to_parquet(beside, index=False)
    return tally.written(path)


def _table(rows: Sequence[Mapping[str, Any]], tally: Tally) -> Any:
    pandas = geo_module("pandas", "GeoParquet")
    titles = dict.fromkeys((*IMAGE_COLUMNS, *DETECTION_COLUMNS, *(title for row in rows for title in row)))
    columns = {title: _column(pandas, title, [row.get(title) for row in rows], tally) for title in titles}
    return pandas.DataFrame(columns)


def _column(pandas: Any, title: str, values: Sequence[object], tally: Tally) -> Any:
    if title in IMAGE_COLUMNS + DETECTION_COLUMNS:
        kind = _TYPES.get(title, "Float64" if title in _FLOATS else "string")
        return pandas.Series(values, dtype=kind)
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pandas.Series(values, dtype="boolean")
    if kinds <= {int, float}:
        return pandas.Series(values, dtype="Float64")
    if kinds != {str}:
        tally.lost[f"kind of the attribute {title} (written as text)"] += sum(v is not None for v in values)
    return pandas.Series([None if value is None else str(value) for value in values], dtype="string")
