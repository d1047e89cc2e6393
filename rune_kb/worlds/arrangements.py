"""Outlines put together so that every spatial relation holds of some and just fails of others.

Gaps and sides are powers of two where that can be, because a threshold is met exactly by a choice of scale
(see rune_kb/worlds/frames.py): only there do ``>`` and ``>=`` differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from shapely import affinity
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

GAPS = (0, 1, 8, 16, 16, 32, 32, 64, 64, 128, 256)
SIDES = (8, 16, 16, 32, 32, 64, 20, 25, 50)
TURNS = (0, 0, 0, 0, 5, 25, 30, 45, 60, 90, 100, 135)
"""Degrees; no two differ by just the 15 up to which axes are parallel."""

Outlines = list[BaseGeometry]
Motif = Callable[[Random, float, float], Outlines]


def arrangement(rng: Random, n: int) -> Outlines:
    """n outlines in any order, none left of or above (8, 8)."""
    found: Outlines = []
    step = rng.choice((32, 64, 256, 1024))
    while len(found) < n:
        at = (rng.randrange(4) * step, rng.randrange(4) * step)
        found += rng.choice(MOTIFS)(rng, *at)
    rng.shuffle(found)
    found = found[:n]
    left = min(each.bounds[0] for each in found) - 8
    top = min(each.bounds[1] for each in found) - 8
    return [affinity.translate(each, -math.floor(left), -math.floor(top)) for each in found]


def _scatter(rng: Random, x: float, y: float) -> Outlines:
    """Boxes anywhere, some of them turned."""
    found: Outlines = []
    for _ in range(rng.randint(1, 4)):
        w, h = rng.choice(SIDES), rng.choice(SIDES)
        here = _box(x + 8 * rng.randrange(40), y + 8 * rng.randrange(40), w, h)
        found.append(affinity.rotate(here, rng.choice(TURNS)))
    return found


def _row(rng: Random, x: float, y: float) -> Outlines:
    """Boxes of one size side by side, from left to right, downwards or askew."""
    w, h, gap = rng.choice(SIDES), rng.choice(SIDES), rng.choice(GAPS)
    dx, dy = rng.choice(((1, 0), (1, 0), (0, 1), (0, 1), (1, 1), (1, -1)))
    gaps = [gap if rng.random() < 0.7 else rng.choice(GAPS) for _ in range(rng.randint(2, 5))]
    found: Outlines = [_box(x, y, w, h)]
    for each in gaps:
        x, y = x + dx * (w + each), y + dy * (h + each)
        found.append(_box(x, y, w, h))
    return found


def _nest(rng: Random, x: float, y: float) -> Outlines:
    """A large outline, and smaller ones within, across, along and just outside its edge."""
    side = rng.choice((64, 128, 256))
    small = rng.choice((8, 16, 32))
    middle, half = side / 2, small / 2
    places = [
        (middle - half, middle - half),  # within
        (rng.randrange(0, side - small + 1, 8), rng.randrange(0, side - small + 1, 8)),
        (0, middle),  # within, along the edge
        (side - 3 * small / 4, middle),  # across, its centre within
        (side - small / 4, middle / 2),  # across, its centre outside
        (side, middle),  # touches
        (side + rng.choice(GAPS), middle / 4),
    ]
    rng.shuffle(places)
    found: Outlines = [_box(x, y, side, side)]
    found += [_box(x + dx, y + dy, small, small) for dx, dy in places[: rng.randint(1, 5)]]
    if rng.random() < 0.3:
        found.append(_box(x + side / 4, y + side / 4, side / 2, side / 2))
    if rng.random() < 0.2:
        found.append(_box(x, y, side, side))
    return found


def _crowd(rng: Random, x: float, y: float) -> Outlines:
    """Many alike in rows, and one or two outlines around some of them or beside."""
    small, gap = rng.choice((8, 16)), rng.choice((0, 4, 8, 16))
    across, down, step = rng.randint(2, 5), rng.randint(2, 4), small + gap
    found: Outlines = [
        _box(x + i * step, y + j * step, small, small) for i in range(across) for j in range(down)
    ]
    width, height = across * step, down * step
    if rng.random() < 0.7:
        found.insert(0, _box(x - 8, y - 8, width + 16, height + 16))
    if rng.random() < 0.5:
        found.insert(0, _box(x + width + rng.choice(GAPS), y, 32, height))
    return found


def _yards(rng: Random, x: float, y: float) -> Outlines:
    """Several large outlines side by side, each with some small ones in it."""
    found: Outlines = []
    most = rng.choice((1, 1, 3))
    for _ in range(rng.randint(2, 5)):
        side = rng.choice((64, 64, 72, 96))
        found.append(_box(x, y, side, side))
        found += [
            _box(x + 8 + 16 * i, y + 8 + 16 * rng.randrange(3), 8, 8) for i in range(rng.randint(1, most))
        ]
        x += side + rng.choice((0, 8, 64))
    return found


def _ring(rng: Random, x: float, y: float) -> Outlines:
    """One outline and others round it, now and then with a gap on one side."""
    side, gap = rng.choice((16, 32)), rng.choice(GAPS[2:])
    step = side + gap
    round_it = [(-step, 0), (step, 0), (0, -step), (0, step)]
    if rng.random() < 0.3:
        round_it += [(-step, -step), (step, step), (-step, step), (step, -step)]
    missing = rng.choice((0, 0, 1))
    return [_box(x, y, side, side), *(_box(x + dx, y + dy, side, side) for dx, dy in round_it[missing:])]


def _lines(rng: Random, x: float, y: float) -> Outlines:
    """A road, what stands on it and beside it, and perhaps a road across."""
    length, gap = rng.choice((64, 128, 256)), rng.choice(GAPS)
    found: Outlines = [LineString([(x, y), (x + length, y)])]
    found.append(_box(x + length / 4, y + gap, 16, 16))
    if rng.random() < 0.6:
        found.append(_box(x + length / 2, y - 8, 32, 16))
    if rng.random() < 0.6:
        down = length / 2
        found.append(LineString([(x + down, y - down), (x + down, y + rng.choice((down, -8, 0)))]))
    return found


def _hollow(rng: Random, x: float, y: float) -> Outlines:
    """An outline that does not cover its own centre, and something there."""
    corners = [(0, 0), (96, 0), (96, 16), (16, 16), (16, 80), (96, 80), (96, 96), (0, 96)]
    hollow = Polygon([(x + dx, y + dy) for dx, dy in corners])
    return [hollow, _box(x + rng.choice((32, 48, 96)), y + 40, 16, 16)]


def _slender(rng: Random, x: float, y: float) -> Outlines:
    """Long boxes beside each other: along, across, and at a slant."""
    found: Outlines = []
    gap = rng.choice(GAPS)
    for i in range(rng.randint(2, 3)):
        width = rng.choice((8, 16))
        long = _box(x, y + i * (width + gap), width * rng.choice((2, 3, 4, 5, 6, 8, 10)), width)
        found.append(affinity.rotate(long, rng.choice(TURNS)))
    return found


def _box(x: float, y: float, width: float, height: float) -> Polygon:
    return box(x, y, x + width, y + height)


MOTIFS: tuple[Motif, ...] = (
    _scatter, _scatter, _row, _row, _row, _nest, _nest, _nest, _crowd, _crowd, _yards, _ring, _lines, _hollow,
    _slender,
)  # fmt: skip
