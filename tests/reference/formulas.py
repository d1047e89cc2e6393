"""Random formulas over all kinds of nodes, such as a checker accepts: every bound variable is used.

A generator takes a ``random.Random`` and a :class:`Language` (the names it may use); ``formulas`` is the same
as a hypothesis strategy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import get_args

from hypothesis import strategies as st

from rune_kb.logic.formula import (
    And,
    Apply,
    Arith,
    Atom,
    Compare,
    CompareOp,
    Count,
    CountOp,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Iff,
    ImageTerm,
    Implies,
    Negative,
    Not,
    Number,
    Or,
    Term,
    Text,
    Var,
    Xor,
    free_variables,
)
from rune_kb.reference.crisp import Scene
from rune_kb.reference.geometry import RELATIONS

from .scenes import LEAVES

COMPARE_OPS: tuple[CompareOp, ...] = get_args(CompareOp)
COUNT_OPS: tuple[CountOp, ...] = get_args(CountOp)


@dataclass(frozen=True)
class Language:
    """The names formulas are made of. ``metres``: whether lengths may be given in metres.

    ``numbers`` and ``texts`` are attributes of detections. ``positive`` leaves out all that asks for what is
    not there: negation and what unfolds to it, adjacency, counts.
    """

    classes: tuple[str, ...] = (*LEAVES, "vehicle", "object")
    relations: tuple[str, ...] = (*RELATIONS, "near", "far", "adjacent")
    flags: tuple[str, ...] = ("flooded",)
    numbers: tuple[str, ...] = ("storeys",)
    texts: tuple[str, ...] = ("damage",)
    metres: bool = False
    shadowing: bool = True
    positive: bool = False


def language_for(scene: Scene, language: Language = Language()) -> Language:
    """The language, with metres just where the scene's image can convert them."""
    return replace(language, metres=scene.image.gsd is not None)


def random_formula(rng: Random, language: Language, *, free: int = 0, depth: int = 4) -> Formula:
    """With ``free`` free variables, p, q, r; at most ``depth`` choices of a connective or quantifier deep."""
    names = ("p", "q", "r")[:free]
    return _using(rng, language, _formula(rng, language, names, depth), names, names)


def formulas(language: Language, *, free: int = 0, depth: int = 4) -> st.SearchStrategy[Formula]:
    randoms = st.randoms(use_true_random=False)
    return randoms.map(lambda rng: random_formula(rng, language, free=free, depth=depth))


# -- formulas ----------------------------------------------------------------------------------------------

Names = tuple[str, ...]
"""The variables in whose scope a part stands, the innermost last."""

FRESH = ("x", "y", "z", "u", "v", "w")
MOST_VARIABLES = 4
POSITIVE = {"atom": 3, "and": 4, "or": 2, "exists": 4, "at least": 2}
ALL_KINDS = {
    "atom": 3, "and": 5, "or": 2, "not": 3, "implies": 1, "iff": 1, "xor": 1,
    "exists": 5, "forall": 2, "at least": 1, "how many": 2, "count": 2,
}  # fmt: skip


def _formula(rng: Random, language: Language, names: Names, depth: int) -> Formula:
    weights = dict(POSITIVE if language.positive else ALL_KINDS)
    if len(names) >= MOST_VARIABLES:
        for kind in ("exists", "forall", "at least", "how many", "count"):
            weights.pop(kind, None)
    kind = rng.choices(list(weights), list(weights.values()))[0] if depth > 0 else "atom"

    def part() -> Formula:
        return _formula(rng, language, names, depth - 1)

    match kind:
        case "and":
            return And(tuple(part() for _ in range(rng.choice((2, 2, 3)))))
        case "or":
            return Or(tuple(part() for _ in range(rng.choice((2, 2, 3)))))
        case "not":
            return Not(part())
        case "implies":
            return Implies(part(), part())
        case "iff":
            return Iff(part(), part())
        case "xor":
            return Xor(part(), part())
        case "exists" | "forall":
            return _quantified(rng, language, names, depth, kind)
        case "at least" | "how many":
            var, body = _bound(rng, language, names, depth - 1)
            ops: tuple[CountOp, ...] = (">=", ">") if kind == "at least" else COUNT_OPS
            return ExistsCount(rng.choice(ops), rng.choice((0, 1, 1, 2, 2, 3)), var, body)
        case "count":
            return _count_comparison(rng, language, names, depth - 1)
        case _:
            return _atom(rng, language, names)


