"""Samples of a model put together by what they mean; the largest group wins.

>>> groups = grouped(["a", "b", "A", "a"], lambda one, other: one.lower() == other.lower())
>>> [(group.first, group.size) for group in groups]
[('a', 3), ('b', 1)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rune_kb.logic.formula import Formula
from rune_kb.vocabulary import Vocabulary

T = TypeVar("T")
Same = Callable[[Formula, Formula], bool]


@dataclass(slots=True)
class Group(Generic[T]):
    """Samples that mean the same; ``first`` is the one that came first."""

    first: T
    size: int = 1


def grouped(samples: Iterable[T], same: Callable[[T, T], bool]) -> list[Group[T]]:
    """The groups, largest first, and of equal ones that with the earlier sample."""
    groups: list[Group[T]] = []
    for sample in samples:
        for group in groups:
            if group.first == sample or same(group.first, sample):
                group.size += 1
                break
        else:
            groups.append(Group(sample))
    return sorted(groups, key=lambda group: -group.size)


def same_meaning_over(vocabulary: Vocabulary) -> Same:
    """Whether two formulas have the same answers over random worlds."""

    def same(one: Formula, other: Formula) -> bool:
        # Imported here: one sample needs no vote.
        from rune_kb.translate.equivalence import same_meaning

        return same_meaning(one, other, vocabulary)

    return same
