"""The scorings from outside: docs/scoring.md, `KnowledgeBase.ask`, `rune ask`."""

from __future__ import annotations

import doctest
import gc
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from shapely.geometry import box

from rune_kb import KnowledgeBase
from rune_kb.detection import Image, Observation
from rune_kb.errors import RuneError
from rune_kb.formats.base import Scene

DOCS = Path(__file__).resolve().parents[1] / "docs"
HARD = "exists>=4 x (ship(x) & exists>=3 y (ship(y) & near(x, y, 12 px) & ~near(x, y, 1 px)))"
"""Of a grid of ships: everything hangs together with everything."""


def test_docs(tmp_path: Path) -> None:
    failed, tried = doctest.testfile(
        str(DOCS / "scoring.md"), module_relative=False, globs={"folder": tmp_path / "kb"}
    )
    assert tried > 10
    assert not failed


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One image with a grid of ships, one with two ships."""
    grid = [
        Observation("ship", box(12 * i, 12 * j, 12 * i + 5, 12 * j + 5), 0.2 + 0.001 * (i + j))
        for i in range(12)
        for j in range(12)
    ]
    pair = [Observation("ship", box(30 * i, 0, 30 * i + 5, 5), 0.5 + 0.25 * i) for i in range(2)]
    scenes = [Scene(Image("grid"), tuple(grid), "here"), Scene(Image("pair"), tuple(pair), "here")]
    found = tmp_path_factory.mktemp("scoring") / "kb"
    with KnowledgeBase.create(found) as kb:
        kb.ingest_scenes(scenes, "here")
    return found


@pytest.fixture
def kb(directory: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(directory) as opened:
        yield opened


def test_a_bracket_is_shown_as_one(kb: KnowledgeBase) -> None:
    (answer,) = kb.ask(HARD, scoring="exact", budget=0.05)
    assert answer.bracket is not None
    low, high = answer.bracket
    assert low == answer.score
    assert low < high
    assert answer.to_dict()["bracket"] == [low, high]


def test_a_budget_is_kept(kb: KnowledgeBase) -> None:
    """A second may pass beyond it where the machine is busy; the whole search would take hours."""
    kb.ask(HARD, scoring="exact", budget=0.05)
    assert kb.ask(HARD, scoring="exact", budget=0.5).elapsed_ms < 2500


@pytest.mark.parametrize("scoring", ["exact", "topk"])
def test_an_interrupt_gets_through(kb: KnowledgeBase, scoring: Literal["exact", "topk"]) -> None:
    """As Ctrl-C is: an exception out of a signal's handler, while Prolog waits for Python."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    gc.disable()  # hypothesis has a callback in the collector, and Python drops what is raised out of one
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        with pytest.raises(KeyboardInterrupt):
            kb.ask(HARD, scoring=scoring, k=100_000, budget=100)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        gc.enable()
    assert kb.ask("exists x ship(x)", scoring=scoring)


def test_bindings_of_free_variables(kb: KnowledgeBase) -> None:
    found = kb.ask("ship(p) & ~exists x (ship(x) & x != p)", scoring="exact", threshold=0.0, top=None)
    shown = {a.bindings["p"]: round(a.score, 9) for a in found if a.image == "pair"}
    assert shown == {"pair#0": 0.125, "pair#1": 0.375}


def test_top_opens_no_image_that_cannot_matter(kb: KnowledgeBase) -> None:
    assert [a.image for a in kb.ask("exists x ship(x)", scoring="exact", top=1)] == ["grid"]


@pytest.mark.parametrize(("options", "said"), [({"k": 0}, "k=0"), ({"budget": 0.0}, "above 0 seconds")])
def test_what_makes_no_sense_is_refused(kb: KnowledgeBase, options: dict[str, float], said: str) -> None:
    with pytest.raises(RuneError, match=said):
        kb.ask("exists x ship(x)", scoring="topk", **options)  # type: ignore[arg-type]


def rune(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from rune_kb.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_rune_ask(directory: Path) -> None:
    asked = ("ask", str(directory), "--fol", "exists>=2 x ship(x)", "--scoring")
    answers = json.loads(rune(*asked, "exact", "--json").stdout)["answers"]
    assert {a["image"]: round(a["score"], 6) for a in answers} == {"grid": 1.0, "pair": 0.375}
    assert "bracket" not in answers[0]
    assert "0.375" in rune(*asked, "topk", "--k", "3").stdout
    assert rune(*asked, "exact", "--budget", "0").returncode == 2


def test_rune_ask_shows_a_bracket(directory: Path) -> None:
    asked = ("ask", str(directory), "--fol", HARD, "--scoring", "exact", "--budget", "0.05")
    assert "–" in rune(*asked).stdout
    low, high = json.loads(rune(*asked, "--json").stdout)["answers"][0]["bracket"]
    assert low < high
