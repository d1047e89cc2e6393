"""A scene as a picture: every detection's outline, an answer's witnesses in strong colours with their names.

Pillow only. Outlines are drawn twice as large and scaled down, which smooths them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, hypot

import PIL.Image
from PIL import ImageDraw, ImageFont
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.render.scene_plan import (
    NO_MARKS,
    PALETTE,
    Chip,
    Colour,
    Drawn,
    Marks,
    Plan,
    Point,
    is_line,
    leader_of,
    paths,
    plan_scene,
)

__all__ = ["INK", "PALETTE", "arrow_head", "dashes", "draw_scene", "drawn_plan"]

INK: Colour = (18, 22, 28)
SMOOTH = 2
"""Drawn pixels per pixel of the outlines."""


def draw_scene(
    image: Image,
    detections: Sequence[Detection],
    highlights: Mapping[str, str | Sequence[str]],
    *,
    marks: Marks = NO_MARKS,
    size: int = 1024,
) -> PIL.Image.Image:
    """An RGB picture whose longer side is ``size`` pixels.

    ``highlights`` says which detections stand out: the id, or ids, that each variable is bound to. They get
    the variable's colour and a label ("x: ship 0.93"); a label that finds no room is left out. ``marks`` adds
    lines with what was measured, and near misses, dashed. All other detections get thin outlines, the thinner
    the more they are. Where ``image.path`` is missing or cannot be read, the ground is plain paper.

    Raises RuneError where a highlighted id is not among the detections.
    """
    return drawn_plan(plan_scene(image, detections, highlights, marks, size))


def drawn_plan(plan: Plan) -> PIL.Image.Image:
    """The picture of a plan."""
    picture = _with_outlines(plan)
    draw = ImageDraw.Draw(picture)
    font, pad = ImageFont.load_default(plan.letters), ceil(plan.letters * 0.3)
    for chip in plan.chips:
        _leader(draw, chip)
    for chip in plan.chips:
        draw.rounded_rectangle(chip.box, radius=pad / 2, fill=INK, outline=chip.colour, width=2)
        at = ((chip.box[0] + chip.box[2]) / 2, (chip.box[1] + chip.box[3]) / 2)
        draw.text(at, chip.text, font=font, fill=chip.colour, anchor="mm")
    return picture


# -- outlines -----------------------------------------------------------------------------------------------


def _with_outlines(plan: Plan) -> PIL.Image.Image:
    picture, unit, crowd = plan.ground, plan.unit * SMOOTH, plan.crowd
    layer = PIL.Image.new("RGBA", (picture.width * SMOOTH, picture.height * SMOOTH), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for opacity, width, colour in ((120, 2.6, INK), (200, 1.2, (255, 255, 255))):
        for outline in plan.others:
            line = width * unit * (2 if is_line(outline) else 1)
            _stroke(draw, outline, (*colour, round(opacity * crowd)), line * max(0.6, crowd))
    for shown in plan.shown:
        if not shown.missed:
            _fill(draw, shown.outline, (*shown.colour, 60))
    for dark in (True, False):
        for shown in plan.shown:
            line = (8.0 if is_line(shown.outline) else 3.6) * unit + (2.6 * unit if dark else 0)
            paint = (*INK, 200) if dark else (*shown.colour, 255)
            _stroke(draw, shown.outline, paint, line, dash=11 * unit if shown.missed else None)
        for link in plan.links:
            _link(draw, link, unit, dark=dark)
    layer = layer.reduce(SMOOTH)
    return PIL.Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _stroke(
    draw: ImageDraw.ImageDraw,
    outline: BaseGeometry,
    colour: tuple[int, ...],
    width: float,
    *,
    dash: float | None = None,
) -> None:
    pen = max(1, round(width))
    for points, closed in _enlarged(outline):
        if dash is not None:
            for piece in dashes(points, dash):
                draw.line(piece, fill=colour, width=pen)
            continue
        # One point more than the ring's start gives the last corner its joint too.
        draw.line(points + points[1:2] if closed else points, fill=colour, width=pen, joint="curve")


def _fill(draw: ImageDraw.ImageDraw, outline: BaseGeometry, colour: tuple[int, ...]) -> None:
    for points, closed in _enlarged(outline):
        if closed and len(points) > 2:
            draw.polygon(points, fill=colour)


def _enlarged(outline: BaseGeometry) -> Iterator[tuple[list[Point], bool]]:
    for points, closed in paths(outline):
        yield [(x * SMOOTH, y * SMOOTH) for x, y in points], closed


# -- links --------------------------------------------------------------------------------------------------


def _link(draw: ImageDraw.ImageDraw, drawn: Drawn, unit: float, *, dark: bool) -> None:
    start, end = ((x * SMOOTH, y * SMOOTH) for x, y in (drawn.start, drawn.end))
    colour = (*INK, 200) if dark else (*drawn.colour, 255)
    pen = max(1, round((5.0 if dark else 2.4) * unit))
    for piece in dashes([start, end], 11 * unit) if drawn.link.missed else [[start, end]]:
        draw.line(piece, fill=colour, width=pen)
    if drawn.link.arrow:
        draw.polygon(arrow_head(start, end, (15 if dark else 12) * unit), fill=colour)
    else:
        for x, y in (start, end):
            radius = (4.5 if dark else 3.2) * unit
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def dashes(points: Sequence[Point], length: float) -> Iterator[list[Point]]:
    """The path in pieces of this length with gaps two thirds as long."""
    for (x0, y0), (x1, y1) in pairwise(points):
        whole, at = hypot(x1 - x0, y1 - y0), 0.0
        while at < whole:
            a, b = at / whole, min(1.0, (at + length) / whole)
            yield [(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a), (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)]
            at += length * 5 / 3


def arrow_head(start: Point, end: Point, size: float) -> list[Point]:
    """A triangle at the end, as long as ``size``."""
    whole = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    along = ((end[0] - start[0]) / whole * size, (end[1] - start[1]) / whole * size)
    foot = (end[0] - along[0], end[1] - along[1])
    side = (-along[1] * 0.45, along[0] * 0.45)
    return [end, (foot[0] + side[0], foot[1] + side[1]), (foot[0] - side[0], foot[1] - side[1])]


def _leader(draw: ImageDraw.ImageDraw, chip: Chip) -> None:
    if (leader := leader_of(chip)) is not None:
        draw.line(leader, fill=INK, width=1 if chip.faint else 4)
        if not chip.faint:
            draw.line(leader, fill=chip.colour, width=2)
