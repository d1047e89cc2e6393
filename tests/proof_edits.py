"""Proof trees edited: one place changed, everything else kept, or kept consistent with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from rune_kb.logic.formula import Formula
from rune_kb.proof.tree import Proof, Step

Place = tuple[int, ...]
"""The way to a step from the root: numbers of children, -1 for the counter-proof of a search."""


def places(step: Step, here: Place = ()) -> Iterator[tuple[Place, Step]]:
    """Every step with its place."""
    yield here, step
    for i, child in enumerate(step.children):
        yield from places(child, (*here, i))
    if step.search is not None and step.search.counter is not None:
        yield from places(step.search.counter, (*here, -1))


def edited(step: Step, place: Place, edit: Callable[[Step], Step]) -> Step:
    """The tree with the step at a place edited."""
    if not place:
        return edit(step)
    first, rest = place[0], place[1:]
    if first < 0:
        assert step.search is not None
        assert step.search.counter is not None
        counter = edited(step.search.counter, rest, edit)
        return replace(step, search=replace(step.search, counter=counter))
    child = edited(step.children[first], rest, edit)
    return replace(step, children=(*step.children[:first], child, *step.children[first + 1 :]))


def everywhere(node: Any, change: Callable[[Formula], Formula]) -> Any:
    """A step or a proof with all formulas in it changed."""
    if isinstance(node, Formula):
        return change(node)
    if isinstance(node, tuple):
        return tuple(everywhere(part, change) for part in node)
    if isinstance(node, Step | Proof) or (is_dataclass(node) and hasattr(node, "nearest")):
        parts = {f.name: everywhere(getattr(node, f.name), change) for f in fields(node)}
        return replace(node, **parts)
    return node


def mended(step: Step, score_of: Mapping[str, float], paid: frozenset[str], boolean: bool) -> Step:
    """The step with what is paid in it and all scores made to fit what is below, true or not."""
    return _mended(step, score_of, set(paid), paid, boolean)


def _mended(
    step: Step, score_of: Mapping[str, float], paid: set[str], scope: frozenset[str], boolean: bool
) -> Step:
    due = () if boolean else tuple(dict.fromkeys(id for id in step.witnesses if id not in paid))
    paid.update(due)
    inner = scope.union(step.witnesses)
    children = tuple(_mended(child, score_of, paid, inner, boolean) for child in step.children)
    score, search = step.score if step.rule == "relation" else 1.0, step.search
    for factor in (*(score_of.get(id, 1.0) for id in due), *(child.score for child in children)):
        score *= factor
    if search is not None and search.counter is not None:
        counter = _mended(search.counter, score_of, set(inner), inner, boolean)
        search = replace(search, counter=counter)
        score *= 1 - counter.score
    return replace(step, score=score, paid=due, children=children, search=search)


def alike(one: Any, other: Any) -> bool:
    """Equal, numbers but for rounding."""
    if isinstance(one, float) and isinstance(other, float | int):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    if isinstance(one, Formula):
        return bool(one == other)
    if is_dataclass(one):
        return type(one) is type(other) and all(
            alike(getattr(one, f.name), getattr(other, f.name)) for f in fields(one)
        )
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return bool(one == other)
