"""The measurement of translators (bench/translate.py), with one that knows a few questions by heart."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bench.questions import Question, questions
from bench.translate import Outcome, failures, main, outcome, table
from bench.translators import translators_by_name
from rune_kb.errors import RuneError
from rune_kb.logic.checker import check
from rune_kb.logic.parser import parse
from rune_kb.ontology import load_vocabulary
from rune_kb.translate import CannotBeExpressed, NotUnderstood, Translation
from rune_kb.vocabulary import Vocabulary

NEAR = "exists x, y (ship(x) & harbor(y) & near(x, y))"
BOTH = "exists x ship(x) & exists y harbor(y)"
RED = "red ships"


@dataclass(frozen=True)
class ByHeart:
    """A translator of the questions it was given."""

    known: dict[str, list[str]]
    name: str = "by heart"
    asked: list[str] = field(default_factory=list)

    def translate(self, question: str, vocabulary: Vocabulary) -> Translation:
        self.asked.append(question)
        if question == RED:
            raise CannotBeExpressed("no detection tells a colour")
        if question == "crash":
            raise ZeroDivisionError("a fault")
        if question == "no server":
            raise RuneError("nobody answers")
        if question not in self.known:
            raise NotUnderstood(f"not understood: {question}")
        readings = tuple(check(parse(text), vocabulary, text=text) for text in self.known[question])
        return Translation(question, readings, self.name)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary()[0]


def asked(text: str, words: Vocabulary, *meanings: str, level: str = "plain") -> Question:
    return Question("q", level, text, tuple(check(parse(m), words, text=m) for m in meanings))


def of(translator: ByHeart, question: Question, words: Vocabulary) -> Outcome:
    return outcome(translator, question, words)


def judged(found: Outcome) -> tuple[bool, bool, bool, bool]:
    return found.right, found.right_among_readings, found.refused, found.silently_wrong


def test_right_in_another_spelling(words: Vocabulary) -> None:
    translator = ByHeart({"ships near harbors": ["exists h (harbor(h) & exists s (boat(s) & near(h, s)))"]})
    found = of(translator, asked("ships near harbors", words, NEAR), words)
    assert judged(found) == (True, True, False, False)
    assert not found.weak


def test_the_other_right_meaning(words: Vocabulary) -> None:
    translator = ByHeart({"ships with harbors": [NEAR]})
    assert judged(of(translator, asked("ships with harbors", words, BOTH, NEAR), words))[0]


def test_right_only_as_a_second_reading_is_silently_wrong(words: Vocabulary) -> None:
    translator = ByHeart({"ships with harbors": [BOTH, NEAR]})
    found = of(translator, asked("ships with harbors", words, NEAR), words)
    assert judged(found) == (False, True, False, True)
    assert "(right)" in failures([found])


def test_a_refusal_is_not_right_but_not_silent(words: Vocabulary) -> None:
    found = of(ByHeart({}), asked("ships", words, "exists x ship(x)"), words)
    assert judged(found) == (False, False, True, False)
    assert "not understood: ships" in failures([found])


def test_what_should_be_refused(words: Vocabulary) -> None:
    assert judged(of(ByHeart({}), asked(RED, words), words)) == (True, True, True, False)
    eager = ByHeart({"happy ships": ["exists x ship(x)"]})
    assert judged(of(eager, asked("happy ships", words), words)) == (False, False, False, True)


def test_a_crash_is_no_refusal(words: Vocabulary) -> None:
    assert judged(of(ByHeart({}), asked("crash", words), words)) == (False, False, False, False)
    with pytest.raises(RuneError):
        of(ByHeart({}), asked("no server", words), words)


def test_weak_evidence_is_told(words: Vocabulary) -> None:
    never = "exists x (ship(x) & area(x) < 0)"
    found = of(
        ByHeart({"none": ["exists x (ship(x) & area(x) < 0 & area(x) < 1)"]}),
        asked("none", words, never),
        words,
    )
    assert found.right
    assert found.weak
    assert "never seen both" in failures([found])


def test_the_table(words: Vocabulary) -> None:
    translator = ByHeart({"a": [NEAR], "b": [BOTH, NEAR]})
    given = [
        asked("a", words, NEAR),
        asked("b", words, NEAR),
        asked("c", words, NEAR, level="wild"),
        asked(RED, words, level="wild"),
    ]
    lines = table([of(translator, question, words) for question in given]).splitlines()
    assert [line.split(" | ")[:6] for line in lines[2:]] == [
        ["| plain", "2", "1 (50.0%)", "2 (100.0%)", "0 (0.0%) (0)", "1 (50.0%)"],
        ["| wild", "2", "1 (50.0%)", "1 (50.0%)", "2 (100.0%) (1)", "0 (0.0%)"],
        ["| **total**", "4", "2 (50.0%)", "3 (75.0%)", "2 (50.0%) (1)", "1 (25.0%)"],
    ]


def test_names_that_are_no_translator() -> None:
    for name in ("french", "openai", "transformers:", "english:x", "auto:"):
        with pytest.raises(ValueError, match="no translator"):
            translators_by_name(name)


def test_question_files(words: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    good = {"id": "1", "level": "plain", "question": "ships", "formula": "exists x boat(x)", "also": [BOTH]}
    path.write_text(f"{json.dumps(good)}\n\n{json.dumps(good | {'formula': None, 'also': []})}\n")
    first, second = questions(path, words)
    assert first.meanings == (parse("exists x ship(x)"), parse(BOTH))
    assert second.meanings == ()
    for fault in ({"formula": "exists x elephant(x)"}, {"level": "hard"}, {"formula": None}):
        path.write_text(json.dumps(good | fault))
        with pytest.raises(ValueError, match=r"q\.jsonl:1: "):
            list(questions(path, words))


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["--files", str(tmp_path / "none.jsonl")])
    assert "not there" in capsys.readouterr().out
