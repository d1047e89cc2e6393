"""Each step of a proof as a box of short lines, for the Graphviz source and for the drawn tree."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rune_kb.proof.tree import Proof
from rune_kb.render.nouns import Words
from rune_kb.render.proof_lines import step_line
from rune_kb.render.proof_steps import nodes
from rune_kb.vocabulary import Vocabulary

COLUMNS = 38
"""Characters of a line; a full-width one, as in Chinese, counts as two."""
_LINES = 4
"""Of a formula; what is longer is cut, since its parts are boxes of their own."""

Kind = Literal["seen", "derived", "searched", "against", "more"]
"""Read off the detections; concluded; so from a search; of a counter-proof; how many are left out."""

_SEEN = ("class", "attribute", "relation", "compare")
_SEARCHED = ("not", "forall", "at-most")


@dataclass(frozen=True, slots=True)
class StepBox:
    """``title`` is the rule and the score; ``against`` is true where the box heads a counter-proof."""

    number: int
    parent: int | None
    kind: Kind
    title: str
    formula: tuple[str, ...]
    facts: tuple[str, ...]
    against: bool = False


def step_boxes(proof: Proof, vocabulary: Vocabulary | None = None, *, full: bool = False) -> list[StepBox]:
    """A box a step, parents first; long lists of members are cut short unless ``full``."""
    words, boxes = Words(vocabulary), []
    places = nodes(proof, full=full)
    for place in places:
        said = step_line(place, proof, words)
        title = f"{'counter-proof: ' if place.against else ''}{said.rule} · {said.score}"
        facts = tuple(part for fact in said.facts for part in wrapped(fact))
        kind: Kind = "against" if place.denied else _kind(said.rule)
        formula = tuple(_cut(list(wrapped(said.formula))))
        boxes.append(StepBox(place.number, place.parent, kind, title, formula, facts, place.against))
    for place in places:
        if place.left_out:
            more = f"… and {place.left_out} more"
            boxes.append(StepBox(len(boxes), place.number, "more", more, (), ()))
    return boxes


def _kind(rule: str) -> Kind:
    return "seen" if rule in _SEEN else "searched" if rule in _SEARCHED else "derived"


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], lines[_LINES - 1][: COLUMNS - 2] + " …"]


def wrapped(text: str, columns: int = COLUMNS) -> Iterator[str]:
    """The text in lines of so many columns, broken at spaces where there are any."""
    line = ""
    for word in text.split(" "):
        wanted = f"{line} {word}" if line else word
        if width(wanted) <= columns:
            line = wanted
            continue
        if line:
            yield line
        while width(word) > columns:
            head = _fitting(word, columns)
            yield head
            word = word[len(head) :]
        line = word
    if line:
        yield line


def _fitting(text: str, columns: int) -> str:
    taken = 0
    for index, char in enumerate(text):
        taken += width(char)
        if taken > columns:
            return text[:index]
    return text


def width(text: str) -> int:
    """Columns that the text takes in a font of fixed width."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
