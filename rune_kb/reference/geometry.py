"""Measures and relations of DESIGN 4.3, one outline or one pair at a time, by shapely.

Outlines are in pixels, x right, y down. Nothing here is rounded, cached or indexed: this is what the engine's
relations are compared with, so it says what DESIGN says and no more.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection

XY = tuple[float, float]
TURN_TOLERANCE = 15.0
"""Degrees by which axes may differ and still be parallel (or perpendicular)."""


def box_corners(outline: BaseGeometry) -> list[XY] | None:
    """The four corners of a box (a polygon of one ring with exactly four corners), None for all else."""
    if not isinstance(outline, Polygon) or len(outline.interiors) or len(outline.exterior.coords) != 5:
        return None
    return [(x, y) for x, y, *_ in outline.exterior.coords[:4]]


def centre(outline: BaseGeometry) -> XY:
    """The mean of a box's corners, the centroid of any other outline."""
    corners = box_corners(outline)
    if corners is None:
        point = outline.centroid
        return (point.x, point.y)
    return (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)


def axes(outline: BaseGeometry) -> tuple[float, float, float]:
    """Length and width in pixels, and the long axis' angle in degrees, [0, 180) from x towards y.

    A box: the mean of each pair of opposite edges; the longer pair is the length (a tie: the pair of the
    first edge). A line: its length and 0, the angle that of its minimum rotated rectangle. Any other outline:
    its minimum rotated rectangle.
    """
    if outline.geom_type in ("LineString", "MultiLineString"):
        return (outline.length, 0.0, _axes_of_rectangle(outline.minimum_rotated_rectangle)[2])
    return _axes_of_rectangle(outline if box_corners(outline) else outline.minimum_rotated_rectangle)


def _axes_of_rectangle(outline: BaseGeometry) -> tuple[float, float, float]:
    corners = box_corners(outline)
    if corners is None:  # the rectangle around a straight line is that line
        (x0, y0), (x1, y1) = outline.coords[0], outline.coords[-1]
        return (outline.length, 0.0, _angle(x1 - x0, y1 - y0))
    ends = corners[1:] + corners[:1]
    edges = [(bx - ax, by - ay) for (ax, ay), (bx, by) in zip(corners, ends, strict=True)]
    first = (math.hypot(*edges[0]) + math.hypot(*edges[2])) / 2
    second = (math.hypot(*edges[1]) + math.hypot(*edges[3])) / 2
    here, there = (edges[0], edges[2]) if first >= second else (edges[1], edges[3])
    return (max(first, second), min(first, second), _angle(here[0] - there[0], here[1] - there[1]))


def _angle(dx: float, dy: float) -> float:
    angle = math.degrees(math.atan2(dy, dx)) % 180.0
    return 0.0 if angle == 180.0 else angle  # a tiny negative angle modulo 180 rounds to 180


MEASURES: dict[str, Callable[[Detection], float]] = {
    "score": lambda d: d.score,
    "area": lambda d: d.outline.area,
    "length": lambda d: axes(d.outline)[0],
    "width": lambda d: axes(d.outline)[1],
    "angle": lambda d: axes(d.outline)[2],
    "cx": lambda d: centre(d.outline)[0],
    "cy": lambda d: centre(d.outline)[1],
}


def distance(x: Detection, y: Detection) -> float:
    """The gap between the outlines, 0 where they meet."""
    return x.outline.distance(y.outline)


def centre_distance(x: Detection, y: Detection) -> float:
    return math.dist(centre(x.outline), centre(y.outline))


def between(x: Detection, y: Detection, z: Detection) -> bool:
    """x's outline meets the segment from y's centre to z's, all three distinct."""
    if len({x.k, y.k, z.k}) < 3:
        return False
    start, end = centre(y.outline), centre(z.outline)
    segment = Point(start) if start == end else LineString([start, end])
    return bool(shapely.intersects(x.outline, segment))


def _offset(x: Detection, y: Detection) -> XY:
    """From x's centre to y's."""
    (ax, ay), (bx, by) = centre(x.outline), centre(y.outline)
    return (bx - ax, by - ay)


def left_of(x: Detection, y: Detection) -> bool:
    dx, dy = _offset(x, y)
    return dx > 0 and abs(dx) >= abs(dy)


def above(x: Detection, y: Detection) -> bool:
    dx, dy = _offset(x, y)
    return dy > 0 and abs(dy) > abs(dx)


def inside(x: Detection, y: Detection) -> bool:
    return x.k != y.k and bool(shapely.covered_by(x.outline, y.outline))


def overlaps(x: Detection, y: Detection) -> bool:
    """The interiors meet, x != y."""
    return x.k != y.k and bool(shapely.relate_pattern(x.outline, y.outline, "T********"))


def on(x: Detection, y: Detection) -> bool:
    return bool(shapely.covers(y.outline, Point(centre(x.outline))))


def _turn(x: Detection, y: Detection) -> float:
    """The smaller angle between the long axes, in degrees, [0, 90]."""
    turn = abs(axes(x.outline)[2] - axes(y.outline)[2])
    return min(turn, 180 - turn)


RELATIONS: dict[str, Callable[[Detection, Detection], bool]] = {
    "left_of": left_of,
    "right_of": lambda x, y: left_of(y, x),
    "above": above,
    "below": lambda x, y: above(y, x),
    "west_of": left_of,
    "east_of": lambda x, y: left_of(y, x),
    "north_of": above,
    "south_of": lambda x, y: above(y, x),
    "inside": inside,
    "contains": lambda x, y: inside(y, x),
    "overlaps": overlaps,
    "touches": lambda x, y: bool(shapely.touches(x.outline, y.outline)),
    "intersects": lambda x, y: bool(shapely.intersects(x.outline, y.outline)),
    "on": on,
    "larger_than": lambda x, y: x.outline.area > y.outline.area,
    "smaller_than": lambda x, y: x.outline.area < y.outline.area,
    "parallel_to": lambda x, y: _turn(x, y) <= TURN_TOLERANCE,
    "perpendicular_to": lambda x, y: abs(_turn(x, y) - 90) <= TURN_TOLERANCE,
}
"""The relations of two detections that no radius takes part in."""
