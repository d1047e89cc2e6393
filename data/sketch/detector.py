"""What a detector would have made of a scene: misses, loose outlines, mix-ups, false alarms, and scores."""

from __future__ import annotations

import random
from dataclasses import dataclass

from shapely.affinity import rotate, scale, translate
from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry

from sketch.canvas import Frame
from sketch.site import SIZE, Site, Thing

CONFUSED = {
    "small-vehicle": "large-vehicle",
    "large-vehicle": "small-vehicle",
    "tennis-court": "basketball-court",
    "basketball-court": "tennis-court",
    "helicopter": "plane",
    "swimming-pool": "tennis-court",
}
"""The class a detector mixes each class up with."""

FALSE_ALARMS = {
    "ship": (34, 12), "small-vehicle": (12, 6), "large-vehicle": (26, 9), "harbor": (60, 12),
    "plane": (44, 42), "storage-tank": (28, 28), "bridge": (70, 22), "swimming-pool": (18, 12),
}  # fmt: skip
"""Length and width in pixels of the boxes a detector sees where there is nothing."""


@dataclass(frozen=True)
class Found:
    """One detection: label, outline, score and, where the label set knows it, whether it is flooded."""

    label: str
    outline: BaseGeometry
    score: float
    flooded: bool | None = None


def truth(site: Site) -> list[Found]:
    """The labels a person would give: everything there is, score 1."""
    return [Found(t.label, _rounded(t.outline), 1.0, t.flooded) for t in site.things if not t.decoy]


def detect(site: Site, rng: random.Random) -> list[Found]:
    """The detector's account of the scene, in no particular order of classes or scores."""
    found = [seen for thing in site.things for seen in _see(thing, rng)]
    if all(thing.flooded is None for thing in site.things):
        found += [_false_alarm(rng) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    rng.shuffle(found)
    return found


def _see(thing: Thing, rng: random.Random) -> list[Found]:
    """A thing's detections: none when it is missed, two when its class is in doubt."""
    if thing.decoy:
        weak = _score(0.08 + 0.34 * rng.betavariate(1.6, 2.4))
        return [Found(thing.label, _loose(thing.outline, rng, 2.0), weak)] if rng.random() < 0.6 else []
    if rng.random() < 0.6 * (1 - thing.clarity) ** 1.3:
        return []
    score = _score(rng.betavariate(30 * thing.clarity, 30 * (1.04 - thing.clarity)))
    outline = _loose(thing.outline, rng, 1.0)
    other = CONFUSED.get(thing.label)
    doubt = rng.random()
    if other and doubt < 0.03:
        return [Found(other, outline, _score(0.55 * score))]
    if other and doubt < 0.07:
        return [
            Found(thing.label, outline, score),
            Found(other, _loose(outline, rng, 1.0), _score(0.34 * score)),
        ]
    flooded = thing.flooded
    if flooded is not None and rng.random() < 0.02:
        flooded, score = not flooded, _score(0.6 * score)
    return [Found(thing.label, outline, score, flooded)]


def _false_alarm(rng: random.Random) -> Found:
    label = rng.choice(sorted(FALSE_ALARMS))
    long, wide = (side * rng.uniform(0.8, 1.25) for side in FALSE_ALARMS[label])
    at = Frame(rng.uniform(60, SIZE - 60), rng.uniform(60, SIZE - 60), rng.uniform(0, 180))
    return Found(label, _rounded(at.box(long, wide)), _score(0.07 + 0.33 * rng.betavariate(1.4, 2.8)))


def _loose(outline: BaseGeometry, rng: random.Random, looseness: float) -> BaseGeometry:
    """The outline as a detector draws it: shifted, scaled and turned a little; a road's points shaken."""
    x0, y0, x1, y1 = outline.bounds
    slip = 0.014 * looseness * min(60.0, max(20.0, (x1 - x0 + y1 - y0) / 2))
    if isinstance(outline, LineString):
        return _rounded(
            LineString([(x + rng.gauss(0, 1.2), y + rng.gauss(0, 1.2)) for x, y in outline.coords])
        )
    moved = translate(outline, rng.gauss(0, slip), rng.gauss(0, slip))
    grown = scale(moved, 1 + rng.gauss(0, 0.022) * looseness, 1 + rng.gauss(0, 0.022) * looseness)
    return _rounded(
        rotate(grown, rng.gauss(0, 0.7 * looseness)).intersection(
            Spot(256, 256).buffer(256, cap_style="square")
        )
    )


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    """To a tenth of a pixel."""
    if isinstance(shape, LineString):
        return LineString([(round(x, 1), round(y, 1)) for x, y in shape.coords])
    if isinstance(shape, Polygon):
        return Polygon([(round(x, 1), round(y, 1)) for x, y in shape.exterior.coords])
    raise TypeError(f"no outline: {shape.geom_type}")


def _score(value: float) -> float:
    return round(min(0.99, max(0.05, value)), 3)
