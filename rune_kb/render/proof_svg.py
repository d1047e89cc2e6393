"""A proof as a drawn tree in SVG, from left to right, laid out here: no program is needed for it.

Every box has the same width, so that a column is a depth. A step has the height of all below it to itself and
stands in the middle of that; so no two boxes meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from rune_kb.proof.tree import Proof
from rune_kb.render.nouns import line
from rune_kb.render.proof_boxes import COLUMNS, StepBox, step_boxes
from rune_kb.render.proof_dot import FILLS
from rune_kb.vocabulary import Vocabulary

_SIZE = 12
"""Of the letters, in pixels; a letter of a monospaced font is some 0.6 as wide, and we allow for 0.62."""
_LINE = 16
_PAD = 9
_WIDTH = round(COLUMNS * _SIZE * 0.62) + 2 * _PAD
_GAP, _BETWEEN = 46, 12
"""Between columns, and between boxes of a column."""
_MARGIN = 12

_STROKES = {
    "seen": "#5b9a6b", "derived": "#9aa0a6", "searched": "#5f83b5", "against": "#b5432a", "more": "#b8b3a6",
}  # fmt: skip
_STYLE = (
    f"text{{font:{_SIZE}px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;"
    "fill:#1d242b;white-space:pre}.t{font-weight:bold}.f{fill:#5d6770}"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its left upper corner and its height."""

    box: StepBox
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def to_svg(proof: Proof, vocabulary: Vocabulary | None = None, *, full: bool = False) -> str:
    """The tree as SVG text. Long lists of members are cut short unless ``full``."""
    placed = lay_out(step_boxes(proof, vocabulary, full=full))
    wide = max(each.x + _WIDTH for each in placed) + _MARGIN
    high = max(each.y + each.height for each in placed) + _MARGIN
    at = {each.box.number: each for each in placed}
    title = escape(line(f"Proof that {proof.image.id} answers"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" '
        f'viewBox="0 0 {wide:g} {high:g}" role="img">',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect width="{wide:g}" height="{high:g}" fill="#fdfcf9"/>',
        *(_edge(at[each.box.parent], each) for each in placed if each.box.parent is not None),
        *(_drawn(each) for each in placed),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def lay_out(boxes: Sequence[StepBox]) -> list[Placed]:
    """Where each box goes; the boxes come parents first."""
    below: dict[int | None, list[StepBox]] = {}
    for box in boxes:
        below.setdefault(box.parent, []).append(box)
    room = _room(boxes, below)
    return list(_place(below[None][0], _MARGIN, _MARGIN, below, room))


def _room(boxes: Sequence[StepBox], below: Mapping[int | None, Sequence[StepBox]]) -> dict[int, float]:
    """The height that each box and all below it take."""
    room: dict[int, float] = {}
    for box in sorted(boxes, key=lambda box: (box.kind != "more", -box.number)):
        inner = below.get(box.number, ())
        needed = sum(room[child.number] for child in inner) + _BETWEEN * max(0, len(inner) - 1)
        room[box.number] = max(_height(box), needed)
    return room


def _place(
    box: StepBox,
    x: float,
    top: float,
    below: Mapping[int | None, Sequence[StepBox]],
    room: Mapping[int, float],
) -> Iterator[Placed]:
    own = room[box.number]
    yield Placed(box, x, top + (own - _height(box)) / 2, _height(box))
    inner = below.get(box.number, ())
    needed = sum(room[child.number] for child in inner) + _BETWEEN * max(0, len(inner) - 1)
    y = top + (own - needed) / 2
    for child in inner:
        yield from _place(child, x + _WIDTH + _GAP, y, below, room)
        y += room[child.number] + _BETWEEN


def _height(box: StepBox) -> float:
    return (1 + len(box.formula) + len(box.facts)) * _LINE + 2 * _PAD


def _edge(parent: Placed, child: Placed) -> str:
    x0, y0, x1, y1 = parent.x + _WIDTH, parent.middle, child.x, child.middle
    bend = (x0 + x1) / 2
    colour = _STROKES["against"] if child.box.against else "#9aa0a6"
    dashes = ' stroke-dasharray="6 4"' if child.box.against else ""
    path = f"M{x0:g} {y0:g}C{bend:g} {y0:g} {bend:g} {y1:g} {x1:g} {y1:g}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}/>'


def _drawn(placed: Placed) -> str:
    box, x = placed.box, placed.x + _PAD
    dashes = ' stroke-dasharray="6 4"' if box.against else ""
    lines = [
        f'<rect x="{placed.x:g}" y="{placed.y:g}" width="{_WIDTH}" height="{placed.height:g}" rx="6" '
        f'fill="{FILLS[box.kind]}" stroke="{_STROKES[box.kind]}"{dashes}/>'
    ]
    rows = [("t", box.title), *(("", text) for text in box.formula), *(("f", text) for text in box.facts)]
    for row, (style, text) in enumerate(rows):
        y = placed.y + _PAD + _LINE * row + _SIZE
        named = f' class="{style}"' if style else ""
        lines.append(f'<text x="{x:g}" y="{y:g}"{named}>{escape(text)}</text>')
    return "\n".join(lines)
