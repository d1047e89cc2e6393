"""What is to be drawn of a scene, and where: worked out once, for pixels and for vectors.

All of it is in pixels of the picture, not of the image.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, dist

import PIL.Image
from PIL import ImageFont
from shapely import affinity
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry
from shapely.ops import nearest_points

from rune_kb.detection import Detection, Image
from rune_kb.errors import RuneError
from rune_kb.render.chips import Box, place
from rune_kb.render.ground import ground
from rune_kb.render.nouns import line

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
MISSED: Colour = (255, 92, 80)
LINK: Colour = (255, 255, 255)
FEW = 12
"""Labels that have room to be large; so many links are labelled."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two detections, with what was measured; an arrow where the two are not alike."""

    one: str
    other: str
    text: str
    missed: bool = False
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn besides witnesses: their captions (for those that want another), links, near misses.

    ``missed`` are detections that stand out dashed, with their captions.
    """

    captions: Mapping[str, str] = field(default_factory=dict)
    links: Sequence[Link] = ()
    missed: Mapping[str, str] = field(default_factory=dict)


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Shown:
    """A detection that stands out."""

    outline: BaseGeometry
    caption: str
    colour: Colour
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A link in its place."""

    start: Point
    end: Point
    link: Link

    @property
    def colour(self) -> Colour:
        return MISSED if self.link.missed else LINK


@dataclass(frozen=True, slots=True)
class Chip:
    """A label in its place, and what it names; ``faint``: the line to that should not look like a link."""

    text: str
    colour: Colour
    box: Box
    anchor: Box
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """``ground`` is the picture below; ``others`` are the outlines that do not stand out."""

    ground: PIL.Image.Image
    others: Sequence[BaseGeometry]
    shown: Sequence[Shown]
    links: Sequence[Drawn]
    chips: Sequence[Chip]
    letters: int
    """Height of the labels' letters."""

    @property
    def unit(self) -> float:
        """What a pixel is in a picture of 1024."""
        return max(self.ground.size) / 1024

    @property
    def crowd(self) -> float:
        """How strongly the other outlines are drawn: the more there are the fainter."""
        return 1.0 if len(self.others) < 60 else 0.8 if len(self.others) < 250 else 0.6


def plan_scene(
    image: Image,
    detections: Sequence[Detection],
    highlights: Mapping[str, str | Sequence[str]],
    marks: Marks,
    size: int,
) -> Plan:
    """Raises RuneError where a highlighted or missed id is not among the detections."""
    known = {detection.id: detection for detection in detections}
    base, scale = ground(image, detections, size)
    outlines = {id: affinity.scale(d.outline, scale, scale, origin=(0, 0)) for id, d in known.items()}
    shown = _shown(known, outlines, highlights, marks)
    links = [drawn for link in marks.links for drawn in _drawn(link, outlines)]
    few = len(shown) + len(links) <= FEW
    letters = max(11, round(size / (38 if few else 54)))
    chips = _chips(list(shown.values()), links, letters, base.size)
    others = [outline for id, outline in outlines.items() if id not in shown]
    return Plan(base, others, list(shown.values()), links, chips, letters)


def _shown(
    known: Mapping[str, Detection],
    outlines: Mapping[str, BaseGeometry],
    highlights: Mapping[str, str | Sequence[str]],
    marks: Marks,
) -> dict[str, Shown]:
    """One for each highlighted detection, in the order of the mapping, then the missed ones."""
    names: dict[str, list[str]] = {}
    colours: dict[str, Colour] = {}
    for i, (name, ids) in enumerate(highlights.items()):
        for one in (ids,) if isinstance(ids, str) else ids:
            if one not in known:
                raise RuneError(f"cannot show {name} = {one}: no such detection in the picture")
            names.setdefault(one, []).append(name)
            colours.setdefault(one, PALETTE[i % len(PALETTE)])
    found = {}
    for id, bound in names.items():
        caption = marks.captions.get(id, caption_of(", ".join(bound), known[id]))
        found[id] = Shown(outlines[id], caption, colours[id])
    for id, caption in marks.missed.items():
        if id not in known:
            raise RuneError(f"cannot show {id}: no such detection in the picture")
        if id not in found:
            found[id] = Shown(outlines[id], caption, MISSED, missed=True)
    return found


