"""A supersampled canvas: textured areas, washes, shadows and strokes in the final picture's pixels.

Everything is Pillow's integer arithmetic over bytes of a seeded ``random.Random``, so that a scene is the
same, pixel for pixel, wherever it is drawn.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageDraw, ImageFilter
from shapely.affinity import translate
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring, unary_union

Point = tuple[float, float]
Colour = tuple[int, int, int]

SCALE = 3
"""Drawn pixels per final pixel, each way."""
SUN = (0.62, 0.78)
"""Where shadows fall: to the lower right, one pixel of shadow for a pixel of height."""
COMMON, RARE = 72, 120
"""How many colours of a picture's palette go to its large areas, and how many to what is rare in it."""
SHADE: Colour = (16, 24, 38)


@dataclass(frozen=True)
class Texture:
    """A colour that a noise makes lighter and darker by up to ``contrast`` levels."""

    colour: Colour
    contrast: int = 8
    noise: Literal["soft", "fine", "patchy"] = "fine"


@dataclass(frozen=True)
class Frame:
    """A place and a direction (degrees, clockwise, 0 = east): ``at(u, v)`` is u ahead, v to the right."""

    x: float
    y: float
    heading: float = 0.0

    def at(self, u: float, v: float) -> Point:
        a = math.radians(self.heading)
        return (self.x + u * math.cos(a) - v * math.sin(a), self.y + u * math.sin(a) + v * math.cos(a))

    def moved(self, u: float, v: float, turn: float = 0.0) -> Frame:
        return Frame(*self.at(u, v), self.heading + turn)

    def shape(self, points: Sequence[Point]) -> Polygon:
        return Polygon([self.at(u, v) for u, v in points])

    def box(self, length: float, width: float) -> Polygon:
        u, v = length / 2, width / 2
        return self.shape([(-u, -v), (u, -v), (u, v), (-u, v)])

    def span(self, u0: float, v0: float, u1: float, v1: float) -> Polygon:
        return self.shape([(u0, v0), (u1, v0), (u1, v1), (u0, v1)])

    def ellipse(self, length: float, width: float, n: int = 36) -> Polygon:
        turn = [2 * math.pi * i / n for i in range(n)]
        return self.shape([(length / 2 * math.cos(t), width / 2 * math.sin(t)) for t in turn])


def shade(colour: Colour, by: float) -> Colour:
    """The colour made lighter (by > 0, towards white) or darker (by < 0)."""
    if by >= 0:
        r, g, b = (round(c + (255 - c) * by) for c in colour)
    else:
        r, g, b = (round(c * (1 + by)) for c in colour)
    return (r, g, b)


def smooth(points: Sequence[Point], rounds: int = 3, *, closed: bool = False) -> list[Point]:
    """Chaikin's corner cutting."""
    curve = list(points)
    for _ in range(rounds):
        pairs = list(zip(curve, curve[1:] + curve[:1] if closed else curve[1:], strict=False))
        cut = [(a[0] * (1 - t) + b[0] * t, a[1] * (1 - t) + b[1] * t) for a, b in pairs for t in (0.25, 0.75)]
        curve = cut if closed else [curve[0], *cut, curve[-1]]
    return curve


