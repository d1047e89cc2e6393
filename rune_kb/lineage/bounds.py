"""Quick bounds on a node's probability: one look at each part.

Where parts share no event, probabilities multiply. Where they do but every event has one direction in all
of them, parts are positively correlated (Harris' inequality, 1960), so multiplying bounds one side: this is
the bound of dissociation, Gatterbauer and Suciu, "Oblivious bounds on the probability of Boolean functions",
TODS 39 (2014). Otherwise Fréchet's bounds. The other side comes from parts that share nothing, the rest being
left out. An unknown part is false for the lower bound and true for the upper one: nodes rise with all that is
unknown in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from rune_kb.lineage.circuit import Circuit
from rune_kb.lineage.nodes import Node

Interval = tuple[float, float]
NOTHING_KNOWN: Interval = (0.0, 1.0)


class Bounds:
    """Bounds on the nodes of a circuit, each computed once."""

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._known: dict[int, Interval] = {}

    def of(self, node: Node) -> Interval:
        """Lower and upper bound."""
        found = self._known.get(node.id)
        if found is None:
            found = self._known[node.id] = self._bounds(node)
        return found

    def _bounds(self, node: Node) -> Interval:
        match node.kind:
            case "true":
                return (1.0, 1.0)
            case "false":
                return (0.0, 0.0)
            case "unknown":
                return NOTHING_KNOWN
            case "event":
                p = self._circuit.probabilities[node.number]
                return (p, p) if node.sign else (1 - p, 1 - p)
            case "or":
                return self._any(node.parts, [self.of(part) for part in node.parts], coherent(node))
            case "and":
                opposite = [(1 - high, 1 - low) for low, high in map(self.of, node.parts)]
                low, high = self._any(node.parts, opposite, coherent(node))
                return (1 - high, 1 - low)
            case "tally":
                return self._tally(node)

    @staticmethod
    def _any(parts: Sequence[Node], bounds: Sequence[Interval], one_direction: bool) -> Interval:
        """Of a disjunction. (Of a conjunction: the parts' bounds turned round, and so the result.)"""
        apart, none_low, none_high = (
            apart_from_the_first([part.events for part in parts], [low for low, _ in bounds]),
            1.0,
            1.0,
        )
        for chosen, (low, high) in zip(apart, bounds, strict=True):
            none_low *= 1 - low if chosen else 1.0
            none_high *= 1 - high
        most = max(high for _, high in bounds)
        union = 1 - none_high if one_direction or all(apart) else min(1.0, sum(high for _, high in bounds))
        return (max(1 - none_low, max(low for low, _ in bounds)), max(union, most))

    def _tally(self, node: Node) -> Interval:
        test, weights = node.test, node.weights
        assert test is not None
        if test.op != "ge":
            return NOTHING_KNOWN
        if max(weights) < 0:
            low, high = self.of(self._circuit.negated(node))
            return (1 - high, 1 - low)
        if min(weights) < 0:
            return NOTHING_KNOWN
        need = test.target - test.base
        bounds = [self.of(part) for part in node.parts]
        apart = apart_from_the_first([part.events for part in node.parts], [low for low, _ in bounds])
        chosen = [(w, low) for w, (low, _), one in zip(weights, bounds, apart, strict=True) if one]
        highs = [(w, high) for w, (_, high) in zip(weights, bounds, strict=True)]
        expected = sum(w * high for w, high in highs)
        high = at_least(need, highs) if all(apart) else min(1.0, expected / need)  # Markov's inequality
        return (at_least(need, chosen), high)


def coherent(node: Node) -> bool:
    """Every event has one direction in all of its parts."""
    return not node.positive & node.negative


def apart_from_the_first(events: Sequence[int], worth: Sequence[float]) -> list[bool]:
    """Which parts to keep so that no two share an event: the worthiest first."""
    kept, seen = [False] * len(events), 0
    for i in sorted(range(len(events)), key=worth.__getitem__, reverse=True):
        if not events[i] & seen:
            kept[i] = True
            seen |= events[i]
    return kept


def at_least(need: int, items: Iterable[tuple[int, float]]) -> float:
    """The probability that independent items of these (weight, probability) sum to ``need`` or more."""
    below = np.zeros(need)  # totals that are less; what reaches `need` has left it
    below[0] = 1.0
    for weight, p in items:
        moved = below * p
        below *= 1 - p
        below[weight:] += moved[:-weight] if weight else moved
    return min(1.0, max(0.0, 1.0 - float(below.sum())))
