"""Why a formula does not hold in an image, part by part: plain values (prolog/miss.pl finds them)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rune_kb.logic.formula import And, Formula
from rune_kb.proof.tree import Measure, NearMiss, Step

Outcome = Literal["holds", "false", "parts", "definition", "nothing", "closest", "few", "certain"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a part of a formula, its free variables bound as ``bindings`` say.

    ========== =====================================================================================
    holds      it has a proof, of this ``score``
    false      an atom; ``measures`` were measured
    parts      ``parts``: of each conjunct, disjunct or side, in order
    definition ``parts``: one, of the definition's body
    nothing    something is looked for, and there is none of class ``cls``
    closest    of ``candidates`` of ``cls``, ``tried`` of which were tried, ``chosen`` came closest;
               ``parts``: one, of the body for it
    few        of ``candidates`` of ``cls`` only ``found`` satisfy the body, ``wanted`` are needed;
               ``parts``: perhaps one, of the body for ``chosen``, the closest of the others
    certain    what is denied (of ``exists=n``: that there are more) holds for sure: ``counter`` proves it
    ========== =====================================================================================
    """

    outcome: Outcome
    formula: Formula
    bindings: Mapping[str, str]
    score: float = 0.0
    parts: tuple[Verdict, ...] = ()
    measures: tuple[Measure, ...] = ()
    cls: str = ""
    candidates: int = 0
    tried: int = 0
    chosen: str | None = None
    found: tuple[str, ...] = ()
    wanted: int = 0
    counter: Step | None = None

    def walk(self) -> Iterator[Verdict]:
        """The verdict and all below it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def blamed(self) -> tuple[Verdict, ...]:
        """From this verdict down to the first part that fails and has no part of its own to blame."""
        for part in self.parts:
            if part.outcome != "holds":
                return (self, *part.blamed)
        return (self,)

    @property
    def failing(self) -> Verdict:
        """The first part that fails and has no part of its own to blame."""
        return self.blamed[-1]

    @property
    def nearest(self) -> NearMiss | None:
        """The first failing part as what a proof of the denial tells; None where nothing was looked at."""
        failing = self.failing
        if failing.outcome == "nothing":
            return None
        return NearMiss(failing.bindings, failing.formula, failing.measures)

    @property
    def conjuncts(self) -> tuple[Verdict, ...]:
        """Verdicts on the parts of a conjunction; of anything else, on the whole."""
        return self.parts if isinstance(self.formula, And) else (self,)
