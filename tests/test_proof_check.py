"""The checker of proofs, held to proofs made slowly, over random formulas and scenes.

``RUNE_PROOFS=12000 pytest tests/test_proof_check.py -s`` asks more than the default number of random
questions and prints how many proofs that made.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cases_of_kinds import KINDS, case_of
from engine_scene import expected, vocabulary
from reference import Scene, Settings
from scene_rows import SceneRows
from slow_proofs import ProofMaker

from rune_kb.logic.checker import check
from rune_kb.logic.formula import Formula
from rune_kb.logic.printer import to_text
from rune_kb.proof.check import check_proof
from rune_kb.proof.tree import Proof

PROOFS = int(os.environ.get("RUNE_PROOFS", "800"))
"""Questions of the bulk run, a quarter of each kind."""


def proofs_of(seed: str) -> Iterator[tuple[Formula, Scene, Settings, Proof]]:
    formula, scene, settings = case_of(seed)
    formula = check(formula, vocabulary())
    for proof in itertools.islice(ProofMaker(scene, settings).best(formula), 4):
        yield formula, scene, settings, proof


@pytest.mark.parametrize("kind", KINDS)
def test_slow_proofs_pass(kind: str) -> None:
    passed = 0
    for i in range(PROOFS // 4):
        for formula, scene, settings, proof in proofs_of(f"{kind}:{i}"):
            report = check_proof(proof, SceneRows(scene), vocabulary())
            assert report.ok, f"{kind}:{i} {to_text(formula)}\n{report}"
            wanted = expected(formula, [scene], replace(settings, threshold=0.0))
            key = (scene.image.id, tuple(sorted(proof.root.bindings.items())))
            assert proof.score == pytest.approx(wanted[key], abs=1e-9), f"{kind}:{i} {to_text(formula)}"
            passed += 1
    print(f"\n{kind}: {passed} proofs of {PROOFS // 4} questions passed")
    assert passed > PROOFS // 16
