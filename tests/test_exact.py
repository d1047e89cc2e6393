"""`exact` and `topk` held to all possible worlds, on random scenes of up to eight detections.

``RUNE_CASES=30000 pytest tests/test_exact.py`` asks more. A failing case is named by its seed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random

import pytest
from cases_of_kinds import soft_case_of
from engine_scene import DEFINITIONS, SceneEngine, key, renamed
from hard_formulas import hard_formula
from reference import (
    TAXONOMY,
    Language,
    Scene,
    Settings,
    language_for,
    random_formula,
    random_scene,
    written_out,
)
from reference.scenes import SCENE_CLASSES
from reference.soft_worlds import SoftWorlds
from reference.worlds import PossibleWorlds
from shapely.geometry import box

from rune_kb.detection import Detection, Image
from rune_kb.lineage.grounded import Wanted
from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text

CASES = int(os.environ.get("RUNE_CASES", "1200"))
KINDS = ("plain", "crowded", "hard", "defined")
EXACT = Wanted(k=None, budget=60.0, threshold=0.0, top=None)
WORDS = Language(classes=(*Language().classes, *DEFINITIONS))


@pytest.fixture(scope="module")
def engine() -> SceneEngine:
    return SceneEngine("exact")


def case_of(seed: str) -> tuple[Formula, Scene, Settings]:
    """The random case of a seed ``KIND:NUMBER``: the kinds are those of test_engine_agrees.py."""
    rng, kind = Random(seed), seed.partition(":")[0]
    scene = random_scene(rng, most=rng.choice((4, 5, 6)))
    if kind in ("crowded", "hard"):
        few = rng.sample(SCENE_CLASSES, 2)
        scene = replace(scene, detections=tuple(replace(d, cls=rng.choice(few)) for d in scene.detections))
    settings = Settings("best", min_score=rng.choice((0.05, 0.05, 0.25, 0.0)), threshold=0.0)
    if kind == "hard":
        return hard_formula(rng), scene, settings
    words = language_for(scene, WORDS if kind == "defined" else Language())
    free = rng.choice((0, 0, 0, 0, 1, 2))
    return random_formula(rng, words, free=free, depth=rng.randint(1, 4)), scene, settings


@pytest.mark.parametrize("kind", KINDS)
def test_exact_is_the_weight_of_the_worlds(engine: SceneEngine, kind: str) -> None:
    failures = []
    for i in range(CASES // len(KINDS)):
        formula, scene, settings = case_of(f"{kind}:{i}")
        engine.hold([scene])
        found = engine.ask_lineage(formula, settings, EXACT)
        wanted = PossibleWorlds(scene, TAXONOMY, settings).exact(written_out(formula, DEFINITIONS))
        got = {key(formula, each)[1]: each.score for each in found}
        off = [b for b in wanted.keys() | got.keys() if abs(wanted.get(b, 0) - got.get(b, 0)) > 1e-9]
        if off or len(got) < len(found) or any(each.bracket for each in found):
            said = {b: (wanted.get(b), got.get(b)) for b in off}
            failures.append(f"{kind}:{i} {settings}\n  {to_text(formula)}\n  (worlds, engine): {said}")
    assert not failures, "\n".join(
        [f"{len(failures)} of {CASES // len(KINDS)} cases disagree", *failures[:10]]
    )


# -- soft relations ------------------------------------------------------------------------------------------


def soft_case(seed: str) -> tuple[Formula, Scene, Settings]:
    """With four detections at most: for each world there are all ways in which relations may hold."""
    formula, scene, settings = soft_case_of(seed)
    settings = replace(settings, min_score=0.0, threshold=0.0)
    return formula, replace(scene, detections=scene.detections[:4]), settings


@pytest.mark.parametrize("kind", KINDS)
def test_a_soft_relation_is_an_event(engine: SceneEngine, kind: str) -> None:
    in_doubt = 0
    for i in range(CASES // len(KINDS)):
        formula, scene, settings = soft_case(f"{kind}:exact{i}")
        engine.hold([scene])
        found = engine.ask_lineage(formula, settings, EXACT)
        plain = written_out(formula, DEFINITIONS)
        wanted = SoftWorlds(scene, TAXONOMY, settings).exact(plain)
        got = {key(formula, each)[1]: each.score for each in found}
        assert got == pytest.approx({b: wanted.get(b, 0) for b in got}, abs=1e-9), (
            f"{kind}:exact{i} {to_text(formula)}"
        )
        assert all(wanted[b] < 1e-9 for b in wanted.keys() - got.keys()), (
            f"{kind}:exact{i} {to_text(formula)}"
        )
        crisp = PossibleWorlds(scene, TAXONOMY, settings).exact(plain)
        in_doubt += any(abs(crisp.get(b, 0) - p) > 1e-6 for b, p in wanted.items())
        for each in engine.ask_lineage(formula, settings, replace(EXACT, k=10_000, budget=0.1)):
            if each.bracket is None:
                assert each.score == pytest.approx(got[key(formula, each)[1]], abs=1e-9), to_text(formula)
    assert in_doubt > CASES // 300


def test_a_radius_that_counts(engine: SceneEngine) -> None:
    """It depends on what is present, and so does which event the relation is."""
    text = "exists x, y (ship(x) & harbor(y) & near(x, y, 20 px * count z (ship(z))))"
    classes = ("ship", "harbor", "ship", "ship")
    ds = tuple(Detection("S", k, c, c, box(50 * k, 0, 50 * k + 10, 10), 0.5) for k, c in enumerate(classes))
    scene, settings = Scene(Image("S"), ds), Settings("best", threshold=0.0, soft=True)
    engine.hold([scene])
    (found,) = engine.ask_lineage(parse(text), settings, EXACT)
    wanted = SoftWorlds(scene, TAXONOMY, settings).exact(parse(text))
    assert found.score == pytest.approx(wanted[()], abs=1e-12)
    assert 0 < found.score < 0.5


# -- brackets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("budget", [1e-9, 2e-4])
def test_a_bracket_holds_the_probability(engine: SceneEngine, kind: str, budget: float) -> None:
    """However little the time: low <= P <= high, and no answer is left out."""
    wanted = replace(EXACT, budget=budget)
    for i in range(CASES // len(KINDS) // 4):
        formula, scene, settings = case_of(f"{kind}:{i}")
        engine.hold([scene])
        truth = PossibleWorlds(scene, TAXONOMY, settings).exact(written_out(formula, DEFINITIONS))
        got = {key(formula, a)[1]: a for a in engine.ask_lineage(formula, settings, wanted)}
        said = f"{kind}:{i} {to_text(formula)}"
        assert truth.keys() <= got.keys(), said
        for bound, answer in got.items():
            low, high = answer.bracket or (answer.score, answer.score)
            assert low == answer.score, said
            assert low - 1e-9 <= truth.get(bound, 0.0) <= high + 1e-9, (said, bound, truth.get(bound), answer)


def test_a_tiny_budget_does_leave_brackets(engine: SceneEngine) -> None:
    brackets = 0
    for i in range(60):
        formula, scene, settings = case_of(f"crowded:{i}")
        engine.hold([scene])
        found = engine.ask_lineage(formula, settings, replace(EXACT, budget=1e-9))
        brackets += sum(each.bracket is not None for each in found)
    assert brackets > 10


# -- topk ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_topk_is_the_probability_of_the_best_proofs(engine: SceneEngine, kind: str) -> None:
    compared = 0
    for i in range(CASES // len(KINDS) // 4):
        formula, scene, settings = case_of(f"{kind}:{i}")
        engine.hold([scene])
        worlds, plain = PossibleWorlds(scene, TAXONOMY, settings), written_out(formula, DEFINITIONS)
        got = {
            k: {
                key(formula, each)[1]: each.score
                for each in engine.ask_lineage(formula, settings, replace(EXACT, k=k))
            }
            for k in (1, 2, 3)
        }
        for env in worlds.environments(plain):
            bound = tuple(sorted((name, d.id) for name, d in env.items()))
            proofs = worlds.ranked(plain, env)
            for k, found in got.items():
                if len(proofs) > k and proofs[k - 1][0] - proofs[k][0] < 1e-9:
                    continue  # which of several equal ones is the k-th is not said
                wanted = worlds.probability(frozenset().union(*(each for _, each in proofs[:k])))
                said = f"k={k} {kind}:{i} {settings} {to_text(formula)} {bound} {[p for p, _ in proofs]}"
                assert found.get(bound, 0.0) == pytest.approx(wanted, abs=1e-9), said
                compared += wanted > 0
    assert compared > CASES // 20


@pytest.mark.parametrize("kind", KINDS)
def test_all_proofs_together_are_the_formula(engine: SceneEngine, kind: str) -> None:
    compared = 0
    for i in range(25):
        formula, scene, settings = case_of(f"{kind}:all:{i}")
        engine.hold([scene])
        exact = {key(formula, each): each.score for each in engine.ask_lineage(formula, settings, EXACT)}
        for each in engine.ask_lineage(formula, settings, replace(EXACT, k=10_000, budget=0.1)):
            assert each.score <= exact[key(formula, each)] + 1e-9 or "~" in to_text(formula)
            if each.bracket is None:
                assert each.score == pytest.approx(exact[key(formula, each)], abs=1e-9), to_text(formula)
                compared += 1
    assert compared > 10


# -- certainty -----------------------------------------------------------------------------------------------


def test_with_certain_detections_all_scorings_are_classical_logic(engine: SceneEngine) -> None:
    for i in range(200):
        rng = Random(f"certain:{i}")
        scene = random_scene(rng, most=5, certain=True)
        formula = random_formula(rng, language_for(scene), free=rng.choice((0, 0, 1)), depth=3)
        engine.hold([scene])
        boolean, best = Settings("boolean", threshold=0.5), Settings("best", threshold=0.5)
        truth = {key(formula, each) for each in engine.ask(formula, boolean)}
        assert {key(formula, each) for each in engine.ask(formula, best)} == truth, to_text(formula)
        for k in (None, 3):
            found = engine.ask_lineage(formula, best, replace(EXACT, k=k, threshold=0.5))
            assert {key(formula, each) for each in found} == truth, to_text(formula)
            assert all(each.score == 1 for each in found)


# -- many images ---------------------------------------------------------------------------------------------


def test_top_gives_the_first_of_all_answers(engine: SceneEngine) -> None:
    rng = Random("many")
    scenes = [renamed(random_scene(rng, most=5), f"P{(17 * i) % 40:02}") for i in range(40)]
    engine.hold(scenes)
    for _ in range(30):
        formula = random_formula(rng, Language(), free=rng.choice((0, 0, 1)), depth=2)
        settings = Settings("best", threshold=0.05)
        every = engine.ask_lineage(formula, settings, replace(EXACT, threshold=0.05))
        assert [e.score for e in every] == sorted((e.score for e in every), reverse=True)
        for top in (1, 3, 10):
            first = engine.ask_lineage(formula, settings, replace(EXACT, threshold=0.05, top=top))
            assert [(e.image, e.bindings) for e in first] == [(e.image, e.bindings) for e in every[:top]]
