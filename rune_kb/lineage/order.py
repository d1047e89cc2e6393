"""How a node comes apart: parts that share nothing, and the event to split at where all hang together."""

from __future__ import annotations

from collections.abc import Sequence

from rune_kb.lineage.nodes import Node, bits

_MOST = 1e30
"""Numbers of products grow without end; beyond this they are all alike."""


def components(parts: Sequence[Node]) -> list[list[Node]]:
    """The parts in groups that share no event with each other."""
    return [[parts[i] for i in group] for group in grouped([part.events for part in parts])]


def grouped(events: Sequence[int]) -> list[list[int]]:
    """The indices of sets of events, in groups that share no event with each other."""
    groups: list[tuple[int, list[int]]] = []
    seen = 0
    for i, own in enumerate(events):
        if not own & seen:
            groups.append((own, [i]))
        else:
            touched = [g for g in groups if g[0] & own]
            groups = [g for g in groups if not g[0] & own]
            together, members = own, [i]
            for mask, more in touched:
                together |= mask
                members = more + members
            groups.append((together, members))
        seen |= own
    return [members for _, members in groups]


def branching_event(node: Node) -> int:
    """The event that is in most products of the node, written out as a sum of products.

    (Where the node is an `and`: as a product of sums.) A harbor near which ten ships lie is in ten of them.
    """
    below = _descending([node])
    many = "and" if node.kind == "and" else "or"
    terms: dict[int, float] = {}
    for each in reversed(below):
        terms[each.id] = _terms(each, many, terms)
    times = dict.fromkeys(terms, 0.0)
    times[node.id] = 1.0
    found: dict[int, float] = {}
    for each in below:
        here = times[each.id]
        if each.kind == "event":
            found[each.number] = found.get(each.number, 0.0) + here
        for part in each.parts:
            factor = 1.0 if each.kind in (many, "tally") else terms[each.id] / max(terms[part.id], 1.0)
            times[part.id] = min(_MOST, times[part.id] + here * factor)
    return max(found, key=found.__getitem__)


def _terms(node: Node, many: str, terms: dict[int, float]) -> float:
    if not node.parts:
        return 1.0
    if node.kind in (many, "tally"):
        return min(_MOST, sum(terms[part.id] for part in node.parts))
    product = 1.0
    for part in node.parts:
        product = min(_MOST, product * terms[part.id])
    return product


def _descending(nodes: Sequence[Node]) -> list[Node]:
    """All nodes below and these, what has parts before its parts: a part is older than what it is part of."""
    seen = {node.id: node for node in nodes}
    todo = list(nodes)
    while todo:
        for part in todo.pop().parts:
            if part.id not in seen:
                seen[part.id] = part
                todo.append(part)
    return [seen[i] for i in sorted(seen, reverse=True)]


def shared_event(parts: Sequence[Node]) -> int:
    """The event that most of the parts speak of."""
    found: dict[int, int] = {}
    for part in parts:
        for number in bits(part.events):
            found[number] = found.get(number, 0) + 1
    return max(found, key=found.__getitem__)
