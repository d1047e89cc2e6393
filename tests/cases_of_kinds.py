"""Random questions of several kinds, each remade by its seed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from engine_scene import DEFINITIONS
from hard_formulas import hard_formula
from reference import SETTINGS, Language, Scene, Settings, language_for, random_formula, random_scene
from reference.scenes import SCENE_CLASSES

from rune_kb.logic.formula import Formula

KINDS = ("plain", "defined", "crowded", "hard")
WORDS = Language(classes=(*Language().classes, *DEFINITIONS))


def case_of(seed: str) -> tuple[Formula, Scene, Settings]:
    """The random case of a seed ``KIND:NUMBER``.

    ``plain``: formulas of the reference's own language; ``defined``: with defined classes, and deeper;
    ``crowded``: about eight detections of two classes, so that witnesses are shared; ``hard``: shapes of
    formulas in which sharing, counting and scope are easily got wrong.
    """
    rng, kind = Random(seed), seed.partition(":")[0]
    scene = random_scene(rng, most=5 if kind == "defined" else 8)
    if kind in ("crowded", "hard"):
        scene = crowded(rng, scene)
    words = language_for(scene, WORDS if kind == "defined" else Language())
    if kind == "hard":
        return hard_formula(rng), scene, rng.choice(SETTINGS)
    free, depth = rng.choice((0, 0, 0, 0, 1, 2)), rng.randint(1, 5 if kind == "defined" else 4)
    return random_formula(rng, words, free=free, depth=depth), scene, rng.choice(SETTINGS)


def crowded(rng: Random, scene: Scene) -> Scene:
    """The scene with detections of two classes only."""
    few = rng.sample(SCENE_CLASSES, 2)
    return replace(scene, detections=tuple(replace(d, cls=rng.choice(few)) for d in scene.detections))
