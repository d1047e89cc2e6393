"""How a knowledge base reads a question: as a formula, or as English by a translator (docs/language.md)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rune_kb.engine import Engine
from rune_kb.errors import FormulaError
from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.logic.terms import to_prolog
from rune_kb.translate.english import EnglishTranslator
from rune_kb.translate.policy import MODEL_VARIABLE, Policy, translator_for
from rune_kb.translate.translation import NotUnderstood, Translator
from rune_kb.vocabulary import Vocabulary

Language = Literal["fol", "english"]

_FORMULA = re.compile(r"^\s*(exists|forall|[∃∀~¬])|\w\([^()]*\w\s*[,)]", re.IGNORECASE)
"""How a formula starts, or an atom: no question in English has either."""


def looks_like_formula(text: str) -> bool:
    """Whether somebody wrote a formula.

    >>> [looks_like_formula(each) for each in ("exists x ship(x)", "near(x, y)", "ships (large) near a pier")]
    [True, True, False]
    """
    return _FORMULA.search(text) is not None


def _is_formula(text: str) -> bool:
    try:
        parse(text)
    except FormulaError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Reading:
    """A formula a question may mean, and what it says in English."""

    formula: Formula
    english: str

    def to_dict(self) -> dict[str, str]:
        return {"formula": to_text(self.formula), "reading": self.english}


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question with its readings, the preferred one first, and who read it.

    ``translator`` is ``fol`` for a formula, ``english`` for the grammar, ``openai:MODEL`` or
    ``transformers:MODEL`` for a language model, of whose samples ``agreement`` meant the first reading.
    """

    question: str
    readings: tuple[Reading, ...]
    translator: str
    agreement: float | None = None

    @property
    def formula(self) -> Formula:
        """The preferred reading's."""
        return self.readings[0].formula

    @property
    def english(self) -> str:
        """The preferred reading, said back."""
        return self.readings[0].english

    @property
    def by_model(self) -> bool:
        """Whether a language model made it, so that a person should look before it is run."""
        return self.translator not in ("fol", "english")

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values, as ``rune translate --json`` prints it."""
        agreement = {} if self.agreement is None else {"agreement": self.agreement}
        readings = [reading.to_dict() for reading in self.readings]
        return {
            "question": self.question,
            **readings[0],
            "translator": self.translator,
            **agreement,
            "readings": readings,
        }


@dataclass(frozen=True)
class Reader:
    """Reads questions; ``engine`` gives one that knows the vocabulary, ``check`` makes names canonical.

    A translator is made once and kept: a language model takes long to load.
    """

    engine: Callable[[], Engine]
    check: Callable[[str | Formula], Formula]
    vocabulary: Callable[[], Vocabulary]
    cache: Path
    translators: dict[tuple[Policy, str | None], Translator] = field(default_factory=dict, repr=False)

    def read(
        self,
        question: str | Formula,
        language: Language | None,
        translator: Policy = "auto",
        model: str | None = None,
    ) -> ReadQuestion:
        """The question's readings; raises FormulaError or NotUnderstood.

        Where no ``language`` is said, what is written like a formula is one.
        """
        if not isinstance(question, str):
            return self._formulas(to_text(question), (question,), "fol")
        if language == "fol" or (language is None and looks_like_formula(question)):
            return self._formulas(question, (question,), "fol")
        try:
            found = self._translator(translator, model).translate(question, self.vocabulary())
        except NotUnderstood:
            if language is None and _is_formula(question):
                return self._formulas(question, (question,), "fol")
            raise
        return self._formulas(question, found.readings, found.translator, found.agreement)

    def say(self, formula: Formula) -> str:
        """The formula in English."""
        return self.engine().say(to_prolog(formula, self.vocabulary()))

    def _translator(self, policy: Policy, model: str | None) -> Translator:
        engine = self.engine()
        key = (policy, model or os.environ.get(MODEL_VARIABLE))
        if key not in self.translators:
            self.translators[key] = translator_for(
                policy, lambda: EnglishTranslator(engine), model=model, cache=self.cache
            )
        return self.translators[key]

    def _formulas(
        self,
        question: str,
        formulas: tuple[str | Formula, ...],
        translator: str,
        agreement: float | None = None,
    ) -> ReadQuestion:
        """Checked for these images too: where metres cannot be told the other readings may do without."""
        first = self.check(formulas[0])
        others = [formula for each in formulas[1:] if (formula := self._checked(each)) is not None]
        readings = tuple(Reading(formula, self.say(formula)) for formula in (first, *others))
        return ReadQuestion(question, readings, translator, agreement)

    def _checked(self, formula: str | Formula) -> Formula | None:
        try:
            return self.check(formula)
        except FormulaError:
            return None
