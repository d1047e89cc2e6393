"""The meaning of a checked formula in one image (DESIGN 4.1, 4.2), word for word and slowly.

``boolean`` is classical truth over the detections that are present. ``best`` looks for the best proof. A
proof of a formula is a weight (what its negations leave of 1, times the degrees of soft relations) and the
set of detections it rests on, its witnesses; it is worth its weight times the scores of its witnesses, each
once, save those that are paid already: the detections of the variables in whose scope the formula stands. Of
the proofs with one set of witnesses only the heaviest can matter, so proofs are kept as a mapping from
witnesses to weight.

Formulas are those of :mod:`rune_kb.logic.formula` with canonical names, as the checker leaves them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rune_kb.detection import Detection
from rune_kb.logic import formula as fol
from rune_kb.logic.formula import And, Atom, Compare, Count, Exists, ExistsCount, Formula, Not, Or, Var

from .crisp import Crisp, Env, Scene, Settings, Taxonomy

Ks = frozenset[int]
"""Detections of the scene, each by its ``k``."""

Proofs = dict[Ks, float]
"""From the witnesses to the weight of the heaviest proof that rests on just these."""

COUNTED = 0.5
"""In ``best``, count terms count (and look for) detections with at least this score."""

ADJACENT = And((
    Atom("near", (Var("x"), Var("y"))),
    Not(Exists(("z",), Atom("between", (Var("z"), Var("x"), Var("y"))))),
))  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """``bindings``: the id of the detection that each free variable stands for."""

    score: float
    bindings: Mapping[str, str] = field(default_factory=dict)


def answers(formula: Formula, scene: Scene, taxonomy: Taxonomy, settings: Settings) -> list[Answer]:
    """The answers in one image, best first, then in the order of the bound detections.

    Raises NoGroundSampleDistance where the formula speaks of metres and the image cannot.
    """
    return Meaning(scene, taxonomy, settings).answers(formula)


def unfold(formula: Formula) -> Formula:
    """The formula's top in the core language: Atom, Compare, And, Or, Exists, exists>=n, or Not of no Not."""
    match formula:
        case Not(body=body):
            inner = unfold(body)
            return unfold(inner.body) if isinstance(inner, Not) else Not(inner)
        case fol.Forall(vars=names, body=body):
            return unfold(Not(Exists(names, Not(body))))
        case fol.Implies(left=p, right=q):
            return Or((Not(p), q))
        case fol.Iff(left=p, right=q):
            return Or((And((p, q)), And((Not(p), Not(q)))))
        case fol.Xor(left=p, right=q):
            return Or((And((p, Not(q))), And((Not(p), q))))
        case ExistsCount(op=op, n=n, var=name, body=body):
            enough = ExistsCount(">=", n, name, body)
            more = ExistsCount(">=", n + 1, name, body)
            exactly = And((enough, Not(more))) if n > 0 else Not(more)
            by_op: dict[fol.CountOp, Formula] = {
                ">=": enough,
                ">": more,
                "<=": Not(more),
                "<": Not(enough),
                "=": exactly,
            }
            return by_op[op]
        case _:
            return formula


