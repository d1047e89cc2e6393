"""Answers: an image, its score, and what the variables stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from rune_kb.engine import RawAnswer
from rune_kb.errors import RuneError
from rune_kb.logic.formula import Formula, bound_here, free_variables, walk
from rune_kb.logic.printer import to_text
from rune_kb.proof.tree import Proof
from rune_kb.reading import ReadQuestion

Binding = str | tuple[str, ...]
"""A detection's id, ``IMAGE#K``; of a counting quantifier's variable, the ids of its witnesses."""

Prove = Callable[[str, tuple[tuple[str, Binding], ...], int], tuple[Proof, ...]]
"""From the image, the bindings and how many to the best proofs."""


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
    prove: Prove | None = field(default=None, repr=False, compare=False)
    """Makes proofs of the answer; None for an answer that no knowledge base gave."""

    @property
    def proof(self) -> Proof:
        """The best proof of the answer (DESIGN 4.7); made when it is first asked for."""
        return self.proofs(1)[0]

    def proofs(self, k: int) -> tuple[Proof, ...]:
        """The k best proofs, or all there are; each rests on other detections, none on all another does."""
        if self.prove is None:
            raise RuneError("no knowledge base gave this answer, so there is nothing to prove it from")
        return self.prove(self.image, tuple(sorted(self.bindings.items())), k)

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The answer as plain values, as ``rune ask --json`` prints it; with its proof if ``explain``."""
        shown = {name: list(v) if isinstance(v, tuple) else v for name, v in self.bindings.items()}
        bracket = {} if self.bracket is None else {"bracket": list(self.bracket)}
        proof = {"proof": self.proof.to_dict()} if explain else {}
        return {"image": self.image, "score": self.score, **bracket, "bindings": shown, **proof}


@dataclass(frozen=True)
class Answers(Sequence[Answer]):
    """The answers to one question, best first, and how they were come by.

    ``read`` is how the question was read; ``images`` the number of images in the collection.
    """

    read: ReadQuestion
    scoring: str
    images: int
    elapsed_ms: float
    items: tuple[Answer, ...] = field(repr=False)
    soft: bool = False

    @property
    def question(self) -> str:
        """As it was asked."""
        return self.read.question

    @property
    def formula(self) -> Formula:
        """The formula that was asked, as checked."""
        return self.read.formula

    @property
    def reading(self) -> str:
        """What the formula says in English."""
        return self.read.english

    @property
    def translator(self) -> str:
        """Who read the question: ``fol`` for a formula, ``english`` for the grammar, or a model's name."""
        return self.read.translator

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

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """All of it as plain values, as ``rune ask --json`` prints it; with the proofs if ``explain``."""
        others = self.read.readings[1:]
        return {
            "question": self.question,
            "formula": to_text(self.formula),
            "reading": self.reading,
            **({"other_readings": [each.to_dict() for each in others]} if others else {}),
            "translator": self.translator,
            "scoring": self.scoring,
            **({"soft": True} if self.soft else {}),
            "images": self.images,
            "elapsed_ms": round(self.elapsed_ms, 3),
            "answers": [answer.to_dict(explain=explain) for answer in self.items],
        }


def named_answers(
    raw: Iterable[RawAnswer], formula: Formula, prove: Prove | None = None
) -> tuple[Answer, ...]:
    """Answers with detection ids, variables in the order in which the formula introduces them."""
    order: dict[str, int] = {}
    for name in (*free_variables(formula), *(n for node in walk(formula) for n in bound_here(node))):
        order.setdefault(name, len(order))
    return tuple(Answer(each.image, each.score, _bindings(each, order), each.bracket, prove) for each in raw)


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
