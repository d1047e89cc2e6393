"""Single proofs under the checker: what its faults say, and proofs of what a real store holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from engine_scene import vocabulary
from reference import Scene, Settings
from scene_rows import SceneRows
from shapely.geometry import box
from slow_proofs import ProofMaker

from rune_kb.detection import Detection, Image, Observation
from rune_kb.formats.base import Scene as ReadScene
from rune_kb.ingest import ingest_scenes
from rune_kb.logic.checker import check
from rune_kb.logic.parser import parse
from rune_kb.proof import Cited
from rune_kb.proof.check import check_proof
from rune_kb.proof.report import CheckReport
from rune_kb.proof.tree import NearMiss, Proof, Search, Step
from rune_kb.store import Store

PORT = Scene(
    Image("S"),
    (
        Detection("S", 0, "ship", "ship", box(0, 0, 10, 10), 0.8, "port.json", 1),
        Detection("S", 1, "ship", "Ship", box(20, 0, 30, 10), 0.5, "port.json", 2),
        Detection("S", 2, "harbor", "harbor", box(40, 0, 60, 20), 0.6, "port.json", 3),
        Detection("S", 3, "large_vehicle", "truck", box(400, 0, 410, 10), 0.9, "port.json", 4),
        Detection("S", 4, "ship", "ship", box(200, 0, 210, 10), 0.01, "port.json", 5),
    ),
)


BEST = Settings()
TOLD = {d.id: Cited.of(d) for d in PORT.detections}


def proof_of(text: str, settings: Settings = BEST) -> Proof:
    """The best proof of the formula's first answer in PORT."""
    return next(ProofMaker(PORT, settings).best(check(parse(text), vocabulary())))


def checked(proof: Proof) -> CheckReport:
    return check_proof(proof, SceneRows(PORT), vocabulary())


def says(proof: Proof) -> list[str]:
    return [str(fault) for fault in checked(proof).faults]


MOORED = "exists x, y (ship(x) & harbor(y) & near(x, y))"


def test_a_proof_by_hand() -> None:
    """MOORED, written down without any maker."""
    formula = parse(MOORED)
    maker = proof_of(MOORED)
    (conjunction,) = maker.root.children
    ship, harbor, near = conjunction.children
    assert (maker.score, maker.root.witnesses, maker.root.paid) == (0.8 * 0.6, ("S#0", "S#2"), ("S#0", "S#2"))
    assert ship == Step("class", parse("ship(x)"), {"x": "S#0"}, 1.0, path=("ship",))
    assert near.measures[0].value == 30
    assert (harbor.bindings, near.bindings) == ({"y": "S#2"}, {"x": "S#0", "y": "S#2"})
    assert maker.formula == formula
    report = checked(maker)
    assert (report.ok, report.steps) == (True, 5)
    assert str(report) == "5 steps checked, all right"


def test_faults_name_the_step_and_what_would_be_right() -> None:
    proof = proof_of(MOORED)
    (conjunction,) = proof.root.children
    ship, harbor, near = conjunction.children

    def with_parts(*parts: Step) -> Proof:
        root = replace(proof.root, children=(replace(conjunction, children=parts),))
        return replace(proof, root=root, detections=TOLD)

    assert says(with_parts(replace(ship, path=("ship", "object")), harbor, near)) == [
        "root/and/class[0]: its path is ship < object; it has to lead from ship to ship"
    ]
    assert says(with_parts(ship, harbor)) == [
        "root/and: it has 2 children; ship(x) & harbor(y) & near(x, y) takes 3"
    ]
    assert says(with_parts(ship, replace(near, bindings={"x": "S#0", "y": "S#1"}), harbor)) == [
        "root/and/relation[1]: the rule is relation; harbor(y) is proved here by class",
        "root/and/class[2]: the rule is class; near(x, y) is proved here by relation",
    ]
    closer = replace(near, measures=(replace(near.measures[0], value=29.0),))
    assert says(with_parts(ship, harbor, closer)) == [
        "root/and/relation[2]: it measures distance(x, y) 29.0 px, <= 100.0 px; "
        "there is distance(x, y) 30.0 px, <= 100.0 px"
    ]
    assert says(replace(proof, root=replace(proof.root, paid=("S#0",)))) == [
        "root: it pays S#0; to be paid here is S#0, S#2"
    ]
    assert says(replace(proof, root=replace(proof.root, score=0.9))) == [
        "root: its score is 0.9; it is worth 0.48"
    ]
    weak = replace(proof.root, witnesses=("S#4", "S#2"))
    assert says(replace(proof, root=weak, detections=TOLD)) == [
        "root: the witness S#4 has score 0.01, below min_score"
    ]
    told = {**proof.detections, "S#0": replace(proof.detections["S#0"], line=9)}
    assert says(replace(proof, detections=told)) == ["proof: S#0 has line 9, in the store 1"]
    assert says(replace(proof, image=replace(proof.image, gsd=0.5))) == [
        "proof: its image has gsd 0.5, in the store None"
    ]
    assert says(replace(proof, image=Image("T"))) == [
        "proof: it is about an image that is not there: no image 'T'"
    ]


