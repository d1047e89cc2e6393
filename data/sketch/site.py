"""A scene in the making: its canvas and the truth about what stands in it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from sketch.canvas import Canvas, Texture

SIZE = 512


@dataclass(frozen=True)
class Thing:
    """A labelled object. ``clarity`` in (0, 1] says how plainly a detector sees it; a decoy is not there.

    ``flooded`` is None where the label set knows no such attribute.
    """

    label: str
    outline: BaseGeometry
    clarity: float = 1.0
    flooded: bool | None = None
    decoy: bool = False


@dataclass
class Site:
    """A square scene of :data:`SIZE` pixels; ``gsd`` in metres a pixel."""

    name: str
    gsd: float
    date: str
    rng: random.Random
    ground: Texture
    things: list[Thing] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.canvas = Canvas(SIZE, self.ground, self.rng)

    def px(self, metres: float) -> float:
        return metres / self.gsd

    def add(
        self, label: str, outline: BaseGeometry, clarity: float = 1.0, *, flooded: bool | None = None
    ) -> None:
        """Keep the part inside the picture, if it is enough to be labelled."""
        seen = outline.intersection(self.canvas.frame)
        whole = outline.length if isinstance(outline, LineString) else outline.area
        part = seen.length if isinstance(outline, LineString) else seen.area
        if part < 0.4 * whole and part < 4000:
            return
        if isinstance(seen, BaseMultipartGeometry):
            seen = max(seen.geoms, key=lambda g: g.area + g.length)
        shown = clarity if isinstance(outline, LineString) else clarity * (0.5 + 0.5 * part / whole)
        self.things.append(Thing(label, seen, shown, flooded))

    def decoy(self, label: str, outline: BaseGeometry) -> None:
        """Something a detector may take for a ``label``."""
        if self.canvas.frame.contains(outline):
            self.things.append(Thing(label, outline, 0.0, decoy=True))

    def clear_of(self, shape: BaseGeometry, gap: float = 0.0) -> bool:
        """Whether no labelled thing lies within ``gap`` pixels of the shape."""
        return all(t.decoy or t.outline.distance(shape) > gap for t in self.things)
