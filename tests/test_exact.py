"""`exact` and `topk` held to all possible worlds, on random scenes of up to eight detections.

``RUNE_CASES=30000 pytest tests/test_exact.py`` asks more. A failing case is named by its seed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random

import pytest
from engine_scene import DEFINITIONS, SceneEngine, key
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
from reference.worlds import PossibleWorlds

from rune_kb.lineage.grounded import Wanted
from rune_kb.logic.formula import Formula
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
