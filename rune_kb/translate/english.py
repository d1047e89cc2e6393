"""The English grammar of prolog/english.pl as a translator: no model, no guesses, a few milliseconds."""

from __future__ import annotations

from typing import Any

from rune_kb.engine import Engine
from rune_kb.errors import FormulaError
from rune_kb.logic.checker import check
from rune_kb.logic.formula import Formula
from rune_kb.logic.terms import from_prolog
from rune_kb.logic.vocabulary_facts import vocabulary_facts
from rune_kb.translate.complaints import not_understood
from rune_kb.translate.translation import Translation
from rune_kb.vocabulary import Vocabulary

MOST = 2_000
"""Characters of a question."""


class EnglishTranslator:
    """Reads questions with the grammar, over an engine of its own or one that knows the vocabulary."""

    name = "english"

    def __init__(self, engine: Engine | None = None) -> None:
        self._engine = engine or Engine("english")
        self._told: Vocabulary | None = None
        self._own = engine is None

    def translate(self, question: str, vocabulary: Vocabulary) -> Translation:
        """All readings, the preferred first; raises NotUnderstood (naming the words), CannotBeExpressed."""
        if self._own and vocabulary is not self._told:
            self._engine.set_vocabulary(vocabulary_facts(vocabulary))
            self._told = vocabulary
        text = " ".join(question.split())
        if len(text) > MOST:
            raise not_understood(text[:MOST], [["long", MOST]])
        read, found = self._engine.read_english(text)
        readings = _checked(found, vocabulary) if read else ()
        if not readings:
            raise not_understood(text, [] if read else found)
        return Translation(question, readings, self.name)


def _checked(lists: list[Any], vocabulary: Vocabulary) -> tuple[Formula, ...]:
    """The readings that mean something: a length compared with an area is none."""
    found: list[Formula] = []
    for each in lists:
        try:
            found.append(check(from_prolog(each), vocabulary))
        except FormulaError:
            continue
    return tuple(found)
