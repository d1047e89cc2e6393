"""The checker of proofs: every step proved again from the rows of the store.

    report = check_proof(proof, store, vocabulary)

Nothing is taken from the proof but its choices: which branch, which witnesses. What its steps have to prove
follows from its formula, top down, by :mod:`~rune_kb.proof.rules`; what they are worth follows from the rows,
bottom up. Leaves and denials are evaluated by :mod:`rune_kb.reference`, with shapely; none of the code that
finds answers is used. A proof that passes is a proof; that no other is better is not looked into, save of
counter-proofs, whose score a denial rests on.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

from rune_kb.errors import StoreError
from rune_kb.limits import Limits
from rune_kb.logic.formula import Atom, Compare, ExistsCount, free_variables
from rune_kb.proof.cited import cited_faults, differing
from rune_kb.proof.evidence import Evidence, Rows
from rune_kb.proof.measured import agree, measures_of, told
from rune_kb.proof.report import CheckReport, Fault, shown
from rune_kb.proof.rules import (
    BRANCHED,
    DENIALS,
    LEAVES,
    MEASURED,
    Wanted,
    branches_of,
    members_of,
    parts_of,
    rule_of,
    variables_of,
)
from rune_kb.proof.search_check import near_miss_fault, search_faults
from rune_kb.proof.tree import Proof, Step
from rune_kb.proof.unfold import denied
from rune_kb.vocabulary import ROOT, Vocabulary

SCORINGS = ("boolean", "best", "exact", "topk")
"""Proofs of all but ``boolean`` are scored as best proofs."""
TOLERANCE = 1e-9
"""Of scores."""


def check_proof(proof: Proof, store: Rows, vocabulary: Vocabulary) -> CheckReport:
    """Proves every step anew from the store's rows; a proof that is out of date is a proof no more."""
    try:
        image = store.image(proof.image.id)
    except StoreError as error:
        return _refused(f"it is about an image that is not there: {error}")
    if proof.scoring not in SCORINGS:
        return _refused(f"its scoring is {proof.scoring!r}; there are {', '.join(SCORINGS)}")
    limits = Limits(proof.min_score, proof.class_min_scores)
    for least in (limits.default, *limits.by_class.values()):
        if not 0 <= least <= 1:
            return _refused(f"its min_score is {least}, not between 0 and 1")
    boolean = proof.scoring == "boolean"
    if boolean and proof.soft:
        return _refused("its relations are soft, and there are no degrees in boolean scoring")
    evidence = Evidence(store, image, vocabulary, boolean=boolean, limits=limits, soft=proof.soft)
    if (why := evidence.refused(proof.formula)) is not None:
        return _refused(f"its formula has no meaning here: {why}")
    walk = _Walk(evidence)
    if difference := differing(proof.image, image):
        walk.fault("proof", "", f"its image has {difference}")
    if not math.isclose(proof.near_radius, evidence.near_radius(), rel_tol=TOLERANCE):
        walk.fault(
            "proof", "", f"its near radius is {proof.near_radius} px; here it is {evidence.near_radius()} px"
        )
    walk.faults += cited_faults(proof, evidence)
    walk.step(proof.root, "root", _root(proof, evidence), set())
    return CheckReport(walk.steps, tuple(walk.faults))


def _refused(message: str) -> CheckReport:
    return CheckReport(0, (Fault("proof", "", message),))


def _root(proof: Proof, evidence: Evidence) -> Wanted:
    names = free_variables(proof.formula)
    if not names:
        return Wanted(rule_of(proof.formula, evidence), proof.formula, {})
    return Wanted("answer", proof.formula, dict(zip(names, proof.root.witnesses, strict=False)))


