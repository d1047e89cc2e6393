"""Random questions of several kinds, each remade by its seed."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from random import Random

from engine_scene import DEFINITIONS
from hard_formulas import hard_formula
from reference import SETTINGS, Language, Scene, Settings, language_for, random_formula, random_scene
from reference.scenes import SCENE_CLASSES
from shapely.affinity import translate

from rune_kb.logic.formula import Atom, Formula, Node, Var, rebuilt, walk
from rune_kb.logic.formula import replace as formula_with

EVERYTHING = Settings("best", min_score=0.0, threshold=0.0)
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


RADII = (40.0, 80.0, 130.0, 200.0)
"""Most gaps in the scenes are between one and four of these, where soft relations are in doubt."""


def soft_case_of(seed: str) -> tuple[Formula, Scene, Settings]:
    """A case of the seed's kind with soft relations, as `best` scores it.

    Most relations become soft ones, most detections are of classes that the formula speaks of, few meet.
    """
    rng = Random(f"soft {seed}")
    for again in count():
        formula, scene, settings = case_of(f"{seed}/{again}")
        formula = rebuilt(formula, lambda node: softened(rng, node))
        names = {node.name for node in walk(formula) if isinstance(node, Atom)}
        if names & {"near", "far", "adjacent"} and 2 < len(scene.detections) < 6:
            break
    settings = replace(
        settings if settings.scoring == "best" and rng.random() < 0.5 else EVERYTHING,
        soft=True,
        near_radius_px=rng.choice(RADII),
        near_radius_m=rng.choice(RADII) * (scene.image.gsd or 1),
    )
    return formula, scattered(rng, spoken_of(rng, names, scene)), settings


def soft_case_of_usual_radius(seed: str) -> tuple[Formula, Scene, Settings]:
    """The same with the radius that is the default."""
    formula, scene, settings = soft_case_of(seed)
    usual = Settings()
    radii = {"near_radius_px": usual.near_radius_px, "near_radius_m": usual.near_radius_m}
    return formula, scene, replace(settings, **radii)


def softened(rng: Random, node: Node) -> Node:
    match node:
        case Atom(name=name, args=(Var(), Var())) if rng.random() < 0.6:
            soft = rng.choice(("near", "near", "near", "far", "adjacent"))
            return formula_with(node, name=soft) if name not in ("near", "far") else node
        case _:
            return node


def spoken_of(rng: Random, names: set[str], scene: Scene) -> Scene:
    classes = sorted(names & set(SCENE_CLASSES)) or SCENE_CLASSES
    spoken = (d if rng.random() < 0.1 else replace(d, cls=rng.choice(classes)) for d in scene.detections)
    return replace(scene, detections=tuple(spoken))


def scattered(rng: Random, scene: Scene) -> Scene:
    """The scene with most detections moved, so that few meet."""
    detections = list(scene.detections)
    for i, d in enumerate(detections):
        if rng.random() < 0.85:
            by = (10 * rng.randint(-40, 40), 10 * rng.randint(-40, 40))
            detections[i] = replace(d, outline=translate(d.outline, *by))
    return replace(scene, detections=tuple(detections))


def crowded(rng: Random, scene: Scene) -> Scene:
    """The scene with detections of two classes only."""
    few = rng.sample(SCENE_CLASSES, 2)
    return replace(scene, detections=tuple(replace(d, cls=rng.choice(few)) for d in scene.detections))
