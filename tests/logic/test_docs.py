"""Every example of docs/formulas.md does what the page says."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from rune_kb.errors import FormulaError
from rune_kb.logic.checker import MetricSupport, check
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text

from .small import small_vocabulary

PAGE = Path(__file__).parents[2] / "docs" / "formulas.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCKS if found == kind]


def lines(kind: str) -> list[str]:
    return [line for block in blocks(kind) for line in block.splitlines() if line.strip()]


def test_there_are_no_other_blocks() -> None:
    assert {kind for kind, _ in BLOCKS} == {"rune", "same", "mistake", "python"}


@pytest.mark.parametrize("text", lines("rune"))
def test_an_example_is_read_and_means_something(text: str) -> None:
    checked = check(parse(text), small_vocabulary(), text=text, images=MetricSupport(1, 0))
    assert parse(to_text(checked)) == checked


@pytest.mark.parametrize("line", lines("same"))
def test_two_spellings_of_one_formula(line: str) -> None:
    left, right = line.split("≡")
    assert parse(left) == parse(right)


@pytest.mark.parametrize("block", blocks("mistake"))
def test_a_mistake_is_explained(block: str) -> None:
    text, explained = block.split("\n", 1)
    with pytest.raises(FormulaError) as caught:
        check(parse(text), small_vocabulary(), text=text)
    assert str(caught.value) == explained.rstrip("\n")


def test_the_python_examples() -> None:
    for block in blocks("python"):
        test = doctest.DocTestParser().get_doctest(block, {}, "formulas.md", str(PAGE), 0)
        assert doctest.DocTestRunner().run(test).failed == 0
