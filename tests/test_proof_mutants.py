"""The checker of proofs, held to proofs that were tampered with: all must be refused that are proofs no more.

A mutant that is what its own choices build (slow_proofs.py; the code of the checker has no part in that) is a
proof all the same, of the same formula or of another: the checker has to pass it.

    RUNE_MUTANTS=20000 pytest tests/test_proof_mutants.py -s

prints the counts that docs/proofs.md has.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from cases_of_kinds import KINDS, case_of, soft_case_of_usual_radius
from engine_scene import vocabulary
from mutants import MUTATIONS, mutants
from proof_edits import alike, places
from reference import Scene
from scene_rows import SceneRows
from settings_of import settings_of
from slow_proofs import Illegal, ProofMaker

from rune_kb.errors import FormulaError
from rune_kb.logic.checker import check
from rune_kb.logic.printer import to_text
from rune_kb.proof.check import SCORINGS, check_proof
from rune_kb.proof.tree import Proof

MUTANTS = int(os.environ.get("RUNE_MUTANTS", "2500"))


def tampered() -> Iterator[tuple[str, str, Proof, Scene]]:
    """Mutants without end: where they come from, of which mutation they are, and the scene.

    A third are of soft relations. Proofs of one or two steps, of which the random formulas have many, are
    left alone.
    """
    for i, kind in ((i, kind) for i in itertools.count() for kind in KINDS):
        make = soft_case_of_usual_radius if i % 3 == 0 else case_of
        formula, scene, settings = make(f"{kind}:mutant{i}")
        maker = ProofMaker(scene, settings)
        for proof in itertools.islice(maker.best(check(formula, vocabulary())), 2):
            if len(list(places(proof.root))) > 2:
                for name, mutant in mutants(Random(f"{kind}:{i}"), proof, scene):
                    yield f"{kind}:mutant{i}", name, mutant, scene


def is_proof(mutant: Proof, scene: Scene) -> bool:
    """Whether the proof is what its choices build."""
    if mutant.scoring not in SCORINGS or not 0 <= mutant.min_score <= 1:
        return False
    try:
        check(mutant.formula, vocabulary())
        built = ProofMaker(scene, settings_of(mutant)).follow(mutant)
        # A limit that is the default now need not be told.
        return alike(mutant, replace(built, class_min_scores=mutant.class_min_scores))
    except (FormulaError, Illegal):
        return False


def test_no_mutant_survives() -> None:
    counts: Counter[str] = Counter()
    of_kind: Counter[str] = Counter()
    wrong = []
    for seed, name, mutant, scene in itertools.islice(tampered(), MUTANTS):
        report = check_proof(mutant, SceneRows(scene), vocabulary())
        proof = is_proof(mutant, scene)
        counts["equivalent" if proof else "refused"] += 1
        of_kind[name] += 1
        if report.ok != proof:
            said = "refused, and is a proof" if proof else "passed, and is none"
            wrong.append(f"{seed} {name} {said}: {to_text(mutant.formula)}\n{report}")
    print(f"\n{MUTANTS} mutants of {len(of_kind)} mutations: {dict(counts)}, {len(wrong)} judged wrongly")
    print(", ".join(f"{name} {count}" for name, count in sorted(of_kind.items())))
    assert not wrong, "\n\n".join([f"{len(wrong)} of {MUTANTS} are judged wrongly", *wrong[:5]])
    assert len(of_kind) == len(MUTATIONS)
