"""Valid outlines out of the corners, rings and WKT that sources give.

An outline is a valid Polygon or MultiPolygon (holes kept) with an area, or a LineString or MultiLineString
with a length, in pixels. Coordinates that make a valid outline are left exactly as they are. An invalid one
is mended where its meaning is clear: a box (a ring of four corners) whose sides cross gets its corners put in
order, another polygon goes through ``shapely.make_valid``. What has no area or no length is refused.

Everything works in bulk: 200,000 boxes take a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]

MIN_AREA = 1e-6
"""Square pixels; below it a polygon is a line with rounding errors."""
FARTHEST = 1e7
"""Pixels; no picture is as large, so a coordinate beyond it is a mistake."""

_AREAL = (3, 6)  # shapely.GeometryType of POLYGON and MULTIPOLYGON
_LINEAR = (1, 5)  # LINESTRING and MULTILINESTRING


@dataclass(frozen=True, slots=True)
class Flaw:
    """What was wrong with an outline; ``repaired`` tells whether one could be made all the same."""

    reason: str
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Outlines:
    """Outlines in the order of their input, None where there is none, and the flaws by position."""

    outlines: Sequence[BaseGeometry | None]
    flaws: Mapping[int, Flaw]


def boxes(corners: ArrayLike) -> Outlines:
    """Boxes of any orientation from their corners.

    ``corners`` has shape (n, 4, 2), in pixels, going round the box either way.

    >>> boxes([[(0, 0), (4, 4), (4, 0), (0, 4)]]).outlines[0].area
    16.0
    """
    array = np.asarray(corners, dtype=np.float64).reshape(-1, 4, 2)
    with np.errstate(invalid="ignore"):  # NaN is a flaw below, not a warning here
        return settled(cast(Geometries, shapely.polygons(array)))


def rectangles(xyxy: ArrayLike) -> Outlines:
    """Upright boxes from left, top, right and bottom edge; ``xyxy`` has shape (n, 4), in pixels."""
    edges = np.asarray(xyxy, dtype=np.float64).reshape(-1, 4)
    made = boxes(corners(edges))
    outlines, flaws = list(made.outlines), dict(made.flaws)
    for i in np.flatnonzero((edges[:, 2] < edges[:, 0]) | (edges[:, 3] < edges[:, 1])):
        outlines[i] = None
        flaws[int(i)] = Flaw("the right edge lies left of the left one, or the bottom above the top")
    return Outlines(outlines, flaws)


def corners(xyxy: Floats) -> Floats:
    """The corners, shape (n, 4, 2), of upright boxes, shape (n, 4); clockwise on the screen from top left."""
    return xyxy[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)


def polygons(rings: Sequence[Floats]) -> Outlines:
    """A polygon without holes from each ring of shape (m, 2), m >= 3; rings need not be closed."""
    if not rings:
        return Outlines((), {})
    # A ring of GEOS has at least four points; one of three that is closed has no area and is refused later.
    long_enough = [ring if len(ring) > 3 else np.concatenate([ring, ring[:1]]) for ring in rings]
    owner = np.repeat(np.arange(len(rings)), [len(ring) for ring in long_enough])
    with np.errstate(invalid="ignore"):
        closed = shapely.linearrings(np.concatenate(long_enough), indices=owner)
        return settled(cast(Geometries, shapely.polygons(closed)))


def from_wkt(texts: Sequence[str]) -> Outlines:
    """Outlines from well-known text; what cannot be parsed is a flaw with the parser's own reason."""
    parsed = shapely.from_wkt(np.array(texts, dtype=object), on_invalid="ignore")
    made = settled(parsed)
    flaws = dict(made.flaws)
    for i, geometry in enumerate(parsed):
        if geometry is None:
            flaws[i] = Flaw(f"not well-known text: {_parse_error(texts[i])}")
    return Outlines(made.outlines, flaws)


