"""Proofs that are consistent in everything and need not be true."""

from __future__ import annotations

import math
from collections.abc import Iterable

from engine_scene import vocabulary
from reference import TAXONOMY, Scene, Settings
from slow_choices import UNFOLD, Choice, Env
from slow_proofs import ProofMaker, bound

from rune_kb.logic.formula import Atom, Compare, ExistsCount, Formula, Not
from rune_kb.proof.searched import searched
from rune_kb.proof.tree import Search, Step
from rune_kb.proof.unfold import denied
from rune_kb.reference.meaning import Ks


class LyingMaker(ProofMaker):
    """Builds what choices stand for without looking whether it is so.

    Bindings, what is paid, scores, measures, paths and detections all fit; leaves may be false, witnesses
    too weak, members the same, and what is denied may have a better proof than the one that is shown.
    """

    def __init__(self, scene: Scene, settings: Settings) -> None:
        super().__init__(scene, settings)
        self.honest = self.present
        self.present = {d.id: d for d in scene.detections}
        self.scores = {d.k: d.score for d in scene.detections}

    def price(self, ks: Iterable[int]) -> float:
        return 1.0 if self.boolean else math.prod(self.scores[k] for k in ks)

    def degree(self, formula: Atom | Compare, env: Env) -> float:
        return super().degree(formula, env) or 1.0

    def make_sure_all_differ(self, members: list[tuple[str, ...]]) -> None:
        pass

    def denial(self, formula: Formula, env: Env, choice: Choice, scope: Ks) -> Step:
        other = denied(formula)
        assert other is not None
        cls = searched(other, vocabulary(), UNFOLD)
        candidates = sum(d.cls in TAXONOMY.covers[cls] for d in self.honest.values()) if cls else 0
        counter = None
        if choice.against is not None:
            paid = {d.id for d in self.present.values() if d.k in scope}
            counter = self.build(other, env, choice.against, scope, paid)
        left = 1.0 if counter is None else 1 - counter.score
        search = Search(cls, candidates, counter, None if counter else choice.nearest)
        rule = "not" if isinstance(formula, Not) else "forall"
        rule = "at-most" if isinstance(formula, ExistsCount) else rule
        return Step(rule, formula, bound(formula, env), left, search=search)  # type: ignore[arg-type]
