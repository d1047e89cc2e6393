"""A scene as a picture: every detection's outline, an answer's witnesses in strong colours with their names.

Pillow only. Outlines are drawn twice as large and scaled down, which smooths them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import PIL.Image
from PIL import ImageDraw, ImageFont
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from rune_kb.detection import Detection, Image
from rune_kb.errors import RuneError
from rune_kb.render.chips import Box, place

Colour = tuple[int, int, int]
Point = tuple[float, float]

PALETTE: tuple[Colour, ...] = (
    (240, 228, 66),
    (230, 100, 10),
    (86, 190, 245),
    (226, 134, 184),
    (0, 178, 130),
    (255, 176, 30),
    (30, 120, 200),
)
"""A colour a variable, in order; after Okabe and Ito's, which colour-blind eyes tell apart."""

PAPER: Colour = (233, 229, 219)
GRID: Colour = (214, 208, 194)
INK: Colour = (18, 22, 28)
SMOOTH = 2
"""Drawn pixels per pixel of the outlines."""


@dataclass(frozen=True, slots=True)
class _Witness:
    """A detection to be shown, the variables it is bound to and their colour."""

    detection: Detection
    names: str
    colour: Colour

    @property
    def caption(self) -> str:
        return f"{self.names}: {self.detection.cls.replace('_', ' ')} {self.detection.score:.2f}"


def draw_scene(
    image: Image,
    detections: Sequence[Detection],
    highlights: Mapping[str, str | Sequence[str]],
    *,
    size: int = 1024,
) -> PIL.Image.Image:
    """An RGB picture whose longer side is ``size`` pixels.

    ``highlights`` says which detections stand out: the id, or ids, that each variable is bound to. They get
    the variable's colour and a label ("x: ship 0.93"); a label that finds no room is left out. All other
    detections get thin outlines, the thinner the more they are. Where ``image.path`` is missing or cannot be
    read, the outlines are drawn on plain paper.

    Raises RuneError where a highlighted id is not among the detections.
    """
    witnesses = _witnesses(detections, highlights)
    picture, scale = _ground(image, detections, size)
    chosen = {w.detection.id for w in witnesses}
    others = [d for d in detections if d.id not in chosen]
    picture = _with_outlines(picture, scale, others, witnesses)
    _label(picture, scale, witnesses)
    return picture


def _witnesses(
    detections: Sequence[Detection], highlights: Mapping[str, str | Sequence[str]]
) -> list[_Witness]:
    """One for each highlighted detection, in the order of the mapping."""
    known = {d.id: d for d in detections}
    names: dict[str, list[str]] = {}
    colours: dict[str, Colour] = {}
    for i, (name, ids) in enumerate(highlights.items()):
        for one in (ids,) if isinstance(ids, str) else ids:
            if one not in known:
                raise RuneError(f"cannot show {name} = {one}: no such detection in the picture")
            names.setdefault(one, []).append(name)
            colours.setdefault(one, PALETTE[i % len(PALETTE)])
    return [_Witness(known[one], ", ".join(bound), colours[one]) for one, bound in names.items()]


# -- the ground ---------------------------------------------------------------------------------------------


def _ground(image: Image, detections: Sequence[Detection], size: int) -> tuple[PIL.Image.Image, float]:
    """The picture below the outlines and the factor from the image's pixels to its own."""
    photo, own = _photo(image, size)
    extent = _extent(image, detections, own)
    scale = size / max(extent)
    wide, high = (max(1, round(side * scale)) for side in extent)
    if photo is None:
        return _paper(wide, high), scale
    return photo.convert("RGB").resize((wide, high), PIL.Image.Resampling.LANCZOS), scale


def _photo(image: Image, size: int) -> tuple[PIL.Image.Image | None, tuple[int, int] | None]:
    """The image's file (a JPEG perhaps already reduced, which is quicker) and its full width and height."""
    if image.path is None:
        return None, None
    try:
        with warnings.catch_warnings():
            # A scene of 100 megapixels is usual here, not an attack.
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            photo = PIL.Image.open(image.path)
            full = photo.size
            photo.draft("RGB", (size, size))
            photo.load()
            return photo, full
    except (OSError, SyntaxError, PIL.Image.DecompressionBombError):
        return None, None


def _extent(
    image: Image, detections: Sequence[Detection], own: tuple[int, int] | None
) -> tuple[float, float]:
    """Width and height of the image in its own pixels."""
    if image.width and image.height:
        return image.width, image.height
    if own is not None:
        return own
    bounds = [d.outline.bounds for d in detections if not d.outline.is_empty]
    if not bounds:
        return 1.0, 1.0
    return max(1.0, 1.04 * max(b[2] for b in bounds)), max(1.0, 1.04 * max(b[3] for b in bounds))


