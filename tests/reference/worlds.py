"""What `exact` and `topk` mean, by going through all possible worlds (docs/scoring.md), slowly.

A world is a set of detections; each detection is in it independently, with its score as the probability. In
a world a formula is classically true or false (:class:`.meaning.Meaning` in ``boolean``), a detection keeping
its score and its measures.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rune_kb.logic.formula import (
    And,
    Atom,
    Compare,
    Exists,
    ExistsCount,
    Formula,
    Not,
    Or,
    free_variables,
    walk,
)
from rune_kb.reference.crisp import Crisp, Env, Scene, Settings, Taxonomy
from rune_kb.reference.meaning import ADJACENT, Meaning, arguments_of_adjacent, unfold, without_first

Worlds = frozenset[int]
"""Of 2^n worlds those whose number is in it: bit i stands for the i-th detection."""

Bound = tuple[tuple[str, str], ...]
"""(name, detection id) of each free variable, by name."""


@dataclass
class PossibleWorlds:
    """All worlds of a scene. ``settings`` give the least score that exists, and the near radius."""

    scene: Scene
    taxonomy: Taxonomy
    settings: Settings
    _meanings: dict[int, Meaning] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.present = [d for d in self.scene.detections if self.settings.exists(d, self.taxonomy)]
        self.number = {d.k: i for i, d in enumerate(self.present)}
        self.all = range(2 ** len(self.present))
        self.crisp = Crisp(self.scene.image, self.taxonomy, self.settings, lambda term, env: 0)

    def meaning(self, world: int) -> Meaning:
        """The evaluator in which just the world's detections are present."""
        if world not in self._meanings:
            there = tuple(d for i, d in enumerate(self.present) if world >> i & 1)
            settings = replace(self.settings, scoring="boolean", min_score=0.0)
            self._meanings[world] = Meaning(replace(self.scene, detections=there), self.taxonomy, settings)
        return self._meanings[world]

    def weight(self, world: int) -> float:
        return math.prod(d.score if world >> i & 1 else 1 - d.score for i, d in enumerate(self.present))

    def probability(self, worlds: Worlds) -> float:
        return math.fsum(self.weight(world) for world in worlds)

    def where(self, formula: Formula, env: Env) -> Worlds:
        """The possible worlds in which what ``env`` binds is present and the formula holds."""
        need = sum({1 << self.number[d.k] for d in env.values()})
        return frozenset(
            world
            for world in self.all
            if world & need == need and self.weight(world) > 0 and self.meaning(world).holds(formula, env)
        )

    def environments(self, formula: Formula) -> Iterator[Env]:
        names = free_variables(formula)
        for ds in itertools.product(self.present, repeat=len(names)):
            yield dict(zip(names, ds, strict=True))

    def exact(self, formula: Formula) -> dict[Bound, float]:
        """The probability of each binding that has any."""
        found = {
            _bound(env): self.probability(self.where(formula, env)) for env in self.environments(formula)
        }
        return {bound: p for bound, p in found.items() if p > 0}

    # -- proofs ----------------------------------------------------------------------------

    def proofs(self, formula: Formula, env: Env) -> set[Worlds]:
        """Of a binding, each proof as the worlds in which it holds."""
        need = frozenset(w for w in self.all if all(w >> self.number[d.k] & 1 for d in env.values()))
        return {need & worlds for worlds in self._proofs(formula, env)} - {frozenset()}

    def _proofs(self, formula: Formula, env: Env) -> set[Worlds]:
        every = frozenset(world for world in self.all if self.weight(world) > 0)
        match unfold(formula):
            case Atom(name="adjacent") as atom:
                return self._proofs(ADJACENT, arguments_of_adjacent(atom, env))
            case Compare() as crisp if any(type(node).__name__ == "Count" for node in walk(crisp)):
                return {self.where(crisp, {})} if not env else {self._holding(crisp, env)}
            case Atom() | Compare() as crisp:
                return {every} if self.crisp.holds(crisp, env) else set()
            case Not() as negation:
                return {self._holding(negation, env)}
            case And(parts=parts):
                return _all_of([self._proofs(part, env) for part in parts], every)
            case Or(parts=parts):
                return set().union(*(self._proofs(part, env) for part in parts))
            case Exists(vars=names, body=body):
                return set().union(*self._witnessed(names[0], without_first(names, body), env))
            case ExistsCount(n=n, var=name, body=body):
                each = self._witnessed(name, body, env)
                return set().union(*(_all_of(list(some), every) for some in itertools.combinations(each, n)))
        raise TypeError(f"not a formula: {formula!r}")

    def _holding(self, condition: Formula, env: Env) -> Worlds:
        """Where what is bound outside is present and the condition holds."""
        return self.where(condition, {name: env[name] for name in env})

    def _witnessed(self, name: str, body: Formula, env: Env) -> list[set[Worlds]]:
        found = []
        for d in self.present:
            there = frozenset(world for world in self.all if world >> self.number[d.k] & 1)
            found.append({there & worlds for worlds in self._proofs(body, {**env, name: d})} - {frozenset()})
        return found

    def ranked(self, formula: Formula, env: Env) -> list[tuple[float, Worlds]]:
        """The proofs, best first; one that holds only where a better one does is left out."""
        found: list[tuple[float, Worlds]] = []
        ordered = sorted(
            ((self.probability(ws), ws) for ws in self.proofs(formula, env)), key=lambda p: -p[0]
        )
        for p, worlds in ordered:
            if p > 0 and not any(worlds <= better for _, better in found):
                found.append((p, worlds))
        return found


def _all_of(parts: list[set[Worlds]], every: Worlds) -> set[Worlds]:
    found = {every}
    for proofs in parts:
        found = {one & other for one in found for other in proofs} - {frozenset()}
    return found


def _bound(env: Mapping[str, object]) -> Bound:
    return tuple(sorted((name, d.id) for name, d in env.items()))  # type: ignore[attr-defined]
