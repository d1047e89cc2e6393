"""Labels in, calibrated sources out: one fit, one transaction, and a report of how much it helped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rune_kb.calibration.fit import METHODS, Method, fit, need_scikit_learn
from rune_kb.calibration.labels import Labels, read_labels
from rune_kb.calibration.matching import Example, Judged, Matching
from rune_kb.calibration.reliability import Reliability, held_out, reliability
from rune_kb.calibration.sources import matching_sources, some, sources_about
from rune_kb.errors import RuneError
from rune_kb.formats.base import Problem, ReadOptions
from rune_kb.ingest import own_path
from rune_kb.store import Store
from rune_kb.store.schema import now
from rune_kb.store.values import Calibration
from rune_kb.vocabulary import Vocabulary

LEAST_EXAMPLES = 30
"""Fewer say too little about a curve."""


@dataclass(frozen=True)
class CalibrationReport:
    """What was fitted to what, and how good the scores were and are as probabilities.

    ``sources`` are those that are calibrated now; ``images`` and ``labels`` those that were learnt from;
    ``right`` of the ``detections`` found a label, ``left_out`` counts others by reason. ``own_curve`` are the
    classes with a curve of their own. ``after`` is measured on images that the fit had not seen.
    """

    method: str
    sources: tuple[str, ...]
    images: int
    labels: int
    detections: int
    right: int
    left_out: Mapping[str, int]
    own_curve: tuple[str, ...]
    before: Reliability
    after: Reliability
    problems: tuple[Problem, ...]

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values, as ``rune calibrate --json`` prints it."""
        return {
            "method": self.method,
            "sources": list(self.sources),
            "images": self.images,
            "labels": self.labels,
            "detections": self.detections,
            "right": self.right,
            "left_out": dict(self.left_out),
            "own_curve": list(self.own_curve),
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "problems": [asdict(problem) for problem in self.problems],
        }


def calibrate(
    store: Store,
    vocabulary: Vocabulary,
    labels: str | Path,
    *,
    format: str | None = None,
    options: ReadOptions | None = None,
    source: str | None = None,
    method: Method = "isotonic",
    iou: float = 0.5,
    per_class: bool = False,
) -> CalibrationReport:
    """Fits the scores of sources to labels, and keeps the fit with the sources.

    Raises RuneError where there is too little to fit, FormatError for labels that cannot be read; the store
    is left as it was.
    """
    if method not in METHODS:
        raise RuneError(f"no method {method!r}; there are {' and '.join(METHODS)}")
    if not 0 < iou <= 1:
        raise RuneError(f"an intersection over union lies above 0 and up to 1; {iou:g} does not")
    need_scikit_learn()
    told = read_labels(labels, vocabulary, format, options)
    with store.snapshot():
        if source is None:
            sources = sources_about(store, told.by_image.keys(), told.files)
        else:
            sources = matching_sources(store, source)
        judged = _judged(store, vocabulary, told, sources, iou)
    _check(judged, told, iou)
    fitting = partial(fit, method=method, per_class=per_class)
    curves = fitting(judged.examples)
    before, after = _measured(judged.examples, held_out(judged.examples, fitting))
    with store.writing() as writer:
        writer.set_calibration(Calibration(method, own_path(labels), now(), curves, tuple(sources)))
    return CalibrationReport(
        method=method,
        sources=tuple(sources),
        images=len({example.image for example in judged.examples}),
        labels=told.number,
        detections=len(judged.examples),
        right=sum(example.right for example in judged.examples),
        left_out=judged.left_out,
        own_curve=tuple(curves.by_class),
        before=before,
        after=after,
        problems=told.problems,
    )


def remove_calibration(store: Store, source: str | None = None) -> list[str]:
    """Lets the scores of the sources (those that match; all) be what they said; the paths that had others."""
    paths = [each.path for each in store.sources()] if source is None else matching_sources(store, source)
    with store.writing() as writer:
        return writer.remove_calibration(paths)


def _judged(store: Store, vocabulary: Vocabulary, told: Labels, sources: Sequence[str], iou: float) -> Judged:
    """The sources' detections in images with labels, by the scores that the sources said."""
    meant = set(sources)
    matching = Matching(vocabulary, told.classes, iou)
    for image, labels in sorted(told.by_image.items()):
        matching.judge([d for d in store.detections(image) if d.source in meant], labels)
    return matching.judged()


def _check(judged: Judged, told: Labels, iou: float) -> None:
    n, images = len(judged.examples), {example.image for example in judged.examples}
    if n < LEAST_EXAMPLES or len(images) < 2:
        others = "".join(f"; {number} left out: {why}" for why, number in judged.left_out.items())
        raise RuneError(
            f"{n} detections in {len(images)} labelled images are too few to learn from (at least "
            f"{LEAST_EXAMPLES}, in 2 images or more){others}"
        )
    if not any(example.right for example in judged.examples):
        raise RuneError(
            f"none of {n} detections overlaps a label of its class by {iou:g} (intersection over union): are "
            f"these labels ({some(told.classes)}) of the same images, in the same pixels?"
        )


def _measured(examples: Sequence[Example], probabilities: Sequence[float]) -> tuple[Reliability, Reliability]:
    right = [example.right for example in examples]
    return reliability([example.score for example in examples], right), reliability(probabilities, right)
