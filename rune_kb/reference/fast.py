"""The same meaning for real images with hundreds of detections.

Two shortcuts, nothing else:

- a quantifier skips the detections of which a conjunct of its body is already false;
- the score of a formula is taken from the scores of its parts wherever these cannot share a witness, not from
  a list of all proofs: ``∃x φ`` tries the best detections first and stops where no other can do better,
  ``exists>=n`` takes the n best; where these can share witnesses, the n best for every choice of what is
  shared; a conjunction leaves out the proofs of its parts that are worth less than the best of it so far.

What may take for ever in a crowded image: a conjunction of two parts that both rest on detections of their
own, where these have many proofs of about the same score. test_reference.py holds all of it to the slow
evaluator.
"""

from __future__ import annotations

import functools
import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rune_kb.detection import Detection
from rune_kb.logic import formula as fol
from rune_kb.logic.formula import And, Atom, Compare, Count, Exists, ExistsCount, Formula, Not, Or

from .crisp import Env, Scene, Settings, Taxonomy
from .meaning import Answer, Ks, Meaning, Proofs, unfold, without_first

Atomic = Atom | Compare


def fast_answers(formula: Formula, scene: Scene, taxonomy: Taxonomy, settings: Settings) -> list[Answer]:
    """What :func:`~.meaning.answers` gives."""
    return FastMeaning(scene, taxonomy, settings).answers(formula)


class FastMeaning(Meaning):
    def __init__(self, scene: Scene, taxonomy: Taxonomy, settings: Settings) -> None:
        super().__init__(scene, taxonomy, settings)
        self.best_first = sorted(self.present, key=lambda d: -d.score)
        self._members: dict[tuple[str, Formula, int], list[Detection]] = {}

    def environments(self, formula: Formula) -> Iterator[Env]:
        return self._bindings(fol.free_variables(formula), formula, {})

    def _bindings(self, names: tuple[str, ...], formula: Formula, env: Env) -> Iterator[Env]:
        if not names:
            yield env
            return
        for d in self.range_of(names[0], formula, env, self.present):
            yield from self._bindings(names[1:], formula, {**env, names[0]: d})

    def range_of(
        self, name: str, body: Formula, env: Env, domain: Sequence[Detection]
    ) -> Iterator[Detection]:
        return (d for d in self._candidates(name, body, domain) if self._may_hold(name, body, env, d))

    def _candidates(self, name: str, body: Formula, domain: Sequence[Detection]) -> list[Detection]:
        """Those of the domain that have what the body asks of the variable alone."""
        key = (name, body, id(domain))  # the domains are lists that live as long as this object
        if key not in self._members:
            alone, _ = _necessary(name, body)
            self._members[key] = [
                d for d in domain if all(self.crisp.degree(a, {name: d}) > 0 for a in alone)
            ]
        return self._members[key]

    def _may_hold(self, name: str, body: Formula, env: Env, d: Detection) -> bool:
        """Whether d is to the detections bound already as the body asks."""
        _, related = _necessary(name, body)
        return all(
            self.crisp.degree(a, {**env, name: d}) > 0 for a, others in related if others <= env.keys()
        )

    def score(self, formula: Formula, env: Env, scope: Ks) -> float:
        match unfold(formula):
            case Not(body=body):
                return 1 - self.score(body, env, scope)
            case Or(parts=parts):
                return max(self.score(part, env, scope) for part in parts)
            case And(parts=parts):
                return self._best_conjunction(parts, env, scope)
            case Exists(vars=names, body=body):
                return self._best_witness(names[0], without_first(names, body), env, scope)
            case ExistsCount(n=n, var=name, body=body) if _is_free(body):
                worths = (
                    self.score(body, {**env, name: d}, scope | {d.k}) * (1.0 if d.k in scope else d.score)
                    for d in self.range_of(name, body, env, self.present)
                )
                return _best_of(n, worths)
            case ExistsCount(n=n, var=name, body=body):
                return self._best_group(n, self._witnessed(name, body, env, scope), scope)
        return super().score(formula, env, scope)

    def _best_conjunction(self, parts: Sequence[Formula], env: Env, scope: Ks) -> float:
        """Parts that rest on nothing have a score by themselves, and so has one that rests on something."""
        resting = [part for part in parts if not _is_free(part)]
        if len(resting) <= 1:
            return math.prod(self.score(part, env, scope) for part in parts)
        alone = math.prod(self.score(part, env, scope) for part in parts if _is_free(part))
        return alone and alone * self._best_together(
            [self.prove(part, env, scope) for part in resting], scope
        )

    def _best_together(self, parts: Sequence[Proofs], scope: Ks) -> float:
        """What a proof of each part is worth at best, what they share paid once.

        Together they are worth no more than any of them: what is worth less than the best so far is left out.
        """
        best_first = [
            sorted(
                ((weight * self._price(ks - scope), weight, ks) for ks, weight in proofs.items()),
                key=lambda proof: -proof[0],
            )
            for proofs in parts
        ]
        best = 0.0

        def extend(place: int, weight: float, ks: Ks) -> None:
            nonlocal best
            worth = weight * self._price(ks - scope)
            if worth <= best:
                return
            if place == len(best_first):
                best = worth
                return
            for alone, factor, more in best_first[place]:
                if alone <= best:
                    return
                extend(place + 1, weight * factor, ks | more)

        extend(0, 1.0, frozenset())
        return best

    def _best_group(self, n: int, members: Sequence[Proofs], scope: Ks) -> float:
        """What n of these are worth together, the proofs of each given.

        Once it is settled which of the detections that several of them rest on are paid for, every member is
        worth something by itself. No more such sets are needed than one a member.
        """
        uses = Counter(k for proofs in members for k in frozenset().union(*proofs) - scope)
        several = frozenset(k for k, times in uses.items() if times > 1)
        worths: list[dict[Ks, float]] = []
        for proofs in members:
            worth: dict[Ks, float] = {}
            for ks, weight in proofs.items():
                shared = ks & several
                worth[shared] = max(worth.get(shared, 0.0), weight * self._price(ks - scope - several))
            worths.append(worth)
        parts = {shared for worth in worths for shared in worth if shared}
        most = _best_of(n, (max(worth.values()) for worth in worths))
        best = _best_of(n, (worth.get(frozenset(), 0.0) for worth in worths))
        seen = reached = {frozenset[int]()}
        for _ in range(n):
            further = {paid | part for paid in reached for part in parts} - seen
            reached = {paid for paid in further if self._price(paid) * most > best}
            seen = seen | reached
            for paid in reached:
                each = (max((w for ks, w in worth.items() if ks <= paid), default=0.0) for worth in worths)
                best = max(best, self._price(paid) * _best_of(n, each))
        return best

    def _best_witness(self, name: str, body: Formula, env: Env, scope: Ks) -> float:
        best = 0.0
        candidates = self._candidates(name, body, self.best_first)
        for d in sorted(candidates, key=lambda d: d.k not in scope):  # what is paid, then by score
            price = 1.0 if d.k in scope else d.score
            if price <= best:
                break
            if self._may_hold(name, body, env, d):
                best = max(best, price * self.score(body, {**env, name: d}, scope | {d.k}))
        return best


