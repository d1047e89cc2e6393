import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from rune_kb.outline import boxes, from_wkt, joined, polygons, rectangles, settled

finite = st.floats(-5000, 5000, allow_nan=False).map(lambda value: round(value, 3))
points = st.tuples(finite, finite)


def only(made):
    (outline,) = made.outlines
    return outline, made.flaws.get(0)


def test_a_box_in_order_keeps_its_exact_corners():
    corners = [(804.1958041958043, 354.6453546453547), (878.1, 366.6), (868.1, 424.5), (794.2, 413.5)]
    outline, flaw = only(boxes([corners]))
    assert flaw is None
    assert list(outline.exterior.coords)[:4] == corners


def test_a_bow_tie_of_four_corners_becomes_a_box_that_starts_where_it_started():
    outline, flaw = only(boxes([[(0, 0), (4, 3), (4, 0), (0, 3)]]))
    assert flaw.repaired
    assert outline.area == 12
    assert outline.exterior.coords[0] == (0, 0)


@given(st.permutations([(0.0, 0.0), (10.0, 2.0), (9.0, 9.0), (-1.0, 7.0)]))
def test_any_order_of_the_corners_gives_the_same_box(corners):
    outline, _ = only(boxes([corners]))
    assert outline.equals(Polygon([(0, 0), (10, 2), (9, 9), (-1, 7)]))


@pytest.mark.parametrize(
    "corners",
    [
        [(1, 187), (1, 187), (1, 219), (1, 219)],
        [(5, 5)] * 4,
        [(0, 0), (1, 1), (2, 2), (3, 3)],
        [(0, 0), (float("nan"), 1), (2, 2), (0, 3)],
        [(0, 0), (float("inf"), 1), (2, 2), (0, 3)],
        [(0, 0), (1e300, 1), (2, 2), (0, 3)],
    ],
)
def test_a_box_without_an_area_or_with_impossible_corners_is_refused(corners):
    outline, flaw = only(boxes([corners]))
    assert outline is None
    assert not flaw.repaired


@given(st.lists(st.tuples(points, points, points, points), max_size=8))
def test_boxes_are_valid_or_flawed_and_never_both_silent_and_changed(corners):
    made = boxes(np.array(corners).reshape(-1, 4, 2))
    for i, (outline, given_corners) in enumerate(zip(made.outlines, corners, strict=True)):
        if outline is None:
            assert not made.flaws[i].repaired
            continue
        assert outline.is_valid
        assert outline.area > 0
        if i not in made.flaws:
            assert list(outline.exterior.coords)[:4] == list(given_corners)


@given(st.lists(st.lists(points, min_size=3, max_size=9), max_size=5))
def test_rings_become_valid_polygons_or_flaws(rings):
    made = polygons([np.array(ring) for ring in rings])
    assert len(made.outlines) == len(rings)
    for i, outline in enumerate(made.outlines):
        assert (outline is None and i in made.flaws) or (outline.is_valid and outline.area > 0)


def test_a_rectangle_inside_out_is_refused():
    made = rectangles([[10, 10, 20, 30], [20, 10, 10, 30]])
    assert made.outlines[0].equals(box(10, 10, 20, 30))
    assert made.outlines[1] is None


def test_holes_and_parts_are_kept_and_z_is_dropped():
    with_hole = box(0, 0, 9, 9).difference(box(2, 2, 4, 4))
    two = MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)])
    raised = Polygon([(0, 0, 7), (4, 0, 7), (4, 4, 7)])
    made = settled([with_hole, two, raised])
    assert made.flaws == {}
    assert made.outlines[:2] == [with_hole, two]
    assert not made.outlines[2].has_z


def test_an_invalid_polygon_keeps_its_areas_only():
    spiked = Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (5, 20), (5, 10), (0, 10)])
    outline, flaw = only(settled([spiked]))
    assert flaw.repaired
    assert outline.geom_type == "Polygon"
    assert outline.area == 100


def test_lines_need_a_length():
    made = settled([LineString([(1, 1), (1, 1)]), MultiLineString([[(0, 0), (0, 0)], [(0, 0), (3, 4)]])])
    assert made.outlines[0] is None
    assert made.outlines[1].length == 5
    assert made.flaws[1].repaired


def test_points_collections_and_nothing_are_no_outlines():
    made = settled([Point(1, 1), shapely.from_wkt("GEOMETRYCOLLECTION (POINT (1 1))"), None, Polygon()])
    assert made.outlines == [None] * 4
    assert made.flaws[3].reason == "empty outline"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("POLYGON ((0 0, 1 1", "not well-known text"),
        ("CIRCLE (1 1)", "Unknown type"),
        ("", "it is empty"),
        ("POLYGON ((0 0, 1 0, 1 1, 0 1))", "not well-known text"),
        ("POLYGON EMPTY", "empty outline"),
    ],
)
def test_text_that_is_no_outline_says_why(text, reason):
    outline, flaw = only(from_wkt([text]))
    assert outline is None
    assert reason in flaw.reason


def test_joined_parts_that_overlap_are_merged():
    assert joined([box(0, 0, 4, 4), box(2, 2, 6, 6)]).area == 28
    assert joined([box(0, 0, 1, 1), box(5, 5, 6, 6)]).geom_type == "MultiPolygon"


def test_nothing_in_nothing_out():
    assert boxes(np.zeros((0, 4, 2))).outlines == []
    assert from_wkt([]).outlines == []
    assert list(polygons([]).outlines) == []
