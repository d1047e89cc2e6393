"""Lineages as nodes: and, or, tallies, over events that are independent of one another.

Nodes are made by a :class:`Circuit` only, which keeps one of each, so equal lineages are the same object, and
simplifies as it goes: constants vanish, an `and` with a literal knows the literal in its other parts. Negation is
pushed down to the events as nodes are made.

>>> circuit = Circuit([0.5, 0.25])
>>> a, b = circuit.event(0), circuit.event(1)
>>> circuit.conj([a, circuit.disj([a, b])]) is a
True
>>> circuit.negated(circuit.disj([a, b])) is circuit.conj([circuit.negated(a), circuit.negated(b)])
True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["true", "false", "unknown", "event", "and", "or", "tally"]
Op = Literal["ge", "eq", "ne", "in", "out"]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A lineage. ``positive`` and ``negative`` are the events it rises and falls with, as bits.

    An event's node has its ``number`` and ``sign``. A tally has ``weights`` beside its parts: each part that holds
    gives its weight, and ``test`` says which totals make the node true.
    """

    id: int
    kind: Kind
    parts: tuple[Node, ...] = ()
    positive: int = 0
    negative: int = 0
    vague: bool = False
    """Something in it is unknown."""
    number: int = -1
    sign: bool = True
    weights: tuple[int, ...] = ()
    test: Test | None = None

    @property
    def events(self) -> int:
        """All events it depends on, as bits."""
        return self.positive | self.negative


@dataclass(frozen=True, slots=True)
class Test:
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

    def shifted(self, more: int) -> Test:
        """With so much there for certain."""
        return Test(self.op, self.target, self.base + more, self.among) if more else self


