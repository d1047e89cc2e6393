"""Units of measurement: what a number in a formula measures, and how it becomes pixels.

>>> UNITS["ha"].factor
10000.0
>>> to_pixels(30, "m", gsd=0.5)
60.0
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Base = Literal["px", "m", "deg"]


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` units of ``base``, raised to ``power`` (1 a length, 2 an area; an angle has power 0)."""

    base: Base
    power: int
    factor: float


UNITS: dict[str, Unit] = {
    "px": Unit("px", 1, 1.0),
    "px2": Unit("px", 2, 1.0),
    "cm": Unit("m", 1, 0.01),
    "m": Unit("m", 1, 1.0),
    "km": Unit("m", 1, 1000.0),
    "ft": Unit("m", 1, 0.3048),  # the international foot
    "m2": Unit("m", 2, 1.0),
    "km2": Unit("m", 2, 1e6),
    "ha": Unit("m", 2, 10_000.0),
    "deg": Unit("deg", 0, 1.0),
}
"""Every unit a formula may use, by its canonical spelling."""

_SIGNS = str.maketrans({"²": "2", "°": "deg"})


def canonical(text: str) -> str | None:
    """The unit's name in UNITS, or None: ``m²`` is ``m2``, ``°`` is ``deg``."""
    name = text.translate(_SIGNS)
    return name if name in UNITS else None


def is_metric(unit: str) -> bool:
    """Whether converting the unit to pixels needs the image's ground sample distance."""
    return UNITS[unit].base == "m"


def to_pixels(value: float, unit: str, gsd: float | None) -> float:
    """The value in pixels, square pixels or degrees; ``gsd`` is in metres per pixel.

    Raises ValueError for a metric unit without ``gsd``.
    """
    known = UNITS[unit]
    if known.base != "m":
        return value * known.factor
    if gsd is None:
        raise ValueError(f"{unit} needs a ground sample distance")
    return value * known.factor / float(gsd**known.power)
