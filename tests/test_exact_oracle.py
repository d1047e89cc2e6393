"""`exact` against ProbLog's own answers. Needs the extra `oracle`.

``RUNE_ORACLE=2000 pytest tests/test_exact_oracle.py`` asks more.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random

import pytest

pytest.importorskip("problog", reason="pip install 'rune-kb[oracle]'")

from engine_scene import SceneEngine
from hard_formulas import hard_formula
from oracle import probabilities
from reference import Language, Settings, language_for, random_formula, random_scene
from reference.scenes import SCENE_CLASSES

from rune_kb.lineage.grounded import Wanted
from rune_kb.logic.formula import free_variables
from rune_kb.logic.printer import to_text

CASES = int(os.environ.get("RUNE_ORACLE", "200"))
EXACT = Wanted(k=None, budget=60.0, threshold=0.0, top=None)


def test_exact_is_what_problog_answers() -> None:
    engine, settings, open_cases = SceneEngine("oracle"), Settings("best", threshold=0.0), 0
    for i in range(CASES):
        rng = Random(f"oracle:{i}")
        scene = next(s for _ in range(100) if len((s := random_scene(rng, most=5)).detections) >= 3)
        if i % 2:
            few = rng.sample(SCENE_CLASSES, 2)
            crowd = tuple(replace(d, cls=rng.choice(few)) for d in scene.detections)
            scene, formula = replace(scene, detections=crowd), hard_formula(rng)
        else:
            words = replace(language_for(scene, Language()), shadowing=False)
            formula = random_formula(rng, words, free=rng.choice((0, 0, 0, 1)), depth=rng.randint(1, 3))
        engine.hold([scene])
        names = free_variables(formula)
        got = {}
        for each in engine.ask_lineage(formula, settings, EXACT):
            bound = {name: k for name, k, _ in each.bindings}
            got[tuple(bound[name] for name in names)] = each.score
        wanted = {ks: p for ks, p in probabilities(formula, scene, settings).items() if p > 0}
        assert got == pytest.approx(wanted, abs=1e-9), f"oracle:{i} {to_text(formula)}"
        open_cases += any(0 < p < 1 for p in wanted.values())
    assert open_cases > CASES / 5
