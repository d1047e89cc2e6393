"""Proofs of the engine's answers: worth what the answers score; where there is no answer, a verdict.

``RUNE_CASES=20000 pytest tests/test_proofs.py`` asks more than the default number of random cases.
"""

from __future__ import annotations

import os

import pytest
from engine_scene import expected, vocabulary
from reference import Scene, Settings
from test_engine_agrees import case_of

from rune_kb.logic.checker import check
from rune_kb.logic.formula import Formula, free_variables
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.proof import Proof
from rune_kb.proof.prover import Asked, Prover
from rune_kb.proof.verdict import Verdict
from rune_kb.radius import Radius

CASES = int(os.environ.get("RUNE_CASES", "1200"))
KINDS = ("plain", "defined", "crowded", "hard")


@pytest.fixture(scope="module")
def prover() -> Prover:
    return Prover("proofs")


def explained(
    prover: Prover,
    formula: Formula,
    scene: Scene,
    settings: Settings,
    bindings: dict[str, int],
    proofs: int = 1,
) -> tuple[Proof, ...] | Verdict:
    checked = check(parse(to_text(formula)), vocabulary())
    radius = Radius(settings.near_radius_m, settings.near_radius_px)
    asked = Asked(checked, settings.scoring, settings.least_score(), radius)
    return prover.explain(asked, scene.image, scene.detections, vocabulary(), bindings, proofs=proofs)


@pytest.mark.parametrize("kind", KINDS)
def test_proofs_are_worth_what_the_answers_score(prover: Prover, kind: str) -> None:
    for i in range(CASES // len(KINDS)):
        formula, scene, settings = case_of(f"{kind}:proof{i}")
        said = f"{kind}:proof{i} {to_text(formula)}"
        everything = Settings(settings.scoring, min_score=settings.min_score, threshold=0.0)
        answers = expected(formula, [scene], everything)
        for (_, bound), score in list(answers.items())[:3]:
            bindings = {name: int(id.rpartition("#")[2]) for name, id in bound}
            found = explained(prover, formula, scene, settings, bindings)
            assert isinstance(found, tuple), said
            assert found[0].score == pytest.approx(score, abs=1e-9), said
        if not answers and not free_variables(formula):
            verdict = explained(prover, formula, scene, settings, {})
            assert isinstance(verdict, Verdict), said
            assert verdict.failing.outcome != "holds", said
