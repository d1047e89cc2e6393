"""How nearly a formula is true (or false) in many worlds at once, from 0 to 1: 1 just where it is.

Between 0 and 1 only the order counts, which a search climbs: a conjunction is as true as its parts on
average, an existence as its best witness, ``exists>=3`` as its three best. Whether a formula is *false* is
asked of its parts likewise (``want=False``), not taken from how true it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rune_kb.logic.formula import (
    And,
    Atom,
    Compare,
    Count,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Iff,
    Implies,
    Not,
    Or,
    Var,
    Xor,
    walk,
)
from rune_kb.worlds.elimination import best_sum, mean_product
from rune_kb.worlds.population import Worlds
from rune_kb.worlds.terms import Scope, Terms

Array = NDArray[Any]


class Degrees:
    """In these worlds. ``cells`` is how many numbers were worked out, a measure of the time it took."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = worlds
        self.terms = Terms(worlds, self._count)
        self.cells = 0
        self._known: dict[tuple[Formula, bool, Scope], Array] = {}

    def of(self, formula: Formula, want: bool = True, scope: Scope = ()) -> Array:
        """To what degree the formula is true (``want``) or false: worlds × n or 1 for each variable."""
        key = (formula, want, scope)
        if key not in self._known:
            self._known[key] = found = self._of(formula, want, scope)
            self.cells += found.size
        return self._known[key]

    def _of(self, formula: Formula, want: bool, scope: Scope) -> Array:
        match formula:
            case Atom(name="adjacent", args=args):
                return self.of(_adjacent(args, len(scope)), want, scope)
            case Atom():
                return _crisp(self.terms.atom(formula, scope), want)
            case Compare():
                return self._compare(formula, want, scope)
            case Not(body=body):
                return self.of(body, not want, scope)
            case And(parts=parts):
                return self._joined(parts, want, scope, every=want)
            case Or(parts=parts):
                return self._joined(parts, want, scope, every=not want)
            case Implies(left=left, right=right):
                return self._joined((Not(left), right), want, scope, every=not want)
            case Iff(left=left, right=right) | Xor(left=left, right=right):
                same = want == isinstance(formula, Iff)
                first = self._joined((left, right if same else Not(right)), True, scope, every=True)
                second = self._joined((Not(left), Not(right) if same else right), True, scope, every=True)
                return np.maximum(first, second)
            case Exists(vars=names, body=body):
                return self._exists(names, body, want, scope)
            case Forall(vars=names, body=body):
                return self._exists(names, Not(body), not want, scope)
            case ExistsCount():
                return self._how_many(formula, want, scope)

    def _joined(self, parts: Sequence[Formula], want: bool, scope: Scope, *, every: bool) -> Array:
        """All of the parts, or the best of them."""
        found = sorted((self.of(part, want, scope) for part in parts), key=lambda array: array.size)
        if every:
            return np.asarray(reduce(np.add, found) / np.float32(len(found)))
        return np.asarray(reduce(np.maximum, found))

    # -- quantifiers ---------------------------------------------------------------------------------------

    def _exists(self, names: Scope, body: Formula, want: bool, scope: Scope) -> Array:
        """The best witnesses; or that there are none: less the more there are.

        In the second case the root is taken, because a miss among many, within others, must not be rounded
        away.
        """
        conjuncts, inner = _conjuncts(body, True, (*scope, *names))
        parts = [self.of(part, true == want, inner) for part, true in conjuncts]
        axes = range(len(scope) + 1, len(inner) + 1)
        if want:
            return best_sum(parts, self.worlds.present, axes)
        misses = mean_product([1 - part for part in parts], self.worlds.present, axes)
        return np.asarray(1 - np.sqrt(misses))

    def _how_many(self, formula: ExistsCount, want: bool, scope: Scope) -> Array:
        inner = self._masked(formula.var, formula.body, scope)
        n = formula.n
        match formula.op:
            case ">=":
                return _at_least(n, inner, want)
            case ">":
                return _at_least(n + 1, inner, want)
            case "<":
                return _at_least(n, inner, not want)
            case "<=":
                return _at_least(n + 1, inner, not want)
        true = (inner == 1).sum(axis=-1)
        if not want:
            return _crisp(true != n, True) * np.float32(0.5) + np.float32(0.5)
        return np.where(true > n, _at_least(n + 1, inner, False), _at_least(n, inner, True))

    def _masked(self, var: str, body: Formula, scope: Scope) -> Array:
        """The degrees of the body, 0 for a detection that is not there."""
        inner = self.of(body, True, (*scope, var))
        return np.where(self._there(len(scope) + 1), inner, np.float32(0))

    def _count(self, term: Count, scope: Scope) -> Array:
        true = self._masked(term.var, term.body, scope) == 1
        return np.asarray(true.sum(axis=-1), dtype=float)

    def _there(self, depth: int) -> Array:
        """Which detections the variable with this axis may stand for."""
        present = self.worlds.present
        return present.reshape(len(present), *[1] * (depth - 1), present.shape[1])

    # -- comparisons ---------------------------------------------------------------------------------------

    def _compare(self, node: Compare, want: bool, scope: Scope) -> Array:
        """Of counts that miss, the nearer the better."""
        crisp = self.terms.compare(node, scope)
        if not any(isinstance(each, Count) for each in walk(node)):
            return _crisp(crisp, want)
        off = np.abs(self.terms.value(node.left, scope) - self.terms.value(node.right, scope))
        close = np.nan_to_num(1 / (2 + off)).astype(np.float32)
        return np.where(crisp == want, np.float32(1), close)


