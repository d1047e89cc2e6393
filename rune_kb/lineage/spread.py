"""How many of some events occur: the distribution of a weighted sum.

Of independent parts it is the convolution of theirs (for single events the Poisson-binomial distribution);
parts that share events are split by Shannon's expansion until they are independent. Where all weights are
positive, totals from a ``cap`` on are one: for "at least two" it is enough to know none, one, more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rune_kb.lineage.circuit import Circuit
from rune_kb.lineage.nodes import Node, OutOfTime
from rune_kb.lineage.order import grouped, shared_event

Item = tuple[int, Node]
"""A weight, and the node that gives it when it holds."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """The probabilities of the totals ``least``, ``least`` + 1, …"""

    least: int
    masses: NDArray[np.float64]

    def and_item(self, weight: int, p: float) -> Distribution:
        """With an independent item more."""
        size, step = len(self.masses), abs(weight)
        made = np.zeros(size + step)
        made[:size] = self.masses * (1 - p if weight > 0 else p)
        made[step:] += self.masses * (p if weight > 0 else 1 - p)
        return Distribution(self.least + min(weight, 0), made)

    def and_more(self, other: Distribution) -> Distribution:
        """The sum of two that are independent."""
        return Distribution(self.least + other.least, np.convolve(self.masses, other.masses))

    def capped(self, cap: int | None) -> Distribution:
        """With all totals above ``cap`` in it."""
        if cap is None or self.least + len(self.masses) - 1 <= cap:
            return self
        size = max(cap - self.least, 0)
        kept = np.append(self.masses[:size], self.masses[size:].sum())
        return Distribution(min(self.least, cap), kept)


NONE = Distribution(0, np.ones(1))


class Spread:
    """Distributions over a circuit. ``certain`` gives a node's probability or raises OutOfTime."""

    def __init__(self, circuit: Circuit, certain: Callable[[Node], float]) -> None:
        self._circuit = circuit
        self._certain = certain
        self._known: dict[tuple[object, ...], Distribution] = {}
        self.end = 0.0
        """When to raise OutOfTime, as of ``time.perf_counter``."""

    def accepted(self, node: Node) -> float:
        """The probability of a tally."""
        test = node.test
        assert test is not None
        need, cap = test.target - test.base, None
        if min(node.weights) > 0 and test.op in ("ge", "eq", "ne"):
            cap = need if test.op == "ge" else need + 1
        found = self._sum(list(zip(node.weights, node.parts, strict=True)), cap)
        if test.op == "ge":
            return min(1.0, float(found.masses[max(0, need - found.least) :].sum()))
        masses = enumerate(found.masses.tolist(), found.least)
        found_p: float = sum(p for total, p in masses if test.accepts(total))
        return min(1.0, found_p)

    def _sum(self, items: Sequence[Item], cap: int | None) -> Distribution:
        if time.perf_counter() > self.end:
            raise OutOfTime
        total = NONE
        for group in grouped([node.events for _, node in items]):
            if len(group) == 1:
                weight, node = items[group[0]]
                total = total.and_item(weight, self._certain(node)).capped(cap)
            else:
                total = total.and_more(self._together([items[i] for i in group], cap)).capped(cap)
        return total

    def _together(self, items: Sequence[Item], cap: int | None) -> Distribution:
        """Items that hang together."""
        key = (cap, *((weight, node.id) for weight, node in items))
        found = self._known.get(key)
        if found is None:
            number = shared_event([node for _, node in items])
            p = self._circuit.probabilities[number]
            one, other = (self._where(items, number, occurs, cap) for occurs in (True, False))
            found = self._known[key] = _mixed(p, one, other)
        return found

    def _where(self, items: Sequence[Item], number: int, occurs: bool, cap: int | None) -> Distribution:
        """Where it is known whether the event occurs. What becomes one node adds its weights."""
        bit = 1 << number
        certain, weights, nodes = 0, dict[int, int](), dict[int, Node]()
        for weight, node in items:
            now = self._circuit.restricted(node, bit, bit if occurs else 0)
            if now is self._circuit.true:
                certain += weight
            elif now is not self._circuit.false:
                weights[now.id] = weights.get(now.id, 0) + weight
                nodes[now.id] = now
        if cap is not None and certain >= cap:
            return Distribution(cap, NONE.masses)
        rest = [(weight, nodes[i]) for i, weight in weights.items() if weight]
        found = self._sum(rest, None if cap is None else cap - certain)
        return Distribution(found.least + certain, found.masses)


def _mixed(p: float, one: Distribution, other: Distribution) -> Distribution:
    """The first with probability p, else the other."""
    least = min(one.least, other.least)
    most = max(one.least + len(one.masses), other.least + len(other.masses))
    made = np.zeros(most - least)
    for share, each in ((p, one), (1 - p, other)):
        start = each.least - least
        made[start : start + len(each.masses)] += share * each.masses
    return Distribution(least, made)
