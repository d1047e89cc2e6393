"""What is true or false of given detections: classes, flags, relations and comparisons of terms.

No score and no quantifier here, save that a count term asks :class:`Crisp` 's ``count`` how many there are.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from rune_kb.detection import Detection, Image
from rune_kb.logic import formula as fol
from rune_kb.logic.formula import Apply, Atom, Compare, Count, ImageTerm, Number, Term, Text, Var

from . import geometry

Env = Mapping[str, Detection]
T = TypeVar("T")

METRES: dict[str | None, float] = {"m": 1.0, "cm": 0.01, "km": 1000.0, "ft": 0.3048}
SQUARE_METRES: dict[str | None, float] = {"m2": 1.0, "km2": 1e6, "ha": 1e4}
GRADED = frozenset({"near", "far"})
"""The relations that have degrees."""
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


class NoGroundSampleDistance(ValueError):
    """A formula in metres about an image that does not say how large its pixels are."""


@dataclass(frozen=True)
class Scene:
    """One image and all that was detected in it; no two detections have the same ``k``."""

    image: Image
    detections: tuple[Detection, ...]


@dataclass(frozen=True)
class Settings:
    """``min_score`` None stands for the default of the scoring: 0.5 for boolean, 0.05 for best.

    By class name: the most specific class that a detection is of decides, of several the greatest number.
    ``soft``: `near` and `far` have degrees (docs/scoring.md), but in ``boolean`` and in count terms.
    """

    scoring: Literal["boolean", "best"] = "best"
    min_score: float | Mapping[str, float] | None = None
    threshold: float = 0.1
    near_radius_m: float = 30.0
    near_radius_px: float = 100.0
    soft: bool = False

    def exists(self, detection: Detection, taxonomy: Taxonomy) -> bool:
        return detection.score >= self._least_score(detection.cls, taxonomy.covers)

    def _least_score(self, cls: str, covers: Mapping[str, frozenset[str]]) -> float:
        default = 0.5 if self.scoring == "boolean" else 0.05
        if not isinstance(self.min_score, Mapping):
            return default if self.min_score is None else self.min_score
        of = [name for name in self.min_score if cls in covers[name]]
        nearest = [a for a in of if not any(covers[b] < covers[a] for b in of)]
        return max((self.min_score[name] for name in nearest), default=default)


@dataclass(frozen=True)
class Taxonomy:
    """``covers``: from a class to itself and all classes below it. ``flags``: the boolean attributes."""

    covers: Mapping[str, frozenset[str]]
    flags: frozenset[str] = frozenset({"flooded"})


class Crisp:
    """Atoms and comparisons in one scene. Geometry is measured once and remembered."""

    def __init__(
        self, image: Image, taxonomy: Taxonomy, settings: Settings, count: Callable[[Count, Env], int]
    ) -> None:
        self.image, self.taxonomy, self.settings, self.count = image, taxonomy, settings, count
        self._known: dict[Hashable, Any] = {}

    def check_units(self, formula: fol.Formula) -> None:
        """Raises NoGroundSampleDistance where the formula speaks of metres and the image cannot."""
        if self.image.gsd is None:
            for node in fol.walk(formula):
                if isinstance(node, Number) and (node.unit in METRES or node.unit in SQUARE_METRES):
                    raise NoGroundSampleDistance(f"{node.value} {node.unit} in image {self.image.id}")

    # -- formulas ------------------------------------------------------------------------------------------

    def is_class(self, name: str) -> bool:
        return name in self.taxonomy.covers

    def holds(self, formula: Atom | Compare, env: Env) -> bool:
        """Of an atom (any but ``adjacent``, which quantifies) or a comparison."""
        match formula:
            case Compare():
                return self._compares(formula, env)
            case Atom(name="near" | "far"):
                return self._near_or_far(formula, env)
            case Atom(name=name, args=args):
                ds = _detections(args, env)
                if self.is_class(name):
                    return len(ds) == 1 and (name == "object" or ds[0].cls in self.taxonomy.covers[name])
                if name in self.taxonomy.flags:
                    return len(ds) == 1 and ds[0].attributes.get(name) is True
                test = geometry.between if name == "between" else geometry.RELATIONS[name]
                return self._measured(name, test, *ds)
        raise TypeError(f"not an atom or a comparison: {formula!r}")

    def _near_or_far(self, atom: Atom, env: Env) -> bool:
        """``near(x, y)``, ``near(x, y, radius)``, ``far(x, y)``."""
        x, y, gap, radius = self._gap_and_radius(atom, env)
        if radius is None:
            return False
        return gap > 4 * radius if atom.name == "far" else x.k != y.k and gap <= radius

    def _gap_and_radius(self, atom: Atom, env: Env) -> tuple[Detection, Detection, float, float | None]:
        x, y = _detections(atom.args[:2], env)
        radius = self.value(atom.args[2], env) if atom.args[2:] else self.near_radius()
        gap = self._measured("distance", geometry.distance, x, y)
        return x, y, gap, radius if isinstance(radius, float) else None

    def degree(self, formula: Atom | Compare, env: Env) -> float:
        """How far a soft relation holds, from 0 to 1; of all else 1 where it is true."""
        if not isinstance(formula, Atom) or formula.name not in GRADED or not self.settings.soft:
            return float(self.holds(formula, env))
        x, y, gap, radius = self._gap_and_radius(formula, env)
        if radius is None or (formula.name == "near" and x.k == y.k):
            return 0.0
        return nearness(gap, radius) if formula.name == "near" else farness(gap, radius)

    def near_radius(self) -> float:
        """In pixels of this image."""
        gsd = self.image.gsd
        return self.settings.near_radius_px if gsd is None else self.settings.near_radius_m / gsd

    def _compares(self, formula: Compare, env: Env) -> bool:
        left, right = self.value(formula.left, env), self.value(formula.right, env)
        test = COMPARISONS[formula.op]
        match left, right:
            case Detection(), Detection():
                return test(left.k, right.k)
            case float(), float():
                return test(left, right)
            case str(), str():
                # A date may be compared with the beginning of one: '2020' is the whole year.
                if formula.left == DATE and isinstance(formula.right, Text):
                    left = left[: len(right)]
                if formula.right == DATE and isinstance(formula.left, Text):
                    right = right[: len(left)]
                return test(left, right)
            case _:  # one is missing, or they are of two kinds
                return False

    # -- terms ---------------------------------------------------------------------------------------------

    def value(self, term: Term, env: Env) -> Detection | float | str | bool | None:
        """Lengths and areas in pixels; None where an attribute is missing or there is no result."""
        match term:
            case Var(name=name):
                return env[name]
            case Number(value=value, unit=unit):
                return self._in_pixels(value, unit)
            case Text(value=text):
                return text
            case Count():
                return float(self.count(term, env))
            case fol.Negative(term=below):
                inner = self.value(below, env)
                return -inner if isinstance(inner, float) else None
            case fol.Arith(op=op, left=left, right=right):
                return _arithmetic(op, self.value(left, env), self.value(right, env))
            case Apply(name="abs", args=(below,)):
                inner = self.value(below, env)
                return abs(inner) if isinstance(inner, float) else None
            case Apply(name=name, args=(ImageTerm(),)):
                return self._of_image(name)
            case Apply(name="distance", args=args):
                return self._measured("distance", geometry.distance, *_detections(args, env))
            case Apply(name="centre_distance", args=args):
                return self._measured("centre_distance", geometry.centre_distance, *_detections(args, env))
            case Apply(name=name, args=args):
                (d,) = _detections(args, env)
                if name in geometry.MEASURES:
                    return self._measured(name, geometry.MEASURES[name], d)
                attribute = d.attributes.get(name)
                return float(attribute) if type(attribute) is int else attribute
        raise TypeError(f"not a term: {term!r}")

    def _of_image(self, name: str) -> float | str | None:
        image = self.image
        if name in ("name", "date"):
            return image.id if name == "name" else image.date
        number = {"gsd": image.gsd, "width": image.width, "height": image.height}[name]
        return None if number is None else float(number)

    def _in_pixels(self, value: float, unit: str | None) -> float:
        """A number without a unit counts pixels (or is a plain number: that makes no difference)."""
        if unit in (None, "px", "px2", "deg"):
            return float(value)
        if self.image.gsd is None:
            raise NoGroundSampleDistance(f"{value} {unit} in image {self.image.id}")
        if unit in METRES:
            return value * METRES[unit] / self.image.gsd
        return value * SQUARE_METRES[unit] / self.image.gsd**2

    def _measured(self, name: str, measure: Callable[..., T], *ds: Detection) -> T:
        """The measure of these detections, taken once and remembered."""
        key = (name, *(d.k for d in ds))
        if key not in self._known:
            self._known[key] = measure(*ds)
        result: T = self._known[key]
        return result


def nearness(gap: float, radius: float) -> float:
    """1 up to the radius, falling to 0 at twice that.

    >>> nearness(30, 30), nearness(45, 30), nearness(60, 30)
    (1.0, 0.5, 0.0)
    """
    if gap <= radius:
        return 1.0
    return max(0.0, 2 - gap / radius) if gap - radius < radius else 0.0


def farness(gap: float, radius: float) -> float:
    """0 up to two radii, rising to 1 at four.

    >>> farness(60, 30), farness(90, 30), farness(120, 30)
    (0.0, 0.5, 1.0)
    """
    if gap > 4 * radius:
        return 1.0
    return max(0.0, gap / (2 * radius) - 1) if gap > 2 * radius else 0.0


DATE = Apply("date", (ImageTerm(),))


def _detections(args: tuple[Term, ...], env: Env) -> list[Detection]:
    """The detections that arguments name: only variables do."""
    for arg in args:
        if not isinstance(arg, Var):
            raise TypeError(f"not a variable: {arg!r}")
    return [env[arg.name] for arg in args if isinstance(arg, Var)]


def _arithmetic(op: fol.ArithOp, left: object, right: object) -> float | None:
    if not isinstance(left, float) or not isinstance(right, float) or (op == "/" and right == 0):
        return None
    operations: dict[fol.ArithOp, Callable[[float, float], float]] = {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": operator.truediv,
    }
    return operations[op](left, right)
