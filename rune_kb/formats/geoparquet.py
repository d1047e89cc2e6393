"""GeoParquet in pixels of an image: the columns of GeoJSON's features, without a coordinate reference system.

A Problem's line is the number of the row, from 1. Needs the ``geo`` extra.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rune_kb.errors import FormatError
from rune_kb.formats.base import Format, ReadOptions, Report, Scene
from rune_kb.formats.feature import Feature, scenes
from rune_kb.formats.files import listed, recognised
from rune_kb.formats.frame import refusal
from rune_kb.formats.gather import Reporter
from rune_kb.formats.requirement import geo_module

_SUFFIXES = (".parquet", ".geoparquet")
_MAGIC = b"PAR1"


def recognise(path: Path) -> bool:
    """Whether a Parquet file's footer has the key ``geo``."""
    return recognised(path, _SUFFIXES, _recognise_file)


def files(path: Path) -> list[Path]:
    return listed(path, _SUFFIXES)


def read(file: Path, options: ReadOptions, report: Report) -> Iterator[Scene]:
    """Each image of the table.

    Raises FormatError if it is no GeoParquet or is not in pixels, RequirementError without geopandas.
    """
    geo_module("pyarrow", "GeoParquet")
    geopandas = geo_module("geopandas", "GeoParquet")
    try:
        frame: Any = geopandas.read_parquet(file)
    except (OSError, ValueError) as error:  # pyarrow's and geopandas' errors are ValueErrors
        raise FormatError(f"{file}: no GeoParquet ({error})") from error
    if frame.crs is not None:
        raise refusal(file, f"it has the coordinate reference system {frame.crs.name}")
    say = Reporter(file, report, "row")
    geometry = frame.geometry
    table = frame.drop(columns=geometry.name)
    columns = table.astype(object).where(table.notna(), None).to_dict("records")
    features = [
        Feature(n, row, outline)
        for n, (row, outline) in enumerate(zip(columns, geometry, strict=True), start=1)
    ]
    yield from scenes(features, file, options, say)


def _recognise_file(file: Path) -> bool:
    with file.open("rb") as stream:
        if stream.read(4) != _MAGIC or stream.seek(0, 2) < 12:
            return False
        stream.seek(-8, 2)
        tail = stream.read(8)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != _MAGIC or length + 8 > stream.tell():
            return False
        stream.seek(-8 - length, 2)
        return b"geo" in stream.read(length)


GEOPARQUET = Format("geoparquet", "GeoParquet features in pixels", recognise, files, read)
