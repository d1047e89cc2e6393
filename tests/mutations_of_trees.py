"""Mutations of a proof's tree: bindings, witnesses, what is paid, and its shape."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args

from engine_scene import vocabulary
from mutation_spot import Spot
from proof_edits import places

from rune_kb.logic.formula import Formula, Iff, Implies, Not, free_variables
from rune_kb.proof.searched import searched
from rune_kb.proof.tree import Proof, Rule, Search, Step
from rune_kb.proof.unfold import definitions_of

# -- bindings, witnesses, payment --------------------------------------------------------------------------


def witness(spot: Spot) -> Proof | None:
    """Another witness, in this step alone."""
    old = spot.step.witnesses
    if not old or (new := spot.other()) is None:
        return None
    i = spot.rng.randrange(len(old))
    return spot.put(witnesses=(*old[:i], new, *old[i + 1 :]))


def witness_below(spot: Spot) -> Proof | None:
    """Another witness, in all that is below, too."""
    if not spot.step.witnesses:
        return None
    old = spot.rng.choice(spot.step.witnesses)
    new = spot.other(old)
    return None if new is None else spot.put(lambda step: cast(Step, _renamed(step, old, new)))


def binding(spot: Spot) -> Proof | None:
    names = list(spot.step.bindings)
    new = spot.other()
    if not names or new is None:
        return None
    return spot.put(bindings={**spot.step.bindings, spot.rng.choice(names): new})


def bindings_swapped(spot: Spot) -> Proof | None:
    if len(spot.step.bindings) < 2:
        return None
    x, y = spot.rng.sample(sorted(spot.step.bindings), 2)
    bound = spot.step.bindings
    return spot.put(bindings={**bound, x: bound[y], y: bound[x]})


def binding_dropped(spot: Spot) -> Proof | None:
    bound = dict(spot.step.bindings)
    if not bound:
        return None
    del bound[spot.rng.choice(sorted(bound))]
    return spot.put(bindings=bound)


def binding_added(spot: Spot) -> Proof | None:
    new = spot.other()
    return None if new is None else spot.put(bindings={**spot.step.bindings, "extra": new})


def paid_dropped(spot: Spot) -> Proof | None:
    return spot.put(paid=spot.step.paid[1:]) if spot.step.paid else None


def paid_added(spot: Spot) -> Proof | None:
    new = spot.other()
    return None if new is None else spot.put(paid=(*spot.step.paid, new))


# -- the shape ---------------------------------------------------------------------------------------------


def child_dropped(spot: Spot) -> Proof | None:
    below = spot.step.children
    if not below:
        return None
    i = spot.rng.randrange(len(below))
    return spot.put(children=(*below[:i], *below[i + 1 :]))


def child_doubled(spot: Spot) -> Proof | None:
    below = spot.step.children
    return spot.put(children=(*below, spot.rng.choice(below))) if below else None


def children_swapped(spot: Spot) -> Proof | None:
    below = list(spot.step.children)
    if len(below) < 2:
        return None
    i, j = spot.rng.sample(range(len(below)), 2)
    below[i], below[j] = below[j], below[i]
    return spot.put(children=tuple(below))


def member_repeated(spot: Spot) -> Proof | None:
    below = list(spot.step.children)
    if spot.step.rule != "exists-count" or len(below) < 2:
        return None
    i, j = spot.rng.sample(range(len(below)), 2)
    below[i] = below[j]
    return spot.put(children=tuple(below))


def transplanted(spot: Spot) -> Proof | None:
    """Another subtree in this one's stead."""
    _, other = spot.rng.choice(list(places(spot.proof.root)))
    return spot.put(lambda _: other)


def branch(spot: Spot) -> Proof | None:
    now = spot.step.branch
    return None if now is None else spot.put(branch=spot.rng.choice([b for b in (0, 1, 2, 7) if b != now]))


def rule(spot: Spot) -> Proof:
    rules = [each for each in get_args(Rule) if each != spot.step.rule]
    return spot.put(rule=spot.rng.choice(rules))


def false_denial(spot: Spot) -> Proof | None:
    """An implication or equivalence shown by the failure of its parts."""
    match spot.step.rule, spot.step.formula:
        case "implies", Implies(left=left):
            return spot.put(branch=0, children=(_denial(spot, left),))
        case "iff", Iff(left=left, right=right):
            return spot.put(branch=1, children=(_denial(spot, left), _denial(spot, right)))
        case _:
            return None


def _denial(spot: Spot, formula: Formula) -> Step:
    """The formula denied, as if nothing stood against it."""
    bound = {name: spot.step.bindings.get(name, "") for name in free_variables(formula)}
    cls = searched(formula, vocabulary(), definitions_of(vocabulary()))
    below = vocabulary().descendants(cls) if cls else frozenset()
    there = [d for d in spot.scene.detections if d.score >= spot.proof.min_score]
    return Step("not", Not(formula), bound, 1.0, search=Search(cls, sum(d.cls in below for d in there)))


def _renamed(node: Any, old: str, new: str) -> Any:
    """With one detection in the place of another, in a step and below."""
    if isinstance(node, str):
        return new if node == old else node
    if isinstance(node, dict):
        return {name: _renamed(id, old, new) for name, id in node.items()}
    if isinstance(node, tuple):
        return tuple(_renamed(part, old, new) for part in node)
    if isinstance(node, Step):
        kept = {
            name: _renamed(getattr(node, name), old, new) for name in ("bindings", "witnesses", "children")
        }
        return replace(node, search=_renamed(node.search, old, new), **kept)
    if isinstance(node, Search):
        return replace(node, counter=_renamed(node.counter, old, new))
    return node
