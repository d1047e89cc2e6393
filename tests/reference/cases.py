"""Random questions: a formula, a scene to ask it of, and the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from rune_kb.logic.formula import Formula
from rune_kb.reference.crisp import Scene, Settings

from .formulas import Language, language_for, random_formula
from .scenes import SETTINGS, random_scene

LANGUAGE = Language()


@dataclass(frozen=True)
class Case:
    """A question about a scene."""

    formula: Formula
    scene: Scene
    settings: Settings


def random_case(rng: Random, language: Language = LANGUAGE, *, most: int = 7) -> Case:
    """A third of the formulas have one or two free variables; metres only where the image has them."""
    scene = random_scene(rng, most=most)
    free, depth = rng.choice((0, 0, 0, 0, 1, 2)), rng.randint(1, 4)
    formula = random_formula(rng, language_for(scene, language), free=free, depth=depth)
    return Case(formula, scene, rng.choice(SETTINGS))


def random_cases(seed: int, count: int, language: Language = LANGUAGE) -> Iterator[Case]:
    """For bulk runs: the case with index i is ``random_case(Random(f"{seed}:{i}"), language)``."""
    for i in range(count):
        yield random_case(Random(f"{seed}:{i}"), language)


def cases(language: Language = LANGUAGE, *, most: int = 5) -> st.SearchStrategy[Case]:
    return st.randoms(use_true_random=False).map(lambda rng: random_case(rng, language, most=most))
