"""The least scores: weaker detections do not exist; one number for all, or limits by class.

>>> parse_limits("0.1,ship=0.6")
{'object': 0.1, 'ship': 0.6}
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from rune_kb.errors import RuneError
from rune_kb.vocabulary import ROOT, Vocabulary

MinScore = float | Mapping[str, float]
"""A number, or numbers by class name: a class covers those below it, the most specific one counts.

``object`` is above every class, so ``{"object": 0.1, "ship": 0.6}`` is 0.1 for all but ships.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """``default``, and the classes (by canonical name, each for itself) that have another limit."""

    default: float
    by_class: Mapping[str, float] = field(default_factory=dict)

    def of(self, cls: str) -> float:
        """The least score with which a detection of this very class exists."""
        return self.by_class.get(cls, self.default)

    def to_prolog(self) -> float | list[object]:
        """As the engine's option ``min_score`` wants it: the number alone where there is only one."""
        if not self.by_class:
            return self.default
        return [self.default, [[cls, least] for cls, least in sorted(self.by_class.items())]]


def limits(min_score: MinScore | None, default: float, vocabulary: Vocabulary) -> Limits:
    """The limits that ``min_score`` means; ``default`` where it says nothing.

    Of classes that are equally specific (a class with two parents) the greater limit counts. Raises RuneError
    for a number outside [0, 1] and for a name that is no class's, with near misses.
    """
    if min_score is None or not isinstance(min_score, Mapping):
        return Limits(default if min_score is None else _checked(min_score, ""))
    given: dict[str, float] = {}
    for text, least in min_score.items():
        name = _class_named(text, vocabulary)
        if name in given:
            raise RuneError(f"min_score: {text!r} is {name}, which has a limit already")
        given[name] = _checked(least, f"{name}=")
    default = given.get(ROOT, default)
    found = {cls: least for cls, least in _spread(given, vocabulary).items() if least != default}
    return Limits(default, found)


def _spread(given: Mapping[str, float], vocabulary: Vocabulary) -> dict[str, float]:
    """The limit of every class that one is given for, by name or by a class above it."""
    below = {name: vocabulary.descendants(name) for name in given}
    found: dict[str, float] = {}
    for cls in frozenset().union(*below.values()):
        above = [name for name in given if cls in below[name]]
        lowest = [name for name in above if not any(below[other] < below[name] for other in above)]
        found[cls] = max(given[name] for name in lowest)
    return found


def _class_named(text: str, vocabulary: Vocabulary) -> str:
    name = vocabulary.find_class(text)
    if name is None:
        near = vocabulary.near_misses(text, ("class",))
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise RuneError(f"min_score: no class is called {text!r}{hint}")
    if vocabulary.classes[name].definition is not None:
        raise RuneError(
            f"min_score: {name} is defined by a formula; limits are for the classes that detections have"
        )
    return name


def _checked(least: float, what: str) -> float:
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= 1:
        raise RuneError(f"min_score: {what}{least!r} is no score; scores lie between 0 and 1")
    return float(least)


def parse_limits(text: str) -> MinScore:
    """Reads ``0.3``, ``ship=0.6,harbor=0.2`` or ``0.1,ship=0.6``; raises RuneError for anything else."""
    found: dict[str, float] = {}
    for part in text.split(","):
        name, equals, number = part.rpartition("=")
        name = name.strip() if equals else ROOT
        if not name or name in found:
            raise RuneError(f"{part.strip()!r} comes twice" if name else f"{part.strip()!r} names no class")
        found[name] = _number(number, part)
    return found[ROOT] if found.keys() == {ROOT} else found


def _number(text: str, part: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise RuneError(
            f"write 0.3, ship=0.6,harbor=0.2 or 0.1,ship=0.6 (scores from 0 to 1), not {part.strip()!r}"
        )
    return number