def caption_of(names: str, detection: Detection) -> str:
    """``x: ship 0.93``."""
    return f"{names}: {line(detection.cls.replace('_', ' '))} {detection.score:.2f}"


def _drawn(link: Link, outlines: Mapping[str, BaseGeometry]) -> Iterator[Drawn]:
    """Between the nearest points of the outlines, or of an arrow from centre to centre."""
    if link.one not in outlines or link.other not in outlines:
        return
    one, other = outlines[link.one], outlines[link.other]
    points = (one.centroid, other.centroid) if link.arrow else nearest_points(one, other)
    start, end = ((point.x, point.y) for point in points)
    yield Drawn(start, end, link)


# -- labels -----------------------------------------------------------------------------------------------


def _chips(
    shown: Sequence[Shown], links: Sequence[Drawn], letters: int, frame: tuple[int, int]
) -> list[Chip]:
    """Labels of witnesses first, then of as many links as there is room for; none over another."""
    font, pad = ImageFont.load_default(letters), ceil(letters * 0.3)
    anchors = [anchor_of(each.outline, frame) for each in shown]
    wanted = [(each.caption, each.colour, at, False) for each, at in zip(shown, anchors, strict=True)]
    wanted += [(each.link.text, each.colour, _middle(each), True) for each in links[:FEW]]
    chips: list[Chip] = []
    for text, colour, anchor, faint in wanted:
        size = (font.getlength(text) + 2 * pad + 4, letters + 2 * pad)
        taken = [chip.box for chip in chips]
        box = place(anchor, size, frame, taken, [a for a in anchors if a is not anchor])
        if not text or box is None:
            continue
        chip = Chip(text, colour, box, anchor, faint)
        # In a crowd a measure far from its line seems to be of some other line.
        if not faint or len(wanted) <= FEW or _far(chip) <= 4 * letters:
            chips.append(chip)
    return chips


def anchor_of(outline: BaseGeometry, frame: tuple[int, int]) -> Box:
    """The part of the outline's box that lies in the picture."""
    x0, y0, x1, y1 = outline.bounds
    return (
        min(max(0.0, x0), frame[0]),
        min(max(0.0, y0), frame[1]),
        min(max(0.0, x1), frame[0]),
        min(max(0.0, y1), frame[1]),
    )


def _middle(drawn: Drawn) -> Box:
    x, y = (drawn.start[0] + drawn.end[0]) / 2, (drawn.start[1] + drawn.end[1]) / 2
    return (x, y, x, y)


def _far(chip: Chip) -> float:
    leader = leader_of(chip)
    return dist(*leader) if leader else 0.0


def leader_of(chip: Chip) -> tuple[Point, Point] | None:
    """A line from a label to what it names, where they do not stand together."""
    box, anchor = chip.box, chip.anchor
    start = (min(max(anchor[0], box[0]), box[2]), min(max(anchor[1], box[1]), box[3]))
    end = (min(max(start[0], anchor[0]), anchor[2]), min(max(start[1], anchor[1]), anchor[3]))
    return (start, end) if abs(start[0] - end[0]) + abs(start[1] - end[1]) > 8 else None


# -- outlines ----------------------------------------------------------------------------------------------


def paths(outline: BaseGeometry) -> Iterator[tuple[list[Point], bool]]:
    """The outline's rings and lines, and whether each is closed."""
    match outline:
        case Polygon():
            for ring in (outline.exterior, *outline.interiors):
                yield [(p[0], p[1]) for p in ring.coords], True
        case LineString():
            yield [(p[0], p[1]) for p in outline.coords], False
        case BaseMultipartGeometry():
            for part in outline.geoms:
                yield from paths(part)


def is_line(outline: BaseGeometry) -> bool:
    return outline.area == 0
