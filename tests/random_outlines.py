"""Random outlines, and what prolog/geometry.pl says of many pairs of them in one call."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from rune_kb.swipl import load_janus

ROOT = Path(__file__).resolve().parent.parent

ROWS = """
:- module(geometry_rows, [geometry_rows/2, geometry_segments/2]).
outline([Kind, Parts], Outline) :- outline(Kind, Parts, Outline).
outline(box, Corners, Box) :- compound_name_arguments(Box, box, Corners).
outline(poly, Rings, poly(Rings)).
outline(line, Parts, line(Parts)).
truth(Goal, Truth) :- ( call(Goal) -> Truth = 1 ; Truth = 0 ).
geometry_rows(Pairs, Rows) :- maplist(row, Pairs, Rows).
row([A0, B0], [D, I, T, M, C, V, W0, W1, W2]) :-
    outline(A0, A), outline(B0, B),
    outline_distance(A, B, D),
    truth(outline_intersects(A, B), I),
    truth(outline_touches(A, B), T),
    truth(outline_interiors_meet(A, B), M),
    truth(outline_covered_by(A, B), C),
    truth(outline_covered_by(B, A), V),
    truth(outline_within(A, B, D), W0),
    Less is nexttoward(D, -1), truth(outline_within(A, B, Less), W1),
    Half is D/2, truth(outline_within(A, B, Half), W2).
geometry_segments(Questions, Truths) :- maplist(segment, Questions, Truths).
segment([A0, X1, Y1, X2, Y2], [Meets, Covers]) :-
    outline(A0, A),
    truth(outline_meets_segment(A, X1, Y1, X2, Y2), Meets),
    truth(outline_covers_point(A, X1, Y1), Covers).
"""

Pair = tuple[BaseGeometry, BaseGeometry]


class Relations(NamedTuple):
    """What the row of a pair says of it: 0 or 1 each."""

    intersects: int
    touches: int
    interiors_meet: int
    covered_by: int
    covers: int


def load_geometry() -> ModuleType:
    """janus with prolog/geometry.pl and the predicates of ROWS."""
    janus = load_janus()
    janus.query_once("use_module(File)", {"File": str(ROOT / "prolog" / "geometry.pl")})
    janus.consult("geometry_rows", ROWS)
    return janus


def term(outline: BaseGeometry) -> list[object]:
    """The outline as [kind, numbers], which geometry_rows makes a term of."""
    if isinstance(outline, LineString | MultiLineString):
        return ["line", [numbers(part.coords) for part in parts(outline)]]
    rings = [numbers(r.coords[:-1]) for p in parts(outline) for r in (p.exterior, *p.interiors)]
    return ["box", rings[0]] if len(rings) == 1 and len(rings[0]) == 8 else ["poly", rings]


def parts(outline: BaseGeometry) -> Iterable[BaseGeometry]:
    return getattr(outline, "geoms", [outline])


def numbers(points: Iterable[tuple[float, ...]]) -> list[float]:
    return [c for point in points for c in point]


def ask(janus: ModuleType, pairs: list[Pair]) -> Iterator[tuple[Pair, float, Relations]]:
    """Each pair with its distance and relations; outline_within is held to the distance on the way."""
    terms = [[term(a), term(b)] for a, b in pairs]
    rows = janus.query_once("geometry_rows(Pairs, Rows)", {"Pairs": terms})["Rows"]
    for (a, b), (distance, *flags) in zip(pairs, rows, strict=True):
        assert flags[5:] == [1, 0, int(distance == 0)], f"within: {a.wkt} {b.wkt} {distance!r}"
        yield (a, b), distance, Relations(*flags[:5])


# Random outlines. On a small grid they touch, coincide and nest all the time.


def grid_box(rng: random.Random) -> Polygon:
    x, y, w, h = rng.randrange(6), rng.randrange(6), rng.randrange(1, 4), rng.randrange(1, 4)
    corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)][:: rng.choice((1, -1))]
    k = rng.randrange(4)
    return Polygon(corners[k:] + corners[:k])


def grid_polygon(rng: random.Random, corners: int) -> Polygon:
    while True:
        polygon = Polygon([(rng.randrange(6), rng.randrange(6)) for _ in range(corners)])
        if polygon.is_valid and polygon.area > 0:
            return polygon


def grid_patches(rng: random.Random) -> BaseGeometry:
    """A union of cells and triangles, perhaps inverted: holes, islands, parts that touch in points."""
    while True:
        cells = []
        for _ in range(rng.randrange(1, 9)):
            x, y = rng.randrange(6), rng.randrange(6)
            w, h = rng.choice([(1, 1), (1, 2), (2, 1), (3, 1), (1, 3)])
            half = Polygon([(x, y), (x + w, y), (x, y + h)])
            cells.append(half if rng.random() < 0.3 else shapely.box(x, y, x + w, y + h))
        patches = shapely.unary_union(cells)
        if rng.random() < 0.4:
            patches = patches.symmetric_difference(shapely.box(1, 1, 5, 5))
        if isinstance(patches, Polygon | MultiPolygon) and patches.is_valid and patches.area > 0:
            return patches


def grid_lines(rng: random.Random) -> BaseGeometry:
    found: list[LineString] = []
    while len(found) < rng.choice((1, 1, 2, 3)):
        points = [(rng.randrange(6), rng.randrange(6)) for _ in range(rng.randrange(2, 6))]
        line = LineString(points + points[:1] if rng.random() < 0.3 else points)
        if line.length > 0:
            found.append(line)
    return found[0] if len(found) == 1 else MultiLineString(found)


def rotated_box(rng: random.Random, span: float, size: float) -> Polygon:
    cx, cy, angle = rng.uniform(0, span), rng.uniform(0, span), rng.uniform(0, 7)
    w, h, c, s = rng.uniform(0.5, size), rng.uniform(0.5, size), math.cos(angle), math.sin(angle)
    corners = [(-w, -h), (w, -h), (w, h), (-w, h)][:: rng.choice((1, -1))]
    return Polygon([(cx + (x * c - y * s) / 2, cy + (x * s + y * c) / 2) for x, y in corners])


GRID: dict[str, Callable[[random.Random], BaseGeometry]] = {
    "box": grid_box,
    "triangle": lambda rng: grid_polygon(rng, 3),
    "quadrilateral": lambda rng: grid_polygon(rng, 4),
    "polygon": lambda rng: grid_polygon(rng, rng.randrange(5, 8)),
    "patches": grid_patches,
    "lines": grid_lines,
}