def _paper(wide: int, high: int) -> PIL.Image.Image:
    """A blank map sheet with its grid."""
    sheet = PIL.Image.new("RGB", (wide, high), PAPER)
    draw = ImageDraw.Draw(sheet)
    step = max(16, max(wide, high) // 12)
    for x in range(step, wide, step):
        draw.line([(x, 0), (x, high)], fill=GRID)
    for y in range(step, high, step):
        draw.line([(0, y), (wide, y)], fill=GRID)
    return sheet


# -- outlines -----------------------------------------------------------------------------------------------


def _with_outlines(
    picture: PIL.Image.Image, scale: float, others: Sequence[Detection], witnesses: Sequence[_Witness]
) -> PIL.Image.Image:
    layer = PIL.Image.new("RGBA", (picture.width * SMOOTH, picture.height * SMOOTH), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    zoom, unit = scale * SMOOTH, max(picture.size) / 1024 * SMOOTH
    crowd = 1.0 if len(others) < 60 else 0.8 if len(others) < 250 else 0.6
    for opacity, width, colour in ((120, 2.6, INK), (200, 1.2, (255, 255, 255))):
        for detection in others:
            line = width * unit * (2 if _is_line(detection.outline) else 1)
            _stroke(draw, detection.outline, zoom, (*colour, round(opacity * crowd)), line * max(0.6, crowd))
    for witness in witnesses:
        _fill(draw, witness.detection.outline, zoom, (*witness.colour, 60))
    for dark in (True, False):
        for witness in witnesses:
            line = (8.0 if _is_line(witness.detection.outline) else 3.6) * unit
            if dark:
                _stroke(draw, witness.detection.outline, zoom, (*INK, 200), line + 2.6 * unit)
            else:
                _stroke(draw, witness.detection.outline, zoom, (*witness.colour, 255), line)
    layer = layer.reduce(SMOOTH)
    return PIL.Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _paths(outline: BaseGeometry, zoom: float) -> Iterator[tuple[list[Point], bool]]:
    """The outline's rings and lines in drawn pixels, and whether each is closed."""
    match outline:
        case Polygon():
            for ring in (outline.exterior, *outline.interiors):
                yield [(p[0] * zoom, p[1] * zoom) for p in ring.coords], True
        case LineString():
            yield [(p[0] * zoom, p[1] * zoom) for p in outline.coords], False
        case BaseMultipartGeometry():
            for part in outline.geoms:
                yield from _paths(part, zoom)


def _is_line(outline: BaseGeometry) -> bool:
    return outline.area == 0


def _stroke(
    draw: ImageDraw.ImageDraw, outline: BaseGeometry, zoom: float, colour: tuple[int, ...], width: float
) -> None:
    pen = max(1, round(width))
    for points, closed in _paths(outline, zoom):
        # One point more than the ring's start gives the last corner its joint too.
        draw.line(points + points[1:2] if closed else points, fill=colour, width=pen, joint="curve")


def _fill(draw: ImageDraw.ImageDraw, outline: BaseGeometry, zoom: float, colour: tuple[int, ...]) -> None:
    for points, closed in _paths(outline, zoom):
        if closed and len(points) > 2:
            draw.polygon(points, fill=colour)


# -- labels -------------------------------------------------------------------------------------------------


def _label(picture: PIL.Image.Image, scale: float, witnesses: Sequence[_Witness]) -> None:
    draw = ImageDraw.Draw(picture)
    line = max(12, round(max(picture.size) / 38))
    font, pad = ImageFont.load_default(line), ceil(line * 0.3)
    anchors = [_anchor(witness.detection.outline, scale, picture.size) for witness in witnesses]
    chips: list[tuple[_Witness, Box, Box]] = []
    for witness, anchor in zip(witnesses, anchors, strict=True):
        size = (draw.textlength(witness.caption, font=font) + 2 * pad + 4, line + 2 * pad)
        taken = [chip for _, chip, _ in chips]
        box = place(anchor, size, picture.size, taken, [a for a in anchors if a is not anchor])
        if box is not None:
            chips.append((witness, box, anchor))
    for witness, box, anchor in chips:
        _leader(draw, box, anchor, witness.colour)
    for witness, box, _ in chips:
        draw.rounded_rectangle(box, radius=pad / 2, fill=INK, outline=witness.colour, width=2)
        at = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        draw.text(at, witness.caption, font=font, fill=witness.colour, anchor="mm")


def _anchor(outline: BaseGeometry, scale: float, frame: tuple[int, int]) -> Box:
    """The part of the outline's box that lies in the picture."""
    x0, y0, x1, y1 = (c * scale for c in outline.bounds)
    return (
        min(max(0.0, x0), frame[0]),
        min(max(0.0, y0), frame[1]),
        min(max(0.0, x1), frame[0]),
        min(max(0.0, y1), frame[1]),
    )


def _leader(draw: ImageDraw.ImageDraw, box: Box, anchor: Box, colour: Colour) -> None:
    """A line from a label to what it names, where they do not stand together."""
    start = (min(max(anchor[0], box[0]), box[2]), min(max(anchor[1], box[1]), box[3]))
    end = (min(max(start[0], anchor[0]), anchor[2]), min(max(start[1], anchor[1]), anchor[3]))
    if abs(start[0] - end[0]) + abs(start[1] - end[1]) > 8:
        draw.line([start, end], fill=INK, width=4)
        draw.line([start, end], fill=colour, width=2)
