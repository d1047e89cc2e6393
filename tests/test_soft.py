"""Soft relations from outside (docs/scoring.md): `ask`, `explain`, proofs, the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from proof_edits import edited, places
from rdflib import Literal
from shapely.geometry import box
from typer.testing import CliRunner

from rune_kb import KnowledgeBase
from rune_kb.cli import app
from rune_kb.detection import Image, Observation
from rune_kb.errors import RuneError
from rune_kb.formats.base import Scene
from rune_kb.proof.tree import Proof
from rune_kb.render.proof_rdf import RUNE

NEAR = "exists x, y (ship(x) & harbor(y) & near(x, y))"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dock whose harbor is 160 px, 48 m, from both ships."""
    dock = (
        Observation("ship", box(0, 0, 20, 10), 0.9),
        Observation("ship", box(40, 0, 60, 10), 0.6),
        Observation("harbor", box(0, 170, 60, 200), 0.8),
    )
    found = tmp_path_factory.mktemp("soft") / "kb"
    with KnowledgeBase.create(found) as kb:
        kb.ingest_scenes([Scene(Image("dock"), dock, "by hand")], "by hand")
    return found


@pytest.fixture
def kb(directory: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(directory) as opened:
        yield opened


def score(kb: KnowledgeBase, formula: str, **options: Any) -> float:
    found = kb.ask(formula, soft=True, threshold=0.0, **options)
    return max((answer.score for answer in found), default=0.0)


@pytest.mark.parametrize(
    ("atom", "degree"),
    [
        ("near(x, y)", 0.4),
        ("near(x, y, 160 px)", 1.0),
        ("near(x, y, 80.5 px)", 2 - 160 / 80.5),
        ("near(x, y, 80 px)", 0.0),
        ("near(x, y, 0)", 0.0),
        ("near(x, y, -5)", 0.0),
        ("near(x, x)", 0.0),
        ("far(x, y)", 0.0),
        ("adjacent(x, y)", 0.4),
        ("~near(x, y)", 0.6),
        ("near(x, y) & near(x, y)", 0.16),
        ("near(x, y) | far(x, y)", 0.4),
        ("count z (near(z, y)) = 0", 1.0),
        ("below(y, x)", 1.0),
    ],
)
def test_degrees(kb: KnowledgeBase, atom: str, degree: float) -> None:
    asked = f"exists x, y (ship(x) & harbor(y) & score(x) > 0.8 & {atom} & y = y & x = x)"
    assert score(kb, asked) == pytest.approx(0.9 * 0.8 * degree)


def test_far_rises_from_two_radii_to_four(directory: Path) -> None:
    with KnowledgeBase.open(directory) as kb:
        before = kb.near_radius
        for pixels, degree in ((80, 0.0), (60, 160 / 120 - 1), (40, 1.0), (39, 1.0)):
            kb.near_radius = replace(before, pixels=float(pixels))
            assert score(kb, "exists x, y (ship(x) & harbor(y) & far(x, y))") == pytest.approx(0.72 * degree)
        kb.near_radius = before


def test_in_exact_what_is_said_twice_is_one_event(kb: KnowledgeBase) -> None:
    once = score(kb, "harbor(y) & ship(x) & near(x, y)", scoring="exact")
    assert once == pytest.approx(0.9 * 0.8 * 0.4)
    assert score(kb, "harbor(y) & ship(x) & near(x, y) & near(y, x)", scoring="exact") == pytest.approx(once)
    assert score(kb, NEAR, scoring="topk", k=1) == pytest.approx(once)
    assert score(kb, NEAR, scoring="exact") == pytest.approx(0.8 * (1 - (1 - 0.36) * (1 - 0.24)))


def test_boolean_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(RuneError, match="only true and false"):
        kb.ask(NEAR, soft=True, scoring="boolean")
    with pytest.raises(RuneError, match="only true and false"):
        kb.explain("dock", NEAR, soft=True, scoring="boolean")


def test_a_proof_carries_its_degree(kb: KnowledgeBase) -> None:
    proof = kb.ask(NEAR, soft=True)[0].proof
    assert proof.soft
    assert proof.check(kb).ok
    assert Proof.from_json(proof.to_json()) == proof
    assert (None, RUNE.soft, Literal(True)) in proof.to_rdf()
    said = "ship #0 is near harbor #2 to a degree of 0.4 (160 px apart; fully within 100 px)"
    assert said in proof.to_text()
    assert kb.explain("dock", NEAR, soft=True).proofs == (proof,)


@pytest.mark.parametrize("wrong", [0.39, 0.41, 1.0])
def test_a_wrong_degree_is_found(kb: KnowledgeBase, wrong: float) -> None:
    """Where everything above fits it, too."""
    proof = kb.ask(NEAR, soft=True)[0].proof
    root = proof.root
    for place, step in list(places(root)):
        worth = step.score / 0.4 * wrong
        if step.rule in ("relation", "and", "exists"):
            root = edited(root, place, lambda step, worth=worth: replace(step, score=worth))
    report = replace(proof, root=root).check(kb)
    assert not report.ok
    assert any("its score is" in str(fault) for fault in report.faults)


def test_a_crisp_proof_is_not_a_soft_one(kb: KnowledgeBase) -> None:
    proof = kb.ask(NEAR, soft=True)[0].proof
    assert not replace(proof, soft=False).check(kb).ok
    assert not replace(proof, scoring="boolean").check(kb).ok


def test_the_command_line(directory: Path) -> None:
    asked = ["--fol", NEAR, "--soft", "--json"]
    found = CliRunner().invoke(app, ["ask", str(directory), *asked])
    record = json.loads(found.stdout)
    assert record["soft"] is True
    assert record["answers"][0]["score"] == pytest.approx(0.288)
    found = CliRunner().invoke(app, ["explain", str(directory), "dock", *asked])
    assert json.loads(found.stdout)["proofs"][0]["soft"] is True
