"""`exact` with soft relations: in every possible world each of them that is in doubt holds or does not.

What is in doubt is found on the way: a formula is evaluated until it asks for an atom that nothing is said
of, and then once where that holds and once where it does not.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from rune_kb.logic.formula import Atom, Count, Formula, free_variables
from rune_kb.reference.crisp import GRADED, Env, Scene, Settings, Taxonomy
from rune_kb.reference.meaning import Meaning, unfold

from .worlds import Bound, PossibleWorlds

Event = tuple[str, frozenset[int], float]
"""The relation, the detections, and the degree, which tells radii apart."""


class Undecided(Exception):
    """An event that must be decided first."""

    def __init__(self, event: Event) -> None:
        self.event = event


class SoftMeaning(Meaning):
    """Classical truth where some soft atoms are decided; in count terms all are crisp."""

    decided: dict[Event, bool]
    counting = False

    def holds(self, formula: Formula, env: Env) -> bool:
        formula = unfold(formula)
        if not isinstance(formula, Atom) or formula.name not in GRADED or self.counting:
            return super().holds(formula, env)
        degree = self.crisp.degree(formula, env)
        if degree in (0, 1):
            return bool(degree)
        event = (formula.name, frozenset(env[arg.name].k for arg in formula.args[:2]), degree)  # type: ignore[attr-defined]
        if event not in self.decided:
            raise Undecided(event)
        return self.decided[event]

    def _count(self, term: Count, env: Env) -> int:
        before, self.counting = self.counting, True
        try:
            return super()._count(term, env)
        finally:
            self.counting = before

    def probability(self, formula: Formula, env: Env, decided: dict[Event, bool]) -> float:
        self.decided = decided
        try:
            return float(self.holds(formula, env))
        except Undecided as asked:
            event = asked.event
        p = event[2]
        there = self.probability(formula, env, {**decided, event: True})
        return p * there + (1 - p) * self.probability(formula, env, {**decided, event: False})


@dataclass
class SoftWorlds:
    """All worlds of a scene, and what soft relations are in them."""

    scene: Scene
    taxonomy: Taxonomy
    settings: Settings
    _meanings: dict[int, SoftMeaning] = field(default_factory=dict)

    def exact(self, formula: Formula) -> dict[Bound, float]:
        """The probability of each binding that has any."""
        worlds = PossibleWorlds(self.scene, self.taxonomy, self.settings)
        names, found = free_variables(formula), {}
        for ds in itertools.product(worlds.present, repeat=len(names)):
            env = dict(zip(names, ds, strict=True))
            need = sum({1 << worlds.number[d.k] for d in ds})
            p = sum(
                worlds.weight(world) * self._meaning(worlds, world).probability(formula, env, {})
                for world in worlds.all
                if world & need == need and worlds.weight(world) > 0
            )
            found[tuple(sorted((name, d.id) for name, d in env.items()))] = p
        return {bound: p for bound, p in found.items() if p > 0}

    def _meaning(self, worlds: PossibleWorlds, world: int) -> SoftMeaning:
        if world not in self._meanings:
            there = tuple(d for i, d in enumerate(worlds.present) if world >> i & 1)
            settings = replace(self.settings, scoring="boolean", min_score=0.0)
            self._meanings[world] = SoftMeaning(
                replace(self.scene, detections=there), self.taxonomy, settings
            )
        return self._meanings[world]
