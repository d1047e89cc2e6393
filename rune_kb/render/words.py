"""Answers in words: what the variables stand for, how many there are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from rune_kb.answers import Answer
from rune_kb.detection import Detection


def witnesses(answer: Answer, detections: Sequence[Detection]) -> list[tuple[str, str]]:
    """Each variable with what it is bound to; ``detections`` are those of the answer's image."""
    known = {detection.id: detection for detection in detections}
    return [
        (name, _named([known[one] for one in ((ids,) if isinstance(ids, str) else ids)]))
        for name, ids in answer.bindings.items()
    ]


def _named(bound: Sequence[Detection]) -> str:
    """``ship 0.93 (#4)``, or for several ``3 × ship, 0.93 to 0.88 (#4, #9, #12)``."""
    if len(bound) == 1:
        return f"{_word(bound[0])} {bound[0].score:.2f} (#{bound[0].k})"
    if not bound:
        return "none"
    kinds = ", ".join(f"{count} × {word}" for word, count in Counter(map(_word, bound)).items())
    scores = [detection.score for detection in bound]
    numbers = ", ".join(f"#{detection.k}" for detection in bound)
    return f"{kinds}, {max(scores):.2f} to {min(scores):.2f} ({numbers})"


def _word(detection: Detection) -> str:
    return detection.cls.replace("_", " ")


def counted(number: int, noun: str) -> str:
    """``1 image``, ``2 images``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def worth(answer: Answer) -> str:
    """The score, or the bracket it lies in."""
    if answer.bracket is None:
        return f"{answer.score:.3f}"
    low, high = answer.bracket
    return f"{math.floor(low * 100) / 100:.2f}–{math.ceil(high * 100) / 100:.2f}"  # outwards, to be true
