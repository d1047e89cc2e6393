"""What a check of a proof came to."""

from __future__ import annotations

from dataclasses import dataclass

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import Formula
from rune_kb.logic.printer import to_text


def shown(formula: Formula) -> str:
    """The formula's text; of a tree that no text stands for, the tree."""
    try:
        return to_text(formula)
    except FormulaError:
        return repr(formula)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a proof gets wrong.

    ``step`` is the way to it from the root (``root/and[1]/exists``; ``proof`` for what is said beside the
    tree), ``rule`` the rule that the step names ("" beside the tree), ``message`` a sentence: what is wrong
    and what would be right.
    """

    step: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.step}: {self.message}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """``steps`` were re-proved, those of counter-proofs too; ``faults`` is what did not stand."""

    steps: int
    faults: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the proof proves its formula."""
        return not self.faults

    def __str__(self) -> str:
        steps = f"{self.steps} step{'' if self.steps == 1 else 's'}"
        if self.ok:
            return f"{steps} checked, all right"
        return "\n".join([f"{steps} checked, {len(self.faults)} wrong", *map(str, self.faults)])
