"""Where labels go: beside what they name, inside the picture, never over one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

GAPS = (3.0, 16.0, 34.0, 60.0, 100.0, 160.0, 240.0)
"""How far from its object a label may go, nearest tried first."""


def place(
    anchor: Box,
    size: tuple[float, float],
    frame: tuple[float, float],
    taken: Sequence[Box],
    avoid: Sequence[Box],
) -> Box | None:
    """The best box of this size for a label of what fills ``anchor``; None where the picture is full.

    It lies within ``frame`` (width, height), clear of ``taken`` (other labels), and covers as little as
    it can of ``avoid`` (other objects that matter).
    """
    best: tuple[float, Box] | None = None
    for gap in GAPS:
        for box in _around(anchor, size, gap):
            inside = _pushed_in(box, frame)
            if inside is None or any(_shared(inside, other) > 0 for other in taken):
                continue
            pushed = abs(inside[0] - box[0]) + abs(inside[1] - box[1])
            covered = _shared(inside, anchor) + sum(_shared(inside, other) for other in avoid)
            cost = gap + pushed + covered / 6
            if best is None or cost < best[0]:
                best = (cost, inside)
        if best is not None and best[0] <= gap:
            break
    return best[1] if best else None


def overlaps(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return _shared(one, other) > 0


def _around(anchor: Box, size: tuple[float, float], gap: float) -> Iterator[Box]:
    """Boxes above, below, right and left of the anchor, flush with its sides or centred on it."""
    left, top, right, bottom = anchor
    wide, high = size
    across = (left, (left + right - wide) / 2, right - wide)
    along = ((top + bottom - high) / 2, top, bottom - high)
    for y in (top - gap - high, bottom + gap):
        for x in across:
            yield (x, y, x + wide, y + high)
    for x in (right + gap, left - gap - wide):
        for y in along:
            yield (x, y, x + wide, y + high)


def _pushed_in(box: Box, frame: tuple[float, float]) -> Box | None:
    wide, high = box[2] - box[0], box[3] - box[1]
    if wide > frame[0] or high > frame[1]:
        return None
    x = min(max(0.0, box[0]), frame[0] - wide)
    y = min(max(0.0, box[1]), frame[1] - high)
    return (x, y, x + wide, y + high)


def _shared(one: Box, other: Box) -> float:
    """Area the two boxes have in common."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
