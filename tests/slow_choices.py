"""All proofs of a formula in a scene, as :class:`rune_kb.reference.Meaning` tries them, with their choices.

A proof is settled by its choices: branches, witnesses, members. What tree they stand for is slow_proofs.py's
business.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine_scene import DEFINITIONS, vocabulary
from reference import TAXONOMY, Scene, Settings, written_out

from rune_kb.detection import Detection
from rune_kb.logic import formula as fol
from rune_kb.logic.formula import Atom, Compare, ExistsCount, Formula, Not, free_variables
from rune_kb.proof.tree import NearMiss, Search, Step
from rune_kb.proof.unfold import definitions_of, denied, undenied, unfolded
from rune_kb.reference.meaning import Ks, Meaning

Env = Mapping[str, Detection]
UNFOLD = definitions_of(vocabulary())


@dataclass(frozen=True)
class Choice:
    """What a step chooses, and what those below it do. ``against``, ``nearest``: what its search shows."""

    branch: int | None = None
    witnesses: tuple[str, ...] = ()
    below: tuple[Choice, ...] = ()
    against: Choice | None = None
    nearest: NearMiss | None = None

    @classmethod
    def of(cls, step: Step) -> Choice:
        search = step.search or Search("", 0)
        counter = None if search.counter is None else cls.of(search.counter)
        below = tuple(map(cls.of, step.children))
        return cls(step.branch, step.witnesses, below, counter, search.nearest)


Found = dict[Ks, tuple[float, Choice]]
"""From the witnesses to the weight and the choices of the heaviest proof that rests on just these."""
Parts = dict[Ks, tuple[float, tuple[Choice, ...]]]


class Choices:
    """Searches the choices of proofs in one scene; what was found is kept."""

    def __init__(self, scene: Scene, settings: Settings) -> None:
        self.boolean = settings.scoring == "boolean"
        self.meaning = Meaning(scene, TAXONOMY, settings)
        self.present = {d.id: d for d in self.meaning.present}
        self.known: dict[Any, Found] = {}
        self.written: dict[Compare, Compare] = {}

    def proofs(self, formula: Formula, env: Env, scope: Ks) -> Found:
        key = (formula, tuple((n, env[n].k) for n in free_variables(formula)), scope)
        if key not in self.known:
            self.known[key] = self._proofs(formula, env, scope)
        return self.known[key]

    def _proofs(self, formula: Formula, env: Env, scope: Ks) -> Found:
        match formula:
            case Atom(name=name) if name in UNFOLD:
                return chosen(joined([self.proofs(unfolded(formula, UNFOLD), env, scope)]))
            case Atom() | Compare():
                degree = self.degree(formula, env)
                return {frozenset(): (degree, Choice())} if degree > 0 else {}
            case Not() if (inner := undenied(formula, UNFOLD)) is not None:
                return chosen(joined([self.proofs(inner, env, scope)]))
            case fol.Exists(vars=names, body=body):
                return self.witnessed(names, body, env, scope)
            case ExistsCount(op=">=" | ">" | "=") if denied(formula) is None:
                return self.counted(formula, env, scope)
            case _ if (branches := branches_of(formula)) is not None:
                found: Found = {}
                for i, parts in enumerate(branches):
                    several = joined([self.proofs(part, env, scope) for part in parts])
                    keep(found, chosen(several, branch=None if isinstance(formula, fol.And) else i))
                return found
        left = 1 - self.score(denied(formula), env, scope)
        return {frozenset(): (left, Choice())} if left > 0 else {}

    def witnessed(self, names: tuple[str, ...], body: Formula, env: Env, scope: Ks) -> Found:
        found: Found = {}
        for ds in itertools.product(self.present.values(), repeat=len(names)):
            ks = frozenset(d.k for d in ds)
            below = joined([self.proofs(body, {**env, **dict(zip(names, ds, strict=True))}, scope | ks)])
            keep(found, chosen(below, ks, witnesses=tuple(d.id for d in ds)))
        return found

    def counted(self, formula: ExistsCount, env: Env, scope: Ks) -> Found:
        members = [self.witnessed_by(formula, d, env, scope) for d in self.present.values()]
        last = [] if formula.op != "=" else [self.proofs(no_more(formula), env, scope)]
        found: Found = {}
        for group in itertools.combinations([each for each in members if each], least(formula)):
            keep(found, chosen(joined([*group, *last])))
        return found

    def witnessed_by(self, formula: ExistsCount, d: Detection, env: Env, scope: Ks) -> Found:
        below = joined([self.proofs(formula.body, {**env, formula.var: d}, scope | {d.k})])
        return chosen(below, frozenset({d.k}), witnesses=(d.id,))

    def score(self, formula: Formula | None, env: Env, scope: Ks) -> float:
        assert formula is not None
        found = self.proofs(formula, env, scope)
        return max((weight * self.price(ks - scope) for ks, (weight, _) in found.items()), default=0.0)

    def price(self, ks: Iterable[int]) -> float:
        return 1.0 if self.boolean else math.prod(self.meaning.score_of[k] for k in sorted(ks))

    def degree(self, formula: Atom | Compare, env: Env) -> float:
        plain = self.plain(formula) if isinstance(formula, Compare) else formula
        return self.meaning.crisp.degree(plain, env)

    def plain(self, formula: Compare) -> Compare:
        """Without defined classes in its counts."""
        if formula not in self.written:
            plain = written_out(formula, DEFINITIONS)
            assert isinstance(plain, Compare)
            self.written[formula] = plain
        return self.written[formula]


def branches_of(formula: Formula) -> list[list[Formula]] | None:
    match formula:
        case fol.And(parts=parts):
            return [list(parts)]
        case fol.Or(parts=parts):
            return [[part] for part in parts]
        case fol.Implies(left=p, right=q):
            return [[Not(p)], [q]]
        case fol.Iff(left=p, right=q):
            return [[p, q], [Not(p), Not(q)]]
        case fol.Xor(left=p, right=q):
            return [[p, Not(q)], [Not(p), q]]
        case _:
            return None


def least(formula: ExistsCount) -> int:
    return formula.n + (formula.op == ">")


def no_more(formula: ExistsCount) -> Formula:
    return Not(ExistsCount(">", formula.n, formula.var, formula.body))


def joined(parts: list[Found]) -> Parts:
    """One proof of every part: weights multiply, witnesses unite."""
    result: Parts = {frozenset(): (1.0, ())}
    for found in parts:
        longer: Parts = {}
        for (ks, (weight, some)), (more, (factor, one)) in itertools.product(result.items(), found.items()):
            both = weight * factor
            if both > longer.get(ks | more, (0.0,))[0]:
                longer[ks | more] = (both, (*some, one))
        result = longer
    return result


def chosen(
    parts: Parts, resting_on: Ks = frozenset(), branch: int | None = None, witnesses: tuple[str, ...] = ()
) -> Found:
    found: Found = {}
    for ks, (weight, below) in parts.items():
        keep(found, {ks | resting_on: (weight, Choice(branch, witnesses, below))})
    return found


def keep(found: Found, more: Found) -> None:
    """Adds what is new or heavier."""
    for ks, (weight, choice) in more.items():
        if weight > found.get(ks, (0.0,))[0]:
            found[ks] = (weight, choice)
