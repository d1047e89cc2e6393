"""Random cases for the reference evaluator (:mod:`rune_kb.reference`), which is re-exported, and the engine.

:mod:`.scenes`, :mod:`.formulas` and :mod:`.cases` make random questions, as hypothesis strategies and from a
seed.

>>> from random import Random
>>> case = random_case(Random(7))
>>> found = answers(case.formula, case.scene, TAXONOMY, case.settings)
"""

from rune_kb.reference import (
    Answer,
    NoGroundSampleDistance,
    Scene,
    Settings,
    Taxonomy,
    answers,
    fast_answers,
    written_out,
)

from .cases import Case, cases, random_case, random_cases
from .formulas import Language, formulas, language_for, random_formula
from .scenes import SETTINGS, TAXONOMY, random_scene, scenes

__all__ = [
    "SETTINGS",
    "TAXONOMY",
    "Answer",
    "Case",
    "Language",
    "NoGroundSampleDistance",
    "Scene",
    "Settings",
    "Taxonomy",
    "answers",
    "cases",
    "fast_answers",
    "formulas",
    "language_for",
    "random_case",
    "random_cases",
    "random_formula",
    "random_scene",
    "scenes",
    "written_out",
]
