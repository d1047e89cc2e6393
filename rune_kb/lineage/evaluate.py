"""The probability of a node, exact where the time allows it, else between bounds.

Parts that share no event are independent: their probabilities multiply (of a tally: are convolved), as in
the safe plans of Dalvi and Suciu, VLDB 2004, found here on the ground formula. A part whose parts do share
events is split by Shannon's expansion, P(F) = p·P(F|x) + (1-p)·P(F|~x), until it falls apart. Nodes are
shared, so nothing is computed twice. This is the trace of a knowledge compiler (Huang and Darwiche, JAIR 28,
2007), and it can stop at any moment with the bounds it has, as in Olteanu, Huang and Koch, "Approximate
confidence computation in probabilistic databases", ICDE 2010: a part is left as soon as its bounds are as
close as the whole needs.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rune_kb.lineage.bounds import NOTHING_KNOWN, Bounds, Interval
from rune_kb.lineage.circuit import Circuit
from rune_kb.lineage.levels import at_least_in_all
from rune_kb.lineage.nodes import Node, OutOfTime, Totals
from rune_kb.lineage.order import components, first_event, grouped
from rune_kb.lineage.spread import Spread

EXACT = 1e-9
"""Bounds so close are a number: the double rounding of a long product is of this order."""
_WIDTHS = (0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6)
"""What is asked for, one after the other, where exactness was out of reach."""
_EXACT_SHARE = 0.6
"""Of the time, for the attempt to be exact; its unfinished work serves the bounds after it."""
_LEVELS = 12
"""Numbers of witnesses up to which each is a question of its own; beyond, the whole distribution is found."""
_GRACE = 0.05
"""Seconds to come back with what was found when the time is over."""
_DEPTH = 20_000
"""Of recursion: a few calls for each event of an image."""


class Evaluator:
    """Evaluates nodes of a circuit, remembering what it found."""

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._bounds = Bounds(circuit)
        self._known: dict[int, Interval] = {}
        self._spread = Spread(circuit, self._certain)
        self._end = 0.0

    def probability(self, node: Node, end: float) -> Interval:
        """Lower and upper bound, closer than EXACT unless ``time.perf_counter()`` passes ``end``."""
        left = end - time.perf_counter()
        with _deep_recursion():
            found = self._within(node, EXACT / 10, end - (1 - _EXACT_SHARE) * max(left, 0.0))
            for width in _WIDTHS:
                if found[1] - found[0] <= EXACT or time.perf_counter() > end:
                    break
                if found[1] - found[0] > width:
                    found = self._within(node, width, end)
        return found

    def quick(self, node: Node) -> Interval:
        """Bounds that cost next to nothing."""
        return self._known.get(node.id) or self._bounds.of(node)

    def _within(self, node: Node, width: float, end: float) -> Interval:
        self._end = self._spread.end = end
        self._circuit.end = end + _GRACE
        try:
            return self._interval(node, width)
        except (RecursionError, OutOfTime):
            self._circuit.end = math.inf
            return self.quick(node)
        finally:
            self._circuit.end = math.inf

    def _interval(self, node: Node, width: float) -> Interval:
        low, high = known = self._known.get(node.id) or self._bounds.of(node)
        if high - low <= width or not node.parts or time.perf_counter() > self._end:
            return known
        found = self._tally(node, width) if node.kind == "tally" else self._junction(node, width)
        low, high = max(low, found[0]), min(high, found[1])
        known = self._known[node.id] = (min(low, high), high)
        return known

    def _junction(self, node: Node, width: float) -> Interval:
        groups = components(node.parts)
        if len(groups) == 1:
            return self._expanded(node, width)
        join = self._circuit.conj if node.kind == "and" else self._circuit.disj
        parts = [group[0] if len(group) == 1 else join(group) for group in groups]
        if node.kind == "and":
            return self._product(parts, width)
        low, high = self._product([self._circuit.negated(part) for part in parts], width)
        return (1 - high, 1 - low)

    def _product(self, parts: Sequence[Node], width: float) -> Interval:
        """All of some parts that share nothing; each as exact as it matters beside the others."""
        bounds = [self.quick(part) for part in parts]
        high = 1.0
        for _, each in bounds:
            high *= each
        loose = [i for i, (low, up) in enumerate(bounds) if up > low]
        loose.sort(key=lambda i: len(parts[i].parts))
        for n, i in enumerate(loose):
            if high <= width:
                break
            others = high / bounds[i][1]
            share = width / (len(loose) - n) / 2
            bounds[i] = low, up = self._interval(parts[i], min(1.0, share / max(others, 1e-300)))
            high = others * up
        product_low = product_high = 1.0
        for low, up in bounds:
            product_low *= low
            product_high *= up
        return (product_low, product_high)

    def _expanded(self, node: Node, width: float) -> Interval:
        number = first_event(node)
        bit = 1 << number
        p = self._circuit.probabilities[number]
        low1, high1 = self._interval(self._circuit.restricted(node, bit, bit), width)
        low0, high0 = NOTHING_KNOWN
        if time.perf_counter() <= self._end:
            left = (width - p * (high1 - low1)) / (1 - p)
            low0, high0 = self._interval(self._circuit.restricted(node, bit, 0), max(width, left))
        return (p * low1 + (1 - p) * low0, p * high1 + (1 - p) * high0)

    def _tally(self, node: Node, width: float) -> Interval:
        test = node.test
        assert test is not None
        if test.op == "ge" and max(node.weights) < 0:
            low, high = self._interval(self._circuit.negated(node), width)
            return (1 - high, 1 - low)
        groups = grouped([part.events for part in node.parts])
        if test.op == "ge" and len(groups) == 1:
            return self._expanded(node, width)  # stops where enough parts hold, or too few can
        few = test.op == "ge" and min(node.weights) > 0 and test.target - test.base <= _LEVELS
        if few and len(groups) < len(node.parts):
            return self._by_groups(node, groups, width)
        return self._counted(node, width)

    def _by_groups(self, node: Node, groups: Sequence[Sequence[int]], width: float) -> Interval:
        """At least n of groups that share nothing: from at least 1, 2, … in each."""
        assert node.test is not None
        need, found = node.test.target - node.test.base, []
        for group in groups:
            items = [(node.weights[i], node.parts[i]) for i in group]
            levels = [self._circuit.tally(Totals("ge", n), items) for n in range(1, need + 1)]
            found.append([self._interval(level, width / len(groups)) for level in levels])
        return at_least_in_all(need, found)

    def _counted(self, node: Node, width: float) -> Interval:
        """By the distribution of the count; where half the time does not do, by expansion."""
        end, now = self._spread.end, time.perf_counter()
        self._spread.end = now + (end - now) / 2
        try:
            p = self._spread.accepted(node)
        except OutOfTime:
            self._spread.end = end
            return self._expanded(node, width)
        finally:
            self._spread.end = end
        return (p, p)

    def _certain(self, node: Node) -> float:
        """The node's probability; raises OutOfTime where there is only a bracket."""
        low, high = self._interval(node, EXACT / 1000)
        if high - low > EXACT / 100:
            raise OutOfTime
        return (low + high) / 2


@contextmanager
def _deep_recursion() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
