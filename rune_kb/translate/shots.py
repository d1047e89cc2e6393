"""Worked examples for the prompt: the questions of shots.txt that are most like the one that is asked.

Likeness is of wording, not of subject: words of the vocabulary all count as one word, and rare words and
pairs of words count for more than common ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from rune_kb.errors import FormulaError
from rune_kb.translate.repair import understood
from rune_kb.translate.reply import Refusal, read
from rune_kb.translate.words import CLASS, masked
from rune_kb.vocabulary import Vocabulary

_STRANGE = "<strange>"
"""A word that is in no question with a formula."""

FILE = Path(__file__).with_name("shots.txt")


@dataclass(frozen=True, slots=True)
class Shot:
    """A question and the reply it should get: a formula, or ``cannot: "…"``."""

    question: str
    reply: str

    @property
    def refuses(self) -> bool:
        return isinstance(read(self.reply), Refusal)


@lru_cache(maxsize=1)
def all_shots() -> tuple[Shot, ...]:
    """Those of shots.txt, in its order."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    return tuple(Shot(question, reply.strip()) for question, reply in zip(told[::2], told[1::2], strict=True))


@dataclass(frozen=True)
class Shots:
    """The shots that a vocabulary can say."""

    vocabulary: Vocabulary

    @cached_property
    def said(self) -> tuple[Shot, ...]:
        return tuple(shot for shot in all_shots() if self._checks(shot))

    def nearest(self, question: str, count: int) -> list[Shot]:
        """So many of them, the likest last: next to the question."""
        asked = self._features_of(question)
        likeness = [_cosine(asked, features, self._weights) for features in self._features]
        chosen: list[Shot] = []
        for index in sorted(range(len(self.said)), key=lambda index: -likeness[index]):
            shot = self.said[index]
            refusals = sum(other.refuses for other in chosen)
            if len(chosen) < count and not (shot.refuses and refusals > count // 3):
                chosen.append(shot)
        return chosen[::-1]

    def _checks(self, shot: Shot) -> bool:
        try:
            understood(shot.reply, self.vocabulary)
        except FormulaError:
            return False
        return True

    @cached_property
    def _features(self) -> list[Counter[str]]:
        return [self._features_of(shot.question) for shot in self.said]

    @cached_property
    def _familiar(self) -> frozenset[str]:
        """Words of the questions that have a formula. A question with others may be one that has none."""
        having = (shot for shot in self.said if not shot.refuses)
        return frozenset(word for shot in having for word in masked(shot.question, self.vocabulary))

    def _features_of(self, question: str) -> Counter[str]:
        said = masked(question, self.vocabulary)
        features = Counter(_grams(["^", *said, "$"]))
        if not self._familiar.issuperset(said):
            features[_STRANGE] = 1
        return features

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """How much a feature tells: the fewer shots have it the more."""
        having = Counter(feature for features in self._features for feature in features)
        weights = {feature: math.log(1 + len(self.said) / n) for feature, n in having.items()}
        return {**weights, CLASS: 0.3}


def _grams(words: list[str]) -> Iterator[str]:
    yield from words[1:-1]
    yield from (f"{one} {other}" for one, other in pairwise(words))


def _cosine(one: Counter[str], other: Counter[str], weights: Mapping[str, float]) -> float:
    def size(features: Counter[str]) -> float:
        return math.sqrt(sum((n * weights.get(feature, 1.0)) ** 2 for feature, n in features.items()))

    common = sum(n * other[feature] * weights.get(feature, 1.0) ** 2 for feature, n in one.items())
    return common / (size(one) * size(other) or 1.0)
