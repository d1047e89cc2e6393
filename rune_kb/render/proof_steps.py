"""The steps of a proof one after the other, counter-proofs too, for tree, graph, table, RDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rune_kb.logic.formula import Exists, ExistsCount, Forall, Formula, Not, free_variables
from rune_kb.proof.tree import Proof, Step

SHOWN = 5
"""Of a long list; a list that is longer by one is shown whole, since `1 more` is no shorter."""

T = TypeVar("T")

Quantified = Exists | ExistsCount | Forall
"""What goes through detections; a search of anything else has no candidates to tell of."""


@dataclass(frozen=True, slots=True)
class Node:
    """A step in its place. ``against`` is true of the counter-proof of a search, ``denied`` of all below too.

    ``left_out`` counts the children that an elided walk does not show.
    """

    number: int
    parent: int | None
    depth: int
    step: Step
    above: Step | None
    against: bool = False
    denied: bool = False
    left_out: int = 0


def nodes(proof: Proof, *, full: bool = True) -> list[Node]:
    """All steps, parents first, numbered from 0; without ``full`` long lists of members are cut short."""
    found: list[Node] = []
    _walk(found, proof.root, None, full=full, against=False)
    return found


def _walk(found: list[Node], step: Step, parent: Node | None, *, full: bool, against: bool) -> None:
    shown, left_out = children(step, full=full)
    node = Node(
        number=len(found),
        parent=parent.number if parent else None,
        depth=parent.depth + 1 if parent else 0,
        step=step,
        above=parent.step if parent else None,
        against=against,
        denied=against or (parent is not None and parent.denied),
        left_out=left_out,
    )
    found.append(node)
    for child in shown:
        _walk(found, child, node, full=full, against=False)
    if step.search is not None and step.search.counter is not None:
        _walk(found, step.search.counter, node, full=full, against=True)


def children(step: Step, *, full: bool) -> tuple[list[Step], int]:
    """The children to be shown and how many are left out: members of counts, where they are many."""
    members = [child for child in step.children if child.rule == "member"]
    others = [child for child in step.children if child.rule != "member"]
    shown, left_out = elided(members, full=full)
    return [*shown, *others], left_out


def elided(items: Sequence[T], *, full: bool) -> tuple[Sequence[T], int]:
    """The items to be shown, and how many are not."""
    if full or len(items) <= SHOWN + 1:
        return items, 0
    return items[:SHOWN], len(items) - SHOWN


def witnessed(step: Step, above: Step | None) -> Iterator[tuple[str, str]]:
    """Which variable each witness stands for; ``above`` is the step that a member is below."""
    names: Sequence[str] = ()
    if isinstance(step.formula, Exists) and step.rule == "exists":
        names = step.formula.vars
    elif step.rule == "answer":
        names = free_variables(step.formula)
    elif step.rule == "member" and above is not None and isinstance(above.formula, ExistsCount):
        names = (above.formula.var,)
    return zip(names, step.witnesses, strict=False)


def number_of(id: str) -> str:
    """``#12`` of ``P0001#12``."""
    return "#" + id.rpartition("#")[2]


def denied(step: Step) -> Formula:
    """What a search is about: F of ~F, a universal or at-most formula itself."""
    return step.formula.body if isinstance(step.formula, Not) else step.formula
