"""Mutants of proofs: each changes one thing that a proof says. Which are proofs still is not decided here.

A mutation takes a place in a proof and gives the changed proof, or None where there is nothing of the kind.
Mostly what is paid and all scores, or all that follows from a proof's choices, is made consistent again, so
that only the truth can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from lying_proofs import LyingMaker
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
    degree,
    measure,
    near_miss,
    path,
    score,
    search_dropped,
    searched_class,
)  # fmt: skip
from proof_edits import mended, places
from reference import Scene
from settings_of import settings_of
from slow_proofs import Illegal

from rune_kb.proof.tree import Proof

Mutation = Callable[[Spot], Proof | None]

MUTATIONS: tuple[Mutation, ...] = (
    witness, witness_below, binding, bindings_swapped, binding_dropped, binding_added, paid_dropped,
    paid_added, child_dropped, child_doubled, children_swapped, member_repeated, transplanted, branch, rule,
    false_denial, arguments_swapped, path, measure, searched_class, candidates, search_dropped,
    counter_dropped, counter_raised, counter_made_up, near_miss, constant, degree, score, cited, claim,
)  # fmt: skip
PLAIN: frozenset[Mutation] = frozenset({score, paid_dropped, paid_added, counter_raised, cited, claim})
"""Those that are about consistency alone."""


def mutants(rng: Random, proof: Proof, scene: Scene) -> Iterator[tuple[str, Proof]]:
    """A mutant for each mutation, somewhere."""
    everything = list(places(proof.root))
    for mutation in MUTATIONS:
        for place, step in rng.sample(everything, len(everything)):
            mutant = mutation(Spot(rng, proof, scene, place, step))
            if mutant is None or mutant == proof:
                continue
            if mutation not in PLAIN:
                mutant = rng.choice((_as_it_is, _mended, _lied, _lied))(mutant, scene)
            if mutant != proof:
                yield mutation.__name__, mutant
                break


def _as_it_is(mutant: Proof, scene: Scene) -> Proof:
    return mutant


def _mended(mutant: Proof, scene: Scene) -> Proof:
    """With scores and payments that fit."""
    score_of = {d.id: d.score for d in scene.detections}
    root = mended(mutant.root, score_of, frozenset(), mutant.scoring == "boolean")
    return replace(mutant, root=root)


def _lied(mutant: Proof, scene: Scene) -> Proof:
    """What its choices stand for, with everything that belongs to it, were it only true."""
    try:
        return LyingMaker(scene, settings_of(mutant)).follow(mutant)
    except Illegal:
        return _mended(mutant, scene)