class Meaning:
    """What formulas mean in one scene under one choice of settings."""

    def __init__(self, scene: Scene, taxonomy: Taxonomy, settings: Settings) -> None:
        self.settings = settings
        self.present = [d for d in scene.detections if settings.exists(d, taxonomy)]
        boolean = settings.scoring == "boolean"
        self.counted = self.present if boolean else [d for d in self.present if d.score >= COUNTED]
        self.score_of = {d.k: d.score for d in self.present}
        self.crisp = Crisp(scene.image, taxonomy, settings, self._count)

    def answers(self, formula: Formula) -> list[Answer]:
        self.crisp.check_units(formula)
        found = []
        for env in self.environments(formula):
            score = self.answer_score(formula, env)
            if score > 0 and score >= self.settings.threshold:
                found.append((-score, [d.k for d in env.values()], {name: d.id for name, d in env.items()}))
        return [Answer(-minus, bindings) for minus, _, bindings in sorted(found, key=lambda row: row[:2])]

    def environments(self, formula: Formula) -> Iterable[Env]:
        """Every way to bind the free variables; they may stand for one detection."""
        names = fol.free_variables(formula)
        for ds in itertools.product(self.present, repeat=len(names)):
            yield dict(zip(names, ds, strict=True))

    def answer_score(self, formula: Formula, env: Env) -> float:
        """The score of the answer that binds the free variables thus; what they stand for is paid too."""
        if self.settings.scoring == "boolean":
            return float(self.holds(formula, env))
        bound = frozenset(d.k for d in env.values())
        return self.score(formula, env, bound) * self._price(bound)

    def range_of(
        self, name: str, body: Formula, env: Env, domain: Sequence[Detection]
    ) -> Iterable[Detection]:
        """The detections that a quantifier of ``name`` over ``body`` runs through: all of the domain."""
        return domain

    # -- classical truth: `boolean`, and inside the count terms of `best` -----------------------------------

    def holds(self, formula: Formula, env: Env) -> bool:
        """Whether the formula is true, quantifiers ranging over ``counted``."""
        match unfold(formula):
            case Atom(name="adjacent") as atom:
                return self.holds(ADJACENT, arguments_of_adjacent(atom, env))
            case Atom() | Compare() as crisp:
                return self.crisp.holds(crisp, env)
            case Not(body=body):
                return not self.holds(body, env)
            case And(parts=parts):
                return all(self.holds(part, env) for part in parts)
            case Or(parts=parts):
                return any(self.holds(part, env) for part in parts)
            case Exists(vars=names, body=body):
                return any(self._holding(names[0], without_first(names, body), env))
            case ExistsCount(n=n, var=name, body=body):
                return sum(itertools.islice(self._holding(name, body, env), n)) == n
        raise TypeError(f"not a formula: {formula!r}")

    def _holding(self, name: str, body: Formula, env: Env) -> Iterable[bool]:
        """True, once for each detection of ``counted`` of which the body holds."""
        domain = self.range_of(name, body, env, self.counted)
        return (True for d in domain if self.holds(body, {**env, name: d}))

    def counted_by(self, term: Count, env: Env) -> frozenset[str]:
        """The ids of what the term counts."""
        return frozenset(d.id for d in self.counted if self.holds(term.body, {**env, term.var: d}))

    def _count(self, term: Count, env: Env) -> int:
        return sum(self._holding(term.var, term.body, env))

    # -- the best proof: `best` ----------------------------------------------------------------------------

    def score(self, formula: Formula, env: Env, scope: Ks) -> float:
        """What the best proof is worth where the detections in ``scope`` are paid; 0 if there is none."""
        proofs = self.prove(formula, env, scope)
        return max((weight * self._price(ks - scope) for ks, weight in proofs.items()), default=0.0)

    def prove(self, formula: Formula, env: Env, scope: Ks) -> Proofs:
        """The proofs of the formula. ``scope``: the detections of all variables in whose scope it stands."""
        match unfold(formula):
            case Atom(name="adjacent") as atom:
                return self.prove(ADJACENT, arguments_of_adjacent(atom, env), scope)
            case Atom() | Compare() as crisp:
                degree = self.crisp.degree(crisp, env)
                return {frozenset(): degree} if degree > 0 else {}
            case Not(body=body):
                left = 1 - self.score(body, env, scope)
                return {frozenset(): left} if left > 0 else {}
            case And(parts=parts):
                return _all_of([self.prove(part, env, scope) for part in parts])
            case Or(parts=parts):
                return _any_of([self.prove(part, env, scope) for part in parts])
            case Exists(vars=names, body=body):
                return _any_of(self._witnessed(names[0], without_first(names, body), env, scope))
            case ExistsCount(n=n, var=name, body=body):
                each = self._witnessed(name, body, env, scope)
                return _any_of([_all_of(chosen) for chosen in itertools.combinations(each, n)])
        raise TypeError(f"not a formula: {formula!r}")

    def _witnessed(self, name: str, body: Formula, env: Env, scope: Ks) -> list[Proofs]:
        """For each detection of which the body has proofs: those proofs, resting on that detection too."""
        found = []
        for d in self.range_of(name, body, env, self.present):
            proofs = self.prove(body, {**env, name: d}, scope | {d.k})
            if proofs:
                found.append(_all_of([{frozenset({d.k}): 1.0}, proofs]))
        return found

    def _price(self, ks: Ks) -> float:
        return math.prod(self.score_of[k] for k in sorted(ks))


def _all_of(parts: Iterable[Proofs]) -> Proofs:
    """Proofs of a conjunction: one of each part; weights multiply, witnesses unite."""
    result: Proofs = {frozenset(): 1.0}
    for proofs in parts:
        pairs = itertools.product(result.items(), proofs.items())
        result = _any_of({ks | more: weight * factor} for (ks, weight), (more, factor) in pairs)
    return result


def _any_of(parts: Iterable[Proofs]) -> Proofs:
    """Proofs of a disjunction: those of all parts."""
    result: Proofs = {}
    for proofs in parts:
        for ks, weight in proofs.items():
            result[ks] = max(weight, result.get(ks, 0.0))
    return result


def without_first(names: tuple[str, ...], body: Formula) -> Formula:
    """``∃ x, y φ`` is ``∃x ∃y φ``: what stands in the scope of the first variable."""
    return Exists(names[1:], body) if names[1:] else body


def arguments_of_adjacent(atom: Atom, env: Env) -> Env:
    """The environment in which to read ADJACENT."""
    x, y = (env[arg.name] for arg in atom.args if isinstance(arg, Var))
    return {"x": x, "y": y}