def settled(geometries: Sequence[BaseGeometry | None] | Geometries) -> Outlines:
    """Geometries of any kind (or None) as outlines: Z dropped, the invalid mended or refused."""
    array: Geometries = shapely.force_2d(np.asarray(geometries, dtype=object))
    kinds = shapely.get_type_id(array)
    with np.errstate(over="ignore", invalid="ignore"):  # coordinates that do that are far out
        sound = np.isin(kinds, _AREAL) & (shapely.area(array) > MIN_AREA)
        sound |= np.isin(kinds, _LINEAR) & (shapely.length(array) > 0)
        sound &= shapely.is_valid(array) & ~_far_out(array)
    outlines: list[BaseGeometry | None] = array.tolist()
    flaws: dict[int, Flaw] = {}
    for i in np.flatnonzero(~sound).tolist():
        outlines[i], flaws[i] = _mended(array[i])
    return Outlines(outlines, flaws)


def joined(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """One polygon outline out of valid polygons; those that overlap are merged, as COCO means them."""
    if len(parts) == 1:
        return parts[0]
    together = cast(BaseGeometry, shapely.multipolygons(shapely.get_parts(np.asarray(parts, dtype=object))))
    return together if together.is_valid else shapely.union_all(list(parts))


def is_box(geometry: BaseGeometry) -> bool:
    """Whether the geometry is a polygon with four corners."""
    # Five points: the first corner closes the ring.
    return isinstance(geometry, Polygon) and not geometry.interiors and len(geometry.exterior.coords) == 5


def _far_out(array: Geometries) -> NDArray[np.bool_]:
    """Which geometries have a coordinate that is not finite or lies beyond every picture."""
    points, owner = shapely.get_coordinates(array, return_index=True)
    far = np.zeros(len(array), dtype=bool)
    far[owner[~(np.abs(points) <= FARTHEST).all(axis=1)]] = True  # a comparison with NaN is false
    return far


def _mended(geometry: BaseGeometry | None) -> tuple[BaseGeometry | None, Flaw]:
    if geometry is None:
        return None, Flaw("no outline")
    if geometry.is_empty:
        return None, Flaw("empty outline")
    kind = shapely.get_type_id(geometry)
    if kind not in _AREAL + _LINEAR:
        return None, Flaw(f"a {geometry.geom_type} is no outline; polygons and lines are")
    if _far_out(np.array([geometry], dtype=object))[0]:
        return None, Flaw(f"a coordinate is not a finite number or lies beyond {FARTHEST:.0e} px")
    return _mended_line(geometry) if kind in _LINEAR else _mended_polygon(geometry)


def _mended_line(line: BaseGeometry) -> tuple[BaseGeometry | None, Flaw]:
    parts = [part for part in getattr(line, "geoms", ()) if part.length > 0]
    if not parts:
        return None, Flaw("the line has no length")
    rest = parts[0] if len(parts) == 1 else MultiLineString(parts)
    return rest, Flaw("parts of the line have no length; they were left out", repaired=True)


def _mended_polygon(polygon: BaseGeometry) -> tuple[BaseGeometry | None, Flaw]:
    if is_box(polygon):
        box = _in_order(polygon)
        if _has_area(box):
            return box, Flaw("the box's corners were not in order; they were put in order", repaired=True)
    why = shapely.is_valid_reason(polygon)
    made = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    if polygon.is_valid or not _has_area(made):
        return None, Flaw("the outline has no area")
    return made, Flaw(f"the polygon was not valid ({why}); it was made valid", repaired=True)


def _has_area(geometry: BaseGeometry) -> bool:
    return geometry.is_valid and geometry.area > MIN_AREA


def _in_order(box: Any) -> Polygon:
    """The box with its corners sorted by angle about their mean, starting from the corner it started from."""
    points = shapely.get_coordinates(box)[:4]
    from_mean = points - points.mean(axis=0)
    order = np.argsort(np.arctan2(from_mean[:, 1], from_mean[:, 0]), kind="stable")
    return Polygon(points[np.roll(order, -int(np.flatnonzero(order == 0)[0]))])


def _parse_error(text: str) -> str:
    if not text.strip():
        return "it is empty"
    try:
        shapely.from_wkt(text)
    except shapely.errors.GEOSException as error:
        return str(error).partition(": ")[2] or str(error)
    return "it cannot be read"
