"""The k best proofs in a lineage, for `topk` scoring.

A proof is a way through the lineage: of an `or` one part, of an `and` all, of `at least n` some n. It rests
on the events on its way; a negation, or a comparison of counts, on the way is left as it is, a condition. A
proof is as good as it is probable, and one that holds only where a better one holds is none of its own.

The search is best first: what is kept is a proof begun, with an upper bound on what it can become.
"""

from __future__ import annotations

import heapq
import itertools
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rune_kb.lineage.circuit import Circuit
from rune_kb.lineage.evaluate import Evaluator
from rune_kb.lineage.hopes import Choose, Hopes, tag
from rune_kb.lineage.nodes import Node, bits
from rune_kb.lineage.read import Lineage, Reader

_SLICE = 0.2
"""Of the time that is left, for one proof's probability."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The events it rests on, as numbers in order, and the conditions; ``score`` is its probability."""

    events: tuple[int, ...]
    conditions: frozenset[Node]
    score: float


@dataclass(frozen=True, slots=True)
class _Begun:
    """Events and conditions so far, as bits and nodes, and what is still to be proved."""

    events: int
    conditions: frozenset[Node]
    todo: tuple[Lineage | Choose, ...]


class Proofs:
    """The proofs of one lineage, best first. ``complete`` is False once something had to be left out."""

    def __init__(self, circuit: Circuit, reader: Reader, evaluator: Evaluator) -> None:
        self.complete = True
        self._circuit, self._reader, self._evaluator = circuit, reader, evaluator
        self._hopes = Hopes(circuit, reader)

    def best(self, lineage: Lineage, k: int, end: float) -> list[Proof]:
        """At most k; fewer where there are no more, or ``time.perf_counter()`` has passed ``end``."""
        order = itertools.count()
        heap: list[tuple[float, int, _Begun, bool]] = []
        seen: set[tuple[int, frozenset[Node]]] = set()
        found: list[Proof] = []

        def push(begun: _Begun, worth: float, final: bool) -> None:
            if worth > 0:
                heapq.heappush(heap, (-worth, next(order), begun, final))

        start = _Begun(0, frozenset(), (lineage,))
        push(start, self._hope(start), False)
        while heap and len(found) < k:
            if time.perf_counter() > end:
                self.complete = False
                break
            minus, _, begun, final = heapq.heappop(heap)
            if begun.todo:
                for each in self._steps(begun):
                    push(each, self._hope(each), False)
            elif final:
                if not self._contained(begun, found, end):
                    found.append(Proof(tuple(bits(begun.events)), begun.conditions, -minus))
            elif (begun.events, begun.conditions) not in seen:
                seen.add((begun.events, begun.conditions))
                push(begun, self._score(begun, end), True)
        return found

    def node(self, proof: Proof) -> Node:
        """What the proof says."""
        return self._circuit.conj([*(self._circuit.event(n) for n in proof.events), *proof.conditions])

    def _steps(self, begun: _Begun) -> Iterator[_Begun]:
        """What may be done about the first thing to be proved."""
        first, rest = begun.todo[0], begun.todo[1:]
        if isinstance(first, Choose):
            yield from self._choices(begun, first, rest)
            return
        match tag(first):
            case "true":
                yield _Begun(begun.events, begun.conditions, rest)
            case "event":
                node = self._reader.node(first)
                bit = 0 if node is self._circuit.true else 1 << node.number
                if node is not self._circuit.false:
                    yield _Begun(begun.events | bit, begun.conditions, rest)
            case "and":
                yield _Begun(begun.events, begun.conditions, (*first[1:], *rest))
            case "or":
                for part in first[1:]:
                    yield _Begun(begun.events, begun.conditions, (part, *rest))
            case "atleast":
                items = tuple(sorted(first[2:], key=self._hopes.own, reverse=True))
                yield _Begun(begun.events, begun.conditions, (Choose(first[1], items, 0), *rest))
            case "unknown":
                self.complete = False
            case _:
                yield from self._conditioned(begun, self._reader.node(first), rest)

    def _conditioned(self, begun: _Begun, node: Node, rest: tuple[Any, ...]) -> Iterator[_Begun]:
        self.complete &= not node.vague
        if node is self._circuit.true:
            yield _Begun(begun.events, begun.conditions, rest)
        elif node is not self._circuit.false:
            yield _Begun(begun.events, begun.conditions | {node}, rest)

    @staticmethod
    def _choices(begun: _Begun, choose: Choose, rest: tuple[Any, ...]) -> Iterator[_Begun]:
        """The next item is taken, or passed over."""
        if choose.n == 0:
            yield _Begun(begun.events, begun.conditions, rest)
        elif len(choose.items) - choose.next >= choose.n:
            more = Choose(choose.n - 1, choose.items, choose.next + 1)
            yield _Begun(begun.events, begun.conditions, (choose.items[choose.next], more, *rest))
            skip = Choose(choose.n, choose.items, choose.next + 1)
            yield _Begun(begun.events, begun.conditions, (skip, *rest))

    def _hope(self, begun: _Begun) -> float:
        paid = math.prod(self._circuit.probabilities[n] for n in bits(begun.events))
        return paid * self._hopes.together(begun.todo, begun.events)

    def _score(self, begun: _Begun, end: float) -> float:
        proof = Proof(tuple(bits(begun.events)), begun.conditions, 0.0)
        if not begun.conditions:
            return math.prod(self._circuit.probabilities[n] for n in proof.events)
        return self._probability(self.node(proof), end)

    def _probability(self, node: Node, end: float) -> float:
        now = time.perf_counter()
        low, high = self._evaluator.probability(node, now + _SLICE * max(end - now, 0.0))
        if high - low > 1e-9:
            self.complete = False
        return low

    def _contained(self, begun: _Begun, found: list[Proof], end: float) -> bool:
        """Wherever this proof holds, one of those found holds."""
        own = self.node(Proof(tuple(bits(begun.events)), begun.conditions, 0.0))
        return any(self._implies(own, begun, better, end) for better in found)

    def _implies(self, own: Node, begun: _Begun, better: Proof, end: float) -> bool:
        mask = sum(1 << n for n in better.events)
        if not mask & ~begun.events and better.conditions <= begun.conditions:
            return True
        if not begun.conditions and not better.conditions:
            return False
        alone = self._circuit.conj([own, self._circuit.negated(self.node(better))])
        return alone is self._circuit.false or self._probability(alone, end) < 1e-12
