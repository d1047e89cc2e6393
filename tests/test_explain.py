"""Why, why not, and what would change it: kb.explain, answer.proof, `rune explain`, `rune ask --explain`."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from shapely.geometry import box

from rune_kb import KnowledgeBase
from rune_kb.detection import Image, Observation
from rune_kb.errors import RuneError
from rune_kb.formats.base import Scene
from rune_kb.proof import Change, Proof

PORT = "exists x (harbor(x) & exists>=3 y (ship(y) & near(y, x, 20 px)) & ~exists z (bridge(z)))"


def observation(label: str, x: int, y: int, score: float = 1.0, **attributes: bool) -> Observation:
    return Observation(label, box(x, y, x + 10, y + 10), score, attributes=attributes)


SCENES = {
    "port": [
        observation("harbor", 0, 0, 0.9),
        observation("ship", 15, 0, 0.8),
        observation("ship", 0, 15, 0.7),
        observation("ship", 25, 0, 0.6),
        observation("ship", 35, 0, 0.5),
    ],
    "far": [
        observation("harbor", 0, 0, 0.9),
        observation("ship", 15, 0, 0.8),
        observation("ship", 0, 15, 0.7),
        observation("ship", 42, 0, 0.6),
    ],
    "bridged": [
        observation("harbor", 0, 0, 0.9),
        *(observation("ship", 15, y, 0.9) for y in (0, 5, 10)),
        observation("bridge", 200, 0),
    ],
    "faint": [
        observation("harbor", 0, 0, 0.9),
        *(observation("ship", 15, y, score) for y, score in ((0, 0.9), (5, 0.9), (10, 0.02))),
    ],
    "sea": [observation("ship", 0, 0, 0.9)],
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.create(tmp_path_factory.mktemp("explain") / "kb") as base:
        base.ingest_scenes(
            (Scene(Image(name, 300, 300), tuple(found), "by hand") for name, found in SCENES.items()),
            "by hand",
        )
        yield base


# -- why -------------------------------------------------------------------------------------------------


def test_an_answer_has_its_proof(kb: KnowledgeBase) -> None:
    (answer,) = kb.ask(PORT, threshold=0.2)
    assert answer.image == "port"
    assert answer.proof.score == pytest.approx(answer.score) == pytest.approx(0.9 * 0.8 * 0.7 * 0.6)
    assert answer.proof.rests_on == {"port#0", "port#1", "port#2", "port#3"}
    assert answer.proof is answer.proof  # made once
    assert answer.proof.check(kb).ok


def test_other_proofs_rest_on_other_detections(kb: KnowledgeBase) -> None:
    (answer,) = kb.ask("exists x, y (ship(x) & harbor(y) & near(x, y, 20 px))", top=1)
    proofs = answer.proofs(5)
    assert [sorted(proof.rests_on) for proof in proofs] == [
        [f"{answer.image}#0", f"{answer.image}#{k}"] for k in range(1, len(proofs) + 1)
    ]
    assert [proof.score for proof in proofs] == sorted((proof.score for proof in proofs), reverse=True)
    assert all(proof.check(kb).ok for proof in proofs)


def test_free_variables_are_bound_as_the_answer_says(kb: KnowledgeBase) -> None:
    answers = kb.ask("ship(s) & ~exists h (harbor(h))", top=None)
    assert {(a.bindings["s"], a.proof.root.rule, a.proof.root.witnesses) for a in answers} == {
        ("sea#0", "answer", ("sea#0",))
    }


def test_a_proof_survives_json(kb: KnowledgeBase) -> None:
    proof = kb.ask(PORT)[0].proof
    read = Proof.from_json(proof.to_json())
    assert read == proof
    assert read.check(kb).ok
    with pytest.raises(RuneError, match="outlines"):
        read.draw("anywhere.png")


def test_a_proof_is_no_proof_once_the_data_changed(tmp_path: Path) -> None:
    with KnowledgeBase.create(tmp_path / "kb") as base:
        base.ingest_scenes([Scene(Image("port"), tuple(SCENES["port"]), "by hand")], "by hand")
        answer = base.ask(PORT)[0]
        proof = answer.proof
        base.ingest_scenes([Scene(Image("port"), tuple(SCENES["far"]), "by hand")], "by hand")
        assert not proof.check(base).ok
        later = base.ask("exists x (ship(x))")[0]
        base.ingest_scenes([Scene(Image("port"), (), "by hand")], "by hand")
        with pytest.raises(RuneError, match="changed"):
            _ = later.proof


@pytest.mark.parametrize("scoring", ["boolean", "best"])
def test_explained_answers(kb: KnowledgeBase, scoring: str) -> None:
    found = kb.explain("port", PORT, scoring=scoring)  # type: ignore[arg-type]
    assert found.answers
    assert found.proof is not None
    assert found.verdict is None
    assert found.changes == ()
    assert found.proof.check(kb).ok
    assert "at least 3 ships are" in found.to_text()


def test_many_witnesses_that_rest_on_one_another(tmp_path: Path) -> None:
    """A full car park: the search did not end (the reference's would not either, so the proof is checked)."""
    rng = Random(1)
    cars = tuple(
        observation("car", 14 * (i % 10), 30 * (i // 10), round(rng.uniform(0.5, 0.95), 3))
        for i in range(120)
    )
    with KnowledgeBase.create(tmp_path / "kb") as base:
        base.ingest_scenes([Scene(Image("park"), cars, "by hand")], "by hand")
        formula = "exists>=12 x (car(x) & exists y (car(y) & near(x, y, 5 px)))"
        (answer,) = base.ask(formula)
        assert answer.proof.score == pytest.approx(answer.score)
        assert answer.proof.check(base).ok
        best = sorted((car.score for car in cars), reverse=True)
        assert math.prod(best[:12]) >= answer.score >= math.prod(best[:24])


def test_soft_relations(kb: KnowledgeBase) -> None:
    """The third ship of `far` is 32 px away; `near` within 20 px holds to a degree of 0.4 there."""
    asked = {answer.image: answer for answer in kb.ask(PORT, soft=True)}
    assert asked["far"].score == pytest.approx(0.9 * 0.8 * 0.7 * 0.6 * 0.4)
    proof = asked["far"].proof
    assert proof.soft
    assert proof.check(kb).ok
    assert Proof.from_json(proof.to_json()).check(kb).ok
    assert "to a degree of 0.4" in proof.to_text()
    assert kb.explain("far", PORT, soft=True).answers
    with pytest.raises(RuneError, match="only true and false"):
        kb.ask(PORT, soft=True, scoring="boolean")


# -- why not ---------------------------------------------------------------------------------------------


def test_the_nearest_miss_and_the_radius_that_would_do(kb: KnowledgeBase) -> None:
    found = kb.explain("far", PORT)
    assert not found.answers
    assert found.verdict is not None
    failing = found.verdict.failing
    assert (failing.outcome, failing.bindings) == ("false", {"x": "far#0", "y": "far#3"})
    assert [(m.value, m.op, m.bound) for m in failing.measures] == [(32.0, "<=", 20.0)]
    assert Change("radius", "near(y, x, 20 px)", 32.0, 20.0) in found.changes
    assert Change("count", "exists>=3 y (ship(y) & near(y, x, 20 px))", 2, 3) in found.changes
    conjuncts = found.verdict.parts[0].conjuncts
    assert [part.outcome for part in conjuncts] == ["holds", "few", "holds"]
    assert "distance(#3, #0) = 32 px, not ≤ 20 px" in found.to_text()


def test_one_detection_too_many(kb: KnowledgeBase) -> None:
    found = kb.explain("bridged", PORT)
    assert found.verdict is not None
    assert found.verdict.failing.outcome == "certain"
    assert found.verdict.failing.counter is not None
    assert found.changes == (Change("without", "bridged#4", 0.0, 1.0),)


def test_one_detection_too_weak(kb: KnowledgeBase) -> None:
    found = kb.explain("faint", PORT, threshold=0.01)
    assert [change for change in found.changes if change.kind == "min_score"] == [
        Change("min_score", "faint#3", 0.02, 0.05)
    ]


def test_nothing_to_look_at(kb: KnowledgeBase) -> None:
    found = kb.explain("sea", PORT)
    assert found.verdict is not None
    assert (found.verdict.failing.outcome, found.verdict.failing.cls) == ("nothing", "harbor")
    assert found.to_text().startswith("sea does not answer: there is no harbor.")
    assert found.changes == ()


def test_a_proof_below_the_threshold(kb: KnowledgeBase) -> None:
    found = kb.explain("port", PORT, threshold=0.5)
    assert not found.answers
    assert found.score == pytest.approx(0.3024)
    assert found.changes == (Change("threshold", "port", 0.3, 0.5),)


@pytest.mark.parametrize("image", SCENES)
@pytest.mark.parametrize(
    "formula",
    [
        PORT,
        "exists x (ship(x) & score(x) > 0.95)",
        "forall x (ship(x) -> exists y (harbor(y) & near(x, y, 5 px)))",
        "exists=2 x (ship(x)) | exists x (bridge(x) & ~flooded(x))",
        "count x (ship(x)) > 2 & exists x (harbor(x) <-> ship(x))",
        "exists x, y (ship(x) & bridge(y) & adjacent(x, y))",
        "exists<=1 x (ship(x)) xor exists x (harbor(x) & area(x) < 50)",
    ],
)
def test_every_change_is_true(kb: KnowledgeBase, image: str, formula: str) -> None:
    """Where it does not answer it has a verdict that fails; what a change says can be asked again."""
    found = kb.explain(image, formula)
    asked = {answer.image for answer in kb.ask(formula, top=None)}
    assert found.answers == (image in asked)
    if found.verdict is not None:
        assert found.verdict.failing.outcome != "holds"
    for change in found.changes:
        if change.kind == "min_score":
            assert kb.explain(image, formula, min_score=change.after).answers
        if change.kind == "threshold":
            assert kb.explain(image, formula, threshold=change.after).answers
    assert json.loads(json.dumps(found.to_dict()))["answers"] is found.answers


def test_no_such_image(kb: KnowledgeBase) -> None:
    with pytest.raises(RuneError, match="did you mean port"):
        kb.explain("prot", PORT)


# -- the command line ------------------------------------------------------------------------------------


def rune(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from rune_kb.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_commands(kb: KnowledgeBase, tmp_path: Path) -> None:
    directory = str(kb.store.directory)
    why = rune("explain", directory, "port", "--fol", PORT, "--check", "--save", str(tmp_path / "why.svg"))
    assert (why.returncode, why.stderr) == (0, "")
    assert "all right" in why.stdout
    assert (tmp_path / "why.svg").read_text().startswith("<svg")
    why_not = rune("explain", directory, "far", "--fol", PORT, "--json")
    record = json.loads(why_not.stdout)
    assert (record["answers"], record["failing"]["outcome"]) == (False, "false")
    asked = json.loads(rune("ask", directory, "--fol", PORT, "--explain", "--json").stdout)
    assert asked["answers"][0]["proof"]["root"]["rule"] == "exists"
    assert "because there is a harbor" in rune("ask", directory, "--fol", PORT, "--explain").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("prot", "--fol", PORT), 1, "did you mean port"),
        (("port", "--fol", "exists x (shp(x))"), 1, "did you mean ship"),
        (("port",), 2, "ask one thing"),
        (("far", "--fol", PORT, "--save", "why.png"), 1, "has no proof"),
        (("port", "--fol", PORT, "--save", "why.doc"), 1, "a proof is written as .txt, "),
    ],
)
def test_mistakes(kb: KnowledgeBase, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = rune("explain", str(kb.store.directory), *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not Path("why.png").exists()
