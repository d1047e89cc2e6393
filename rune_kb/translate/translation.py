"""What a translator gives: the formulas a question may mean, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rune_kb.errors import RuneError
from rune_kb.logic.formula import Formula
from rune_kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Translation:
    """The readings of a question, the preferred one first; at least one, all of them checked.

    ``translator`` is who read it: ``english`` (the grammar), ``openai:MODEL``, ``transformers:MODEL``.
    ``agreement`` is the part of a model's samples that meant the first reading; None for the grammar.
    """

    question: str
    readings: tuple[Formula, ...]
    translator: str
    agreement: float | None = None

    @property
    def by_model(self) -> bool:
        """Whether a language model made it, so that a person should look before it is run."""
        return self.translator != "english"


class NotUnderstood(RuneError):
    """The question was not understood; the message says which words, and what would be."""


class CannotBeExpressed(NotUnderstood):
    """The question was understood, and asks for what no detection can tell (a colour, an intention)."""


class Translator(Protocol):
    """Reads questions over a vocabulary."""

    @property
    def name(self) -> str: ...

    def translate(self, question: str, vocabulary: Vocabulary) -> Translation:
        """The readings; raises NotUnderstood or CannotBeExpressed, and RuneError if it cannot be asked at
        all.
        """
        ...
