"""Measures of outlines, held to slow code that looks at one outline at a time."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from rune_kb.measure import measure

NAMES = ("cx", "cy", "minx", "miny", "maxx", "maxy", "area", "length", "width", "angle")
coordinates = st.integers(-400, 400).map(lambda n: n / 4)
points = st.tuples(coordinates, coordinates)


def row(outline: BaseGeometry) -> dict[str, float]:
    measures = measure([outline])
    return {name: float(getattr(measures, name)[0]) for name in NAMES}


def angle_of(dx: float, dy: float) -> float:
    return math.degrees(math.atan2(dy, dx)) % 180 % 180


def slow_box(box: Polygon) -> dict[str, float]:
    p = list(box.exterior.coords)
    edges = [(p[i + 1][0] - p[i][0], p[i + 1][1] - p[i][1]) for i in range(4)]
    size = [math.hypot(*edge) for edge in edges]
    first, second = (size[0] + size[2]) / 2, (size[1] + size[3]) / 2
    a, b = (edges[0], edges[2]) if first >= second else (edges[1], edges[3])
    minx, miny, maxx, maxy = box.bounds
    return {
        "cx": sum(x for x, _ in p[:4]) / 4,
        "cy": sum(y for _, y in p[:4]) / 4,
        "minx": minx, "miny": miny, "maxx": maxx, "maxy": maxy,
        "area": box.area,
        "length": max(first, second),
        "width": min(first, second),
        "angle": angle_of(a[0] - b[0], a[1] - b[1]),
    }  # fmt: skip


def assert_same(got: dict[str, float], expected: dict[str, float]) -> None:
    for name, value in expected.items():
        difference = abs(got[name] - value)
        if name == "angle":
            difference = min(difference, 180 - difference)
        assert difference < 1e-6, (name, got[name], value)


@given(st.lists(points, min_size=4, max_size=4, unique=True))
@settings(max_examples=300, deadline=None)
def test_boxes_of_any_four_corners(corners: list[tuple[float, float]]) -> None:
    box = Polygon(corners)
    assert_same(row(box), slow_box(box))


@given(st.lists(points, min_size=5, max_size=9))
@settings(max_examples=200, deadline=None)
def test_other_polygons_by_centroid_and_rotated_rectangle(corners: list[tuple[float, float]]) -> None:
    hull = shapely.MultiPoint(corners).convex_hull
    if hull.geom_type != "Polygon" or len(hull.exterior.coords) < 6:
        return
    got, rectangle = row(hull), slow_box(hull.minimum_rotated_rectangle)
    assert_same({"cx": got["cx"], "cy": got["cy"]}, {"cx": hull.centroid.x, "cy": hull.centroid.y})
    assert_same(got, {"length": rectangle["length"], "width": rectangle["width"], "area": hull.area})
    if rectangle["length"] - rectangle["width"] > 1e-6:
        assert_same(got, {"angle": rectangle["angle"]})


@given(st.lists(points, min_size=2, max_size=6, unique=True))
@settings(max_examples=200, deadline=None)
def test_lines_have_their_length_and_no_width(corners: list[tuple[float, float]]) -> None:
    line = LineString(corners)
    got = row(line)
    assert_same(got, {"length": line.length, "width": 0, "area": 0})
    assert_same(got, {"cx": line.centroid.x, "cy": line.centroid.y})
    if len(corners) == 2:
        (x0, y0), (x1, y1) = corners
        assert_same(got, {"angle": angle_of(x1 - x0, y1 - y0)})


@pytest.mark.parametrize(
    ("corners", "length", "width", "angle"),
    [
        ([(0, 0), (40, 0), (40, 10), (0, 10)], 40, 10, 0),
        ([(0, 0), (10, 0), (10, 40), (0, 40)], 40, 10, 90),
        ([(0, 0), (20, 20), (15, 25), (-5, 5)], math.hypot(20, 20), math.hypot(5, 5), 45),
        ([(0, 20), (20, 0), (25, 5), (5, 25)], math.hypot(20, 20), math.hypot(5, 5), 135),
        ([(0, 0), (0, 10), (10, 10), (10, 0)], 10, 10, 90),  # a tie: the first edge
        ([(0, 0), (10, 0), (10, 10), (0, 10)], 10, 10, 0),
    ],
)
def test_angle_runs_clockwise_on_the_screen(
    corners: list[tuple[float, float]], length: float, width: float, angle: float
) -> None:
    assert_same(row(Polygon(corners)), {"length": length, "width": width, "angle": angle})


def test_the_first_corner_and_the_sense_of_rotation_do_not_matter() -> None:
    corners = [(0.0, 0.0), (40.0, 3.0), (38.0, 14.0), (-1.0, 9.0)]
    expected = row(Polygon(corners))
    for start in range(4):
        turned = corners[start:] + corners[:start]
        assert_same(row(Polygon(turned)), expected)
        assert_same(row(Polygon(turned[::-1])), expected)


def test_angle_is_below_180_and_not_negative() -> None:
    almost = [(0.0, 0.0), (-40.0, 1e-15), (-40.0, -10.0), (0.0, -10.0)]
    backwards = LineString([(10, 5), (0, 5)])
    assert [row(Polygon(almost))["angle"], row(backwards)["angle"]] == [0.0, 0.0]


def test_a_polygon_with_a_hole_or_in_parts_is_no_box() -> None:
    square, hole = [(0, 0), (12, 0), (12, 12), (0, 12)], [(1, 1), (1, 3), (3, 3), (3, 1)]
    holed = Polygon(square, [hole])
    assert row(holed)["cx"] == pytest.approx(holed.centroid.x)
    assert row(holed)["area"] == pytest.approx(140)
    parts = MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(10, 0, 12, 2)])
    assert_same(row(parts), {"cx": 6, "cy": 1, "area": 8, "length": 12, "width": 2, "angle": 0})
    lines = MultiLineString([[(0, 0), (3, 0)], [(5, 0), (10, 0)]])
    assert_same(row(lines), {"length": 8, "width": 0, "angle": 0, "cx": (3 * 1.5 + 5 * 7.5) / 8})


def test_rows_keep_their_order_whatever_their_kind() -> None:
    mixed = [LineString([(0, 0), (0, 7)]), shapely.box(0, 0, 4, 2), Polygon([(0, 0), (6, 0), (0, 6)])]
    together = measure(mixed)
    for i, outline in enumerate(mixed):
        assert_same({name: float(getattr(together, name)[i]) for name in NAMES}, row(outline))


def test_no_outlines_no_rows() -> None:
    measures = measure([])
    assert all(getattr(measures, name).shape == (0,) for name in NAMES)


@pytest.mark.parametrize(
    "bad", [None, Polygon(), *map(shapely.from_wkt, ("LINESTRING (0 0, nan 1)", "LINESTRING (0 0, inf 1)"))]
)
def test_what_has_no_measures_is_an_error(bad: BaseGeometry) -> None:
    with pytest.raises(ValueError, match="outline 1 is missing, empty or not finite"):
        measure([shapely.box(0, 0, 1, 1), bad])


def test_200_000_boxes_take_less_than_2_seconds() -> None:
    rng = np.random.default_rng(7)
    corner = rng.uniform(0, 4000, (200_000, 1, 2))
    offsets = np.array([(0, 0), (30, 5), (28, 15), (-2, 10)], dtype=float)
    boxes = shapely.polygons(corner + offsets)
    started = time.process_time()
    measures = measure(boxes)
    assert time.process_time() - started < 2
    assert measures.length.shape == (200_000,)
    assert_same(row(boxes[123]), {name: float(getattr(measures, name)[123]) for name in NAMES})