@dataclass(slots=True)
class Circuit:
    """The nodes of one image. ``probabilities`` are those of the events 0, 1, …"""

    probabilities: Sequence[float]
    true: Node = field(init=False)
    false: Node = field(init=False)
    unknown: Node = field(init=False)
    _nodes: dict[object, Node] = field(init=False, default_factory=dict)
    _restricted: dict[tuple[int, int, bool], Node] = field(init=False, default_factory=dict)
    _negated: dict[int, Node] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.true, self.false = Node(0, "true"), Node(1, "false")
        self.unknown = Node(2, "unknown", vague=True)

    # -- making -------------------------------------------------------------------------

    def event(self, number: int, sign: bool = True) -> Node:
        """The event, or with ``sign`` False that it does not occur; what is certain is a constant."""
        p = self.probabilities[number]
        if p >= 1 or p <= 0:
            return self.true if (p >= 1) == sign else self.false
        key = ("event", number, sign)
        found = self._nodes.get(key)
        if found is None:
            bit = 1 << number
            found = self._new(
                key,
                "event",
                positive=bit if sign else 0,
                negative=0 if sign else bit,
                number=number,
                sign=sign,
            )
        return found

    def conj(self, parts: Iterable[Node]) -> Node:
        """All of them."""
        return self._junction("and", parts, self.true, self.false)

    def disj(self, parts: Iterable[Node]) -> Node:
        """Any of them."""
        return self._junction("or", parts, self.false, self.true)

    def _junction(self, kind: Kind, given: Iterable[Node], neutral: Node, final: Node) -> Node:
        """``neutral`` adds nothing; ``final`` decides it."""
        todo, parts, literals = list(given), dict[int, Node](), dict[int, bool]()
        while todo:
            part = todo.pop()
            for number in _bits(part.events & self._mask(literals)) if part.kind != "event" else ():
                part = self.restricted(part, number, literals[number])
            if part is final:
                return final
            if part is neutral:
                continue
            if part.kind == kind:
                todo.extend(part.parts)
            elif part.kind == "event":
                holds = part.sign if kind == "and" else not part.sign
                if literals.get(part.number, holds) != holds:
                    return final
                if part.number not in literals:
                    literals[part.number] = holds
                    bit = 1 << part.number
                    again = [p for p in parts.values() if p.kind != "event" and p.events & bit]
                    for p in again:
                        del parts[p.id]
                    todo.extend(again)
                    parts[part.id] = part
            else:
                parts[part.id] = part
        if len(parts) <= 1:
            return next(iter(parts.values()), neutral)
        ordered = tuple(parts[i] for i in sorted(parts))
        return self._nodes.get((kind, *(p.id for p in ordered))) or self._made(kind, ordered)

    @staticmethod
    def _mask(literals: dict[int, bool]) -> int:
        mask = 0
        for number in literals:
            mask |= 1 << number
        return mask

    def _made(self, kind: Kind, parts: tuple[Node, ...]) -> Node:
        positive = negative = 0
        for part in parts:
            positive |= part.positive
            negative |= part.negative
        vague = any(part.vague for part in parts)
        key = (kind, *(part.id for part in parts))
        return self._new(key, kind, parts=parts, positive=positive, negative=negative, vague=vague)

    def _new(self, key: object, kind: Kind, **fields: object) -> Node:
        made = Node(len(self._nodes) + 3, kind, **fields)  # type: ignore[arg-type]
        self._nodes[key] = made
        return made

    def tally(self, test: Test, items: Iterable[tuple[int, Node]]) -> Node:
        """True when ``test`` accepts the sum of the weights of those items that hold."""
        base, weight_of, nodes = 0, dict[int, int](), dict[int, Node]()
        for weight, node in items:
            if node is self.true:
                base += weight
            elif node is not self.false:
                weight_of[node.id] = weight_of.get(node.id, 0) + weight
                nodes[node.id] = node
        ids = sorted(i for i, weight in weight_of.items() if weight)
        parts, weights = tuple(nodes[i] for i in ids), tuple(weight_of[i] for i in ids)
        test = test.shifted(base)
        rising = test.op == "ge" and min(weights, default=0) >= 0
        if any(part is self.unknown for part in parts):
            known = [(w, p) for w, p in zip(weights, parts, strict=True) if p is not self.unknown]
            return self.disj([self.tally(test, known), self.unknown]) if rising else self.unknown
        if any(part.vague for part in parts) and not rising:
            return self.unknown
        return self._simple(test, parts, weights) or self._tally(test, parts, weights)

    def _simple(self, test: Test, parts: tuple[Node, ...], weights: tuple[int, ...]) -> Node | None:
        """A tally that is none: decided, of one part, or an `or` or `and`."""
        least, most = sum(w for w in weights if w < 0), sum(w for w in weights if w > 0)
        if len(parts) <= 1:
            with_it, without = test.accepts(sum(weights)), test.accepts(0)
            if with_it == without:
                return self.true if with_it else self.false
            return parts[0] if with_it else self.negated(parts[0])
        need = test.target - test.base
        if test.op == "ge":
            if need <= least or need > most:
                return self.true if need <= least else self.false
            if least == 0 and need <= min(weights):
                return self.disj(parts)
            if least == 0 and need > most - min(weights):
                return self.conj(parts)
        elif test.op in ("eq", "ne") and not least <= need <= most:
            return self.false if test.op == "eq" else self.true
        return None

    def _tally(self, test: Test, parts: tuple[Node, ...], weights: tuple[int, ...]) -> Node:
        key = ("tally", test, weights, tuple(part.id for part in parts))
        found = self._nodes.get(key)
        if found is not None:
            return found
        positive = negative = 0
        for weight, part in zip(weights, parts, strict=True):
            if weight > 0 or test.op != "ge":
                positive, negative = positive | part.positive, negative | part.negative
            if weight < 0 or test.op != "ge":
                positive, negative = positive | part.negative, negative | part.positive
        vague = any(part.vague for part in parts)
        return self._new(
            key,
            "tally",
            parts=parts,
            positive=positive,
            negative=negative,
            vague=vague,
            weights=weights,
            test=test,
        )

    # -- changing -----------------------------------------------------------------------

    def negated(self, node: Node) -> Node:
        """That it does not hold."""
        found = self._negated.get(node.id)
        if found is None:
            found = self._negated[node.id] = self._negation(node)
            if not found.vague:  # what is unknown is less than its negation's negation
                self._negated[found.id] = node
        return found

    def _negation(self, node: Node) -> Node:
        match node.kind:
            case "true":
                return self.false
            case "false":
                return self.true
            case "unknown":
                return node
            case "event":
                return self.event(node.number, not node.sign)
            case "and":
                return self.disj([self.negated(part) for part in node.parts])
            case "or":
                return self.conj([self.negated(part) for part in node.parts])
            case "tally":
                return self._not_tally(node)

    def _not_tally(self, node: Node) -> Node:
        test, weights = node.test, node.weights
        assert test is not None
        if node.vague:
            return self.unknown
        if test.op == "ge":  # not s >= t is -s >= 1 - t
            test, weights = Test("ge", 1 - test.target + test.base), tuple(-w for w in weights)
        else:
            opposite: dict[Op, Op] = {"eq": "ne", "ne": "eq", "in": "out", "out": "in"}
            test = Test(opposite[test.op], test.target, test.base, test.among)
        return self.tally(test, zip(weights, node.parts, strict=True))

    def restricted(self, node: Node, number: int, occurs: bool) -> Node:
        """The node where the event is known to occur, or not to."""
        if not node.events >> number & 1:
            return node
        key = (node.id, number, occurs)
        found = self._restricted.get(key)
        if found is None:
            found = self._restricted[key] = self._restriction(node, number, occurs)
        return found

    def _restriction(self, node: Node, number: int, occurs: bool) -> Node:
        if node.kind == "event":
            return self.true if node.sign == occurs else self.false
        parts = [self.restricted(part, number, occurs) for part in node.parts]
        if node.kind == "and":
            return self.conj(parts)
        if node.kind == "or":
            return self.disj(parts)
        assert node.test is not None
        return self.tally(node.test, zip(node.weights, parts, strict=True))


def _bits(mask: int) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
