"""From a detector's score to a probability: the curves of a calibration, as plain values.

A curve never falls, so a stronger detection stays at least as probable. What fits it is
:mod:`rune_kb.calibration`; applying it needs no library.

>>> Steps((0.2, 0.6), (0.1, 0.9))(0.4)
0.5
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_EDGE = 1e-6
"""A sigmoid takes scores of 0 and 1 for this and 1 less this: their log-odds are infinite."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Isotonic: straight between its points (scores rising, probabilities not falling), level beyond them."""

    scores: tuple[float, ...]
    probabilities: tuple[float, ...]

    def __call__(self, score: float) -> float:
        above = bisect_right(self.scores, score)
        if above in (0, len(self.scores)):
            return self.probabilities[0 if above == 0 else -1]
        x0, x1 = self.scores[above - 1], self.scores[above]
        y0, y1 = self.probabilities[above - 1], self.probabilities[above]
        # The last digit of a sum can exceed the end, and then the curve would fall at the next point.
        return min(y1, y0 + (y1 - y0) * ((score - x0) / (x1 - x0)))


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """Platt: log-odds of the probability = ``slope`` times the log-odds of the score + ``offset``."""

    slope: float
    offset: float

    def __call__(self, score: float) -> float:
        odds = self.slope * log_odds(score) + self.offset
        return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0


Curve = Steps | Sigmoid


@dataclass(frozen=True, slots=True)
class Curves:
    """The curve of all classes, and those that some classes have of their own."""

    shared: Curve
    by_class: Mapping[str, Curve] = field(default_factory=dict)

    def of(self, cls: str) -> Curve:
        return self.by_class.get(cls, self.shared)

    def to_json(self) -> str:
        kept = {"shared": _record(self.shared), "by_class": {c: _record(v) for c, v in self.by_class.items()}}
        return json.dumps(kept)

    @staticmethod
    def from_json(text: str) -> Curves:
        kept = json.loads(text)
        return Curves(_curve(kept["shared"]), {c: _curve(v) for c, v in kept["by_class"].items()})


def log_odds(score: float) -> float:
    """ln(p / (1 − p)), finite at 0 and 1."""
    p = min(max(score, _EDGE), 1 - _EDGE)
    return math.log(p / (1 - p))


def _record(curve: Curve) -> dict[str, Any]:
    match curve:
        case Steps(scores, probabilities):
            return {"scores": scores, "probabilities": probabilities}
        case Sigmoid(slope, offset):
            return {"slope": slope, "offset": offset}


def _curve(record: Mapping[str, Any]) -> Curve:
    if "slope" in record:
        return Sigmoid(record["slope"], record["offset"])
    return Steps(tuple(record["scores"]), tuple(record["probabilities"]))
