"""From an image's lineages to its answers, and from those of all images to the best."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from rune_kb.lineage.bounds import Interval
from rune_kb.lineage.circuit import Circuit
from rune_kb.lineage.evaluate import EXACT, Evaluator
from rune_kb.lineage.proofs import Proofs
from rune_kb.lineage.read import Lineage, Reader, mentioned

GROUNDING = 0.5
"""Of an image's budget, the part that finding its lineage may take."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How answers are scored: ``k`` proofs of ``topk``, None for ``exact``; ``budget`` seconds an image."""

    k: int | None
    budget: float
    threshold: float
    top: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: the detections that the free variables stand for, and its probability, low and high."""

    image: str
    ids: tuple[int, ...]
    bounds: Interval


@dataclass(frozen=True, slots=True)
class Grounded:
    """The lineages of one image, by binding of the free variables, and the scores of its detections."""

    image: str
    spent: float
    scores: dict[int, float]
    lineages: dict[tuple[int, ...], list[Lineage]]

    @classmethod
    def of(cls, sent: Sequence[Any]) -> Grounded:
        """What Prolog sends: image, seconds spent, (detection, score) pairs, (bindings, lineage) pairs."""
        image, spent, scores, rows = sent
        lineages: dict[tuple[int, ...], list[Lineage]] = {}
        for ids, lineage in rows:
            lineages.setdefault(tuple(ids), []).append(lineage)
        return cls(str(image), float(spent), {k: float(s) for k, s in scores}, lineages)

    def answers(self, wanted: Wanted) -> Iterable[Found]:
        """Those that may reach the threshold; the time that is left is shared among the bindings."""
        start = time.perf_counter()
        end = start + max(wanted.budget - self.spent, wanted.budget / 10)
        image = _Image(self)
        for done, (ids, lineages) in enumerate(self.lineages.items()):
            now = time.perf_counter()
            share = now + max(end - now, 0.0) / (len(self.lineages) - done)
            low, high = image.probability(ids, lineages, wanted.k, share)
            if high > 0 and high >= wanted.threshold - EXACT:
                yield Found(self.image, ids, (low, high))


class _Image:
    """What the lineages of one image share."""

    def __init__(self, grounded: Grounded) -> None:
        ids = {k: None for bound in grounded.lineages for k in bound}
        order = mentioned([*chain.from_iterable(grounded.lineages.values()), *ids])
        self._circuit = Circuit([grounded.scores[k] for k in order])
        self._reader = Reader(self._circuit, {k: n for n, k in enumerate(order)})
        self._evaluator = Evaluator(self._circuit)

    def probability(
        self, ids: tuple[int, ...], lineages: Sequence[Lineage], k: int | None, end: float
    ) -> Interval:
        now = time.perf_counter()
        self._reader.end = now + (end - now) / 2
        whole: Lineage = ["and", *ids, ["or", *lineages] if len(lineages) > 1 else lineages[0]]
        if k is None:
            return _settled(self._evaluator.probability(self._reader.node(whole), end))
        return self._best(whole, k, end)

    def _best(self, whole: Lineage, k: int, end: float) -> Interval:
        """At least one of the k best proofs."""
        proofs = Proofs(self._circuit, self._reader, self._evaluator)
        now = time.perf_counter()
        best = proofs.best(whole, k, now + (end - now) / 2)
        self._reader.end = now + (end - now) * 0.7
        some = self._circuit.disj([proofs.node(proof) for proof in best])
        low, high = self._evaluator.probability(some, end)
        if not proofs.complete:
            high = max(high, self._evaluator.quick(self._reader.node(whole))[1])
        return _settled((low, high))


def _settled(bounds: Interval) -> Interval:
    """A number, twice, where the bounds are as good as one."""
    low, high = bounds
    if high - low <= EXACT:
        low = high = (low + high) / 2
    return (min(1.0, max(0.0, low)), min(1.0, max(0.0, high)))


class Collector:
    """Takes the lineages of images, a few at a time, and keeps the best answers.

    Prolog calls :meth:`take` (prolog/border.pl).
    """

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._found: list[Found] = []
        self._best: list[float] = []

    def take(self, images: Sequence[Sequence[Any]]) -> float:
        """The images' answers are added; what comes back is the bound below which no image can matter."""
        for sent in images:
            for found in Grounded.of(sent).answers(self._wanted):
                self._found.append(found)
                self._note(found.bounds[0])
        full = self._wanted.top is not None and len(self._best) >= self._wanted.top
        return self._best[0] * (1 - EXACT) if full else 0.0

    def _note(self, low: float) -> None:
        """Keeps the ``top`` best scores, the least first."""
        if self._wanted.top is None:
            return
        if len(self._best) < self._wanted.top:
            heapq.heappush(self._best, low)
        else:
            heapq.heappushpop(self._best, low)

    def answers(self) -> list[Found]:
        """Best first, by the lower end; equal ones by image and binding."""
        ordered = sorted(self._found, key=lambda each: (-each.bounds[0], each.image, each.ids))
        return ordered[: self._wanted.top]
