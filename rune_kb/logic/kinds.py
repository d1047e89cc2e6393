"""What terms stand for, and what the built-in functions take and give.

A quantity is a power of lengths times a power of angles: a length (1, 0), an area (2, 0), an angle (0, 1), a
plain number (0, 0). A number without a unit is *bare*: it takes the dimension of what it meets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from rune_kb.logic.units import UNITS
from rune_kb.vocabulary import key


class Kind(Enum):
    """What a term stands for, where that is no quantity."""

    DETECTION = "a detection"
    IMAGE = "the image"
    TEXT = "a text"
    DATE = "a date"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its dimension; ``bare`` for a number that has none of its own yet."""

    length: int = 0
    angle: int = 0
    bare: bool = False

    def __str__(self) -> str:
        if self.bare:
            return "a number"
        if (self.length, self.angle) in _NAMES:
            return _NAMES[self.length, self.angle]
        return f"a quantity in px^{self.length}" + (f" deg^{self.angle}" if self.angle else "")

    def agrees(self, other: Quantity) -> bool:
        """Whether the two can be compared or added."""
        return self.bare or other.bare or (self.length, self.angle) == (other.length, other.angle)

    def plus(self, other: Quantity) -> Quantity:
        return other if self.bare else self

    def times(self, other: Quantity, sign: int = 1) -> Quantity:
        """Of the product (``sign`` 1) or the quotient (``sign`` -1)."""
        return Quantity(
            self.length + sign * other.length, self.angle + sign * other.angle, self.bare and other.bare
        )


PLAIN = Quantity()
BARE = Quantity(bare=True)
LENGTH = Quantity(length=1)
AREA = Quantity(length=2)
ANGLE = Quantity(angle=1)

_NAMES = {(0, 0): "a plain number", (1, 0): "a length", (2, 0): "an area", (0, 1): "an angle"}

TermKind = Kind | Quantity


def of_unit(unit: str) -> Quantity:
    """The dimension that a unit of UNITS measures."""
    return ANGLE if UNITS[unit].base == "deg" else Quantity(length=UNITS[unit].power)


DETECTION_FUNCTIONS: Mapping[str, tuple[int, Quantity]] = {
    "score": (1, PLAIN),
    "area": (1, AREA),
    "length": (1, LENGTH),
    "width": (1, LENGTH),
    "angle": (1, ANGLE),
    "cx": (1, LENGTH),
    "cy": (1, LENGTH),
    "distance": (2, LENGTH),
    "centre_distance": (2, LENGTH),
}
"""Functions of detections: how many they take, what they give."""

IMAGE_FUNCTIONS: Mapping[str, TermKind] = {
    "name": Kind.TEXT,
    "date": Kind.DATE,
    "gsd": PLAIN,
    "width": LENGTH,
    "height": LENGTH,
}
"""Functions of ``image``: ``name`` is its id, ``gsd`` metres per pixel as a plain number."""

ABS = "abs"

_BUILT_IN = {key(name): name for name in (*DETECTION_FUNCTIONS, *IMAGE_FUNCTIONS, ABS)}
_BUILT_IN[key("center_distance")] = "centre_distance"


def find_function(text: str) -> str | None:
    """Canonical name of a built-in function, or None."""
    return _BUILT_IN.get(key(text))


def functions() -> tuple[str, ...]:
    """All built-in functions."""
    return tuple(dict.fromkeys(_BUILT_IN.values()))
