"""Translation by a language model: prompt, complete, repair, vote, keep.

A question never becomes anything but a checked formula: it is put into the prompt as data, and what the model
replies goes through the parser and the checker, out of the cache as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import Formula
from rune_kb.logic.printer import to_text
from rune_kb.translate.cache import AnswerCache, key
from rune_kb.translate.choose import choose_classes, focused
from rune_kb.translate.constrained import model_grammar
from rune_kb.translate.model import Completion, Message, Model
from rune_kb.translate.prompt import Prompt, fingerprint
from rune_kb.translate.repair import Outcome, Repair, understood
from rune_kb.translate.reply import Refusal
from rune_kb.translate.shots import Shots
from rune_kb.translate.translation import CannotBeExpressed, NotUnderstood, Translation
from rune_kb.translate.vote import Same, grouped, same_meaning
from rune_kb.vocabulary import Vocabulary

LONGEST_QUESTION = 500
"""Characters; a longer text is no question, and fills a small model's memory."""


@dataclass(frozen=True)
class ModelTranslator:
    """Asks ``model``.

    With several ``samples`` the first is the likeliest reply, the others are drawn at ``temperature``, and
    what most of them mean is preferred; ``same`` says when two formulas mean the same over a vocabulary.
    With ``focus`` a reply that is held to the grammar has only classes that the question names, where it
    names any: small models say others at random. A formula that the model itself finds less probable than
    ``least_probability`` is not given, if it is the only sample. ``cache`` None keeps nothing.
    """

    model: Model
    samples: int = 1
    temperature: float = 0.7
    tries: int = 3
    shots: int = 8
    focus: bool = False
    least_probability: float = 0.0
    cache: AnswerCache | None = None
    same: Same = same_meaning

    @property
    def name(self) -> str:
        return self.model.name

    def translate(self, question: str, vocabulary: Vocabulary) -> Translation:
        """The readings; raises NotUnderstood, CannotBeExpressed, ModelError."""
        asked = cleaned(question)
        answer = self._kept(asked, vocabulary)
        if answer is None:
            answer = self._answer(asked, vocabulary)
            if self.cache is not None:
                self.cache.put(self._key(asked, vocabulary), answer.record())
        if answer.refused is not None:
            raise CannotBeExpressed(f"this cannot be expressed over the detections: {answer.refused}")
        return Translation(question, answer.readings, self.name, answer.agreement)

    # -- asking --------------------------------------------------------------------------------------------

    def _answer(self, question: str, vocabulary: Vocabulary) -> _Answer:
        grammar = model_grammar(focused(vocabulary, question) if self.focus else vocabulary)
        classes = choose_classes(self.model, question, vocabulary)
        messages = Prompt(vocabulary, _shots(vocabulary.to_json()), self.shots).messages(question, classes)
        outcomes = self._outcomes(messages, Repair(self.model, vocabulary, grammar, self.tries))
        return _decide(outcomes, self.samples, lambda one, other: self.same(one, other, vocabulary))

    def _outcomes(self, messages: list[Message], repair: Repair) -> list[Outcome]:
        """One for each sample that could be repaired; raises NotUnderstood if none could."""
        said = self.model.complete(messages, repair.grammar)
        if self.samples > 1:
            said += self.model.complete(
                messages, repair.grammar, samples=self.samples - 1, temperature=self.temperature
            )
        outcomes: list[Outcome] = []
        failure: NotUnderstood | None = None
        for each in said:
            try:
                outcomes.append(self._sure(repair.outcome(messages, each.text), each))
            except NotUnderstood as error:
                failure = failure or error
        if not outcomes and failure is not None:
            raise failure
        return outcomes

    def _sure(self, outcome: Outcome, said: Completion) -> Outcome:
        """The outcome. Raises NotUnderstood for a formula that its own model finds too improbable."""
        doubtful = said.probability is not None and said.probability < self.least_probability
        if not doubtful or self.samples > 1 or isinstance(outcome, Refusal):
            return outcome
        raise NotUnderstood(
            f"{self.name} is not sure what this means: it gives its answer a probability of "
            f"{said.probability:.1%}. Put the question another way, or ask this formula if it is right:\n"
            f"  {to_text(outcome)}"
        )

    # -- keeping -------------------------------------------------------------------------------------------

    def _key(self, question: str, vocabulary: Vocabulary) -> str:
        settings = (
            self.samples,
            self.temperature,
            self.tries,
            self.shots,
            self.focus,
            self.least_probability,
        )
        return key(question, vocabulary.to_json(), self.name, repr(settings), fingerprint())

    def _kept(self, question: str, vocabulary: Vocabulary) -> _Answer | None:
        record = self.cache.get(self._key(question, vocabulary)) if self.cache is not None else None
        return None if record is None else _Answer.of(record, vocabulary)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is kept: readings with the agreement on the first, or why there are none."""

    readings: tuple[Formula, ...]
    agreement: float
    refused: str | None = None

    def record(self) -> dict[str, Any]:
        texts = [to_text(formula) for formula in self.readings]
        return {"readings": texts, "agreement": self.agreement, "refused": self.refused}

    @staticmethod
    def of(record: dict[str, Any], vocabulary: Vocabulary) -> _Answer | None:
        """None for a record that is damaged, or whose formulas do not check."""
        texts, agreement, refused = (record.get(name) for name in ("readings", "agreement", "refused"))
        if not isinstance(texts, list) or not isinstance(agreement, float | int):
            return None
        if isinstance(refused, str):
            return _Answer((), float(agreement), Refusal(refused).reason)
        try:
            outcomes = [understood(str(text), vocabulary) for text in texts]
        except FormulaError:
            return None
        formulas = tuple(outcome for outcome in outcomes if not isinstance(outcome, Refusal))
        return _Answer(formulas, float(agreement)) if formulas else None


def _decide(outcomes: list[Outcome], samples: int, same: Callable[[Formula, Formula], bool]) -> _Answer:
    """The largest group first; all refusals are one group."""

    def alike(one: Outcome, other: Outcome) -> bool:
        if isinstance(one, Refusal) or isinstance(other, Refusal):
            return isinstance(one, Refusal) and isinstance(other, Refusal)
        return same(one, other)

    groups = grouped(outcomes, alike)
    agreement = groups[0].size / samples
    if isinstance(groups[0].first, Refusal):
        return _Answer((), agreement, groups[0].first.reason)
    readings = tuple(group.first for group in groups if not isinstance(group.first, Refusal))
    return _Answer(readings, agreement)


def cleaned(question: str) -> str:
    """One line of printable text. Raises NotUnderstood if there is nothing in it, or too much."""
    normal = unicodedata.normalize("NFC", question)
    line = " ".join("".join(char if char.isprintable() else " " for char in normal).split())
    if not line:
        raise NotUnderstood("the question is empty")
    if len(line) > LONGEST_QUESTION:
        raise NotUnderstood(f"the question has {len(line)} characters; at most {LONGEST_QUESTION} are read")
    return line


@lru_cache(maxsize=4)
def _shots(vocabulary: str) -> Shots:
    """Which shots a vocabulary can say takes a while to find out."""
    return Shots(Vocabulary.from_json(vocabulary))
