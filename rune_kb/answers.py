"""Answers: an image, its score, and what the variables stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from rune_kb.engine import RawAnswer
from rune_kb.logic.formula import Formula, bound_here, free_variables, walk
from rune_kb.logic.printer import to_text

Binding = str | tuple[str, ...]
"""A detection's id, ``IMAGE#K``; of a counting quantifier's variable, the ids of its witnesses."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An image that answers the question, its score in (0, 1], and the detections that show it.

    In ``exact`` and ``topk`` scoring the time may be over before the score is known: then it lies in the
    ``bracket``, low and high, and ``score`` is the lower end.
    """

    image: str
    score: float
    bindings: Mapping[str, Binding]
    bracket: tuple[float, float] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, as ``rune ask --json`` prints it."""
        shown = {name: list(v) if isinstance(v, tuple) else v for name, v in self.bindings.items()}
        bracket = {} if self.bracket is None else {"bracket": list(self.bracket)}
        return {"image": self.image, "score": self.score, **bracket, "bindings": shown}


@dataclass(frozen=True)
class Answers(Sequence[Answer]):
    """The answers to one question, best first, and how they were come by.

    ``formula`` is the formula that was asked, as checked; ``images`` the number of images in the collection.
    """

    question: str
    formula: Formula
    translator: str
    scoring: str
    images: int
    elapsed_ms: float
    items: tuple[Answer, ...] = field(repr=False)

    @overload
    def __getitem__(self, index: int) -> Answer: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Answer, ...]: ...

    def __getitem__(self, index: int | slice) -> Answer | tuple[Answer, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.items)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values, as ``rune ask --json`` prints it."""
        return {
            "question": self.question,
            "formula": to_text(self.formula),
            "translator": self.translator,
            "scoring": self.scoring,
            "images": self.images,
            "elapsed_ms": round(self.elapsed_ms, 3),
            "answers": [answer.to_dict() for answer in self.items],
        }


def named_answers(raw: Iterable[RawAnswer], formula: Formula) -> tuple[Answer, ...]:
    """Answers with detection ids, variables in the order in which the formula introduces them."""
    order: dict[str, int] = {}
    for name in (*free_variables(formula), *(n for node in walk(formula) for n in bound_here(node))):
        order.setdefault(name, len(order))
    return tuple(Answer(each.image, each.score, _bindings(each, order), each.bracket) for each in raw)


def _bindings(raw: RawAnswer, order: Mapping[str, int]) -> dict[str, Binding]:
    """By name; a name that two quantifiers use is told apart as ``x``, ``x_2``.

    The witnesses of a counting quantifier come as one list, or one by one and marked as belonging together.
    """
    found: dict[str, Binding] = {}
    for name, value, many in sorted(raw.bindings, key=lambda b: order.get(b[0], len(order))):
        if isinstance(value, list):
            found[_new(name, found)] = tuple(f"{raw.image}#{k}" for k in value)
        elif many:
            before = found.get(name, ())
            found[name] = (*(before if isinstance(before, tuple) else (before,)), f"{raw.image}#{value}")
        else:
            found[_new(name, found)] = f"{raw.image}#{value}"
    return found


def _new(name: str, taken: Mapping[str, Binding]) -> str:
    if name not in taken:
        return name
    n = 2
    while f"{name}_{n}" in taken:
        n += 1
    return f"{name}_{n}"