class Canvas:
    """A square picture of ``size`` pixels in the making."""

    def __init__(self, size: int, ground: Texture, rng: random.Random) -> None:
        self.size = size
        self.frame = Polygon([(0, 0), (size, 0), (size, size), (0, size)])
        side = size * SCALE
        soft, medium, fine = (_noise(rng, side, cell * SCALE) for cell in (46, 12, 2))
        self._noise = {
            "soft": Image.blend(soft, medium, 0.25),
            "fine": Image.blend(medium, fine, 0.5),
            "patchy": Image.blend(Image.blend(soft, medium, 0.5), fine, 0.15),
        }
        self.image = _textured(self._noise[ground.noise], ground)
        self._draw = ImageDraw.Draw(self.image)

    def area(self, shape: BaseGeometry, texture: Texture) -> None:
        box, mask = self._mask(shape)
        if mask is not None:
            self.image.paste(_textured(self._noise[texture.noise].crop(box), texture), box, mask)

    def wash(self, shape: BaseGeometry, colour: Colour, strength: float, blur: float = 0.0) -> None:
        """Translucent colour; ``blur`` softens its edge (pixels)."""
        box, mask = self._mask(shape, pad=3 * blur)
        if mask is not None:
            if blur:
                mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
            self.image.paste(colour, box, mask.point([round(i * strength) for i in range(256)]))

    def shadow(self, shape: BaseGeometry, height: float, strength: float = 0.42) -> None:
        """What a body of this footprint and height (pixels) throws on the ground."""
        thrown = translate(shape, SUN[0] * height, SUN[1] * height)
        hull = unary_union([shape, thrown]).convex_hull if shape.geom_type == "Polygon" else thrown
        self.wash(hull, SHADE, strength, blur=0.5)

    def fill(self, shape: Polygon, colour: Colour) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in shape.exterior.coords], fill=colour)

    def edge(self, shape: Polygon, colour: Colour, width: float = 1.0, strength: float = 1.0) -> None:
        self.stroke(shape.exterior.coords, colour, width, strength)

    def stroke(
        self,
        points: Iterable[tuple[float, ...]],
        colour: Colour,
        width: float,
        strength: float = 1.0,
        dash: tuple[float, float] | None = None,
    ) -> None:
        line = LineString(list(points))
        pieces = [line] if dash is None else _dashes(line, *dash)
        for piece in pieces:
            ribbon = piece.buffer(width / 2, cap_style="flat", join_style="mitre")
            if strength >= 1.0 and ribbon.geom_type == "Polygon" and not ribbon.interiors:
                self.fill(ribbon, colour)
            else:
                self.wash(ribbon, colour, strength)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        corners = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self._draw.ellipse(corners, fill=colour)

    def picture(self) -> Image.Image:
        """The finished picture in a palette of its own, ``size`` pixels square."""
        small = self.image.reduce(SCALE).filter(ImageFilter.UnsharpMask(radius=1.0, percent=60, threshold=2))
        # Median cut serves the ground, most of the picture; maximum coverage keeps the few red boats red.
        ground = small.quantize(COMMON, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        rare = small.quantize(RARE, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        palette = Image.new("P", (1, 1))
        palette.putpalette((ground.getpalette() or [])[: 3 * COMMON] + (rare.getpalette() or [])[: 3 * RARE])
        return small.quantize(COMMON + RARE, palette=palette, dither=Image.Dither.NONE)

    def _mask(
        self, shape: BaseGeometry, pad: float = 0.0
    ) -> tuple[tuple[int, int, int, int], Image.Image | None]:
        if shape.is_empty:
            return (0, 0, 0, 0), None
        side = self.size * SCALE
        x0, y0, x1, y1 = (round(c * SCALE) for c in shape.bounds)
        grow = math.ceil(pad * SCALE) + 2
        box = (max(0, x0 - grow), max(0, y0 - grow), min(side, x1 + grow), min(side, y1 + grow))
        if box[0] >= box[2] or box[1] >= box[3]:
            return box, None
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        draw = ImageDraw.Draw(mask)
        for part in _polygons(shape):
            for ring, value in [(part.exterior, 255), *((hole, 0) for hole in part.interiors)]:
                draw.polygon([(x * SCALE - box[0], y * SCALE - box[1]) for x, y in ring.coords], fill=value)
        return box, mask


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    if isinstance(shape, Polygon):
        return [shape]
    if isinstance(shape, MultiPolygon):
        return list(shape.geoms)
    raise TypeError(f"cannot fill a {shape.geom_type}")


def _dashes(line: LineString, on: float, off: float) -> list[LineString]:
    count = int(line.length // (on + off)) + 1
    cut = [substring(line, i * (on + off), i * (on + off) + on) for i in range(count)]
    return [piece for piece in cut if piece.geom_type == "LineString" and piece.length > 0]


def _noise(rng: random.Random, side: int, cell: int) -> Image.Image:
    n = side // cell + 3
    grid = Image.frombytes("L", (n, n), rng.randbytes(n * n))
    return grid.resize((n * cell, n * cell), Image.Resampling.BICUBIC).crop(
        (cell, cell, cell + side, cell + side)
    )


def _textured(noise: Image.Image, texture: Texture) -> Image.Image:
    steps = [round((i - 128) * texture.contrast / 128) for i in range(256)]
    bands = [noise.point([min(255, max(0, c + s)) for s in steps]) for c in texture.colour]
    return Image.merge("RGB", bands)
