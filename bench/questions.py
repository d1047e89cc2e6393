"""Questions in English with what they mean, as tests/queries/GUIDELINES.md lays down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rune_kb.errors import FormulaError
from rune_kb.logic.checker import check
from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse
from rune_kb.vocabulary import Vocabulary

LEVELS = ("plain", "middle", "wild")


@dataclass(frozen=True)
class Question:
    """``meanings`` are the formulas that are right, the expected one first; none if it should be refused."""

    id: str
    level: str
    text: str
    meanings: tuple[Formula, ...]
    note: str = ""


def questions(path: Path, vocabulary: Vocabulary) -> Iterator[Question]:
    """Of one file. Raises ValueError, with file and line, for a record that cannot be used."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _question(json.loads(line), vocabulary)
        except (FormulaError, KeyError, ValueError) as error:
            raise ValueError(f"{path}:{number}: {error}") from error


def _question(record: dict[str, object], vocabulary: Vocabulary) -> Question:
    expected, also = record["formula"], record.get("also") or []
    if not isinstance(also, list):
        raise ValueError(f"`also` must be a list of formulas, not {also!r}")
    if expected is None and also:
        raise ValueError("`also` lists formulas of a question that should be refused")
    if record["level"] not in LEVELS:
        raise ValueError(f"no level {record['level']!r}; there are {', '.join(LEVELS)}")
    texts = [] if expected is None else [str(expected), *map(str, also)]
    meanings = tuple(check(parse(text), vocabulary, text=text) for text in texts)
    note = str(record.get("note") or "")
    return Question(str(record["id"]), str(record["level"]), str(record["question"]), meanings, note)