def _best_of(n: int, worths: Iterable[float]) -> float:
    """The product of the n greatest; 0 if there are fewer."""
    best = heapq.nlargest(n, worths)
    return math.prod(best) if len(best) == n else 0.0


@functools.lru_cache(maxsize=10_000)
def _necessary(name: str, body: Formula) -> tuple[list[Atomic], list[tuple[Atomic, frozenset[str]]]]:
    """What must be true of the variable wherever the body is: of it alone, and of it and others (named)."""
    alone: list[Atomic] = []
    related: list[tuple[Atomic, frozenset[str]]] = []
    for atom in _conjuncts(body, frozenset()):
        names = frozenset(fol.free_variables(atom))
        if names == {name}:
            alone.append(atom)
        elif name in names:
            related.append((atom, names - {name}))
    return alone, related


def _conjuncts(formula: Formula, hidden: frozenset[str]) -> Iterator[Atomic]:
    """The crisp conjuncts of a formula, under its quantifiers too, that speak of no ``hidden`` variable."""
    match unfold(formula):
        case Atom(name="adjacent", args=args):
            yield from _conjuncts(Atom("near", args), hidden)
        case Atom() | Compare() as crisp:
            cheap = not any(isinstance(node, Count) for node in fol.walk(crisp))
            if cheap and hidden.isdisjoint(fol.free_variables(crisp)):
                yield crisp
        case And(parts=parts):
            for part in parts:
                yield from _conjuncts(part, hidden)
        case Not(body=Or(parts=parts)):  # what a counterexample to ∀x (φ -> ψ) is asked for
            for part in parts:
                yield from _conjuncts(Not(part), hidden)
        case Exists(vars=names, body=body):
            yield from _conjuncts(body, hidden | set(names))
        case ExistsCount(n=n, var=name, body=body) if n > 0:
            yield from _conjuncts(body, hidden | {name})
        case _:
            return


def _is_free(formula: Formula) -> bool:
    """Whether no proof of it has a witness: it asks of given detections, or for what is not there."""
    match unfold(formula):
        case And(parts=parts) | Or(parts=parts):
            return all(_is_free(part) for part in parts)
        case Exists() | ExistsCount():
            return False
        case _:
            return True
