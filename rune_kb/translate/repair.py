"""A reply made into a checked formula; where it is wrong the model is told so and may try again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rune_kb.errors import FormulaError
from rune_kb.logic.checker import check
from rune_kb.logic.formula import Exists, Formula, free_variables
from rune_kb.logic.parser import parse
from rune_kb.translate.model import Message, Model
from rune_kb.translate.reply import Refusal, read
from rune_kb.translate.translation import NotUnderstood
from rune_kb.vocabulary import Vocabulary

Outcome = Formula | Refusal

_SHOWN = 400
"""Characters of a wrong reply that are shown again."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Asks ``model`` again, up to ``tries`` times in all."""

    model: Model
    vocabulary: Vocabulary
    grammar: str
    tries: int = 3

    def outcome(self, messages: Sequence[Message], text: str) -> Outcome:
        """What the reply to the messages says. Raises NotUnderstood if no try gave a formula that checks."""
        talk = list(messages)
        for attempt in range(1, self.tries + 1):
            try:
                return understood(text, self.vocabulary)
            except FormulaError as error:
                if attempt == self.tries:
                    raise NotUnderstood(self._given_up(text, error)) from None
                talk += [Message("assistant", _clipped(text)), Message("user", _complaint(error))]
            text = self.model.complete(talk, self.grammar)[0].text
        raise AssertionError("at least one try")

    def _given_up(self, text: str, error: FormulaError) -> str:
        said = _clipped(text) or "nothing at all"
        return (
            f"{self.model.name} gave no formula that can be checked in {self.tries} tries; the last one was\n"
            f"  {said}\n{error.message}\nPut the question another way, or write the formula yourself."
        )


def understood(text: str, vocabulary: Vocabulary) -> Outcome:
    """The checked formula, closed (a question asks for images), or the refusal. Raises FormulaError."""
    formula = read(text)
    if isinstance(formula, Refusal):
        return formula
    if not formula:
        raise FormulaError("the reply is empty")
    checked = check(parse(formula), vocabulary, text=formula)
    free = free_variables(checked)
    return Exists(free, checked) if free else checked


def _complaint(error: FormulaError) -> str:
    return f"This is wrong. {error}\nReply with the corrected formula only."


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + " …"
