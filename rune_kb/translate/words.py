"""The words of a question that the vocabulary knows, found the way the checker finds names.

>>> from rune_kb.ontology import load_vocabulary
>>> vocabulary, _ = load_vocabulary()
>>> [(found.text, found.name) for found in known("two oil tanks close to a dock", vocabulary)]
[('oil tanks', 'storage_tank'), ('close to', 'near'), ('dock', 'harbor')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from rune_kb.spelling import key, singulars
from rune_kb.vocabulary import Vocabulary

CLASS = "<class>"
"""Stands for any class in a masked question."""

NUMBER = "<number>"

_NUMBERS = re.compile(
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|.*teen"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[<>=]+")
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """Words of the question, and what they name."""

    text: str
    kind: Literal["class", "relation", "attribute"]
    name: str
    start: int
    """The place of the first word among the words of the question."""
    length: int


def words(question: str) -> list[str]:
    return _WORD.findall(question)


def known(question: str, vocabulary: Vocabulary) -> list[Known]:
    """From left to right, the longest name at each place."""
    return list(_known(words(question), vocabulary))


def renamed(question: str, vocabulary: Vocabulary) -> str:
    """The question with the names of classes in the place of other words for them: a model can copy those."""
    places = [found.span() for found in _WORD.finditer(question)]
    for item in reversed(known(question, vocabulary)):
        own = {key(item.text), *singulars(key(item.text))}
        if item.kind == "class" and ("_" in item.name or item.name not in own):
            start, end = places[item.start][0], places[item.start + item.length - 1][1]
            question = question[:start] + item.name + question[end:]
    return question


def masked(question: str, vocabulary: Vocabulary) -> list[str]:
    """The words in small letters; one word stands for every class, one for every number above one."""
    parts = words(question)
    out: list[str] = []
    classes = {found.start: found.length for found in _known(parts, vocabulary) if found.kind == "class"}
    index = 0
    while index < len(parts):
        length = classes.get(index, 0)
        word = parts[index].casefold()
        out.append(CLASS if length else NUMBER if word.isdecimal() or _NUMBERS.fullmatch(word) else word)
        index += length or 1
    return out


def _known(parts: list[str], vocabulary: Vocabulary) -> Iterator[Known]:
    finders: list[tuple[Literal["class", "relation", "attribute"], Callable[[str], str | None]]] = [
        ("class", vocabulary.find_class),
        ("relation", vocabulary.find_relation),
        ("attribute", vocabulary.find_attribute),
    ]
    start = 0
    while start < len(parts):
        step = 1
        for length in range(min(_LONGEST, len(parts) - start), 0, -1):
            text = " ".join(parts[start : start + length])
            found = next(((kind, name) for kind, find in finders if (name := find(text)) is not None), None)
            if found is not None:
                yield Known(text, *found, start, length)
                step = length
                break
        start += step
