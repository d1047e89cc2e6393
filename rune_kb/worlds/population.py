"""Many worlds at once, as arrays: drawn at random around a theme, changed a little, read as scenes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from rune_kb.detection import Detection, Image, Value
from rune_kb.reference import Scene
from rune_kb.worlds.layouts import Layouts, layouts
from rune_kb.worlds.theme import Theme

Array = NDArray[Any]

LAYOUTS, LAYOUTS_SEED = 192, 0
MOST_PAIRS = 200_000
"""Of layouts with more outlines there are fewer, so that measuring them takes no longer."""


def layouts_for(theme: Theme) -> Layouts:
    return layouts(theme.size, max(4, min(LAYOUTS, MOST_PAIRS // theme.size**2)), LAYOUTS_SEED)


@dataclass(frozen=True, eq=False)
class Worlds:
    """World w has the outlines of layout ``layout[w]``, those that are ``present[w]``.

    ``cls``, ``score`` and ``attributes`` (worlds × places) and ``frame``, ``date`` and ``name`` (worlds) hold
    indices into what the theme offers: its ``classes``, ``scores``, ``attributes[…]``, ``frames`` and so on.
    """

    theme: Theme
    layouts: Layouts
    layout: Array
    present: Array
    cls: Array
    score: Array
    attributes: Mapping[str, Array]
    frame: Array
    date: Array
    name: Array

    @property
    def count(self) -> int:
        return len(self.layout)

    @classmethod
    def draw(cls, theme: Theme, count: int, rng: Generator) -> Worlds:
        """Each world has few of the classes, and is more or less full."""
        measured = layouts_for(theme)
        shape = (count, measured.n)
        palette = _classes(theme, rng, (count, 4))
        palette_size = rng.integers(1, 5, count)
        chosen = rng.integers(0, palette_size[:, None], shape)
        full = rng.choice((0.4, 0.7, 0.9, 1.0), count)
        return cls(
            theme,
            measured,
            layout=rng.integers(0, measured.count, count),
            present=rng.random(shape) < full[:, None],
            cls=np.take_along_axis(palette, chosen, axis=1),
            score=_much_alike(len(theme.scores), rng, shape),
            attributes={
                name: _much_alike(len(values), rng, shape) for name, values in theme.attributes.items()
            },
            frame=rng.integers(0, len(theme.frames), count),
            date=rng.integers(0, len(theme.dates), count),
            name=rng.integers(0, len(theme.names), count),
        )

    def changed(self, rng: Generator) -> Worlds:
        """In each world a detection comes, goes or is another thing, or two of them change places.

        Now and then the image has another date, name or scale.
        """
        new = self._copied()
        for _ in range(int(rng.integers(1, 3 + self.layouts.n // 8))):
            new._change_one(rng)
        if len(self.theme.frames) * len(self.theme.dates) * len(self.theme.names) > 1:
            new._change_image(rng)
        return new

    def _copied(self) -> Worlds:
        columns = {name: getattr(self, name).copy() for name in ("present", "cls", "score", *IMAGE)}
        attributes = {name: column.copy() for name, column in self.attributes.items()}
        return replace(self, **columns, attributes=attributes)

    def _columns(self) -> tuple[Array, ...]:
        return (self.present, self.cls, self.score, *self.attributes.values())

    def _change_one(self, rng: Generator) -> None:
        """One change in each world, in place."""
        at, place = np.arange(self.count), rng.integers(0, self.layouts.n, self.count)
        kind = rng.random(self.count)
        going, changing, swapping = kind < 0.25, (kind >= 0.25) & (kind < 0.65), kind >= 0.8
        w = at[going]
        self.present[w, place[going]] = ~self.present[w, place[going]]
        w = at[changing]
        self.cls[w, place[changing]] = _classes(self.theme, rng, len(w))
        self.present[w, place[changing]] = True
        w = at[~going & ~changing & ~swapping]
        for column, size in ((self.score, len(self.theme.scores)), *self._attribute_sizes()):
            here = w[rng.random(len(w)) < 0.6]
            column[here, place[here]] = rng.integers(0, size, len(here))
        w, here = at[swapping], place[swapping]
        there = rng.integers(0, self.layouts.n, len(w))
        for column in self._columns():
            column[w, here], column[w, there] = column[w, there], column[w, here]

    def _attribute_sizes(self) -> list[tuple[Array, int]]:
        return [(column, len(self.theme.attributes[name])) for name, column in self.attributes.items()]

    def _change_image(self, rng: Generator) -> None:
        sizes = (len(self.theme.frames), len(self.theme.dates), len(self.theme.names))
        for column, size in zip((self.frame, self.date, self.name), sizes, strict=True):
            w = np.nonzero(rng.random(self.count) < 0.15)[0]
            column[w] = rng.integers(0, size, len(w))

    def where(self, other: Worlds, take: Array) -> Worlds:
        """The worlds of ``other`` where ``take``, these elsewhere; both have the same layouts."""
        columns = {
            name: np.where(take.reshape(-1, *[1] * (getattr(self, name).ndim - 1)), *pair)
            for name in ("present", "cls", "score", *IMAGE)
            for pair in [(getattr(other, name), getattr(self, name))]
        }
        attributes = {
            name: np.where(take[:, None], other.attributes[name], column)
            for name, column in self.attributes.items()
        }
        return replace(self, **columns, attributes=attributes)

    def taken(self, at: Array) -> Worlds:
        """The worlds at these places, one perhaps several times."""
        columns = {name: getattr(self, name)[at] for name in ("layout", "present", "cls", "score", *IMAGE)}
        return replace(self, **columns, attributes={name: each[at] for name, each in self.attributes.items()})

    # -- as scenes -----------------------------------------------------------------------------------------

    def scene(self, w: int) -> Scene:
        """World w for the reference evaluator."""
        theme, name = self.theme, self.theme.names[self.name[w]]
        frame = theme.frames[self.frame[w]]
        width, height = (self.layouts.extent[self.layout[w]] * frame.scale).tolist()
        image = Image(name, width, height, frame.gsd, theme.dates[self.date[w]])
        here = np.nonzero(self.present[w])[0].tolist()
        return Scene(image, tuple(self._detection(w, place, name, frame.scale) for place in here))

    def _detection(self, w: int, place: int, image: str, scale: float) -> Detection:
        cls = self.theme.classes[self.cls[w, place]]
        outline = shapely.transform(self.layouts.outlines[self.layout[w], place], lambda xy: xy * scale)
        values = {name: self.theme.attributes[name][at[w, place]] for name, at in self.attributes.items()}
        attributes: dict[str, Value] = {name: value for name, value in values.items() if value is not None}
        score = self.theme.scores[self.score[w, place]]
        return Detection(image, place, cls, cls, outline, score, attributes=attributes)


IMAGE = ("frame", "date", "name")


def _classes(theme: Theme, rng: Generator, shape: int | tuple[int, int]) -> Array:
    """Indices of classes: those in the formulas four times as often as all others together."""
    main = sum(name in theme.mentioned for name in theme.classes)
    anywhere = rng.integers(0, len(theme.classes), shape)
    return np.where(rng.random(shape) < 0.75, rng.integers(0, main, shape), anywhere) if main else anywhere


def _much_alike(size: int, rng: Generator, shape: tuple[int, int]) -> Array:
    """Indices, in some worlds one of them more often than the others."""
    favourite = rng.integers(0, size, (shape[0], 1))
    share = rng.choice((0.0, 0.5, 0.9), (shape[0], 1))
    return np.where(rng.random(shape) < share, favourite, rng.integers(0, size, shape))
