"""Many arrangements of n outlines each, measured: for each relation an array of layouts × n × n.

Nothing here depends on a formula, so that a process measures once what it needs. Worlds enlarge a layout,
which changes lengths and areas and no relation but those with a radius; `near` and `far` are therefore not
here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from rune_kb.detection import Detection
from rune_kb.reference import geometry
from rune_kb.worlds.arrangements import arrangement

Array = NDArray[Any]

ALIASES = {"west_of": "left_of", "east_of": "right_of", "north_of": "above", "south_of": "below"}
INVERSES = {"right_of": "left_of", "below": "above", "contains": "inside", "smaller_than": "larger_than"}


class Layouts:
    """``outlines[i, j]`` is outline j of layout i."""

    def __init__(self, outlines: Array) -> None:
        self.outlines = outlines
        self.count, self.n = outlines.shape
        shapely.prepare(outlines)
        self._known: dict[str, Array] = {}

    @cached_property
    def extent(self) -> Array:
        """Layouts × 2: the size of an image around it, in every second with a centre in the middle."""
        ends = np.asarray(shapely.bounds(self.outlines)[:, :, 2:].max(axis=1))
        twice = 2 * np.stack([self.measure("cx"), self.measure("cy")], axis=-1)
        fitting = np.where(twice >= ends[:, None], twice, np.inf).min(axis=1)
        odd = np.arange(self.count)[:, None] % 2 == 1
        return np.where(odd & np.isfinite(fitting), fitting, ends + 8)

    def measure(self, name: str) -> Array:
        """Layouts × n: ``area``, ``length``, ``width``, ``angle``, ``cx``, ``cy`` in its own pixels."""
        return self._once(name, lambda: self._each(geometry.MEASURES[name]))

    def relation(self, name: str) -> Array:
        """Layouts × n × n (× n for ``between``), true or false."""
        name = ALIASES.get(name, name)
        if name in INVERSES:
            return self._once(name, lambda: self.relation(INVERSES[name]).swapaxes(1, 2))
        return self._once(name, lambda: RELATIONS[name](self))

    def distance(self) -> Array:
        """Layouts × n × n: the gaps between outlines."""
        return self._once("distance", lambda: self._pairs(shapely.distance))

    def centre_distance(self) -> Array:
        dx, dy = self._offsets()
        return self._once("centre_distance", lambda: np.asarray(np.hypot(dx, dy)))

    def _once(self, name: str, make: Callable[[], Array]) -> Array:
        if name not in self._known:
            self._known[name] = make()
        return self._known[name]

    def _each(self, measure: Callable[[Detection], float]) -> Array:
        """What the reference measures of each outline."""
        holders = (SimpleNamespace(outline=outline) for outline in self.outlines.flat)
        values = [measure(cast("Detection", holder)) for holder in holders]
        return np.array(values, dtype=float).reshape(self.outlines.shape)

    def _pairs(self, test: Callable[..., Any]) -> Array:
        return np.asarray(test(self.outlines[:, :, None], self.outlines[:, None, :]))

    def _different(self) -> Array:
        return np.asarray(~np.eye(self.n, dtype=bool))

    def _offsets(self) -> tuple[Array, Array]:
        """From the centre of the first to that of the second."""
        x, y = self.measure("cx"), self.measure("cy")
        return x[:, None, :] - x[:, :, None], y[:, None, :] - y[:, :, None]

    def _turns(self) -> Array:
        angle = self.measure("angle")
        turn = np.abs(angle[:, :, None] - angle[:, None, :])
        return np.asarray(np.minimum(turn, 180 - turn))

    # -- the relations -------------------------------------------------------------------------------------

    def _left_of(self) -> Array:
        dx, dy = self._offsets()
        return np.asarray((dx > 0) & (np.abs(dx) >= np.abs(dy)))

    def _above(self) -> Array:
        dx, dy = self._offsets()
        return np.asarray((dy > 0) & (np.abs(dy) > np.abs(dx)))

    def _inside(self) -> Array:
        return np.asarray(self._pairs(shapely.covered_by) & self._different())

    def _overlaps(self) -> Array:
        """Only what intersects is asked for more: `relate` is slow."""
        meets = self.relation("intersects") & self._different()
        layout, one, other = np.nonzero(meets)
        meets = meets.copy()
        meets[layout, one, other] = shapely.relate_pattern(
            self.outlines[layout, one], self.outlines[layout, other], "T********"
        )
        return meets

    def _touches(self) -> Array:
        return self._pairs(shapely.touches)

    def _intersects(self) -> Array:
        return self._pairs(shapely.intersects)

    def _on(self) -> Array:
        centres = np.asarray(shapely.points(self.measure("cx"), self.measure("cy")))
        return np.asarray(shapely.covers(self.outlines[:, None, :], centres[:, :, None]))

    def _larger_than(self) -> Array:
        area = self.measure("area")
        return np.asarray(area[:, :, None] > area[:, None, :])

    def _parallel_to(self) -> Array:
        return np.asarray(self._turns() <= geometry.TURN_TOLERANCE)

    def _perpendicular_to(self) -> Array:
        return np.asarray(np.abs(self._turns() - 90) <= geometry.TURN_TOLERANCE)

    def _between(self) -> Array:
        """[i, x, y, z]: outline x meets the segment between the centres of y and z."""
        centres = np.stack([self.measure("cx"), self.measure("cy")], axis=-1)
        pairs = zip(self.outlines, centres, strict=True)
        return np.stack([_between(outlines, middles) for outlines, middles in pairs])


def _between(outlines: Array, centres: Array) -> Array:
    """In one layout. Only where the boxes around outline and segment meet is the outline looked at."""
    n = len(outlines)
    y, z = np.nonzero(np.triu(np.ones((n, n), dtype=bool), 1))
    ends = np.stack([centres[y], centres[z]], axis=1)
    low, high, bounds = ends.min(axis=1), ends.max(axis=1), shapely.bounds(outlines)[:, None]
    boxes_meet = ((bounds[..., :2] <= high) & (bounds[..., 2:] >= low)).all(axis=-1)
    x, pair = np.nonzero(boxes_meet)
    x, pair = _distinct(x, pair, y, z)
    meets = shapely.intersects(outlines[x], np.asarray(shapely.linestrings(ends[pair])))
    x, pair = x[meets], pair[meets]
    found = np.zeros((n, n, n), dtype=bool)
    found[x, y[pair], z[pair]] = found[x, z[pair], y[pair]] = True
    return found


def _distinct(x: Array, pair: Array, y: Array, z: Array) -> tuple[Array, Array]:
    apart = (x != y[pair]) & (x != z[pair])
    return x[apart], pair[apart]


RELATIONS: dict[str, Callable[[Layouts], Array]] = {
    "left_of": Layouts._left_of,
    "above": Layouts._above,
    "inside": Layouts._inside,
    "overlaps": Layouts._overlaps,
    "touches": Layouts._touches,
    "intersects": Layouts._intersects,
    "on": Layouts._on,
    "larger_than": Layouts._larger_than,
    "parallel_to": Layouts._parallel_to,
    "perpendicular_to": Layouts._perpendicular_to,
    "between": Layouts._between,
}


@lru_cache(maxsize=16)
def layouts(n: int, count: int, seed: int) -> Layouts:
    """``count`` arrangements of n outlines; the same for the same numbers."""
    rng = Random(f"layouts:{n}:{seed}")
    outlines = np.empty((count, n), dtype=object)
    for i in range(count):
        outlines[i] = arrangement(rng, n)
    return Layouts(outlines)
