"""prolog/geometry.pl against exact fractions, where doubles and even GEOS are not enough."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from types import ModuleType

import pytest
import shapely
from random_outlines import GRID, Pair, Relations, ask, load_geometry
from shapely import Polygon
from shapely.geometry.base import BaseGeometry


@pytest.fixture(scope="module")
def janus() -> ModuleType:
    return load_geometry()


# Exact maps of the grid: the relations stay, the coordinates no longer fit products in a double.


@pytest.mark.parametrize(
    ("one", "other"), [("quadrilateral", "box"), ("patches", "patches"), ("lines", "polygon")]
)
def test_relations_survive_exact_maps(janus: ModuleType, one: str, other: str) -> None:
    rng = random.Random(1)
    pairs = [(GRID[one](rng), GRID[other](rng)) for _ in range(400)]
    pairs = [(a, b) for a, b in pairs if all(c.is_integer() for g in (a, b) for c in grid_numbers(g))]
    a, b, c, d = 94906267, 94906249, 67108859, 94906241
    mapped = [
        tuple(shapely.affinity.affine_transform(g, [a, b, c, d, 2**50 + 1, -(2**49)]) for g in pair)
        for pair in pairs
    ]
    assert len(pairs) > 100
    before = [relations for _, _, relations in ask(janus, pairs)]
    assert before == [relations for _, _, relations in ask(janus, mapped)]


def grid_numbers(outline: BaseGeometry) -> list[float]:
    return [float(c) for c in shapely.get_coordinates(outline).ravel()]


# Convex outlines almost in contact, against exact fractions.

Corner = tuple[float, float]
Corners = list[Corner]
FracPoint = tuple[Fraction, Fraction]


def turn(a: FracPoint, b: FracPoint, p: FracPoint) -> Fraction:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def exact(polygon: Polygon) -> list[FracPoint]:
    """The corners as fractions, turning left."""
    corners = [(Fraction(x), Fraction(y)) for x, y in polygon.exterior.coords[:-1]]
    return corners if turn(*corners[:3]) > 0 else corners[::-1]


def clipped(subject: list[FracPoint], convex: list[FracPoint]) -> list[FracPoint]:
    """The intersection of two closed convex polygons, without rounding (Sutherland and Hodgman)."""
    for a, b in zip(convex, convex[1:] + convex[:1], strict=True):
        kept: list[FracPoint] = []
        for p, q in zip(subject, subject[1:] + subject[:1], strict=True):
            tp, tq = turn(a, b, p), turn(a, b, q)
            if tp >= 0:
                kept.append(p)
            if tp * tq < 0:
                t = tp / (tp - tq)
                kept.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
        subject = kept
    return subject


def of_fractions(one: Polygon, other: Polygon) -> Relations:
    """The relations of two convex polygons."""
    a, b = exact(one), exact(other)
    common = clipped(a, b)
    meet = any(turn(common[0], p, q) != 0 for p, q in pairwise(common[1:])) if common else False
    covered, covers = (
        all(turn(p, q, r) >= 0 for p, q in zip(y, y[1:] + y[:1], strict=True) for r in x)
        for x, y in ((a, b), (b, a))
    )
    return Relations(*map(int, (bool(common), bool(common) and not meet, meet, covered, covers)))


def convex(polygon: Polygon) -> bool:
    c = [(Fraction(x), Fraction(y)) for x, y in polygon.exterior.coords[:-1]]
    turns = [turn(c[i - 2], c[i - 1], c[i]) for i in range(len(c))]
    return all(t > 0 for t in turns) or all(t < 0 for t in turns)


def coordinate(rng: random.Random) -> float:
    """Few bits or many, small or large."""
    kind = rng.randrange(4)
    if kind == 0:
        return float(rng.randrange(-8, 9))
    if kind == 1:
        return rng.randrange(-40, 41) / 10
    return rng.uniform(-1e3, 1e3) if kind == 2 else rng.uniform(-1, 1) * 10.0 ** rng.randrange(-9, 7)


def convex_polygon(rng: random.Random, corner: Callable[[], Corner]) -> Polygon:
    while True:
        polygon = Polygon([corner() for _ in range(rng.choice((3, 3, 4)))])
        if convex(polygon):
            return polygon


def close_pair(rng: random.Random) -> Pair:
    """Two strictly convex polygons; most corners of the second lie on or next to edges of the first."""

    def anywhere() -> Corner:
        return coordinate(rng), coordinate(rng)

    def near_an_edge() -> Corner:
        if rng.random() < 0.2:
            return anywhere()
        (x1, y1), (x2, y2) = rng.choice(list(pairwise(one.exterior.coords)))
        t = rng.randrange(-10, 21) / 10
        return x1 + t * (x2 - x1), y1 + t * (y2 - y1)

    one = convex_polygon(rng, anywhere)
    return one, convex_polygon(rng, near_an_edge)


def test_convex_outlines_as_fractions(janus: ModuleType) -> None:
    rng = random.Random(2)
    for pair, distance, relations in ask(janus, [close_pair(rng) for _ in range(3000)]):
        assert relations == of_fractions(*pair), pair
        assert distance == 0 or not relations.intersects, pair


GEOS_ERRS: list[tuple[Corners, Corners]] = [
    # The corner (3, 1.666…7) lies inside the edge (5, 1)-(2, 2), by less than the spacing of doubles.
    ([(3, 4), (2, 2), (5, 1), (5, 2)], [(3, 0), (3, 1.6666666666666667), (4, 0)]),
    ([(5, 5), (2, 1), (3, 2)], [(4, 3), (4, 2.75), (3.6666666666666665, 3)]),
]


@pytest.mark.parametrize(("one", "other"), GEOS_ERRS)
def test_where_geos_errs(janus: ModuleType, one: Corners, other: Corners) -> None:
    """Found among 140,000 random pairs: GEOS 3.14.1 says that these only touch."""
    pair = Polygon(one), Polygon(other)
    ((_, _, relations),) = ask(janus, [pair])
    assert relations == of_fractions(*pair) == Relations(1, 0, 1, 0, 0)
