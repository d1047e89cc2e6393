"""A model that says what a test has written for it, and what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rune_kb.logic.formula import Formula
from rune_kb.logic.printer import to_text
from rune_kb.translate.model import Completion, Message
from rune_kb.vocabulary import Vocabulary


class ScriptedModel:
    """Gives its replies in order; ``asked`` holds the conversations."""

    name = "scripted:model"
    probability: float | None = None

    def __init__(self, *replies: str) -> None:
        self._replies = list(replies)
        self.asked: list[list[Message]] = []
        self.grammars: list[str] = []
        self.temperatures: list[float] = []

    def complete(
        self, messages: Sequence[Message], grammar: str, *, samples: int = 1, temperature: float = 0.0
    ) -> list[Completion]:
        self.asked.append(list(messages))
        self.grammars.append(grammar)
        self.temperatures.append(temperature)
        return [Completion(self._replies.pop(0), self.probability) for _ in range(samples)]


def same_as(*classes: Iterable[str]) -> Callable[[Formula, Formula, Vocabulary], bool]:
    """A vote by classes of formula texts that are said to mean the same; else only equal ones do."""
    groups = [frozenset(texts) for texts in classes]

    def same(one: Formula, other: Formula, vocabulary: Vocabulary) -> bool:
        return any({to_text(one), to_text(other)} <= group for group in groups)

    return same
