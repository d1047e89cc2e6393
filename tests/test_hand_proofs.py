"""The hand-made proofs are right: the reference evaluator gives the same score, every rule is in one."""

from __future__ import annotations

from typing import get_args

import pytest
from hand_proofs import FLOODED, PROOFS

from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.proof import Step
from rune_kb.proof.tree import Rule
from rune_kb.reference.crisp import Scene, Settings, Taxonomy
from rune_kb.reference.definitions import written_out
from rune_kb.reference.fast import fast_answers

LEAVES = ("ship", "harbor", "bridge", "storage_tank", "road", "building", "small_vehicle", "plane")
COVERS = {name: frozenset({name}) for name in LEAVES} | {"vehicle": frozenset({"vehicle", "small_vehicle"})}


def all_steps(step: Step) -> list[Step]:
    below = [*step.children, *([step.search.counter] if step.search and step.search.counter else [])]
    return [step, *(found for child in below for found in all_steps(child))]


@pytest.mark.parametrize("name", [name for name in PROOFS if name != "apron"])
def test_the_score_is_the_reference_evaluators(name: str) -> None:
    scene, make = PROOFS[name]
    proof = make()
    formula: Formula = written_out(proof.formula, {"flooded_building": parse(FLOODED)})
    found = fast_answers(formula, Scene(scene.image, scene.detections), Taxonomy(COVERS), Settings())
    best = next(each for each in found if each.bindings == dict(proof.root.bindings))
    assert proof.score == pytest.approx(best.score, rel=1e-12)


def test_every_rule_is_in_one() -> None:
    rules = {step.rule for _, make in PROOFS.values() for step in all_steps(make().root)}
    assert rules == set(get_args(Rule))


@pytest.mark.parametrize("name", PROOFS)
def test_formulas_can_be_written_and_read(name: str) -> None:
    for step in all_steps(PROOFS[name][1]().root):
        assert parse(to_text(step.formula)) == step.formula