def _quantified(rng: Random, language: Language, names: Names, depth: int, kind: str) -> Formula:
    """``∃x φ`` or ``∀x φ``, sometimes of two variables; often about a class, as people ask."""
    if len(names) + 2 <= MOST_VARIABLES and rng.random() < 0.4:
        new: Names = tuple(name for name in FRESH if name not in names)[:2]
    else:
        new = (_variable(rng, language, names),)
    inside = _inner(names, *new)
    body = _formula(rng, language, inside, depth - 1)
    if rng.random() < 0.6:
        classes = tuple(Atom(rng.choice(language.classes), (Var(name),)) for name in new)
        guard = classes[0] if len(classes) == 1 else And(classes)
        body = And((*classes, body)) if kind == "exists" else Implies(guard, body)
    body = _using(rng, language, body, new, inside)
    return Exists(new, body) if kind == "exists" else Forall(new, body)


def _bound(rng: Random, language: Language, names: Names, depth: int) -> tuple[str, Formula]:
    """A variable and a formula about it."""
    var = _variable(rng, language, names)
    inside = _inner(names, var)
    return var, _using(rng, language, _formula(rng, language, inside, depth), (var,), inside)


def _count_comparison(rng: Random, language: Language, names: Names, depth: int) -> Formula:
    left: Term = Count(*_bound(rng, language, names, depth))
    right: Term = Number(float(rng.randint(0, 3)))
    if rng.random() < 0.4:
        right = Count(*_bound(rng, language, names, depth))
        if rng.random() < 0.3:
            right = Arith(rng.choice(("+", "*")), Number(2.0), right)
    return Compare(rng.choice(COMPARE_OPS), left, right)


def _variable(rng: Random, language: Language, names: Names) -> str:
    bound = [name for name in names if name in FRESH]  # a checker refuses a free variable bound elsewhere
    if bound and language.shadowing and rng.random() < 0.1:
        return rng.choice(bound)
    return next(name for name in FRESH if name not in names)


def _inner(names: Names, *new: str) -> Names:
    return (*(name for name in names if name not in new), *new)


def _using(rng: Random, language: Language, body: Formula, wanted: Names, names: Names) -> Formula:
    """The body, with an atom added for each wanted variable that does not stand free in it."""
    for name in wanted:
        if name not in free_variables(body):
            atom: Formula = Atom(rng.choice(language.classes), (Var(name),))
            others = [other for other in names if other != name]
            if others and rng.random() < 0.5:
                atom = Atom("near", (Var(name), Var(rng.choice(others))))
            body = And((body, atom)) if rng.random() < 0.8 else Or((body, atom))
    return body


# -- atoms and comparisons ---------------------------------------------------------------------------------


def _atom(rng: Random, language: Language, names: Names) -> Formula:
    if not names:
        if rng.random() < 0.3:
            return _about_image(rng)
        return Exists(("x",), Atom(rng.choice(language.classes), (Var("x"),)))
    kinds = {"class": 5, "relation": 6, "near": 2, "between": 1, "flag": 1, "compare": 4}
    match rng.choices(list(kinds), list(kinds.values()))[0]:
        case "relation":
            relation = rng.choice(language.relations)
            if language.positive and relation == "adjacent":
                relation = "near"
            return Atom(relation, _some(rng, names, 2))
        case "near":
            return Atom("near", (*_some(rng, names, 2), _length(rng, language)))
        case "between":
            return Atom("between", _some(rng, names, 3))
        case "flag" if language.flags:
            return Atom(rng.choice(language.flags), _some(rng, names, 1))
        case "compare":
            return _comparison(rng, language, names)
        case _:
            return Atom(rng.choice(language.classes), _some(rng, names, 1))


