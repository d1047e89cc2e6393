"""Who reads a question: rune_kb/translate/policy.py, the knowledge base, the command line."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from shapely.geometry import box

from rune_kb import KnowledgeBase
from rune_kb.detection import Image, Observation
from rune_kb.errors import FormulaError, RuneError
from rune_kb.formats.base import Scene
from rune_kb.logic.parser import parse
from rune_kb.translate import CannotBeExpressed, NotUnderstood, Translation
from rune_kb.translate.english import EnglishTranslator
from rune_kb.translate.policy import GrammarFirst, translator_for
from rune_kb.vocabulary import Vocabulary

SHIPS = parse("exists x ship(x)")


@dataclass(frozen=True)
class ByHeart:
    """A translator that says the same to every question, or fails so."""

    error: RuneError | None = None
    name: str = "openai:parrot"
    asked: list[str] = field(default_factory=list)

    def translate(self, question: str, vocabulary: Vocabulary) -> Translation:
        self.asked.append(question)
        if self.error is not None:
            raise self.error
        return Translation(question, (SHIPS,), self.name)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.create(tmp_path_factory.mktemp("policy") / "kb") as opened:
        ship = Observation("ship", box(0, 0, 10, 10), 0.9)
        harbor = Observation("harbor", box(20, 0, 30, 10), 0.8)
        scenes = [Scene(Image("a"), (ship, harbor), "here"), Scene(Image("b"), (ship,), "here")]
        opened.ingest_scenes(scenes, "test")
        yield opened


def test_the_grammar_comes_first(grammar: EnglishTranslator, standard: Vocabulary) -> None:
    model = ByHeart()
    both = GrammarFirst(grammar, model)
    assert both.translate("planes", standard).readings == (parse("exists x plane(x)"),)
    assert both.translate("that which floats", standard).translator == "openai:parrot"
    with pytest.raises(CannotBeExpressed):
        both.translate("red ships", standard)
    assert model.asked == ["that which floats"]


def test_what_both_say_who_fail(grammar: EnglishTranslator, standard: Vocabulary) -> None:
    both = GrammarFirst(grammar, ByHeart(RuneError("the server is asleep")))
    with pytest.raises(NotUnderstood, match=r"(?s)`floats`.*openai:parrot: the server is asleep"):
        both.translate("that which floats", standard)


def test_who_is_chosen(grammar: EnglishTranslator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNE_MODEL", raising=False)
    assert translator_for("auto", lambda: grammar).name == "english"
    assert translator_for("auto", lambda: grammar, model="openai:m").name == "english, openai:m"
    assert translator_for("openai", lambda: grammar, model="m").name == "openai:m"
    monkeypatch.setenv("RUNE_MODEL", "openai:n")
    assert translator_for("auto", lambda: grammar).name == "english, openai:n"
    assert translator_for("english", lambda: grammar).name == "english"
    with pytest.raises(RuneError, match="the translator is transformers, but the model is openai:n"):
        translator_for("transformers", lambda: grammar)
    with pytest.raises(RuneError, match="a model is openai:NAME, or"):
        translator_for("auto", lambda: grammar, model="gpt")
    with pytest.raises(RuneError, match="there are auto, english"):
        translator_for("oracle", lambda: grammar)  # type: ignore[arg-type]


def test_which_model(grammar: EnglishTranslator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNE_MODEL", raising=False)
    with pytest.raises(RuneError, match="which model"):
        translator_for("openai", lambda: grammar)


def test_a_question_in_english(kb: KnowledgeBase) -> None:
    answers = kb.ask("ships near a harbor")
    assert [a.image for a in answers] == ["a"]
    assert answers.translator == "english"
    assert "harbor" in answers.reading
    assert answers.to_dict()["reading"] == answers.reading
    assert kb.ask("a ship but no harbor")[0].image == "b"


def test_a_formula_is_seen_to_be_one(kb: KnowledgeBase) -> None:
    assert kb.ask("exists x ship(x)").translator == "fol"
    assert kb.ask("ship(p) & ~exists y harbor(y)").translator == "fol"
    assert kb.ask("p != p", top=None).translator == "fol"
    assert kb.ask(SHIPS).question == "exists x (ship(x))"
    with pytest.raises(FormulaError):
        kb.ask("exists x (shp(x))")
    with pytest.raises(FormulaError):
        kb.ask("ships", language="fol")
    with pytest.raises(NotUnderstood):
        kb.ask("exists x ship(x)", language="english")


def test_readings_of_the_knowledge_base(kb: KnowledgeBase) -> None:
    read = kb.translate("ships near a harbor with no bridge")
    assert len(read.readings) == 3
    assert read.formula == read.readings[0].formula
    assert kb.ask(read).question == read.question


def test_what_is_said_back_means_the_same(kb: KnowledgeBase) -> None:
    for question in ("three ships near a harbor", "no ship is near a bridge", "more ships than harbors"):
        read = kb.translate(question)
        assert kb.translate(read.english).formula == read.formula, read.english


def test_a_model_is_made_once(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(named: str, cache: Path | None) -> ByHeart:
        made.append(named)
        return ByHeart(name=named)

    monkeypatch.setattr("rune_kb.translate.models.model_translator", make)
    for _ in range(2):
        assert kb.translate("that which floats", model="openai:once").by_model
    assert made == ["openai:once"]


def test_explanations_take_english(kb: KnowledgeBase) -> None:
    assert kb.explain("a", "ships near a harbor").proofs
    assert not kb.explain("b", "ships near a harbor").proofs


def rune(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from rune_kb.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_rune_translate() -> None:
    done = rune("translate", "ships near a harbor with no bridge", "--all-readings")
    assert done.returncode == 0
    assert "exists x, y (ship(x) & harbor(y) & near(x, y)) & ~exists z (bridge(z))" in done.stdout
    assert done.stdout.count("or: ") == 2
    refused = rune("translate", "red ships")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "matter of colour" in refused.stderr


def test_rune_ask_and_explain(kb: KnowledgeBase) -> None:
    folder = str(kb.store.directory)
    asked = rune("ask", folder, "ships near a harbor")
    assert asked.returncode == 0
    assert "1 answer, 2 images" in asked.stdout
    assert "does not answer" in rune("explain", folder, "b", "ships near a harbor").stdout
    wrong = rune("ask", folder, "ships near a habror")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "did you mean harbor" in wrong.stderr


def test_a_model_that_is_not_there(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("RUNE_LLM_URL", f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
    with pytest.raises(NotUnderstood, match=r"(?s)`floats`.*openai:nobody: "):
        kb.translate("that which floats", translator="auto", model="openai:nobody")
