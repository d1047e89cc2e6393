"""Near misses: one to show, and whether another one would do as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from engine_scene import vocabulary
from slow_measures import measures

from rune_kb.detection import Detection
from rune_kb.logic.formula import (
    And,
    Atom,
    Compare,
    Exists,
    ExistsCount,
    Formula,
    Implies,
    Not,
    bound_here,
    children,
    free_variables,
)
from rune_kb.proof.tree import Measure, NearMiss
from rune_kb.proof.unfold import definitions_of, same, unfolded
from rune_kb.reference.crisp import Crisp
from rune_kb.reference.meaning import Ks, Meaning

Env = Mapping[str, Detection]
UNFOLD = definitions_of(vocabulary())


class Scorer(Protocol):
    """A :class:`slow_proofs.ProofMaker`, as far as it is wanted here."""

    meaning: Meaning
    present: dict[str, Detection]

    def score(self, formula: Formula | None, env: Env, scope: Ks) -> float: ...


def a_near_miss(maker: Scorer, denied: Formula, env: Env, cls: str, scope: Ks) -> NearMiss | None:
    """The first candidate with the first conjunct that it fails."""
    if not isinstance(denied, Exists | ExistsCount):
        return None
    name = bound_here(denied)[0]
    for d in maker.present.values():
        if cls != "object" and d.cls not in vocabulary().descendants(cls):
            continue
        for part in _conjuncts(denied.body):
            names = free_variables(part)
            inside = {**env, name: d}
            if name in names and inside.keys() >= set(names) and _fails(maker, part, inside, scope):
                bindings = {each: inside[each].id for each in names}
                return NearMiss(bindings, part, _measures(part, inside, maker.meaning.crisp))
    return None


def is_near_miss(maker: Scorer, miss: NearMiss, denied: Formula, env: Env, scope: Ks) -> bool:
    """Whether what is said to fail is a part of what is denied, and fails."""
    if set(miss.bindings) != set(free_variables(miss.formula)):
        return False
    if not maker.present.keys() >= set(miss.bindings.values()):
        return False
    inside = {name: maker.present[id] for name, id in miss.bindings.items()}
    kept = {name for name, d in inside.items() if name in env and env[name] == d}
    if not any(
        (same(miss.formula, part) or same(miss.formula, Not(part))) and set(inside) - kept <= hidden
        for part, hidden in _parts(denied)
    ):
        return False
    told = _measures(miss.formula, inside, maker.meaning.crisp)
    return _fails(maker, miss.formula, inside, scope) and miss.measures == told


def _fails(maker: Scorer, part: Formula, inside: Env, scope: Ks) -> bool:
    bound = {inside[name].k for name in free_variables(part)}
    return maker.score(part, inside, scope | bound) == 0


def _measures(part: Formula, inside: Env, crisp: Crisp) -> tuple[Measure, ...]:
    leaf = isinstance(part, Compare) or (isinstance(part, Atom) and part.name not in UNFOLD)
    return measures(part, inside, crisp) if leaf else ()  # type: ignore[arg-type]


def _conjuncts(formula: Formula) -> Iterator[Formula]:
    match formula:
        case And(parts=parts):
            for part in parts:
                yield from _conjuncts(part)
        case Not(body=Implies(left=left, right=right)):
            yield from _conjuncts(left)
            yield Not(right)
        case _:
            yield formula


def _parts(
    formula: Formula, hidden: frozenset[str] = frozenset()
) -> Iterator[tuple[Formula, frozenset[str]]]:
    yield formula, hidden
    if isinstance(formula, Atom) and formula.name in UNFOLD:
        yield from _parts(unfolded(formula, UNFOLD), hidden)
    elif not isinstance(formula, Atom | Compare):
        for part in children(formula):
            yield from _parts(part, hidden | set(bound_here(formula)))  # type: ignore[arg-type]
