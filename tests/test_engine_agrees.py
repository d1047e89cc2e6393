"""The engine held to the reference: the same answers with the same scores, and witnesses that bear them out.

``RUNE_CASES=30000 pytest tests/test_engine_agrees.py`` asks more than the default number of random cases
(docs/correctness.md counts those that were run). A failing case is named by its seed; `case_of` remakes it.
"""

from __future__ import annotations

import math
import os
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from cases_of_kinds import WORDS, case_of, soft_case_of
from engine_scene import (
    SceneEngine,
    difference,
    expected,
    key,
    only,
    witnesses,
)
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from reference import (
    SETTINGS,
    TAXONOMY,
    Case,
    Scene,
    Settings,
    cases,
    language_for,
    random_formula,
    random_scene,
)
from shapely.geometry import box

from rune_kb.detection import Detection, Image
from rune_kb.engine import RawAnswer
from rune_kb.logic.formula import Exists, ExistsCount, Formula, walk
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text

CASES = int(os.environ.get("RUNE_CASES", "4000"))
"""Of the bulk run; a quarter of each kind."""

EVERYTHING = Settings("best", min_score=0.0, threshold=0.0)


@pytest.fixture(scope="module")
def engine() -> SceneEngine:
    return SceneEngine()


# -- the random cases ----------------------------------------------------------------------------------------


def disagreement(engine: SceneEngine, formula: Formula, scene: Scene, settings: Settings) -> str:
    """How the engine departs from the reference; empty where it does not."""
    engine.hold([scene])
    found = engine.ask(formula, settings)
    return difference(expected(formula, [scene], settings), formula, found) or unfounded(
        found, scene, settings
    )


def unfounded(found: list[RawAnswer], scene: Scene, settings: Settings) -> str:
    """An answer that shows a detection which is not there, or scores more than what it shows."""
    score_of = {d.k: d.score for d in scene.detections if settings.exists(d, TAXONOMY)}
    for each in found:
        if not witnesses(each) <= score_of.keys():
            return f"witnesses that are not there: {each}"
        if settings.scoring == "best" and each.score > price(each, score_of) + 1e-9:
            return f"scores more than its witnesses: {each}"
    return ""


def price(answer: RawAnswer, score_of: dict[int, float]) -> float:
    return math.prod(score_of[k] for k in sorted(witnesses(answer)))


@pytest.mark.parametrize("kind", ["plain", "defined", "crowded", "hard"])
def test_bulk(engine: SceneEngine, kind: str) -> None:
    failures = []
    for i in range(CASES // 4):
        formula, scene, settings = case_of(f"{kind}:{i}")
        if said := disagreement(engine, formula, scene, settings):
            failures.append(f"{kind}:{i} {settings}\n  {to_text(formula)}\n  {said}")
    assert not failures, "\n".join([f"{len(failures)} of {CASES // 4} cases disagree", *failures[:10]])


@pytest.mark.parametrize("kind", ["plain", "defined", "crowded", "hard"])
def test_soft_relations(engine: SceneEngine, kind: str) -> None:
    failures, in_doubt = [], 0
    for i in range(CASES // 16):
        formula, scene, settings = soft_case_of(f"{kind}:s{i}")
        if said := disagreement(engine, formula, scene, settings):
            failures.append(f"{kind}:s{i} {settings}\n  {to_text(formula)}\n  {said}")
        if i % 5 == 0:
            crisp = engine.ask(formula, replace(settings, soft=False))
            in_doubt += crisp != engine.ask(formula, settings)
    assert not failures, "\n".join([f"{len(failures)} of {CASES // 16} cases disagree", *failures[:10]])
    assert in_doubt


# Made once and not a fixture: hypothesis runs all examples within one call of the test.
@cache
def _shared() -> SceneEngine:
    return SceneEngine()


@hypothesis_settings(max_examples=300, deadline=None, derandomize=True, print_blob=True)
@given(cases(WORDS, most=8))
def test_any_case(case: Case) -> None:
    assert not disagreement(_shared(), case.formula, case.scene, case.settings), to_text(case.formula)


# -- witnesses -----------------------------------------------------------------------------------------------


def test_witnesses_of_positive_formulas_prove_them(engine: SceneEngine) -> None:
    """Where nothing is denied, the answer's witnesses alone make the formula true, and are its price."""
    shown = 0
    for i in range(CASES // 4):
        rng = Random(f"positive:{i}")
        scene = random_scene(rng, most=8)
        words = replace(language_for(scene), positive=True)
        formula = random_formula(rng, words, free=rng.choice((0, 0, 1)), depth=rng.randint(1, 4))
        engine.hold([scene])
        found = engine.ask(formula, EVERYTHING)
        assert not difference(expected(formula, [scene], EVERYTHING), formula, found), f"positive:{i}"
        for each in found if shows_all(formula) else ():
            shown += 1
            proof = only(scene, witnesses(each))
            score_of = {d.k: d.score for d in proof.detections}
            assert each.score == pytest.approx(price(each, score_of), abs=1e-9), f"positive:{i}"
            assert expected(formula, [proof], EVERYTHING).get(key(formula, each)) == pytest.approx(each.score)
    assert shown > CASES // 20


def shows_all(formula: Formula) -> bool:
    """Whether all witnesses are in an answer: what the witnesses of a counting quantifier have is not."""
    return not any(
        isinstance(inner, Exists | ExistsCount)
        for node in walk(formula)
        if isinstance(node, ExistsCount)
        for inner in walk(node.body)
    )


# -- spelling ------------------------------------------------------------------------------------------------


def test_either_spelling_is_the_same_question(engine: SceneEngine) -> None:
    for i in range(200):
        formula, scene, settings = case_of(f"defined:spelling{i}")
        for unicode in (False, True):
            text = to_text(formula, unicode=unicode)
            assert parse(text) == formula
            engine.hold([scene])
            found = engine.ask_text(text, settings)
            assert not difference(expected(formula, [scene], settings), formula, found), text


# -- disagreements that were found, reduced ----------------------------------------------------------------

FOUND = {
    "a negation keeps the witnesses of a negation in it to itself": (
        "exists x ship(x) & ~(date(image) < '2019' | ~exists y ship(y))",
        "exists x ship(x) & ~(date(image) >= '2019' & ~exists y ship(y))",
        "exists x ship(x) xor (exists x ship(x) -> date(image) < '2019')",
    ),
}
"""Formulas by what the engine had wrong about them."""


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in FOUND.items() for text in texts])
def test_found(engine: SceneEngine, name: str, text: str) -> None:
    ships = (Detection("S", k, "ship", "ship", box(20 * k, 0, 20 * k + 10, 10), 0.5) for k in range(2))
    scene = Scene(Image("S", date="2020"), tuple(ships))
    for settings in SETTINGS:
        assert not disagreement(engine, parse(text), scene, settings), name
