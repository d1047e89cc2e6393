"""The corpus of questions: gold formulas are closed, the checker takes them, and the split is as said."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from rune_kb.logic.checker import check
from rune_kb.logic.formula import And, Exists, Forall, Implies, free_variables, walk
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.ontology import load_vocabulary

FOLDER = Path(__file__).parent / "queries"
FILES = ("dev", "heldout")
LEVELS = {"p": "plain", "m": "middle", "w": "wild"}
VOCABULARY = load_vocabulary([])[0]


def records(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


CORPUS = {name: records(name) for name in FILES}
ALL = [record for name in FILES for record in CORPUS[name]]
MORE = records("more")
"""A second set, to develop with, whose levels are plain and wild."""
EVERY = [*ALL, *MORE]


@pytest.mark.parametrize("record", ALL, ids=[record["id"] for record in ALL])
def test_the_record_is_whole(record: dict[str, Any]) -> None:
    assert list(record) == ["id", "level", "question", "formula", "also", "note"]
    assert record["level"] == LEVELS[record["id"][0]]
    assert record["question"].strip() == record["question"] != ""
    # A refusal says what cannot be expressed, and nothing is as right as it.
    assert record["formula"] is not None or (record["note"] and not record["also"])


@pytest.mark.parametrize("record", EVERY, ids=[record["id"] for record in EVERY])
def test_its_formulas_are_closed_and_checked(record: dict[str, Any]) -> None:
    texts = [record["formula"], *record["also"]] if record["formula"] else []
    for text in texts:
        formula = parse(text)
        check(formula, VOCABULARY, text=text)
        assert not free_variables(formula)
        assert to_text(formula) == text
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("record", EVERY, ids=[record["id"] for record in EVERY])
def test_its_quantifiers_fit_their_connectives(record: dict[str, Any]) -> None:
    """`exists x (ship(x) -> …)` and `forall x (ship(x) & …)` are slips of the pen."""
    for text in [record["formula"], *record["also"]] if record["formula"] else []:
        for node in walk(parse(text)):
            assert not (isinstance(node, Exists) and isinstance(node.body, Implies)), text
            assert not (isinstance(node, Forall) and isinstance(node.body, And)), text


def test_ids_and_questions_are_unique() -> None:
    for key in ("id", "question"):
        counted = Counter(record[key].casefold() for record in EVERY)
        assert [each for each, times in counted.items() if times > 1] == []


def test_every_third_question_of_a_level_is_held_out() -> None:
    assert len(ALL) >= 300
    for letter, level in LEVELS.items():
        ids = sorted(record["id"] for record in ALL if record["level"] == level)
        assert ids == [f"{letter}{number:03d}" for number in range(1, len(ids) + 1)]
        assert len(ids) >= 100
        heldout = [record["id"] for record in CORPUS["heldout"] if record["level"] == level]
        assert heldout == ids[2::3]


def test_some_questions_are_to_be_refused() -> None:
    refused = [record for record in ALL if record["formula"] is None]
    assert 0.05 < len(refused) / len(ALL) < 0.15
    assert sum("typing error" in record["note"] for record in refused) <= 3
