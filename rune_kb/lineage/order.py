"""How a node comes apart: parts that share nothing, and the event to split at where all hang together."""

from __future__ import annotations

from collections.abc import Sequence

from rune_kb.lineage.nodes import Node, bits


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


def first_event(node: Node) -> int:
    """The event to split at: the first of the node's in the order of their numbers (see read.py).

    With one order everywhere, what different branches leave to do is often the same node, as in a binary
    decision diagram (Bryant, IEEE Transactions on Computers C-35, 1986).
    """
    return (node.events & -node.events).bit_length() - 1


def shared_event(parts: Sequence[Node]) -> int:
    """The event that most of the parts speak of."""
    found: dict[int, int] = {}
    for part in parts:
        for number in bits(part.events):
            found[number] = found.get(number, 0) + 1
    return max(found, key=found.__getitem__)
