"""Mutations of what a proof says: its leaves, searches, formulas, scores, and what it claims as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any, cast, get_args

from mutation_spot import CLASSES, Spot
from proof_edits import everywhere, places

from rune_kb.logic.formula import Atom, Compare, CompareOp, ExistsCount, Number
from rune_kb.logic.formula import children as parts_of
from rune_kb.proof.tree import Measure, Proof, Search, Step

# -- leaves ------------------------------------------------------------------------------------------------


def arguments_swapped(spot: Spot) -> Proof | None:
    """In this step, or in all formulas of the proof."""
    atom = spot.step.formula
    if not isinstance(atom, Atom) or len(atom.args) < 2:
        return None
    new = replace(atom, args=(atom.args[1], atom.args[0], *atom.args[2:]))
    if spot.rng.random() < 0.5:
        return _all_changed(spot, atom, new)
    bound, (x, y) = spot.step.bindings, _two(atom)
    if spot.rng.random() < 0.5 and x in bound and y in bound:
        return spot.put(formula=new, bindings={**bound, x: bound[y], y: bound[x]})
    return spot.put(formula=new)


def path(spot: Spot) -> Proof | None:
    old = spot.step.path
    if not old:
        return spot.put(path=("ship",)) if spot.rng.random() < 0.05 else None
    i = spot.rng.randrange(len(old))
    return spot.put(
        path=spot.rng.choice((
            old[1:], old[:-1], old[::-1], (*old, "object"), (*old[:i], *old[i + 1 :]), (*old, old[-1]),
            (*old[:i], spot.rng.choice(CLASSES), *old[i + 1 :]), (*old[:i], "harbor", *old[i:]),
        ))
    )  # fmt: skip


def measure(spot: Spot) -> Proof | None:
    told = spot.step.measures
    if not told:
        return None
    i = spot.rng.randrange(len(told))
    return spot.put(measures=(*told[:i], _wrong(spot.rng, told[i]), *told[i + 1 :]))


# -- searches ----------------------------------------------------------------------------------------------


def searched_class(spot: Spot) -> Proof | None:
    return _search(spot, lambda search: replace(search, cls=spot.rng.choice((*CLASSES, ""))))


def candidates(spot: Spot) -> Proof | None:
    by = spot.rng.choice((-1, 1, 3))
    return _search(spot, lambda search: replace(search, candidates=search.candidates + by))


def search_dropped(spot: Spot) -> Proof | None:
    return spot.put(search=None) if spot.step.search else None


def counter_dropped(spot: Spot) -> Proof | None:
    """As if nothing stood against it."""
    if spot.step.search is None or spot.step.search.counter is None:
        return None
    return spot.put(search=replace(spot.step.search, counter=None), score=1.0)


def counter_raised(spot: Spot) -> Proof | None:
    """Its score, and what it leaves, changed alike."""
    search = spot.step.search
    if search is None or search.counter is None:
        return None
    score = search.counter.score * spot.rng.choice((0.5, 0.9, 1.1))
    counter = replace(search.counter, score=score)
    return spot.put(search=replace(search, counter=counter), score=1 - score)


def counter_made_up(spot: Spot) -> Proof | None:
    """A subtree of the proof against what has no proof."""
    if spot.step.search is None:
        return None
    _, other = spot.rng.choice(list(places(spot.proof.root)))
    return spot.put(search=replace(spot.step.search, counter=other, nearest=None))


def near_miss(spot: Spot) -> Proof | None:
    """Of another detection, of another formula, with another measure."""
    if spot.step.search is None or (miss := spot.step.search.nearest) is None:
        return None
    new, names = spot.other(), sorted(miss.bindings)
    if spot.rng.random() < 0.6 and new is not None and names:
        miss = replace(miss, bindings={**miss.bindings, spot.rng.choice(names): new})
    elif miss.measures:
        miss = replace(miss, measures=(_wrong(spot.rng, miss.measures[0]), *miss.measures[1:]))
    else:
        miss = replace(miss, formula=spot.rng.choice([s.formula for _, s in places(spot.proof.root)]))
    return _search(spot, lambda search: replace(search, nearest=miss))


# -- formulas ----------------------------------------------------------------------------------------------


def constant(spot: Spot) -> Proof | None:
    """A number, a count, a comparison or a name changed: here, below, in all of the proof, in its claim."""
    spots = [node for node in _nodes(spot.step.formula) if _changed(Random(0), node) is not None]
    if not spots:
        return None
    old = spot.rng.choice(spots)
    new = _changed(spot.rng, old)
    match spot.rng.randrange(4):
        case 0:
            return spot.put(formula=_replaced(spot.step.formula, old, new))
        case 1:
            return spot.put(lambda step: cast(Step, everywhere(step, lambda f: _replaced(f, old, new))))
        case 2:
            return replace(spot.proof, formula=_replaced(spot.proof.formula, old, new))
        case _:
            return _all_changed(spot, old, new)


# -- the proof as a whole ----------------------------------------------------------------------------------


def degree(spot: Spot) -> Proof | None:
    """A relation that holds to another degree."""
    if spot.step.rule != "relation":
        return None
    return spot.put(score=spot.rng.choice((0.25, 0.5, 1.0)))


def score(spot: Spot) -> Proof:
    now = spot.step.score
    return spot.put(score=spot.rng.choice((now * 0.5, now * 1.01, 1 - now, 1.0, 0.0, float("nan"), -now)))


def cited(spot: Spot) -> Proof | None:
    """A detection told of wrongly, or not at all."""
    told = dict(spot.proof.detections)
    if not told:
        return None
    id = spot.rng.choice(sorted(told))
    one = told[id]
    changes: list[dict[str, Any]] = [
        {"cls": spot.rng.choice(CLASSES)},
        {"label": one.label.upper()},
        {"score": one.score * 0.9},
        {"source": "elsewhere.json"},
        {"line": 7},
        {"id": f"{one.id}0"},
    ]
    if spot.rng.random() < 0.2:
        del told[id]
    elif spot.rng.random() < 0.1:
        told[f"{id}0"] = one
    else:
        told[id] = replace(one, **spot.rng.choice(changes))
    return replace(spot.proof, detections=told)


def claim(spot: Spot) -> Proof:
    """The settings, the image, the radius."""
    proof, rng = spot.proof, spot.rng
    image = proof.image
    match rng.randrange(5):
        case 0:
            return replace(proof, scoring=rng.choice(("boolean", "best", "exact", "topk", "worst")))
        case 1 | 2:
            return replace(proof, min_score=rng.choice((0.0, 0.1, 0.3, 0.6, 0.9, 1.0, -1.0, float("nan"))))
        case 3:
            return replace(proof, near_radius=proof.near_radius * rng.choice((0.5, 1.001, 2)))
        case _:
            changes: list[dict[str, Any]] = [{"gsd": 0.3}, {"width": 7}, {"id": "T"}, {"date": "1999"}]
            return replace(proof, image=replace(image, **rng.choice(changes)))


# -- inside -------------------------------------------------------------------------------------------


def _search(spot: Spot, change: Callable[[Search], Search]) -> Proof | None:
    return None if spot.step.search is None else spot.put(search=change(spot.step.search))


def _wrong(rng: Random, told: Measure) -> Measure:
    changes: list[dict[str, Any]] = [
        {"name": f"{told.name}0"},
        {"unit": "deg" if told.unit == "px" else "px"},
    ]
    if isinstance(told.value, float):
        changes += [{"value": told.value * 1.05 + 1}, {"value": None}]
    if isinstance(told.bound, float):
        changes += [{"bound": told.bound * 0.9 - 1}]
    if told.op is not None:
        changes += [{"op": rng.choice([op for op in get_args(CompareOp) if op != told.op])}]
    return replace(told, **rng.choice(changes))


def _two(atom: Atom) -> tuple[str, str]:
    x, y = (getattr(arg, "name", "") for arg in atom.args[:2])
    return x, y


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for part in parts_of(node):
        yield from _nodes(part)


def _changed(rng: Random, node: Any) -> Any:
    """The node with its constant changed; None where it has none."""
    match node:
        case Number(value=value):
            return replace(node, value=rng.choice((value + 1, value * 1.5 + 10, value / 2 + 0.25)))
        case ExistsCount(n=n, op=op):
            if rng.random() < 0.4:
                return replace(node, op=rng.choice([o for o in ("<", "<=", ">", ">=", "=") if o != op]))
            return replace(node, n=n + rng.choice((1, -1) if n else (1,)))
        case Compare(op=op):
            return replace(node, op=rng.choice([each for each in ("<", ">", "=", "!=") if each != op]))
        case Atom(name=name) if name in CLASSES:
            return replace(node, name=rng.choice([each for each in CLASSES if each != name]))
        case _:
            return None


def _replaced(formula: Any, old: Any, new: Any) -> Any:
    """The formula with a node replaced, wherever it stands."""
    if formula == old:
        return new
    match formula:
        case tuple():
            return tuple(_replaced(part, old, new) for part in formula)
        case _:
            names = ("args", "parts", "left", "right", "body", "term")
            kept = {n: _replaced(getattr(formula, n), old, new) for n in names if hasattr(formula, n)}
            return replace(formula, **kept) if kept else formula


def _all_changed(spot: Spot, old: Any, new: Any) -> Proof:
    return cast(Proof, everywhere(spot.proof, lambda f: _replaced(f, old, new)))
