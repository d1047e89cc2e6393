"""The slow, obvious reference for what formulas mean (DESIGN 4.2, 4.3), and random cases for the engine.

Written from DESIGN.md alone; it shares no code with the engine.

- :mod:`.geometry` measures and relates outlines; :mod:`.crisp` decides atoms and comparisons;
  :mod:`.meaning` is the evaluator; :mod:`.fast` the same with two shortcuts, for real images;
  :mod:`.definitions` writes defined classes out beforehand.
- :mod:`.scenes`, :mod:`.formulas` and :mod:`.cases` make random questions, as hypothesis strategies and from
  a seed.

>>> from random import Random
>>> case = random_case(Random(7))
>>> found = answers(case.formula, case.scene, TAXONOMY, case.settings)
"""

from .cases import Case, cases, random_case, random_cases
from .crisp import NoGroundSampleDistance, Scene, Settings, Taxonomy
from .definitions import written_out
from .fast import fast_answers
from .formulas import Language, formulas, language_for, random_formula
from .meaning import Answer, answers
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
