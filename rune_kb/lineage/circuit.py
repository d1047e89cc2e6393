"""Lineages as nodes: and, or, tallies, over events that are independent of one another.

Nodes are made by a :class:`Circuit` only, which keeps one of each, so equal lineages are the same object, and
simplifies as it goes: constants vanish, an `and` with a literal knows the literal in its other parts.
Negation is pushed down to the events as nodes are made.

>>> circuit = Circuit([0.5, 0.25])
>>> a, b = circuit.event(0), circuit.event(1)
>>> circuit.conj([a, circuit.disj([a, b])]) is a
True
>>> circuit.negated(circuit.disj([a, b])) is circuit.conj([circuit.negated(a), circuit.negated(b)])
True
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from rune_kb.lineage.nodes import Kind, Node, Op, OutOfTime, Totals

_ROOM = 10_000_000
"""Parts of nodes, some hundred MB of them."""


@dataclass(slots=True)
class Circuit:
    """The nodes of one image. ``probabilities`` are those of the events 0, 1, …

    Making a node raises OutOfTime when ``time.perf_counter()`` has passed ``end``, or memory is used up.
    """

    probabilities: Sequence[float]
    end: float = math.inf
    true: Node = field(init=False)
    false: Node = field(init=False)
    unknown: Node = field(init=False)
    _size: int = field(init=False, default=0)
    _nodes: dict[object, Node] = field(init=False, default_factory=dict)
    _restricted: dict[tuple[int, int, int], Node] = field(init=False, default_factory=dict)
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
            up, down = (1 << number, 0) if sign else (0, 1 << number)
            found = self._new(key, "event", positive=up, negative=down, number=number, sign=sign)
        return found

    def conj(self, parts: Iterable[Node]) -> Node:
        """All of them."""
        return self._junction("and", parts, self.true, self.false)

    def disj(self, parts: Iterable[Node]) -> Node:
        """Any of them."""
        return self._junction("or", parts, self.false, self.true)

    def _junction(self, kind: Kind, given: Iterable[Node], neutral: Node, final: Node) -> Node:
        """``neutral`` adds nothing; ``final`` decides it. A literal is known in the other parts."""
        todo, literals, others, mask, true = list(given), dict[int, Node](), dict[int, Node](), 0, 0
        while todo:
            for part in _flat(todo, kind):
                if part is final or (part.kind == "event" and literals.get(part.number, part) is not part):
                    return final
                if part.kind == "event":
                    literals[part.number] = part
                    mask |= part.events
                    true |= part.events if part.sign == (kind == "and") else 0
                elif part is not neutral:
                    others[part.id] = part
            todo = [others.pop(i) for i in [i for i, part in others.items() if part.events & mask]]
            todo = [self.restricted(part, mask, true) for part in todo]
        return self._joined(kind, (*literals.values(), *others.values()), neutral)

    def _joined(self, kind: Kind, unordered: Iterable[Node], neutral: Node) -> Node:
        """Of parts that are all different and have nothing to say to each other."""
        if time.perf_counter() > self.end or self._size > _ROOM:
            raise OutOfTime
        parts = sorted(unordered, key=_id)
        if len(parts) <= 1:
            return parts[0] if parts else neutral
        return self._nodes.get((kind, *(part.id for part in parts))) or self._made(kind, tuple(parts))

    def _made(self, kind: Kind, parts: tuple[Node, ...]) -> Node:
        positive = negative = 0
        for part in parts:
            positive |= part.positive
            negative |= part.negative
        vague = any(part.vague for part in parts)
        key = (kind, *(part.id for part in parts))
        return self._new(key, kind, parts=parts, positive=positive, negative=negative, vague=vague)

    def _new(self, key: object, kind: Kind, positive: int, negative: int, **fields: Any) -> Node:
        made = Node(
            len(self._nodes) + 3,
            kind,
            positive=positive,
            negative=negative,
            events=positive | negative,
            **fields,
        )
        self._nodes[key] = made
        self._size += len(made.parts)
        return made

    def tally(self, test: Totals, items: Iterable[tuple[int, Node]]) -> Node:
        """True when ``test`` accepts the sum of the weights of those items that hold."""
        base, weight_of, nodes = 0, dict[int, int](), dict[int, Node]()
        for weight, node in items:
            if node is self.true:
                base += weight
            elif node is not self.false:
                if node.vague and (weight < 0 or test.op != "ge"):
                    return self.unknown
                weight_of[node.id] = weight_of.get(node.id, 0) + weight
                nodes[node.id] = node
        more = nodes.pop(self.unknown.id, None)
        test = test.shifted(base)
        ids = [i for i in sorted(nodes) if weight_of[i]]
        parts, weights = tuple(nodes[i] for i in ids), tuple(weight_of[i] for i in ids)
        made = self._simple(test, parts, weights) or self._tally(test, parts, weights)
        return made if more is None else self.disj([made, more])

    def _simple(self, test: Totals, parts: tuple[Node, ...], weights: tuple[int, ...]) -> Node | None:
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

    def _tally(self, test: Totals, parts: tuple[Node, ...], weights: tuple[int, ...]) -> Node:
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
            # What is unknown is less than its negation's negation; and what mentions more events than it
            # depends on must not become the negation of what does not, or restricting would bring them back
            # for ever.
            if not found.vague and found.events == node.events:
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
            test, weights = Totals("ge", 1 - test.target + test.base), tuple(-w for w in weights)
        else:
            opposite: dict[Op, Op] = {"eq": "ne", "ne": "eq", "in": "out", "out": "in"}
            test = Totals(opposite[test.op], test.target, test.base, test.among)
        return self.tally(test, zip(weights, node.parts, strict=True))

    def restricted(self, node: Node, known: int, true: int) -> Node:
        """The node where of the events in ``known``, bits, those in ``true`` occur and the others do not."""
        relevant = node.events & known
        if not relevant:
            return node
        key = (node.id, relevant, true & relevant)
        found = self._restricted.get(key)
        if found is None:
            found = self._restricted[key] = self._restriction(node, relevant, true & relevant)
        return found

    def _restriction(self, node: Node, known: int, true: int) -> Node:
        if node.kind == "event":
            return self.true if node.sign == bool(true) else self.false
        if node.kind == "tally":
            assert node.test is not None
            items = [self.restricted(part, known, true) for part in node.parts]
            return self.tally(node.test, zip(node.weights, items, strict=True))
        kept = [part for part in node.parts if not part.events & known]
        new = [self.restricted(part, known, true) for part in node.parts if part.events & known]
        neutral, final = (self.true, self.false) if node.kind == "and" else (self.false, self.true)
        if any(part.kind in (node.kind, "event") for part in new):  # it may tell the others something
            return self._junction(node.kind, (*kept, *new), neutral, final)
        if final in new:
            return final
        parts = {part.id: part for part in (*kept, *new) if part is not neutral}
        return self._joined(node.kind, parts.values(), neutral)


_id = attrgetter("id")


def _flat(parts: Iterable[Node], kind: Kind) -> Iterator[Node]:
    """The parts, those of parts of the same kind in their place."""
    for part in parts:
        if part.kind == kind:
            yield from part.parts
        else:
            yield part
