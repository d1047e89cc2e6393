"""The demonstration end to end: the true answers first, twice the same, a page with every picture in it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from rune_kb.demo import QUESTIONS, run_demo
from rune_kb.kb import KnowledgeBase

TRUE = (
    {"airport_01", "airport_02", "airport_03", "airport_05"},
    {
        "harbour_01",
        "harbour_02",
        "harbour_03",
        "harbour_04",
        "harbour_06",
        "harbour_07",
        "river_02",
        "river_03",
    },
    {"harbour_01", "harbour_02", "harbour_07"},
    {"flood_01", "flood_02"},
)
"""What answers each question by the true labels (tests/test_sample.py finds it from the outlines)."""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "out"


@pytest.fixture(scope="module")
def printed(out: Path) -> str:
    """What is printed the first time and the second."""
    runs = []
    for _ in range(2):
        console = Console(file=io.StringIO(), width=120, record=True)
        assert run_demo(out, console) == out / "demo.html"
        runs.append(console.export_text())
    first, second = (re.sub(r"\d+ ms *", "some ms", text) for text in runs)
    assert first == second
    return first


def test_every_question_is_printed_with_its_answers(printed: str) -> None:
    for question in QUESTIONS:
        assert question.english in printed
    assert "exists x, y (ship(x) & harbor(y) & near(x, y))" in printed
    for true in TRUE:
        assert any(name in printed for name in true)
    assert "3 × ship" in printed


@pytest.mark.parametrize("number", range(4))
def test_true_answers_come_first(out: Path, printed: str, number: int) -> None:
    with KnowledgeBase.open(out / "demo-kb") as kb:
        answers = kb.ask(QUESTIONS[number].english, top=None)
    true = TRUE[number]
    assert {answer.image for answer in answers[: len(true)]} == true
    assert all(answer.score > 0.6 for answer in answers[: len(true)])
    assert all(answer.score < 0.5 for answer in answers[len(true) :])


def test_the_page_holds_all_its_pictures(out: Path, printed: str) -> None:
    text = (out / "demo.html").read_text(encoding="utf-8")
    assert (
        len(re.findall(r'<img src="data:image/webp;base64,[^"]+" width="640" height="640" alt="[^"]+"', text))
        >= 15
    )
    assert "http" not in text
    assert len(text) < 3_000_000
