"""Atoms and terms in many worlds at once: what rune_kb/reference/crisp.py says of one.

An array has an axis for the worlds, then one for each variable in scope, of size 1 where it does not matter
which detection the variable stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rune_kb.logic import formula as fol
from rune_kb.logic.formula import Apply, Atom, Compare, Count, ImageTerm, Number, Term, Text, Var
from rune_kb.reference.crisp import DATE, METRES, SQUARE_METRES
from rune_kb.worlds.frames import NEAR_M, NEAR_PX
from rune_kb.worlds.population import Worlds

Array = NDArray[Any]
Scope = tuple[str, ...]
"""The variables in whose scope a part stands, the outermost first."""

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "=": np.equal,
    "!=": np.not_equal,
}
SCALED = {"area": 2, "length": 1, "width": 1, "cx": 1, "cy": 1, "angle": 0}
"""To which power of the scale a measure grows."""


class Terms:
    """``count`` counts the detections of a count term."""

    def __init__(self, worlds: Worlds, count: Callable[[Count, Scope], Array]) -> None:
        self.worlds, self.count = worlds, count
        theme = worlds.theme
        self.scale = np.array([frame.scale for frame in theme.frames])[worlds.frame]
        gsds = [np.nan if frame.gsd is None else frame.gsd for frame in theme.frames]
        self.gsd = np.array(gsds)[worlds.frame]

    # -- atoms ---------------------------------------------------------------------------------------------

    def atom(self, atom: Atom, scope: Scope) -> Array:
        """Of any atom but ``adjacent``."""
        worlds, name = self.worlds, atom.name
        if name == "near" or name == "far":
            return self._near_or_far(atom, scope)
        if name in worlds.theme.vocabulary.classes:
            return self._spread(self._of_class(name), atom.args, scope)
        if name in worlds.theme.attributes:
            values = np.array([value is True for value in worlds.theme.attributes[name]])
            return self._spread(values[worlds.attributes[name]], atom.args, scope)
        return self._spread(worlds.layouts.relation(name)[worlds.layout], atom.args, scope)

    def _of_class(self, name: str) -> Array:
        theme = self.worlds.theme
        below = theme.vocabulary.descendants(name)
        return np.array([name == "object" or each in below for each in theme.classes])[self.worlds.cls]

    def _near_or_far(self, atom: Atom, scope: Scope) -> Array:
        gap = self._pair("distance", atom.args[:2], scope)
        if atom.args[2:]:
            radius = self.value(atom.args[2], scope)
        else:
            known = np.where(np.isnan(self.gsd), NEAR_PX, NEAR_M / self.gsd)
            radius = self._whole(known, scope)
        if atom.name == "far":
            return np.asarray(gap > 4 * radius)
        return np.asarray((gap <= radius) & ~self._same(atom.args[0], atom.args[1], scope))

    # -- comparisons ---------------------------------------------------------------------------------------

    def compare(self, node: Compare, scope: Scope) -> Array:
        if isinstance(node.left, Var) and isinstance(node.right, Var):
            same = self._same(node.left, node.right, scope)
            return same if node.op == "=" else ~same
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        if left.dtype.kind == "U" and right.dtype.kind == "U":
            return self._compare_texts(node, left, right)
        if left.dtype.kind == "U" or right.dtype.kind == "U":
            return np.zeros([1] * (len(scope) + 1), dtype=bool)
        known = ~(np.isnan(left) | np.isnan(right))
        return np.asarray(COMPARISONS[node.op](left, right) & known)

    def _compare_texts(self, node: Compare, left: Array, right: Array) -> Array:
        """'' is no text: false. A date may be compared with the beginning of one."""
        known = (left != "") & (right != "")
        if node.left == DATE and isinstance(node.right, Text):
            left = left.astype(f"U{max(1, len(node.right.value))}")
        if node.right == DATE and isinstance(node.left, Text):
            right = right.astype(f"U{max(1, len(node.left.value))}")
        return np.asarray(COMPARISONS[node.op](left, right) & known)

    # -- terms ---------------------------------------------------------------------------------------------

    def value(self, term: Term, scope: Scope) -> Array:
        """Numbers in pixels, NaN for none; texts, '' for none."""
        match term:
            case Number(value=value, unit=unit):
                return self._in_pixels(value, unit, scope)
            case Text(value=text):
                return np.array(text).reshape([1] * (len(scope) + 1))
            case Count():
                return self.count(term, scope)
            case fol.Negative(term=below):
                return np.asarray(-self.value(below, scope))
            case fol.Arith(op=op, left=left, right=right):
                return _arithmetic(op, self.value(left, scope), self.value(right, scope))
            case Apply(name="abs", args=(below,)):
                return np.abs(self.value(below, scope))
            case Apply(name=name, args=(ImageTerm(),)):
                return self._whole(self._of_image(name), scope)
            case Apply(name="distance" | "centre_distance" as name, args=args):
                return self._pair(name, args, scope)
            case Apply(name=name, args=args):
                return self._spread(self._of_detection(name), args, scope)
        raise TypeError(f"not a number or a text: {term!r}")

    def _of_image(self, name: str) -> Array:
        worlds, theme = self.worlds, self.worlds.theme
        match name:
            case "gsd":
                return self.gsd
            case "date":
                return np.array([date or "" for date in theme.dates])[worlds.date]
            case "name":
                return np.array(theme.names)[worlds.name]
        side = {"width": 0, "height": 1}[name]
        return np.asarray(worlds.layouts.extent[worlds.layout, side] * self.scale)

    def _of_detection(self, name: str) -> Array:
        worlds, theme = self.worlds, self.worlds.theme
        if name == "score":
            return np.array(theme.scores)[worlds.score]
        if name in SCALED:
            return np.asarray(
                worlds.layouts.measure(name)[worlds.layout] * self.scale[:, None] ** SCALED[name]
            )
        values = theme.attributes[name]
        if any(isinstance(value, str) for value in values):
            return np.array(["" if value is None else str(value) for value in values])[
                worlds.attributes[name]
            ]
        numbers = [np.nan if value is None or isinstance(value, str) else float(value) for value in values]
        return np.array(numbers)[worlds.attributes[name]]

    def _in_pixels(self, value: float, unit: str | None, scope: Scope) -> Array:
        if unit in METRES:
            return self._whole(value * METRES[unit] / self.gsd, scope)
        if unit in SQUARE_METRES:
            return self._whole(value * SQUARE_METRES[unit] / self.gsd**2, scope)
        return np.full([1] * (len(scope) + 1), float(value))

    # -- arrays over a scope -------------------------------------------------------------------------------

    def _pair(self, name: str, args: tuple[Term, ...], scope: Scope) -> Array:
        made = self.worlds.layouts
        distances = made.distance() if name == "distance" else made.centre_distance()
        return self._spread(distances[self.worlds.layout] * self.scale[:, None, None], args, scope)

    def _same(self, one: Term, other: Term, scope: Scope) -> Array:
        """Whether two variables stand for one detection."""
        n = self.worlds.layouts.n
        return self._spread(np.eye(n, dtype=bool)[None], (one, other), scope)

    def _whole(self, values: Array, scope: Scope) -> Array:
        """A value a world."""
        return values.reshape(-1, *[1] * len(scope))

    def _spread(self, values: Array, args: tuple[Term, ...], scope: Scope) -> Array:
        """Values worlds × n × … with the axes of the variables that stand there."""
        places = [_place(arg, scope) for arg in args]
        if len(set(places)) < len(places):
            return self._spread_repeated(values, places, scope)
        order = sorted(range(len(places)), key=places.__getitem__)
        shape = [1] * (len(scope) + 1)
        shape[0] = len(values)
        for place in places:
            shape[place] = values.shape[-1]
        return values.transpose(0, *(i + 1 for i in order)).reshape(shape)

    def _spread_repeated(self, values: Array, places: list[int], scope: Scope) -> Array:
        axes = len(scope) + 1

        def along(place: int, size: int) -> Array:
            return np.arange(size).reshape([size if axis == place else 1 for axis in range(axes)])

        return np.asarray(
            values[along(0, len(values)), *(along(place, values.shape[-1]) for place in places)]
        )


def _place(arg: Term, scope: Scope) -> int:
    """The axis of a variable: that of the innermost quantifier of its name."""
    assert isinstance(arg, Var), f"not a variable: {arg!r}"
    return len(scope) - scope[::-1].index(arg.name)


def _arithmetic(op: fol.ArithOp, left: Array, right: Array) -> Array:
    if op == "/":
        return np.divide(left, np.where(right == 0, np.nan, right))
    return np.asarray({"+": np.add, "-": np.subtract, "*": np.multiply}[op](left, right))
