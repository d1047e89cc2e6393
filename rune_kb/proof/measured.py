"""What can be measured of a class, relation or comparison: the measures that a step may name.

A measure's ``name`` is a term of the formula language about the step's variables, as the printer writes it
(``distance(x, y)``); ``turn(x, y)`` is the smaller angle between the long axes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rune_kb.logic.formula import (
    Apply,
    Arith,
    Atom,
    Compare,
    CompareOp,
    Count,
    Formula,
    Negative,
    Not,
    Number,
    Term,
    Var,
    children,
)
from rune_kb.logic.printer import to_text
from rune_kb.proof.evidence import Evidence
from rune_kb.proof.tree import Measure
from rune_kb.reference.geometry import TURN_TOLERANCE

FLIPPED: dict[CompareOp, CompareOp] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}

ORDERED: dict[str, tuple[str, CompareOp]] = {
    "left_of": ("cx", "<"),
    "west_of": ("cx", "<"),
    "right_of": ("cx", ">"),
    "east_of": ("cx", ">"),
    "above": ("cy", "<"),
    "north_of": ("cy", "<"),
    "below": ("cy", ">"),
    "south_of": ("cy", ">"),
    "larger_than": ("area", ">"),
    "smaller_than": ("area", "<"),
}
"""Relations that ask for an order of x's and y's values (those of direction for more than that)."""

_DIMENSIONS = {
    "area": (2, 0),
    "angle": (0, 1),
    **dict.fromkeys(("length", "width", "height", "cx", "cy", "distance", "centre_distance"), (1, 0)),
}
_OF_UNIT = {"px": (1, 0), "m": (1, 0), "cm": (1, 0), "km": (1, 0), "ft": (1, 0), "deg": (0, 1)}
_UNITS = {(1, 0): "px", (2, 0): "px2", (0, 1): "deg"}


def measures_of(formula: Formula, bindings: Mapping[str, str], evidence: Evidence) -> Iterator[Measure]:
    """All there is to measure of a leaf or of the denial of one, what it asks of a measure along with it.

    A step may leave measures out, and may leave out what was asked.
    """
    match formula:
        case Not(body=body):
            yield from measures_of(body, bindings, evidence)
        case Compare(left=left, right=right) if not isinstance(left, Var):
            yield from _compared(formula, bindings, evidence)
            for term in (*_below(left), *_below(right)):
                yield _measure(term, bindings, evidence)
        case Atom(name="near" | "far" as name, args=(Var() as x, Var() as y, *radius)):
            gap = _measure(Apply("distance", (x, y)), bindings, evidence)
            least = evidence.value(radius[0], bindings) if radius else evidence.near_radius()
            if isinstance(least, float):
                yield (
                    replace(gap, op="<=", bound=least)
                    if name == "near"
                    else replace(gap, op=">", bound=4 * least)
                )
        case Atom(name="parallel_to" | "perpendicular_to" as name, args=(Var() as x, Var() as y)):
            yield from _turned(name, x, y, bindings, evidence)
        case Atom(name=name, args=(Var() as x, Var() as y)) if name in ORDERED:
            measure, op = ORDERED[name]
            yield from _compared(Compare(op, Apply(measure, (x,)), Apply(measure, (y,))), bindings, evidence)
            if measure in ("cx", "cy"):
                yield from _in_cone(measure, x, y, bindings, evidence)
        case Atom(args=(Var() as x, Var() as y, *_)):
            yield _measure(Apply("distance", (x, y)), bindings, evidence)
        case _:
            return


def _in_cone(
    measure: str, x: Var, y: Var, bindings: Mapping[str, str], evidence: Evidence
) -> Iterator[Measure]:
    """The other thing that a direction asks for: to be farther off that way than across."""
    for one, other in ((x, y), (y, x)):
        dx, dy = (
            Apply("abs", (Arith("-", Apply(name, (one,)), Apply(name, (other,))),)) for name in ("cx", "cy")
        )
        cone = Compare(">=", dx, dy) if measure == "cx" else Compare(">", dy, dx)
        yield from _compared(cone, bindings, evidence)


def _compared(formula: Compare, bindings: Mapping[str, str], evidence: Evidence) -> Iterator[Measure]:
    """Either side with the other as its bound."""
    left, right = _measure(formula.left, bindings, evidence), _measure(formula.right, bindings, evidence)
    unit = left.unit or right.unit
    yield replace(left, unit=unit, op=formula.op, bound=right.value)
    yield replace(right, unit=unit, op=FLIPPED[formula.op], bound=left.value)


def _turned(name: str, x: Var, y: Var, bindings: Mapping[str, str], evidence: Evidence) -> Iterator[Measure]:
    angles = [_measure(Apply("angle", (var,)), bindings, evidence) for var in (x, y)]
    yield from angles
    first, second = (each.value for each in angles)
    if isinstance(first, float) and isinstance(second, float):
        apart = abs(first - second)
        turn = Measure(f"turn({x.name}, {y.name})", min(apart, 180 - apart), "deg")
        if name == "parallel_to":
            yield replace(turn, op="<=", bound=TURN_TOLERANCE)
        else:
            yield replace(turn, op=">=", bound=90 - TURN_TOLERANCE)


def _below(term: Term) -> Iterator[Term]:
    """The functions and counts in a term, not those in a count's formula."""
    if isinstance(term, Apply | Count):
        yield term
    if not isinstance(term, Count):
        for part in children(term):
            if isinstance(part, Term):
                yield from _below(part)


def _measure(term: Term, bindings: Mapping[str, str], evidence: Evidence) -> Measure:
    members = tuple(sorted(evidence.counted(term, bindings))) if isinstance(term, Count) else ()
    unit = _UNITS.get(_dimension(term), "")
    return Measure(to_text(term), evidence.value(term, bindings), unit, members=members)


def _dimension(term: Term) -> tuple[int, int]:
    """Powers of lengths and of angles."""
    match term:
        case Number(unit=str() as unit):
            return _OF_UNIT.get(unit, (2, 0))
        case Apply(name="abs", args=(below,)) | Negative(term=below):
            return _dimension(below)
        case Apply(name=name):
            return _DIMENSIONS.get(name, (0, 0))
        case Arith(op="+" | "-", left=left, right=right):
            return max(_dimension(left), _dimension(right))  # a bare number takes the other's
        case Arith(op=op, left=left, right=right):
            (a, b), (c, d) = _dimension(left), _dimension(right)
            return (a + c, b + d) if op == "*" else (a - c, b - d)
        case _:
            return (0, 0)


def told(measure: Measure) -> str:
    """``distance(x, y) 42.3 px, <= 100 px``."""
    unit = f" {measure.unit}" if measure.unit else ""
    asked = "" if measure.op is None else f", {measure.op} {measure.bound}{unit}"
    return f"{measure.name} {'unknown' if measure.value is None else measure.value}{unit}{asked}"


def agree(said: Measure, found: Measure) -> bool:
    """Whether a measure is what was found, numbers to 1e-6 of themselves; what was asked may be left out."""
    asked = said.op is None and said.bound is None
    return (
        (said.name, said.unit) == (found.name, found.unit)
        and _close(said.value, found.value)
        and (not said.members or sorted(said.members) == sorted(found.members))
        and (asked or (said.op == found.op and _close(said.bound, found.bound)))
    )


def _close(one: float | str | None, other: float | str | None) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-6 * max(abs(one), abs(other)) or abs(one - other) <= 1e-9
    return one == other
