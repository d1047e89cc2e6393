"""A formula about a scene as a ProbLog program, by a way that shares nothing with the engine's grounding.

Each detection is a probabilistic fact, `0.9::det(3).`; what is crisp becomes ground facts, decided by the
reference; every part of the formula is a predicate over its free variables, its rules say what it means.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from problog import get_evaluatable
from problog.program import PrologString
from reference import TAXONOMY, Scene, Settings, Taxonomy

from rune_kb.logic.formula import (
    And,
    Atom,
    Compare,
    Count,
    Exists,
    ExistsCount,
    Formula,
    Not,
    Number,
    Or,
    Var,
    free_variables,
    replace,
)
from rune_kb.reference.crisp import Crisp
from rune_kb.reference.meaning import ADJACENT, unfold, without_first

NOWHERE = -1
"""The number of no detection: a predicate that is true of it alone is false, yet ProbLog knows it."""


def probabilities(formula: Formula, scene: Scene, settings: Settings) -> dict[tuple[int, ...], float]:
    """What ProbLog answers for each binding of the free variables, as detection numbers."""
    return evaluated(program(formula, scene, settings))


def program(formula: Formula, scene: Scene, settings: Settings, taxonomy: Taxonomy = TAXONOMY) -> str:
    """The program; it queries `answer` of each binding."""
    return _Program(scene, settings, taxonomy).of(formula)


def evaluated(text: str) -> dict[tuple[int, ...], float]:
    """What ProbLog answers to a program."""
    found = get_evaluatable().create_from(PrologString(text)).evaluate()
    return {tuple(int(argument) for argument in goal.args): float(p) for goal, p in found.items()}


class _Program:
    def __init__(self, scene: Scene, settings: Settings, taxonomy: Taxonomy) -> None:
        self._present = [d for d in scene.detections if settings.exists(d, taxonomy)]
        self._crisp = Crisp(scene.image, taxonomy, settings, lambda term, env: 0)
        self._lines = [f"{d.score}::det({d.k})." for d in self._present] or ["0.0::det(0)."]
        self._names = (f"f{i}" for i in itertools.count())

    def of(self, formula: Formula) -> str:
        names = free_variables(formula)
        whole = self._rule(formula, names)
        for ds in itertools.product(self._present, repeat=len(names)):
            ks = [d.k for d in ds]
            there = [f"det({k})" for k in ks]
            self._lines.append(f"{_call('answer', ks)} :- {', '.join([*there, _call(whole, ks)])}.")
            self._lines.append(f"query({_call('answer', ks)}).")
        return "\n".join(self._lines)

    def _rule(self, formula: Formula, scope: Sequence[str]) -> str:
        """The predicate, over the variables in scope, that is true where the formula is."""
        name, head = next(self._names), _variables(scope)
        self._lines.append(f"{_call(name, [NOWHERE] * len(scope))} :- fail.")

        def clause(*body: str) -> None:
            self._lines.append(f"{_call(name, head)} :- {', '.join(body) or 'true'}.")

        match unfold(formula):
            case Atom(name="adjacent", args=(Var(name=x), Var(name=y))):
                clause(_call(self._rule(ADJACENT, ("x", "y")), _variables((x, y))))
            case Compare() as comparison if counts := list(_counts(comparison)):
                self._comparison(name, comparison, counts, scope)
            case Atom() | Compare() as crisp:
                for ds in itertools.product(self._present, repeat=len(scope)):
                    if self._crisp.holds(crisp, dict(zip(scope, ds, strict=True))):
                        self._lines.append(f"{_call(name, [d.k for d in ds])}.")
            case Not(body=body):
                clause(f"\\+ {_call(self._rule(body, scope), head)}")
            case And(parts=parts):
                clause(*(_call(self._rule(part, scope), head) for part in parts))
            case Or(parts=parts):
                for part in parts:
                    clause(_call(self._rule(part, scope), head))
            case Exists(vars=names, body=body):
                clause(*self._witnesses(names[0], without_first(names, body), scope, 1))
            case ExistsCount(n=n, var=var, body=body):
                clause(*self._witnesses(var, body, scope, n))
            case other:
                raise TypeError(f"not a formula: {other!r}")
        return name

    def _witnesses(self, var: str, body: Formula, scope: Sequence[str], n: int) -> list[str]:
        """Goals for n detections, in falling order, of which the body holds."""
        inside = (*(name for name in scope if name != var), var)
        holds = self._rule(body, inside)
        each = [f"W{i}" for i in range(n)]
        outer = _variables(inside[:-1])
        goals = [goal for w in each for goal in (f"det({w})", _call(holds, [*outer, w]))]
        return [*goals, *(f"{a} > {b}" for a, b in itertools.pairwise(each))]

    def _comparison(self, name: str, given: Compare, counts: list[Count], scope: Sequence[str]) -> None:
        """A rule for each way in which detections and numbers satisfy the comparison."""
        numbers = [self._number(count, scope) for count in counts]
        values = range(len(self._present) + 1)
        for ds in itertools.product(self._present, repeat=len(scope)):
            ks = [d.k for d in ds]
            for ns in itertools.product(values, repeat=len(counts)):
                if self._crisp.holds(_with_numbers(given, iter(ns)), dict(zip(scope, ds, strict=True))):
                    body = [_call(number, [*ks, n]) for number, n in zip(numbers, ns, strict=True)]
                    self._lines.append(f"{_call(name, ks)} :- {', '.join(body)}.")

    def _number(self, count: Count, scope: Sequence[str]) -> str:
        """The predicate of the variables in scope and of how many the count counts."""
        name, head = next(self._names), _variables(scope)
        most = len(self._present)
        enough = [self._rule(ExistsCount(">=", n, count.var, count.body), scope) for n in range(1, most + 1)]
        for n in range(most + 1):
            body = [_call(enough[n - 1], head)] if n else []
            body += [f"\\+ {_call(enough[n], head)}"] if n < most else []
            self._lines.append(f"{_call(name, [*head, n])} :- {', '.join(body) or 'true'}.")
        return name


def _call(name: str, arguments: Sequence[object]) -> str:
    return f"{name}({', '.join(map(str, arguments))})" if arguments else name


def _variables(names: Sequence[str]) -> list[str]:
    return [f"V_{name}" for name in names]


def _counts(node: Any) -> Iterator[Count]:
    """The count terms in a term or comparison, from the left."""
    if isinstance(node, Count):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _counts(part)
    elif is_dataclass(node):
        for field in fields(node):
            if field.name != "pos":
                yield from _counts(getattr(node, field.name))


def _with_numbers(node: Any, numbers: Iterator[int]) -> Any:
    """With numbers in the place of the count terms, from the left."""
    if isinstance(node, Count):
        return Number(float(next(numbers)))
    if isinstance(node, tuple):
        return tuple(_with_numbers(part, numbers) for part in node)
    if not is_dataclass(node):
        return node
    names = [field.name for field in fields(node) if field.name != "pos"]
    return replace(node, **{name: _with_numbers(getattr(node, name), numbers) for name in names})  # type: ignore[type-var]
