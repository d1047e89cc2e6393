"""How probable the best proof of a part can be at most: what guides the search for proofs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rune_kb.lineage.circuit import Circuit
from rune_kb.lineage.read import Lineage, Reader


@dataclass(frozen=True, slots=True)
class Choose:
    """``n`` of the items from the ``next`` on; they stand in the order of their own events' probabilities."""

    n: int
    items: tuple[Lineage, ...]
    next: int


def tag(lineage: Lineage) -> str:
    """What it is: ``event``, ``true``, ``unknown``, ``and``, ``or``, ``not``, …"""
    if isinstance(lineage, bool):
        return "true"
    if isinstance(lineage, int):
        return "event"
    if isinstance(lineage, str):
        return lineage
    return str(lineage[0])


class Hopes:
    """Upper bounds. A part's is remembered by the object that it is."""

    def __init__(self, circuit: Circuit, reader: Reader) -> None:
        self._circuit, self._reader = circuit, reader
        self._known: dict[int, tuple[Lineage, float, int]] = {}

    def together(self, parts: Sequence[Lineage | Choose], paid: int) -> float:
        """Of proving all of these with the events in ``paid``, bits, for nothing."""
        hope, counted = 1.0, paid
        for part in parts:
            each, events = self._choice(part) if isinstance(part, Choose) else self._of(part)
            if not events & counted:  # what shares an event may share its price
                hope *= each
                counted |= events
        return hope

    def own(self, item: Lineage) -> float:
        """Of an item of a counting quantifier: the probability of the detection it is about."""
        first = item[1] if isinstance(item, list) and item[0] == "and" else item
        return self._of(first)[0] if tag(first) == "event" else 1.0

    def _choice(self, choose: Choose) -> tuple[float, int]:
        chosen = choose.items[choose.next : choose.next + choose.n]
        events = 0
        for item in choose.items[choose.next :]:
            events |= self._of(item)[1]
        return math.prod(map(self.own, chosen)), events

    def _of(self, lineage: Lineage) -> tuple[float, int]:
        """The bound, and all events in it, as bits."""
        if not isinstance(lineage, list):
            return self._bound(lineage)
        found = self._known.get(id(lineage))
        if found is None:  # the lineage is kept, so that no other gets its id
            found = self._known[id(lineage)] = (lineage, *self._bound(lineage))
        return found[1:]

    def _bound(self, lineage: Lineage) -> tuple[float, int]:
        match tag(lineage):
            case "event":
                node = self._reader.node(lineage)
                if not node.events:
                    return (1.0 if node is self._circuit.true else 0.0), 0
                return self._circuit.probabilities[node.number], node.events
            case "and":
                return self.together(lineage[1:], 0), self._events(lineage[1:])
            case "or":
                return max(self._of(part)[0] for part in lineage[1:]), self._events(lineage[1:])
            case "atleast":
                n, items = lineage[1], lineage[2:]
                best = sorted(map(self.own, items), reverse=True)[:n]
                return math.prod(best), self._events(items)
            case _:
                return 1.0, 0

    def _events(self, parts: Sequence[Lineage]) -> int:
        events = 0
        for part in parts:
            events |= self._of(part)[1]
        return events
