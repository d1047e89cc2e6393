"""Random scenes full of ties: outlines that touch, coincide, contain, or lie at just the radius of ``near``.

Every generator takes a ``random.Random`` (for bulk runs); the strategies hand it one of hypothesis' own,
whose choices shrink. Coordinates are multiples of 2.5 pixels (mostly of 10) and scores are sums of few powers
of 1/2, so that products, areas and the distances of upright boxes are exact: only real disagreements show.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import LineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image, Value
from rune_kb.reference.crisp import Scene, Settings, Taxonomy

STEP = 10
"""Pixels between two neighbours of the grid; the images are 60 steps wide and high."""

LEAVES = ("ship", "harbor", "small_vehicle", "large_vehicle", "building")
SCENE_CLASSES = (*LEAVES, "vehicle")
TAXONOMY = Taxonomy({
    **{name: frozenset({name}) for name in LEAVES},
    "vehicle": frozenset({"vehicle", "small_vehicle", "large_vehicle"}),
    "object": frozenset({"object", *SCENE_CLASSES}),
})  # fmt: skip
"""``object`` over ``vehicle`` over two kinds of it, and over three classes more."""

SCORES = (1.0, 0.875, 0.75, 0.5, 0.375, 0.25, 0.0625, 0.03125)
"""Both sides of every default: 0.5 (boolean, counting), 0.05 (best), 0.1 (threshold)."""

SETTINGS = (
    Settings("best"),
    Settings("boolean"),
    Settings("best", min_score=0.25, threshold=0.3),
    Settings("best", min_score=0.0, threshold=0.0),
    Settings("best", min_score=0.625),
    Settings("boolean", min_score=0.25),
    Settings("best", min_score={"vehicle": 0.5, "large_vehicle": 0.0625, "ship": 0.375}),
    Settings("best", min_score={"object": 0.25, "building": 0.0, "small_vehicle": 0.75}, threshold=0.0),
    Settings("boolean", min_score={"vehicle": 0.25, "harbor": 0.875}),
)


def random_scene(rng: Random, *, most: int = 7, certain: bool = False, name: str = "S") -> Scene:
    """A scene of up to ``most`` detections; ``certain`` gives each the score 1."""
    image = Image(
        name,
        width=600,
        height=600,
        gsd=rng.choice((None, None, 0.25, 0.5, 1.0)),
        date=rng.choice((None, "2019-12-31", "2020-05-17", "2021")),
    )
    outlines: list[BaseGeometry] = []
    for _ in range(rng.randint(0, most)):
        tied = outlines and rng.random() < 0.6
        outlines.append(_related(rng, rng.choice(outlines)) if tied else _anywhere(rng))
    detections = []
    for k, outline in enumerate(outlines):
        cls = rng.choice(SCENE_CLASSES)
        score = 1.0 if certain else rng.choice(SCORES)
        detections.append(Detection(name, k, cls, cls, outline, score, attributes=_attributes(rng)))
    return Scene(image, tuple(detections))


def scenes(*, most: int = 7, certain: bool = False) -> st.SearchStrategy[Scene]:
    return st.randoms(use_true_random=False).map(lambda rng: random_scene(rng, most=most, certain=certain))


def settings() -> st.SearchStrategy[Settings]:
    return st.sampled_from(SETTINGS)


def _attributes(rng: Random) -> dict[str, Value]:
    """Any of ``flooded`` (boolean), ``storeys`` (a number) and ``damage`` (text); often none."""
    choices: Sequence[tuple[str, Sequence[Value]]] = (
        ("flooded", (True, False)),
        ("storeys", (0.0, 5.0, 10.0)),
        ("damage", ("none", "major")),
    )
    return {name: rng.choice(values) for name, values in choices if rng.random() < 0.4}


# -- outlines ----------------------------------------------------------------------------------------------


def _anywhere(rng: Random) -> BaseGeometry:
    shape = rng.choice((_upright, _upright, _upright, _turned, _turned, _four_corners, _general, _line))(rng)
    return affinity.translate(shape, STEP * rng.randint(0, 50), STEP * rng.randint(0, 50))


def _related(rng: Random, other: BaseGeometry) -> BaseGeometry:
    """An outline in some tie with another one."""
    minx, miny, maxx, maxy = (int(bound) for bound in other.bounds)
    width, height = max(maxx - minx, STEP), max(maxy - miny, STEP)
    ties = ("same", "turned corners", "shifted", "touching", "inside", "around", "radius", "centred")
    match rng.choice(ties):
        case "same":
            return other
        case "turned corners" if isinstance(other, Polygon) and not other.interiors:
            corners = list(other.exterior.coords[:-1])
            start = rng.randrange(len(corners))
            corners = corners[start:] + corners[:start]
            return Polygon(corners[::-1] if rng.random() < 0.5 else corners)
        case "touching":
            return box(maxx, miny, maxx + 2 * STEP, miny + height)
        case "inside":
            return box(minx, miny, minx + width // 2, miny + height // 2)
        case "around":
            return box(minx - STEP, miny - STEP, minx + width + STEP, miny + height + STEP)
        case "radius":  # near: 100 px, or 30 m at 0.25, 0.5, 1 m a pixel; far: four times as much
            gap = rng.choice((30, 60, 100, 120, 240, 400, 480))
            return rng.choice((
                affinity.translate(other, width + gap, 0),
                affinity.translate(other, 0, height + gap),
                affinity.translate(other, width + 3 * gap // 5, height + 4 * gap // 5),
            ))  # fmt: skip
        case "centred":  # the same centre, another shape
            return box(minx - STEP, miny + 0.25 * height, minx + width + STEP, miny + 0.75 * height)
        case _:
            return affinity.translate(other, STEP * rng.randint(-12, 12), STEP * rng.randint(-12, 12))


def _upright(rng: Random) -> Polygon:
    return _parallelogram(rng, (rng.randint(1, 6), 0), (0, rng.randint(1, 6)))


def _turned(rng: Random) -> Polygon:
    """A rectangle at 45° or with the slopes of a 3-4-5 triangle, whose edges are whole numbers."""
    (a, b), long, wide = rng.choice(((1, 1), (3, 4), (4, 3))), rng.randint(1, 3), rng.randint(1, 3)
    return _parallelogram(rng, (long * a, long * b), (-wide * b, wide * a))


def _parallelogram(rng: Random, u: tuple[int, int], v: tuple[int, int]) -> Polygon:
    """With edges u and v (in steps), from any corner on, either way round."""
    corners = [(0, 0), u, (u[0] + v[0], u[1] + v[1]), v]
    start = rng.randrange(4)
    corners = corners[start:] + corners[:start]
    if rng.random() < 0.5:
        corners.reverse()
    return Polygon([(STEP * x, STEP * y) for x, y in corners])


def _four_corners(rng: Random) -> Polygon:
    """Boxes by definition, though no rectangles: a trapezium, a kite, a dart whose centre lies outside it."""
    corners = rng.choice((
        [(0, 0), (4, 0), (3, 2), (1, 2)],
        [(0, 2), (3, 0), (4, 2), (3, 4)],
        [(0, 0), (10, 4), (0, 8), (8, 4)],
    ))  # fmt: skip
    return Polygon([(STEP * x, STEP * y) for x, y in corners])


def _general(rng: Random) -> Polygon | MultiPolygon:
    """A triangle, an L, a U (centroid outside), a square with a hole, two squares."""
    match rng.randrange(5):
        case 0:
            return Polygon([(0, 0), (60, 0), (0, 30)])
        case 1:
            return Polygon([(0, 0), (60, 0), (60, 20), (20, 20), (20, 60), (0, 60)])
        case 2:
            return Polygon([(0, 0), (60, 0), (60, 60), (50, 60), (50, 10), (10, 10), (10, 60), (0, 60)])
        case 3:
            return Polygon([(0, 0), (60, 0), (60, 60), (0, 60)], [[(20, 20), (40, 20), (40, 40), (20, 40)]])
        case _:
            return MultiPolygon([box(0, 0, 20, 20), box(40, 0, 60, 20)])


def _line(rng: Random) -> LineString:
    corners = rng.choice((
        [(0, 0), (8, 0)],
        [(0, 0), (0, 5)],
        [(0, 0), (6, 8)],
        [(0, 0), (5, 0), (5, 5)],
        [(0, 0), (4, 4), (8, 0)],
    ))  # fmt: skip
    return LineString([(STEP * x, STEP * y) for x, y in corners])
