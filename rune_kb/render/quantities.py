"""Numbers as people read them: scores, measures with their units, metres first where they are known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rune_kb.proof.tree import Measure
from rune_kb.render.nouns import line

SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠"}

_UNITS = {"px": "px", "px2": "px²", "deg": "°", "m": "m", "m2": "m²"}
_METRIC = {"px": ("m", 1), "px2": ("m2", 2)}
"""What a unit of pixels becomes, and which power of metres a pixel that takes."""


@dataclass(frozen=True, slots=True)
class Told:
    """A measure as text: what was measured, and what was asked of it (None where the measure only tells)."""

    value: str
    bound: str | None

    def nested(self) -> Told:
        """For a place that is in parentheses already: 12.7 m [42.3 px]."""
        bracketed = str.maketrans("()", "[]")
        return replace(
            self,
            value=self.value.translate(bracketed),
            bound=self.bound and self.bound.translate(bracketed),
        )


def score(value: float) -> str:
    """
    >>> score(0.9299), score(1.0), score(0.9996), score(1e-12)
    ('0.93', '1', '0.9996', '1e-12')
    """
    return _digits(value, 2 if value >= 0.01 else 3) if value not in (0.0, 1.0) else f"{value:g}"


def _digits(value: float, digits: int) -> str:
    """At least so many significant digits; more where fewer would make a 1 or a 0 of it."""
    while digits < 17 and float(f"{value:.{digits}g}") in (0.0, 1.0):
        digits += 1
    return f"{value:.{digits}g}"


def told(measure: Measure, gsd: float | None) -> Told:
    """The measure with its units; ``gsd`` in metres per pixel puts metres first.

    Value and bound differ as texts where they differ as numbers, however little.

    >>> told(Measure("distance(x, y)", 42.3, "px", "<=", 100.0), 0.3)
    Told(value='12.7 m (42.3 px)', bound='30 m (100 px)')
    >>> told(Measure("distance(x, y)", 100.04, "px", "<=", 100.0), None)
    Told(value='100.04 px', bound='100 px')
    """
    unit = measure.unit
    for digits in range(1, 17):
        value = quantity(measure.value, unit, gsd, digits)
        bound = None if measure.bound is None else quantity(measure.bound, unit, gsd, digits)
        if value != bound or measure.value == measure.bound:
            break
    return Told(value, bound)


def quantity(value: float | str | None, unit: str, gsd: float | None, digits: int = 1) -> str:
    """A value with its unit: ``12.7 m (42.3 px)``, ``45°``, ``3``, ``"Malta"``, ``unknown``."""
    if value is None:
        return "unknown"
    if isinstance(value, str):
        return f'"{line(value)}"'
    own = _with_unit(value, unit, digits)
    if gsd is None or unit not in _METRIC:
        return own
    metric, power = _METRIC[unit]
    return f"{_with_unit(value * gsd**power, metric, digits)} ({own})"


def _with_unit(value: float, unit: str, digits: int) -> str:
    sign = _UNITS.get(unit, unit)
    return f"{number(value, digits)}{'' if sign in ('', '°') else ' '}{sign}"


def number(value: float, digits: int = 1) -> str:
    """So many decimals, more for what is less than 1; no zeros at the end, thousands apart.

    >>> number(42.34), number(100.0), number(0.0471), number(50312.55), number(1e-9), number(2e20)
    ('42.3', '100', '0.047', '50,312.6', '1e-09', '2e+20')
    """
    if value != 0 and not 1e-4 <= abs(value) < 1e15:
        return f"{value:.{digits + 1}g}"
    if 0 < abs(value) < 1:
        return f"{float(f'{value:.{digits + 1}g}')}"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
