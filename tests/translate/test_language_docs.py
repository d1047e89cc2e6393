"""Every example of docs/language.md does what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rune_kb.logic.printer import to_text
from rune_kb.translate import CannotBeExpressed, NotUnderstood
from rune_kb.translate.complaints import HINT
from rune_kb.translate.english import EnglishTranslator
from rune_kb.vocabulary import Vocabulary

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
REFUSED = ("red", "many")
"""The examples that are understood, and refused."""


def examples(kind: str) -> list[tuple[str, list[str]]]:
    """The questions of the blocks of a kind, each with the indented lines below it."""
    found: list[tuple[str, list[str]]] = []
    for line in (line for name, text in BLOCKS if name == kind for line in text.splitlines()):
        if line.startswith("    "):
            found[-1][1].append(line[4:])
        else:
            found.append((line, []))
    return found


@pytest.mark.parametrize(("question", "formulas"), examples("english"))
def test_what_a_question_asks(
    question: str, formulas: list[str], grammar: EnglishTranslator, standard: Vocabulary
) -> None:
    found = grammar.translate(question, standard)
    assert [to_text(found.readings[0])] == formulas


@pytest.mark.parametrize(("question", "formulas"), examples("readings"))
def test_all_that_a_question_may_mean(
    question: str, formulas: list[str], grammar: EnglishTranslator, standard: Vocabulary
) -> None:
    assert [to_text(each) for each in grammar.translate(question, standard).readings] == formulas


@pytest.mark.parametrize(("question", "said"), examples("refused"))
def test_what_is_not_understood(
    question: str, said: list[str], grammar: EnglishTranslator, standard: Vocabulary
) -> None:
    with pytest.raises(NotUnderstood) as caught:
        grammar.translate(question, standard)
    shown = [line.removeprefix("  ") for line in str(caught.value).replace(HINT, "").rstrip().splitlines()]
    assert shown == said
    assert isinstance(caught.value, CannotBeExpressed) == question.startswith(REFUSED)
