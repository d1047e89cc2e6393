"""How large a layout is drawn, and how many metres its pixels measure: so that thresholds are met exactly.

In a layout many gaps are 16, 32 or 64 pixels. If a formula says ``near(x, y, 50 m)``, a ground sample
distance of 50 m / 32 makes those of 32 pixels 50 m wide, those of 64 pixels too wide; if it says ``area(x) >
12 px2``, the layout is shrunk until an area of 16² is 12.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GAPS = (8.0, 16.0, 32.0, 64.0, 128.0)
AREAS = (64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0, 4096.0)
NEAR_M, NEAR_PX = 30.0, 100.0
"""The radii of `near`; four times that is `far`."""


@dataclass(frozen=True, slots=True)
class Frame:
    """``scale``: pixels of the image per pixel of the layout. ``gsd``: metres per pixel of the image."""

    scale: float
    gsd: float | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers that lengths and areas are compared with, in pixels and in metres."""

    pixels: frozenset[float] = frozenset()
    square_pixels: frozenset[float] = frozenset()
    metres: frozenset[float] = frozenset()
    square_metres: frozenset[float] = frozenset()
    gsds: frozenset[float] = frozenset()

    def frames(self, *, near: bool) -> tuple[Frame, ...]:
        """Frames in which one of them is met exactly. ``near``: the usual radius is one of them.

        A formula in metres needs a ground sample distance; any other is asked without one, too.
        """
        metric = bool(self.metres or self.square_metres)
        scales = list(dict.fromkeys([*self._scales(near and not metric), 1.0]))
        frames = []
        for scale in scales:
            frames += [Frame(scale, gsd) for gsd in self._gsds(scale, near)]
        if not metric:
            frames += [Frame(scale, None) for scale in scales]
        return tuple(dict.fromkeys(frames))

    def _scales(self, near: bool) -> Iterator[float]:
        lengths = self.pixels | ({NEAR_PX, 4 * NEAR_PX} if near else set())
        yield from (length / gap for length in sorted(lengths) for gap in GAPS if length > 0)
        for area in sorted(self.square_pixels):
            exact = [s for met in AREAS for s in _near_root(area / met) if met * s**2 == area]
            yield from exact or [math.sqrt(area / met) for met in AREAS if area > 0]

    def _gsds(self, scale: float, near: bool) -> Iterable[float]:
        """At this scale."""
        lengths = self.metres | ({NEAR_M, 4 * NEAR_M} if near else set())
        found = [length / (gap * scale) for length in sorted(lengths) for gap in GAPS if length > 0]
        for area in sorted(self.square_metres):
            sizes = [met * scale**2 for met in AREAS]
            exact = [gsd for size in sizes for gsd in _near_root(area / size) if area / gsd**2 == size]
            found += exact or [math.sqrt(area / size) for size in sizes if area > 0]
        for gsd in sorted(self.gsds):
            found += [gsd / 2, gsd, gsd * 1.25, gsd * 3]
        return found or [0.5]


def _near_root(square: float) -> tuple[float, ...]:
    """The root of a number, and the numbers beside it: one of them may have just that square."""
    if square <= 0:
        return ()
    root = math.sqrt(square)
    return (root, math.nextafter(root, 0), math.nextafter(root, math.inf))
