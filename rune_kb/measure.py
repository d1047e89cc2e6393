"""Measures of outlines, many at a time: centre, bounds, area, length, width, angle.

All of it in the image's frame: pixels, x to the right, y down. The store keeps these numbers beside each
outline, so that a formula's ``area(x)`` or ``left_of(x, y)`` never has to look at a geometry.

A *box* is a Polygon of one ring with exactly four corners, in the order p0 p1 p2 p3, with the edges
e_i = p_(i+1) - p_i; most detections are boxes, so their measures come out of the coordinate array alone:

- centre: the mean of the corners;
- ``length``, ``width``: the means of opposite edges, (|e0| + |e2|) / 2 and (|e1| + |e3|) / 2, longer first;
- ``angle``: the direction of the longer pair, e0 - e2 or e1 - e3 (opposite edges run against each other, so
  the difference is the sum of the two with one turned round; it does not depend on the corner a source
  begins with). In a tie, as in a square, the pair of the first edge counts as the longer.

For any other outline, with R its minimum rotated rectangle (of least area, ``shapely.oriented_envelope``):

- centre: the centroid (of a line: weighted by length);
- polygons: ``length`` and ``width`` are the sides of R; lines: the length along the line, and 0;
- ``angle``: the direction of R's long side; of a straight line, its own direction.

Angles are degrees in [0, 180), from the x axis towards the y axis, so clockwise on the screen: 0 lies along
a row of pixels, 90 along a column, 45 runs from the upper left to the lower right. What has no extent has
angle 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Outlines = NDArray[np.object_]

_POLYGON, _MULTIPOLYGON = shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Parallel float64 arrays of shape (n,), a row an outline; pixels, square pixels, degrees."""

    cx: Floats
    cy: Floats
    minx: Floats
    miny: Floats
    maxx: Floats
    maxy: Floats
    area: Floats
    length: Floats
    width: Floats
    angle: Floats


def measure(outlines: Sequence[BaseGeometry] | Outlines) -> Measures:
    """Measures of n outlines, each a non-empty polygon or line in one or several parts.

    Raises ValueError where an outline is missing, empty or has a coordinate that is not finite: it has no
    measures.

    >>> import shapely
    >>> m = measure([shapely.box(0, 0, 40, 10), shapely.LineString([(0, 0), (0, 5)])])
    >>> m.length.tolist(), m.width.tolist(), m.angle.tolist()
    ([40.0, 5.0], [10.0, 0.0], [0.0, 90.0])
    """
    geometries: Outlines = np.empty(len(outlines), dtype=object)
    geometries[:] = outlines
    refused = np.flatnonzero(~measurable(geometries))
    if len(refused):
        raise ValueError(f"outline {refused[0]} is missing, empty or not finite: {geometries[refused[0]]}")
    minx, miny, maxx, maxy = shapely.bounds(geometries).T
    columns = np.empty((5, len(geometries)))  # cx, cy, length, width, angle
    boxes = is_box(geometries)
    columns[:, boxes] = _of_boxes(geometries[boxes])
    columns[:, ~boxes] = _of_others(geometries[~boxes])
    cx, cy, length, width, angle = columns
    return Measures(cx, cy, minx, miny, maxx, maxy, shapely.area(geometries), length, width, angle)


def measurable(geometries: Outlines) -> Flags:
    """Which geometries are there, are not empty and have only finite coordinates."""
    xy, owner = shapely.get_coordinates(geometries, return_index=True)
    found: Flags = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    found[owner[~np.isfinite(xy).all(axis=1)]] = False
    return found


def is_box(geometries: Outlines) -> Flags:
    """Which geometries are polygons of one ring with four corners (five coordinates, the last the first)."""
    flags: Flags = (
        (shapely.get_type_id(geometries) == _POLYGON)
        & (shapely.get_num_interior_rings(geometries) == 0)
        & (shapely.get_num_coordinates(geometries) == 5)
    )
    return flags


def _of_boxes(boxes: Outlines) -> Floats:
    """Rows cx, cy, length, width, angle of boxes; shape (5, n)."""
    ring = shapely.get_coordinates(boxes).reshape(-1, 5, 2)
    centre = ring[:, :4].mean(axis=1)
    length, width, angle = _sides(ring)
    return np.stack([centre[:, 0], centre[:, 1], length, width, angle])


def _of_others(outlines: Outlines) -> Floats:
    """Rows cx, cy, length, width, angle of polygons that are no boxes and of lines; shape (5, n)."""
    centre = shapely.centroid(outlines)
    length, width, angle = _sides(_rectangles(outlines))
    lines = ~np.isin(shapely.get_type_id(outlines), (_POLYGON, _MULTIPOLYGON))
    length[lines] = shapely.length(outlines[lines])
    width[lines] = 0.0
    return np.stack([shapely.get_x(centre), shapely.get_y(centre), length, width, angle])


def _rectangles(outlines: Outlines) -> Floats:
    """Closed rings of the minimum rotated rectangles; shape (n, 5, 2).

    The envelope of collinear points is a line and of a single point that point: there the ring runs from the
    first point to the last and back, a rectangle without width.
    """
    envelopes = shapely.oriented_envelope(outlines)
    rings = np.empty((len(outlines), 5, 2))
    whole = is_box(envelopes)
    rings[whole] = shapely.get_coordinates(envelopes[whole]).reshape(-1, 5, 2)
    for i in np.flatnonzero(~whole):
        points = shapely.get_coordinates(envelopes[i])
        rings[i] = points[[0, -1, -1, 0, 0]]
    return rings


def _sides(ring: Floats) -> tuple[Floats, Floats, Floats]:
    """Length, width, angle of closed four-cornered rings of shape (n, 5, 2)."""
    edge = np.diff(ring, axis=1)
    size = np.hypot(edge[..., 0], edge[..., 1])
    first, second = (size[:, 0] + size[:, 2]) / 2, (size[:, 1] + size[:, 3]) / 2
    along = np.where((first >= second)[:, None], edge[:, 0] - edge[:, 2], edge[:, 1] - edge[:, 3])
    angle = np.degrees(np.arctan2(along[:, 1], along[:, 0])) % 180.0
    angle[angle >= 180.0] = 0.0  # -1e-17 % 180 rounds to 180
    return np.maximum(first, second), np.minimum(first, second), angle
