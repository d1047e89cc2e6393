"""Mutants of proofs: each changes one thing that a proof says. Which are proofs still is not decided here.

A mutation takes a place in a proof and gives the changed proof, or None where there is nothing of the kind.
Mostly what is paid and all scores are made consistent again afterwards, so that only the truth can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from mutation_spot import Spot
from mutations_of_trees import (
    binding,
    binding_added,
    binding_dropped,
    bindings_swapped,
    branch,
    child_doubled,
    child_dropped,
    children_swapped,
    false_denial,
    member_repeated,
    paid_added,
    paid_dropped,
    rule,
    transplanted,
    witness,
    witness_below,
)  # fmt: skip
from mutations_of_words import (
    arguments_swapped,
    candidates,
    cited,
    claim,
    constant,
    counter_dropped,
    counter_made_up,
    counter_raised,
    measure,
    near_miss,
    path,
    score,
    search_dropped,
    searched_class,
)  # fmt: skip
from proof_edits import mended, places
from reference import Scene

from rune_kb.proof.tree import Proof

Mutation = Callable[[Spot], Proof | None]

MUTATIONS: tuple[Mutation, ...] = (
    witness, witness_below, binding, bindings_swapped, binding_dropped, binding_added, paid_dropped,
    paid_added, child_dropped, child_doubled, children_swapped, member_repeated, transplanted, branch, rule,
    false_denial, arguments_swapped, path, measure, searched_class, candidates, search_dropped,
    counter_dropped, counter_raised, counter_made_up, near_miss, constant, score, cited, claim,
)  # fmt: skip
SCORED: frozenset[Mutation] = frozenset({score, paid_dropped, paid_added, counter_raised})
"""Those that mending would undo."""


def mutants(rng: Random, proof: Proof, scene: Scene) -> Iterator[tuple[str, Proof]]:
    """A mutant for each mutation, somewhere; mended or not."""
    everything = list(places(proof.root))
    score_of = {d.id: d.score for d in scene.detections}
    for mutation in MUTATIONS:
        for place, step in rng.sample(everything, len(everything)):
            mutant = mutation(Spot(rng, proof, scene, place, step))
            if mutant is None:
                continue
            if mutation not in SCORED and rng.random() < 0.7:
                root = mended(mutant.root, score_of, frozenset(), mutant.scoring == "boolean")
                mutant = replace(mutant, root=root)
            if mutant != proof:
                yield mutation.__name__, mutant
                break