def _adjacent(args: Sequence[Any], depth: int) -> Formula:
    """Near, and nothing between; the variable is one that no formula can have."""
    between = Atom("between", (Var(f"#{depth}"), *args))
    return And((Atom("near", tuple(args)), Not(Exists((f"#{depth}",), between))))


def _conjuncts(formula: Formula, want: bool, scope: Scope) -> tuple[list[tuple[Formula, bool]], Scope]:
    """What must hold, each part or its opposite, for the formula to be as wanted; and the scope it stands in.

    An existence among the parts is one of the whole, if its variables' names are not in use.
    """
    match formula:
        case Not(body=body):
            return _conjuncts(body, not want, scope)
        case And(parts=parts) if want:
            return _all_conjuncts([(part, True) for part in parts], scope)
        case Or(parts=parts) if not want:
            return _all_conjuncts([(part, False) for part in parts], scope)
        case Implies(left=left, right=right) if not want:
            return _all_conjuncts([(left, True), (right, False)], scope)
        case Exists(vars=names, body=body) if want and scope and not set(names) & set(scope):
            return _conjuncts(body, True, (*scope, *names))
        case Forall(vars=names, body=body) if not want and scope and not set(names) & set(scope):
            return _conjuncts(body, False, (*scope, *names))
    return [(formula, want)], scope


def _all_conjuncts(
    parts: Sequence[tuple[Formula, bool]], scope: Scope
) -> tuple[list[tuple[Formula, bool]], Scope]:
    found: list[tuple[Formula, bool]] = []
    for part, want in parts:
        more, scope = _conjuncts(part, want, scope)
        found += more
    return found, scope


def _crisp(true: Array, want: bool) -> Array:
    return (true if want else ~true).astype(np.float32)


def _at_least(n: int, inner: Array, want: bool) -> Array:
    """That n of these are 1, or that not so many are."""
    if not want:
        excess = np.maximum((inner == 1).sum(axis=-1) - (n - 1), 0)
        return np.asarray(1 / (1 + excess), dtype=np.float32)
    if n <= 0:
        return np.ones(inner.shape[:-1], dtype=np.float32)
    best = np.sort(inner, axis=-1)[..., -n:]
    return np.asarray(best.sum(axis=-1, dtype=np.float32) / np.float32(n))
