"""What Prolog sends, as nodes: the lists that prolog/lineage.pl describes."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rune_kb.lineage.circuit import Circuit
from rune_kb.lineage.nodes import Node, Totals

Lineage = Any
"""An int, a bool, ``"unknown"``, or a list that begins with what it is."""


class Reader:
    """Reads the lineages of one image. ``numbers`` are the circuit's events, by detection.

    Once ``time.perf_counter()`` has passed ``end``, what is not read is unknown.
    """

    def __init__(self, circuit: Circuit, numbers: Mapping[int, int]) -> None:
        self.circuit = circuit
        self.end = math.inf
        self._numbers = numbers

    def node(self, lineage: Lineage) -> Node:
        """The lineage as a node."""
        circuit = self.circuit
        if isinstance(lineage, list) and time.perf_counter() > self.end:
            return circuit.unknown
        if isinstance(lineage, bool):
            return circuit.true if lineage else circuit.false
        if isinstance(lineage, int):
            return circuit.event(self._numbers[lineage])
        if isinstance(lineage, str):
            return circuit.true if lineage == "true" else circuit.unknown
        match lineage:
            case ["and", *parts]:
                return circuit.conj([self.node(part) for part in parts])
            case ["or", *parts]:
                return circuit.disj([self.node(part) for part in parts])
            case ["not", part]:
                return circuit.negated(self.node(part))
            case ["atleast", least, *parts]:
                return circuit.tally(Totals("ge", least), [(1, self.node(part)) for part in parts])
            case ["sum", op, total, *groups]:
                return circuit.tally(Totals("ge" if op == ">=" else "eq", total), self._weighted(groups))
            case ["cases", tuples, *groups]:
                return self._cases(tuples, groups)
        raise ValueError(f"not a lineage: {lineage!r}")

    def _weighted(self, groups: Iterable[Sequence[Any]]) -> list[tuple[int, Node]]:
        return [(weight, self.node(part)) for weight, *parts in groups for part in parts]

    def _cases(self, tuples: Sequence[Sequence[int]], groups: Sequence[Sequence[Lineage]]) -> Node:
        """How many of each group hold, written as one number whose digits have as many values as need be."""
        steps = list(itertools.accumulate((len(group) + 1 for group in groups[:-1]), int.__mul__, initial=1))
        accepted = frozenset(
            sum(step * value for step, value in zip(steps, values, strict=True)) for values in tuples
        )
        items = [(step, self.node(part)) for step, group in zip(steps, groups, strict=True) for part in group]
        return self.circuit.tally(Totals("in", among=accepted), items)


def mentioned(lineages: Iterable[Lineage]) -> list[int]:
    """The detections in the order in which the lineages speak of them; those that meet are close together.

    The circuit's events are numbered so, and evaluation splits at the first (see order.py).
    """
    found: dict[int, None] = {}
    for lineage in lineages:
        _mention(lineage, found)
    return list(found)


def _mention(lineage: Lineage, found: dict[int, None]) -> None:
    if isinstance(lineage, int) and not isinstance(lineage, bool):
        found.setdefault(lineage)
    elif isinstance(lineage, list):
        match lineage:
            case ["atleast", _, *parts] | ["not" | "and" | "or", *parts]:
                pass
            case ["sum", _, _, *groups]:
                parts = [part for _, *items in groups for part in items]
            case ["cases", _, *groups]:
                parts = [part for items in groups for part in items]
            case _:
                raise ValueError(f"not a lineage: {lineage!r}")
        for part in parts:
            _mention(part, found)
