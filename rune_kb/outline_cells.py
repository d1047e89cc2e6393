"""Outlines as the nested lists that cross the border to Prolog (prolog/geometry.pl says what they become).

A box, a polygon of one ring with four corners, is ``["box", x1, y1, …, x4, y4]``; any other polygon or
multipolygon ``["poly", ring, …]`` with all its rings, holes too; a line ``["line", part, …]``. A ring or part
is a flat list ``[x1, y1, …]``; rings are not closed. Pixels, x right, y down.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

_BOX = struct.Struct("<BIII10d")
_LITTLE_ENDIAN, _WKB_POLYGON = 1, 3
_CLOSED_BOX_POINTS = 5


def outline_cell(wkb: bytes) -> list[Any]:
    """The outline in a WKB blob; boxes, the bulk of any collection, are read without making a geometry."""
    if len(wkb) == _BOX.size:
        order, kind, rings, points, *coordinates = _BOX.unpack(wkb)
        if (order, kind, rings, points) == (_LITTLE_ENDIAN, _WKB_POLYGON, 1, _CLOSED_BOX_POINTS):
            return ["box", *coordinates[:8]]
    return geometry_cell(shapely.from_wkb(wkb))


def geometry_cell(outline: BaseGeometry) -> list[Any]:
    """The same of a geometry; raises TypeError for what is neither polygon nor line."""
    match outline:
        case Polygon() | MultiPolygon():
            rings = [ring[:-2] for ring in _rings(outline)]
            if len(rings) == 1 and len(rings[0]) == 8:
                return ["box", *rings[0]]
            return ["poly", *rings]
        case LineString():
            return ["line", _flat(outline)]
        case MultiLineString(geoms=parts):
            return ["line", *map(_flat, parts)]
    raise TypeError(f"an outline is a polygon or a line, not a {outline.geom_type}")


def _rings(outline: Polygon | MultiPolygon) -> Iterator[list[float]]:
    for polygon in outline.geoms if isinstance(outline, MultiPolygon) else (outline,):
        yield _flat(polygon.exterior)
        for hole in polygon.interiors:
            yield _flat(hole)


def _flat(geometry: BaseGeometry) -> list[float]:
    return [float(c) for c in shapely.get_coordinates(geometry).ravel()]
