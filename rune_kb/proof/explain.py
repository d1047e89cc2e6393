"""Why an image answers a question, or why not: proofs, a verdict, and what would make it answer."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence

from rune_kb.detection import Detection, Image
from rune_kb.logic.formula import Exists, Formula, free_variables
from rune_kb.proof.changes import World, flips
from rune_kb.proof.explanation import Change, Explanation, reaches
from rune_kb.proof.prover import Asked
from rune_kb.proof.tree import Proof
from rune_kb.proof.verdict import Verdict
from rune_kb.vocabulary import Vocabulary

Explain = Callable[[Asked, list[Detection]], "tuple[Proof, ...] | Verdict"]
"""The best proofs from these detections, or a verdict."""


def explain(
    question: str,
    asked: Asked,
    image: Image,
    detections: Sequence[Detection],
    threshold: float,
    ask: Explain,
    vocabulary: Vocabulary,
) -> Explanation:
    """``detections`` are all of the image; ``ask`` proves a closed formula from some of them."""
    closed = dataclasses.replace(asked, formula=closure(asked.formula))
    found = ask(closed, list(detections))

    def attempt(world: World) -> Proof | None:
        changed = dataclasses.replace(closed, formula=world.formula, min_score=world.min_score)
        proofs = ask(changed, [d for d in detections if d.id not in world.without])
        return None if isinstance(proofs, Verdict) or not reaches(proofs[0].score, threshold) else proofs[0]

    answer = Explanation(
        question, asked.formula, image, asked.scoring, asked.min_score, threshold, vocabulary=vocabulary
    )
    if isinstance(found, Verdict):
        changes = flips(World(closed.formula, closed.min_score), found, attempt)
        return dataclasses.replace(answer, verdict=found, changes=changes)
    score = found[0].score
    lower = (
        () if reaches(score, threshold) else (Change("threshold", image.id, _rounded_down(score), threshold),)
    )
    return dataclasses.replace(answer, proofs=found, changes=lower)


def closure(formula: Formula) -> Formula:
    """The formula with its free variables bound by `exists`: true in the same images."""
    free = free_variables(formula)
    return Exists(free, formula) if free else formula


def _rounded_down(score: float) -> float:
    """To two digits that count, so that a person can type it."""
    scale = 10.0 ** (1 - math.floor(math.log10(score)))
    return math.floor(score * scale) / scale
