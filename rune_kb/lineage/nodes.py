"""What a lineage is made of (see circuit.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["true", "false", "unknown", "event", "and", "or", "tally"]
Op = Literal["ge", "eq", "ne", "in", "out"]


class OutOfTime(Exception):
    """The time, or the room, is used up before the work is done."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A lineage. ``positive`` and ``negative`` are the events it rises and falls with, as bits.

    An event's node has its ``number`` and ``sign``. A tally has ``weights`` beside its parts: each part that
    holds gives its weight, and ``test`` says which totals make the node true.
    """

    id: int
    kind: Kind
    parts: tuple[Node, ...] = ()
    positive: int = 0
    negative: int = 0
    events: int = 0
    """All events it depends on, positive or negative."""
    vague: bool = False
    """Something in it is unknown."""
    number: int = -1
    sign: bool = True
    weights: tuple[int, ...] = ()
    test: Totals | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Which totals are accepted: ``total + base`` >=, =, != ``target``, or in ``among`` or not."""

    op: Op
    target: int = 0
    base: int = 0
    among: frozenset[int] = frozenset()

    def accepts(self, total: int) -> bool:
        total += self.base
        match self.op:
            case "ge":
                return total >= self.target
            case "eq":
                return total == self.target
            case "ne":
                return total != self.target
            case "in":
                return total in self.among
            case "out":
                return total not in self.among

    def shifted(self, more: int) -> Totals:
        """With so much there for certain."""
        return Totals(self.op, self.target, self.base + more, self.among) if more else self


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set, in order."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
