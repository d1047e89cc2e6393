"""The meaning of DESIGN 4.2 and 4.3 as a slow, obvious program.

It shares the formulas' syntax tree with the rest and nothing else: no engine, no tables, no compiled code.
The engine is held to it (tests/test_engine_agrees.py); the checker of proofs asks it what a denial is worth.

- :mod:`.geometry` measures and relates outlines; :mod:`.crisp` decides atoms and comparisons;
- :mod:`.meaning` is the evaluator; :mod:`.fast` the same with two shortcuts, for real images;
- :mod:`.definitions` writes defined classes out beforehand.
"""

from .crisp import Crisp, NoGroundSampleDistance, Scene, Settings, Taxonomy
from .definitions import written_out
from .fast import FastMeaning, fast_answers
from .meaning import Answer, Meaning, answers

__all__ = [
    "Answer",
    "Crisp",
    "FastMeaning",
    "Meaning",
    "NoGroundSampleDistance",
    "Scene",
    "Settings",
    "Taxonomy",
    "answers",
    "fast_answers",
    "written_out",
]
