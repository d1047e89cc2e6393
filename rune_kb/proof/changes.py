"""The smallest changes that would make an image answer: proposed from the verdict, then tried.

A change is of one thing: a radius, a constant, a number of objects, one detection. Nothing is proposed that
was not seen to work.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rune_kb.logic.formula import (
    Atom,
    Compare,
    CompareOp,
    ExistsCount,
    Formula,
    Node,
    Number,
    Var,
    rebuilt,
    replace,
)
from rune_kb.logic.printer import to_text
from rune_kb.proof.explanation import Change
from rune_kb.proof.tree import Proof
from rune_kb.proof.verdict import Verdict


@dataclass(frozen=True, slots=True)
class World:
    """What a change changes: the formula, the least score, the detections that are left out."""

    formula: Formula
    min_score: float
    without: frozenset[str] = frozenset()


_LOOSE: dict[CompareOp, CompareOp] = {"<": "<=", ">": ">="}

Try = Callable[[World], Proof | None]
"""The best proof in a changed world."""


def flips(world: World, verdict: Verdict, attempt: Try) -> tuple[Change, ...]:
    """The changes that give a formula without a proof one; ``verdict`` is what was said of it."""
    proposed = [each for part in reversed(verdict.blamed) for each in _of_part(world, part)]
    found = [change for change, changed in proposed if attempt(changed) is not None]
    weaker = _of_weaker_detections(world, attempt)
    return (*found, *([weaker] if weaker else ()))


def _of_part(world: World, part: Verdict) -> Iterator[tuple[Change, World]]:
    """A radius, a constant or a number that the part does not miss; a detection without which it holds."""
    formula = part.formula
    measured = part.measures[0].value if part.measures else None
    match formula:
        case Atom(name="near") if isinstance(measured, float):
            radius, before = _rounded_up(measured), part.measures[0].bound
            variables = tuple(arg for arg in formula.args if isinstance(arg, Var))
            wider = replace(formula, args=(*variables, Number(radius, "px")))
            change = Change("radius", to_text(formula), radius, float(before or 0))
            yield change, _with(world, formula, wider)
        case Compare(op=op, right=Number(value=value, unit=unit)) if isinstance(measured, int | float):
            if unit in (None, "px", "px2", "deg"):
                loosened = replace(formula, op=_LOOSE.get(op, op), right=Number(float(measured), unit))
                change = Change("constant", to_text(formula), float(measured), value)
                yield change, _with(world, formula, loosened)
        case ExistsCount(op=op, n=n) if part.outcome == "few" and part.found:
            fewer = len(part.found) - (op == ">")
            change = Change("count", to_text(formula), fewer, n)
            yield change, _with(world, formula, replace(formula, n=fewer))
    if part.counter is not None:
        for id in sorted({id for step in part.counter.walk() for id in step.witnesses}):
            without = dataclasses.replace(world, without=world.without | {id})
            yield Change("without", id, 0.0, 1.0), without


def _of_weaker_detections(world: World, attempt: Try) -> Change | None:
    """The greatest lower least score that lets the image answer, and the detection that it lets in."""
    proof = attempt(dataclasses.replace(world, min_score=0.0))
    if proof is None:
        return None
    weakest = min((proof.detections[id] for id in proof.rests_on), key=lambda d: d.score, default=None)
    if weakest is None or not 0 < weakest.score < world.min_score:
        return None
    if attempt(dataclasses.replace(world, min_score=weakest.score)) is None:
        return None
    return Change("min_score", weakest.id, weakest.score, world.min_score)


def _with(world: World, old: Formula, new: Formula) -> World:
    """The world with a part of its formula replaced; unchanged if the part is a definition's."""

    def swap(node: Node) -> Node:
        return new if node == old else node

    return dataclasses.replace(world, formula=rebuilt(world.formula, swap))


def _rounded_up(value: float) -> float:
    """A radius that a person can read and that is not below the value."""
    return math.ceil(value * 100) / 100