def _some(rng: Random, names: Names, n: int) -> tuple[Term, ...]:
    """That many variables, the innermost ones more often; seldom one of them twice if it can be helped."""
    if len(names) >= n and rng.random() < 0.9:
        recent = names[-n:] if rng.random() < 0.5 else names
        chosen = rng.sample(recent, n)
    else:
        chosen = [rng.choice(names) for _ in range(n)]
    return tuple(Var(name) for name in chosen)


def _comparison(rng: Random, language: Language, names: Names) -> Formula:
    """``=`` only of what floating point gives exactly: scores, areas, centres, attributes."""
    order: CompareOp = rng.choice(("<", "<=", ">", ">="))
    anyhow: CompareOp = rng.choice(COMPARE_OPS)
    x, y = _some(rng, names, 2)
    match rng.randrange(12):
        case 0 | 1:
            return Compare(rng.choice(("=", "!=", "!=")), x, y)
        case 2:
            score = Apply("score", (x,))
            return Compare(anyhow, score, rng.choice((Number(0.5), Number(0.75), Apply("score", (y,)))))
        case 3:
            area = Apply("area", (x,))
            return Compare(anyhow, area, rng.choice((_area(rng, language), Apply("area", (y,)))))
        case 4:
            side = Apply(rng.choice(("length", "width")), (x,))
            return Compare(order, side, rng.choice((_length(rng, language), Apply("length", (y,)))))
        case 5:
            gap = Apply(rng.choice(("distance", "centre_distance")), (x, y))
            twice = Arith("*", Number(2.0), Apply("length", (x,)))
            return Compare(order, gap, rng.choice((_length(rng, language), twice)))
        case 6:
            axis = rng.choice(("cx", "cy"))
            offset = Arith("-", Apply(axis, (x,)), Apply(axis, (y,)))
            return Compare(anyhow, Apply("abs", (offset,)), Number(float(rng.choice((0, 30, 100)))))
        case 7:
            stretch = Arith("/", Apply("length", (x,)), Apply("width", (x,)))
            return Compare(order, stretch, Number(2.0))
        case 8:
            return Compare(
                order,
                Apply("angle", (x,)),
                Number(float(rng.choice((30, 60, 100))), rng.choice((None, "deg"))),
            )
        case 9 if language.numbers:
            number = Apply(rng.choice(language.numbers), (x,))
            other = Apply(rng.choice(language.numbers), (y,))
            ratio, sum_ = Arith("/", number, other), Arith("+", number, other)
            return Compare(
                anyhow,
                rng.choice((number, Negative(number), ratio, sum_)),
                rng.choice((Number(0.5), Number(5.0), Number(10.0), Negative(Number(5.0)))),
            )
        case 10 if language.texts:
            text = Apply(rng.choice(language.texts), (x,))
            right: Term = rng.choice((Text("major"), Text("none"), Apply(rng.choice(language.texts), (y,))))
            return Compare(anyhow, text, right)
        case _:
            return _about_image(rng)


def _about_image(rng: Random) -> Formula:
    if rng.random() < 0.4:
        return Compare(rng.choice(COMPARE_OPS), Apply("gsd", (ImageTerm(),)), Number(0.5))
    date, text = Apply("date", (ImageTerm(),)), Text(rng.choice(("2020", "2020-05", "2019-12-31", "2021")))
    left, right = rng.choice(((date, text), (text, date)))
    return Compare(rng.choice(COMPARE_OPS), left, right)


def _length(rng: Random, language: Language) -> Number:
    if language.metres and rng.random() < 0.5:
        return Number(*rng.choice(((10.0, "m"), (30.0, "m"), (5000.0, "cm"), (0.05, "km"), (100.0, "ft"))))
    return Number(float(rng.choice((0, 20, 30, 50, 60, 100, 120))), rng.choice((None, "px")))


def _area(rng: Random, language: Language) -> Number:
    if language.metres and rng.random() < 0.5:
        return Number(*rng.choice(((100.0, "m2"), (25.0, "m2"), (0.01, "ha"), (0.0001, "km2"))))
    return Number(float(rng.choice((400, 600, 900, 1200, 1600))), rng.choice((None, "px2")))