class _Walk:
    """Goes through the steps, depth first and from left to right, and notes their faults."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.steps = 0
        self.faults: list[Fault] = []

    def fault(self, at: str, rule: str, message: str) -> None:
        self.faults.append(Fault(at, rule, message))

    def step(self, step: Step, at: str, wanted: Wanted, paid: set[str]) -> float | None:
        """What the step is worth after ``paid``, to which it adds; None where a part of it proves nothing."""
        self.steps += 1
        if message := self._misplaced(step, wanted):
            self.fault(at, step.rule, message)
            return None
        for message in self._stray(step):
            self.fault(at, step.rule, message)
        if message := self._unfounded(step):
            self.fault(at, step.rule, message)
            return None
        worth: float | None = self._pay(step, at, paid)
        for child, name, part in self._children(step, at, wanted):
            below = self.step(child, f"{at}/{name}", part, paid)
            worth = None if worth is None or below is None else worth * below
        if worth is not None and step.rule == "relation":
            assert isinstance(step.formula, Atom)
            worth *= self.evidence.degree(step.formula, step.bindings)
        if step.rule in DENIALS:
            left = self._denial(step, at, wanted)
            worth = None if worth is None or left is None else worth * left
        if worth is not None:
            self._score(step, at, worth)
        return worth

    # -- what a step says by itself ------------------------------------------------------------------------

    def _misplaced(self, step: Step, wanted: Wanted) -> str | None:
        """Why the step does not prove what it has to; what is below it then proves nothing either."""
        if step.rule != wanted.rule:
            return f"the rule is {step.rule}; {shown(wanted.formula)} is proved here by {wanted.rule}"
        if not wanted.is_of(step.formula):
            return f"it is about {shown(step.formula)}, and has to prove {shown(wanted.formula)}"
        expected = variables_of(step.rule, step.formula)
        if len(step.witnesses) != expected:
            return f"it has {len(step.witnesses)} witnesses; {shown(step.formula)} takes {expected}"
        for id in step.witnesses:
            if id not in self.evidence.detections:
                return f"the witness {id} is no detection of image {self.evidence.image.id}"
            if id not in self.evidence.present:
                score = self.evidence.detections[id].score
                return f"the witness {id} has score {score}, below min_score"
        if dict(step.bindings) != dict(wanted.bindings):
            return f"its variables are bound {_bound(step.bindings)}; here they are {_bound(wanted.bindings)}"
        if step.rule in BRANCHED and step.branch not in range(len(branches_of(step.formula))):
            return f"there is no branch {step.branch} of {shown(step.formula)}"
        return None

    def _stray(self, step: Step) -> list[str]:
        """What the step has that its rule has no place for."""
        misplaced = {
            "branch": step.branch is not None and step.rule not in BRANCHED,
            "path": step.path and step.rule != "class",
            "measures": step.measures and step.rule not in MEASURED,
            "search": step.search is not None and step.rule not in DENIALS,
        }
        return [f"a step by {step.rule} has no {name}" for name, there in misplaced.items() if there]

    def _unfounded(self, step: Step) -> str | None:
        """Why a class, relation, attribute or comparison does not hold as the step says."""
        if step.rule not in LEAVES:
            return None
        assert isinstance(step.formula, Atom | Compare)
        if not self.evidence.degree(step.formula, step.bindings) > 0:
            return f"{shown(step.formula)} is false: {_bound(step.bindings)}"
        if step.rule == "class":
            (id,) = step.bindings.values()
            return _path_fault(step, self.evidence.detections[id].cls, self.evidence.vocabulary)
        found = list(measures_of(step.formula, step.bindings, self.evidence))
        for said in step.measures:
            if not any(agree(said, each) for each in found):
                right = next((told(each) for each in found if each.name == said.name), "nothing of that name")
                return f"it measures {told(said)}; there is {right}"
        return None

    # -- what it is worth ----------------------------------------------------------------------------------

    def _pay(self, step: Step, at: str, paid: set[str]) -> float:
        """The price of the witnesses that nobody paid for yet."""
        due = tuple(dict.fromkeys(id for id in step.witnesses if id not in paid))
        if self.evidence.boolean:
            due = ()
        if step.paid != due:
            said, right = (", ".join(ids) or "nothing" for ids in (step.paid, due))
            self.fault(at, step.rule, f"it pays {said}; to be paid here is {right}")
        paid.update(due)
        return math.prod(self.evidence.present[id].score for id in due)

    def _score(self, step: Step, at: str, worth: float) -> None:
        if not worth > 0:
            self.fault(at, step.rule, "it is worth nothing, and so no proof")
        elif not abs(step.score - worth) <= TOLERANCE:
            self.fault(at, step.rule, f"its score is {step.score}; it is worth {worth}")

    def _denial(self, step: Step, at: str, wanted: Wanted) -> float | None:
        """What a denial leaves of 1; its counter-proof is checked as a proof of its own."""
        search, other = step.search, denied(step.formula)
        if search is None or other is None:
            self.fault(at, step.rule, f"it does not say what was searched to deny {shown(step.formula)}")
            return None
        best = self.evidence.worth(other, step.bindings, wanted.scope)
        for message in search_faults(search, other, best, self.evidence):
            self.fault(at, step.rule, message)
        if miss := near_miss_fault(search.nearest, other, step.bindings, wanted.scope, self.evidence):
            self.fault(at, step.rule, miss)
        if search.counter is not None and best > 0:
            against = Wanted(rule_of(other, self.evidence), other, step.bindings, wanted.scope)
            found = self.step(search.counter, f"{at}/counter", against, set(wanted.scope))
            if found is not None and not abs(found - best) <= TOLERANCE:
                self.fault(at, step.rule, f"its counter-proof is worth {found}; the best one {best}")
        return 1 - best

    # -- what is below it ----------------------------------------------------------------------------------

    def _children(self, step: Step, at: str, wanted: Wanted) -> Sequence[tuple[Step, str, Wanted]]:
        """The children, each with its name and what it has to prove."""
        parts = parts_of(step, wanted, self.evidence)
        if len(step.children) != len(parts):
            self.fault(
                at,
                step.rule,
                f"it has {len(step.children)} children; {shown(step.formula)} takes {len(parts)}",
            )
        if isinstance(step.formula, ExistsCount) and step.rule == "exists-count":
            members = [id for child in step.children[: members_of(step.formula)] for id in child.witnesses]
            if len(set(members)) < len(members):
                self.fault(at, step.rule, f"its members {', '.join(members)} are not all different")
        several = len(step.children) > 1
        names = [f"{child.rule}[{i}]" if several else child.rule for i, child in enumerate(step.children)]
        return list(zip(step.children, names, parts, strict=False))


def _path_fault(step: Step, cls: str, vocabulary: Vocabulary) -> str | None:
    """Why the step's path does not lead from the detection's class to the class asked."""
    assert isinstance(step.formula, Atom)
    asked, path = step.formula.name, step.path
    way = " < ".join(path) or "empty"
    if not path or path[0] != cls or path[-1] != asked:
        return f"its path is {way}; it has to lead from {cls} to {asked}"
    if len(set(path)) < len(path):
        return f"its path {way} goes in a circle"
    for below, above in itertools.pairwise(path):
        entry = vocabulary.classes.get(below)
        if entry is None or above not in (entry.parents or (ROOT,)):
            return f"its path is {way}, and {below} is not directly below {above}"
    return None


def _bound(bindings: Mapping[str, str]) -> str:
    return ", ".join(f"{name} = {id}" for name, id in bindings.items()) or "nothing"
