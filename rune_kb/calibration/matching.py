"""Which detections are right: matched to labels as COCO's evaluation does it.

In each image, and for each source by itself, the detections choose in the order of their scores: each the
label that it overlaps most, of those that are of its class and that no stronger one has chosen. One that
overlaps none enough (intersection over union) is wrong. A class agrees with those above and below it: a label
`vehicle` does not deny that something is a large vehicle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rune_kb.calibration.labels import Label, with_area
from rune_kb.detection import Detection
from rune_kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Example:
    """A detection that was judged."""

    image: str
    cls: str
    score: float
    right: bool


@dataclass(frozen=True)
class Judged:
    """The examples, and how many detections are none, by reason."""

    examples: tuple[Example, ...]
    left_out: Mapping[str, int]


LINE = "a line, which has no area"
UNLABELLED = "of a class that no label has"
DIFFICULT = "on a label that is difficult or a crowd"


class Matching:
    """Judges the detections of one image after another, and keeps the examples."""

    def __init__(self, vocabulary: Vocabulary, labelled: Iterable[str], iou: float) -> None:
        """``labelled`` are the classes that labels have; for others nobody looked, so nothing is known."""
        self._iou = iou
        self._labelled = tuple(labelled)
        self._vocabulary = vocabulary
        self._agree = lru_cache(maxsize=None)(self._agreeing)
        self._examples: list[Example] = []
        self._left_out: Counter[str] = Counter()

    def judge(self, detections: Sequence[Detection], labels: Sequence[Label]) -> None:
        """Detections of one image, with what is really there."""
        by_source: dict[str | None, list[Detection]] = defaultdict(list)
        areas = with_area([detection.outline for detection in detections])
        for detection, has_area in zip(detections, areas, strict=True):
            if not has_area:
                self._left_out[LINE] += 1
            elif not any(self._agree(detection.cls, cls) for cls in self._labelled):
                self._left_out[UNLABELLED] += 1
            else:
                by_source[detection.source].append(detection)
        for found in by_source.values():
            found.sort(key=lambda d: (-d.score, d.k))
            self._judge_one_source(found, labels)

    def judged(self) -> Judged:
        return Judged(tuple(self._examples), dict(self._left_out))

    def _judge_one_source(self, found: Sequence[Detection], labels: Sequence[Label]) -> None:
        overlapped = _overlaps([d.outline for d in found], [label.outline for label in labels], self._iou)
        taken: set[int] = set()
        for i, detection in enumerate(found):
            of_class = [j for j in overlapped[i] if self._agree(detection.cls, labels[j].cls)]
            free = [j for j in of_class if labels[j].counts and j not in taken]
            if not free and any(not labels[j].counts for j in of_class):
                self._left_out[DIFFICULT] += 1
                continue
            taken.update(free[:1])
            self._examples.append(Example(detection.image, detection.cls, detection.score, bool(free)))

    def _agreeing(self, a: str, b: str) -> bool:
        return a == b or a in self._below(b) or b in self._below(a)

    def _below(self, name: str) -> frozenset[str]:
        return self._vocabulary.descendants(name) if name in self._vocabulary.classes else frozenset()


def _overlaps(found: Sequence[BaseGeometry], there: Sequence[BaseGeometry], least: float) -> list[list[int]]:
    """For each outline, those of ``there`` with at least this intersection over union, the greatest first."""
    result: list[list[tuple[float, int]]] = [[] for _ in found]
    if found and there:
        a, b = _valid(found), _valid(there)
        i, j = shapely.STRtree(b).query(a, predicate="intersects")
        common = shapely.area(shapely.intersection(a[i], b[j]))
        with np.errstate(invalid="ignore"):  # two outlines without area have nan in common
            iou = common / (shapely.area(a)[i] + shapely.area(b)[j] - common)
        for k in np.flatnonzero(iou >= least):
            result[i[k]].append((-float(iou[k]), int(j[k])))
    return [[j for _, j in sorted(row)] for row in result]


def _valid(outlines: Sequence[BaseGeometry]) -> Any:
    made = np.empty(len(outlines), dtype=object)
    made[:] = list(outlines)
    broken = ~shapely.is_valid(made)
    made[broken] = shapely.make_valid(made[broken])
    return made
