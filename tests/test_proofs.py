"""Proofs of the engine's answers: worth what the answers score; where there is no answer, a verdict.

``RUNE_CASES=20000 pytest tests/test_proofs.py`` asks more than the default number of random cases.
"""

from __future__ import annotations

import math
import os
from dataclasses import replace

import pytest
from cases_of_kinds import case_of, soft_case_of
from engine_scene import DEFINITIONS, expected, vocabulary
from reference import TAXONOMY, Scene, Settings, written_out
from scene_rows import rows_of

from rune_kb.kb import MIN_SCORE
from rune_kb.limits import limits
from rune_kb.logic.checker import check
from rune_kb.logic.formula import Formula, free_variables
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.proof import Proof
from rune_kb.proof.check import check_proof
from rune_kb.proof.prover import Asked, Prover
from rune_kb.proof.verdict import Verdict
from rune_kb.radius import Radius
from rune_kb.reference.meaning import Meaning

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
    least = limits(settings.min_score, MIN_SCORE[settings.scoring], vocabulary())
    radius = Radius(settings.near_radius_m, settings.near_radius_px)
    asked = Asked(checked, settings.scoring, least, radius, settings.soft)
    return prover.explain(asked, scene.image, scene.detections, vocabulary(), bindings, proofs=proofs)


@pytest.mark.parametrize("soft", [False, True], ids=["crisp", "soft"])
@pytest.mark.parametrize("kind", KINDS)
def test_proofs_are_worth_what_the_answers_score(prover: Prover, kind: str, soft: bool) -> None:
    proofs = verdicts = 0
    for i in range(CASES // len(KINDS) // (2 if soft else 1)):
        formula, scene, settings = (soft_case_of if soft else case_of)(f"{kind}:proof{i}")
        said = f"{kind}:proof{i} {to_text(formula)}"
        everything = replace(settings, threshold=0.0)
        answers = expected(formula, [scene], everything)
        for (_, bound), score in list(answers.items())[:3]:
            bindings = {name: int(id.rpartition("#")[2]) for name, id in bound}
            found = explained(prover, formula, scene, settings, bindings)
            assert isinstance(found, tuple), said
            assert found[0].score == pytest.approx(score, abs=1e-9), said
            report = check_proof(found[0], rows_of(scene, settings), vocabulary())
            assert report.ok, f"{said}\n{report}"
            proofs += 1
        if not answers and not free_variables(formula):
            verdict = explained(prover, formula, scene, settings, {})
            assert isinstance(verdict, Verdict), said
            assert verdict.failing.outcome != "holds", said
            verdicts += 1
    print(f"\n{kind}: {proofs} proofs checked, {verdicts} verdicts of {CASES // len(KINDS)} questions")
    assert proofs > CASES // 40


def best_scores(
    formula: Formula, scene: Scene, settings: Settings, bound: dict[str, str]
) -> list[float] | None:
    """The scores of the proofs, best first, leaving out one that rests on all that a better one rests on.

    None where that is no definition: where a proof ties with one that rests on more.
    """
    meaning = Meaning(scene, TAXONOMY, settings)
    env = {name: next(d for d in scene.detections if d.id == id) for name, id in bound.items()}
    own = frozenset(d.k for d in env.values())
    score_of = {d.k: d.score for d in scene.detections}
    proofs: dict[frozenset[int], float] = {}
    for ks, weight in meaning.prove(written_out(formula, DEFINITIONS), env, own).items():
        proofs[ks | own] = max(weight, proofs.get(ks | own, 0.0))
    worth = {ks: weight * math.prod(score_of[k] for k in ks) for ks, weight in proofs.items()}
    if any(few < more and abs(worth[few] - worth[more]) < 1e-9 for few in worth for more in worth):
        return None
    found: list[frozenset[int]] = []
    for ks in sorted(worth, key=lambda ks: -worth[ks]):
        if not any(better <= ks for better in found):
            found.append(ks)
    return [worth[ks] for ks in found]


def check_best(prover: Prover, seed: str) -> None:
    """Holds the four best proofs of a case to the reference."""
    formula, scene, _ = case_of(seed)
    # Below 1 and all different: then no proof ties with one that rests on more.
    doubtful = tuple(replace(d, score=0.9 * d.score - 0.001 * d.k) for d in scene.detections)
    scene = Scene(scene.image, tuple(d for d in doubtful if d.score > 0))
    settings = Settings("best", min_score=0.0, threshold=0.0)
    for (_, bound), _ in list(expected(formula, [scene], settings).items())[:1]:
        wanted = best_scores(formula, scene, settings, dict(bound))
        if wanted is None:
            continue
        bindings = {name: int(id.rpartition("#")[2]) for name, id in bound}
        found = explained(prover, formula, scene, settings, bindings, proofs=4)
        assert isinstance(found, tuple)
        scores = [proof.score for proof in found]
        assert scores == pytest.approx(wanted[:4], abs=1e-9), f"{seed} {to_text(formula)}"


@pytest.mark.parametrize("kind", ["plain", "crowded", "hard"])
def test_the_k_best_proofs(prover: Prover, kind: str) -> None:
    for i in range(CASES // 8):
        check_best(prover, f"{kind}:best{i}")


@pytest.mark.parametrize(
    "seed",
    ["plain:best1067"],
    ids=["a proof that was seen before opens the way to others"],
)
def test_found(prover: Prover, seed: str) -> None:
    check_best(prover, seed)
