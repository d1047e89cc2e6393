"""How good scores are as probabilities: of the detections scored 0.7 seven in ten should be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from rune_kb.calibration.matching import Example
from rune_kb.curve import Curves

BINS = 10
FOLDS = 5
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Bin:
    """The detections scored from ``low`` to ``high``: how many, their mean score, the share that is right."""

    low: float
    high: float
    detections: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """``ece``: expected calibration error, the mean over detections of |score − right| of their bin.

    ``brier``: mean of (score − right)², where right is 0 or 1. ``bins`` without those that are empty.
    """

    ece: float
    brier: float
    bins: tuple[Bin, ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def reliability(scores: Sequence[float], right: Sequence[bool]) -> Reliability:
    """In ten bins of equal width, the last one with its upper end."""
    binned: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, is_right in zip(scores, right, strict=True):
        binned[min(int(score * BINS), BINS - 1)].append((score, is_right))
    bins = tuple(_bin(i, binned[i]) for i in sorted(binned))
    n = len(scores)
    return Reliability(
        ece=sum(each.detections * abs(each.score - each.right) for each in bins) / n,
        brier=sum((score - is_right) ** 2 for score, is_right in zip(scores, right, strict=True)) / n,
        bins=bins,
    )


def _bin(i: int, found: Sequence[tuple[float, bool]]) -> Bin:
    n = len(found)
    scores, right = sum(score for score, _ in found), sum(is_right for _, is_right in found)
    return Bin(i / BINS, (i + 1) / BINS, n, scores / n, right / n)


def held_out(examples: Sequence[Example], fit: Callable[[Sequence[Example]], Curves]) -> list[float]:
    """The probability of every example by a fit that has not seen its image.

    The images are dealt into FOLDS parts (fewer where there are fewer images), by a generator with a fixed
    seed; each part is judged by what is fitted to the others.
    """
    images = sorted({example.image for example in examples})
    Random(SEED).shuffle(images)
    part = {image: i % FOLDS for i, image in enumerate(images)}
    fitted = {i: fit([e for e in examples if part[e.image] != i]) for i in set(part.values())}
    return [fitted[part[e.image]].of(e.cls)(e.score) for e in examples]