def test_a_denial_rests_on_its_counter_proof() -> None:
    proof = proof_of("ship(p) & ~exists y (ship(y) & y != p)")
    denial = proof.root.children[0].children[1]
    assert denial.search is not None
    assert denial.search.counter is not None
    assert (denial.score, denial.search.cls, denial.search.candidates) == (0.5, "ship", 2)
    assert checked(proof).ok
    first = proof.root.children[0]

    def with_denial(changed: Step) -> Proof:
        inner = replace(first, children=(first.children[0], changed))
        return replace(proof, root=replace(proof.root, children=(inner,)))

    silent = with_denial(replace(denial, score=1.0, search=Search("ship", 2)))
    assert "root/and/not[1]: exists y (ship(y) & y != p) has a proof worth 0.5, and none is given" in says(
        silent
    )
    elsewhere = with_denial(replace(denial, search=replace(denial.search, cls="harbor", candidates=1)))
    assert says(elsewhere) == [
        "root/and/not[1]: it went through harbor; exists y (ship(y) & y != p) is about ship",
        "root/and/not[1]: it had 1 candidates; there are 2 of ship",
    ]


def test_a_worse_counter_proof_is_not_enough() -> None:
    """A better ship is there to speak against it."""
    proof = proof_of("~exists x ship(x)")
    assert proof.root.search is not None
    counter = proof.root.search.counter
    assert counter is not None
    assert (proof.score, counter.witnesses) == (pytest.approx(0.2), ("S#0",))
    (child,) = counter.children
    worse = replace(
        counter,
        witnesses=("S#1",),
        paid=("S#1",),
        score=0.5,
        children=(replace(child, bindings={"x": "S#1"}),),
    )
    root = replace(proof.root, score=0.5, search=replace(proof.root.search, counter=worse))
    assert says(replace(proof, root=root, detections=TOLD)) == [
        "root: its counter-proof is worth 0.5; the best one 0.8",
        "root: its score is 0.5; it is worth 0.19999999999999996",
    ]


def test_a_near_miss_has_to_miss() -> None:
    far = "~exists x (large_vehicle(x) & exists y (ship(y) & near(x, y)))"
    proof = proof_of(far)
    part = parse("near(x, y)")
    miss = NearMiss({"x": "S#3", "y": "S#1"}, part)

    def missing(nearest: NearMiss) -> list[str]:
        search = Search("large_vehicle", 1, nearest=nearest)
        return says(replace(proof, root=replace(proof.root, search=search), detections=TOLD))

    assert missing(miss) == []
    assert missing(NearMiss({"x": "S#1", "y": "S#2"}, part)) == [
        "root: its near miss does not fail near(x, y)"
    ]
    assert missing(NearMiss({"x": "S#3", "y": "S#4"}, part)) == [
        "root: its near miss S#4 is no detection that is present"
    ]
    assert missing(NearMiss({"x": "S#3"}, parse("harbor(x)"))) == [
        f"root: its near miss fails harbor(x), which is no part of {far[1:]}"
    ]
    assert missing(NearMiss({"x": "S#3"}, part)) == [
        "root: its near miss has to bind the variables of near(x, y)"
    ]


def test_a_boolean_proof_pays_nothing() -> None:
    proof = proof_of(MOORED, Settings("boolean"))
    assert (proof.score, proof.root.paid) == (1.0, ())
    assert checked(proof).ok
    assert not checked(replace(proof, scoring="best")).ok
    assert not checked(replace(proof_of(MOORED), scoring="boolean")).ok
    assert checked(replace(proof_of(MOORED), scoring="exact")).ok


def test_what_denies_twice_is_shown_by_witnesses() -> None:
    proof = proof_of("exists x (ship(x)) & ~forall y (ship(y) -> ~(y = y))")
    denial = proof.root.children[1]
    assert (denial.rule, denial.children[0].rule, denial.children[0].paid) == ("double-neg", "exists", ())
    assert proof.score == 0.8
    assert checked(proof).ok


def test_a_formula_that_means_nothing_here() -> None:
    proof = proof_of(MOORED)
    metres = parse("exists x, y near(x, y, 30 m)")
    assert says(replace(proof, formula=metres)) == [
        "proof: its formula has no meaning here: "
        "it speaks of metres, and the image's ground sample distance is not known"
    ]
    (fault,) = checked(replace(proof, formula=parse("exists x shipp(x)"))).faults
    assert "no class or boolean attribute is called `shipp`" in fault.message


def test_what_a_store_holds(tmp_path: Path) -> None:
    """The rows of a real store, its radius, and proofs that are out of date."""
    seen = tuple(Observation(d.label, d.outline, d.score, d.line) for d in PORT.detections if d.k != 3)
    formula = check(parse(MOORED), vocabulary())
    with Store.create(tmp_path / "kb") as store:
        ingest_scenes(store, vocabulary(), [ReadScene(PORT.image, seen, "port")], "port")
        scene = Scene(store.image("S"), tuple(store.detections("S")))
        proof = next(ProofMaker(scene, Settings()).best(formula))
        assert check_proof(proof, store, vocabulary()).ok
        assert proof.detections["S#0"].source == "port"
        store.set_setting("near_radius", [30.0, 20.0])
        assert [fault.step for fault in check_proof(proof, store, vocabulary()).faults] == [
            "proof",
            "root/and/relation[2]",
        ]
        store.set_setting("near_radius", [30.0, 100.0])
        ingest_scenes(store, vocabulary(), [ReadScene(PORT.image, seen[1:], "port")], "port")
        assert not check_proof(proof, store, vocabulary()).ok
