"""rune_kb/lineage by itself: random circuits against all assignments of their events."""

from __future__ import annotations

import doctest
import math
import time
from random import Random

import pytest

from rune_kb.lineage import circuit as circuit_module
from rune_kb.lineage import levels
from rune_kb.lineage.bounds import Bounds
from rune_kb.lineage.circuit import Circuit
from rune_kb.lineage.evaluate import Evaluator
from rune_kb.lineage.nodes import Node, Op, Totals, bits
from rune_kb.lineage.read import Reader, mentioned

EVENTS = 7
SEEDS = range(400)
OPS: tuple[Op, ...] = ("ge", "ge", "eq", "ne", "in", "out")


def random_node(rng: Random, circuit: Circuit, depth: int) -> Node:
    if depth == 0:
        return circuit.event(rng.randrange(EVENTS), rng.random() < 0.7)
    kind = rng.choice(("and", "or", "tally", "not"))
    if kind == "not":
        return circuit.negated(random_node(rng, circuit, depth - 1))
    parts = [random_node(rng, circuit, rng.randrange(depth)) for _ in range(rng.randint(2, 4))]
    if kind == "and":
        return circuit.conj(parts)
    if kind == "or":
        return circuit.disj(parts)
    test = Totals(rng.choice(OPS), rng.randint(-2, 3), 0, frozenset(rng.sample(range(-4, 5), 3)))
    return circuit.tally(test, [(rng.choice((1, 1, 1, 2, -1)), part) for part in parts])


def holds(node: Node, world: int) -> bool:
    match node.kind:
        case "event":
            return bool(world >> node.number & 1) == node.sign
        case "and":
            return all(holds(part, world) for part in node.parts)
        case "or":
            return any(holds(part, world) for part in node.parts)
        case "tally":
            assert node.test is not None
            there = zip(node.weights, node.parts, strict=True)
            return node.test.accepts(sum(weight for weight, part in there if holds(part, world)))
        case _:
            return node.kind == "true"


def probability(circuit: Circuit, node: Node) -> float:
    ps = circuit.probabilities
    return math.fsum(
        math.prod(p if world >> i & 1 else 1 - p for i, p in enumerate(ps))
        for world in range(2**EVENTS)
        if holds(node, world)
    )


@pytest.fixture(params=SEEDS)
def case(request: pytest.FixtureRequest) -> tuple[Circuit, Node]:
    rng = Random(f"circuit:{request.param}")
    circuit = Circuit([rng.choice((0, 1, 0.5, 0.25, 0.9, 0.1)) for _ in range(EVENTS)])
    return circuit, random_node(rng, circuit, 4)


def test_probability_and_bounds(case: tuple[Circuit, Node]) -> None:
    circuit, node = case
    p = probability(circuit, node)
    low, high = Evaluator(circuit).probability(node, time.perf_counter() + 10)
    assert (low, high) == pytest.approx((p, p), abs=1e-9)
    for low, high in (Bounds(circuit).of(node), Evaluator(circuit).probability(node, 0.0)):
        assert low - 1e-12 <= p <= high + 1e-12
    assert probability(circuit, circuit.negated(node)) == pytest.approx(1 - p)


def test_what_is_decided_is_gone(case: tuple[Circuit, Node]) -> None:
    circuit, node = case
    known, true = 0b0110101, 0b0100001
    decided = circuit.restricted(node, known, true)
    assert not decided.events & known
    for world in range(2**EVENTS):
        assert holds(decided, world) == holds(node, world & ~known | true)


def test_unknown_parts_widen_the_bracket() -> None:
    circuit = Circuit([0.5, 0.25])
    lineage = ["or", 0, ["and", 1, "unknown"]]
    reader = Reader(circuit, {0: 0, 1: 1})
    found = Evaluator(circuit).probability(reader.node(lineage), time.perf_counter() + 1)
    assert found == (0.5, pytest.approx(1 - 0.5 * 0.75))
    negated = Evaluator(circuit).probability(reader.node(["not", lineage]), time.perf_counter() + 1)
    assert negated == (pytest.approx(0.5 * 0.75), 0.5)


def test_unknown_counts_do_not_cancel() -> None:
    circuit = Circuit([0.5])
    more = Reader(circuit, {0: 0}).node(["sum", ">=", 1, [1, 0, "unknown"], [-1, "unknown"]])
    assert more is circuit.unknown


def test_detections_are_numbered_as_they_are_mentioned() -> None:
    lineage = ["and", 4, ["cases", [[1, 1]], [["or", 7, 2]], [4, 1]], ["sum", "=", 3, [2, 9]], True]
    assert mentioned([lineage, 0]) == [4, 7, 2, 1, 9, 0]


def test_bits() -> None:
    assert bits(0b101001) == [0, 3, 5]


@pytest.mark.parametrize("module", [circuit_module, levels])
def test_docs(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert tried
    assert not failed


def test_a_negation_mentions_no_more_than_what_it_negates() -> None:
    """Restricting a tally that was its literal's negation gave back the tally, and that again, for ever."""
    circuit = Circuit([0.5, 0.5])
    one, other = circuit.event(0), circuit.event(1)
    tally = circuit.tally(Totals("ge", 0), [(-2, one), (-2, circuit.conj([one, other]))])
    assert circuit.negated(tally) is one
    assert circuit.negated(one) is circuit.event(0, False)
    assert circuit.restricted(tally, 0b10, 0) is circuit.event(0, False)
    assert Evaluator(circuit).probability(circuit.disj([other, tally]), math.inf) == (0.75, 0.75)
