"""prolog/geometry.pl against GEOS (by way of shapely), on thousands of random pairs of outlines."""

from __future__ import annotations

import os
import random
from itertools import combinations_with_replacement, pairwise
from pathlib import Path
from types import ModuleType

import pytest
import shapely
from random_outlines import GRID, ROOT, Pair, Relations, ask, load_geometry, rotated_box, term
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

DATA = Path(os.environ.get("RUNE_SHARED_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="module")
def janus() -> ModuleType:
    return load_geometry()


def of_geos(a: BaseGeometry, b: BaseGeometry) -> Relations:
    pattern = shapely.relate(a, b)
    truths = (a.intersects(b), a.touches(b), pattern[0] != "F", a.covered_by(b), a.covers(b))
    return Relations(*map(int, truths))


def hold_to_geos(janus: ModuleType, pairs: list[Pair]) -> None:
    for (a, b), distance, relations in ask(janus, pairs):
        assert relations == of_geos(a, b), f"{a.wkt} {b.wkt}"
        assert distance == shapely.distance(a, b), f"{a.wkt} {b.wkt}"


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(GRID, 2)))
def test_grid_outlines_as_geos(janus: ModuleType, one: str, other: str) -> None:
    rng = random.Random(f"{one}/{other}")
    hold_to_geos(janus, [(GRID[one](rng), GRID[other](rng)) for _ in range(300)])


@pytest.mark.parametrize(("span", "size"), [(100, 40), (1000, 40), (60, 3)])
def test_rotated_boxes_as_geos(janus: ModuleType, span: float, size: float) -> None:
    rng = random.Random(span)
    hold_to_geos(
        janus,
        [(rotated_box(rng, span, size), rotated_box(rng, span, rng.choice((size, 5)))) for _ in range(3000)],
    )


def test_detections_of_dota_as_geos(janus: ModuleType) -> None:
    files = sorted((DATA / "dota" / "labelTxt").glob("*.txt"))[:60]
    if not files:
        pytest.skip(f"no DOTA labels in {DATA}")
    pairs: list[Pair] = []
    for file in files:
        rows = (line.split() for line in file.read_text().splitlines())
        corners = [list(map(float, row[:8])) for row in rows if len(row) >= 9]
        boxes = [Polygon(list(zip(c[::2], c[1::2], strict=True))) for c in corners]
        pairs += list(pairwise([b for b in boxes if b.is_valid and b.area > 0][:100]))
    hold_to_geos(janus, pairs)


@pytest.mark.parametrize("kind", GRID)
def test_segments_and_points_as_geos(janus: ModuleType, kind: str) -> None:
    rng = random.Random(kind)
    outlines = [GRID[kind](rng) for _ in range(500)] + [rotated_box(rng, 6, 4) for _ in range(100)]
    ends = [[float(rng.randrange(7)) for _ in range(4)] for _ in outlines]
    ends = [[x, y, x, y] if rng.random() < 0.1 else [x, y, u, v] for x, y, u, v in ends]
    questions = [[term(outline), *end] for outline, end in zip(outlines, ends, strict=True)]
    answers = janus.query_once("geometry_segments(Qs, Truths)", {"Qs": questions})["Truths"]
    for outline, (x, y, u, v), answer in zip(outlines, ends, answers, strict=True):
        start = Point(x, y)
        segment = start if (x, y) == (u, v) else LineString([(x, y), (u, v)])
        assert answer == [int(outline.intersects(segment)), int(outline.covers(start))], outline.wkt
