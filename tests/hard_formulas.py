"""Shapes of formulas in which sharing, counting and scope are easily got wrong, with random words in them.

In a shape, ``A B C`` are classes, ``R S`` relations with ``(x, y)``, ``N`` and ``M`` small numbers, ``Q`` a
counting quantifier, ``L`` a length, ``K`` a comparison.
"""

from __future__ import annotations

import re
from random import Random

from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse

CLASSES = ("ship", "harbor", "small_vehicle", "large_vehicle", "building", "vehicle", "object")
RELATIONS = (
    "near", "near", "far", "left_of", "above", "inside", "overlaps", "touches", "intersects", "on",
    "larger_than", "parallel_to", "perpendicular_to", "adjacent", "north_of",
)  # fmt: skip
COUNTS = (">=", ">=", "=", "<=", ">", "<")
LENGTHS = ("30 px", "60 px", "100 px", "120", "0")
COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")

SHAPES = (
    # witnesses shared by the parts of a conjunction
    "exists>=N x (A(x) & exists y (B(y) & R(x, y))) & exists>=M x (A(x) & exists y (B(y) & R(x, y)))",
    "exists>=N x (A(x) & exists y (B(y) & R(x, y))) & exists y (B(y) & exists>=M x (A(x) & S(x, y)))",
    "exists x A(x) & exists y B(y) & exists z (C(z) & ~exists u (A(u) & R(u, z)))",
    "exists x (A(x) & exists y (B(y) & R(x, y))) & exists y (B(y) & exists z (C(z) & S(y, z)))",
    "exists x, y (A(x) & B(y) & R(x, y) & exists z (C(z) & S(z, x)) & exists u (A(u) & S(u, y)))",
    "exists x, y, z (A(x) & A(y) & A(z) & x != y & y != z & x != z & R(x, y) & S(y, z))",
    "exists x, y, z (A(x) & B(y) & C(z) & between(x, y, z))",
    "exists x (A(x) & exists y (B(y) & R(x, y)) & exists y (C(y) & S(x, y)) & exists y (A(y) & y != x))",
    # counts, and counts of counts
    "Q x (A(x) & Q y (B(y) & R(x, y)))",
    "exists y (B(y) & Q x (A(x) & R(x, y)) & Q x (A(x) & S(x, y)))",
    "Q x A(x) | Q y B(y) & exists x C(x)",
    "(Q x A(x) | Q x B(x)) & (Q y A(y) | Q y C(y))",
    "exists>=N x (A(x) | exists y (B(y) & R(x, y)))",
    "exists>=N x (A(x) & ~exists y (B(y) & R(x, y)))",
    "exists>=N x (A(x) & forall y (B(y) -> R(x, y)))",
    "~Q x (A(x) & exists y (B(y) & R(x, y)))",
    "exists=0 x (A(x) & exists y (B(y) & R(x, y)))",
    "exists=0 x A(x) & exists>=N x (B(x) & x = x)",
    "forall x (A(x) -> Q y (B(y) & R(x, y)))",
    # count terms
    "count x (A(x)) K count y (B(y))",
    "count x (A(x) & exists y (B(y) & R(x, y))) K N & exists z C(z)",
    "exists x (A(x) & count y (B(y) & R(x, y)) K count y (C(y) & S(x, y)))",
    "count x (A(x)) + count y (B(y)) K 2 * count z (C(z)) & exists x A(x)",
    "exists>=N x (A(x) & count y (R(x, y)) K M)",
    # universals and nesting
    "forall x (A(x) -> exists y (B(y) & R(x, y)))",
    "forall x (A(x) -> exists y (B(y) & R(x, y) & forall z (C(z) -> S(y, z))))",
    "exists y (B(y) & forall x (A(x) -> R(x, y)))",
    "exists x (A(x) & forall y (B(y) & R(x, y) -> exists z (C(z) & S(y, z))))",
    "forall x, y (A(x) & A(y) & x != y -> R(x, y))",
    "exists x A(x) & forall x (A(x) -> B(x) | exists y (C(y) & R(x, y)))",
    "forall x (A(x) <-> exists y (B(y) & R(x, y)))",
    "exists x (A(x) & (exists y (B(y) & R(x, y)) xor exists y (C(y) & S(x, y))))",
    "exists x A(x) -> exists x (B(x) & exists y (C(y) & R(x, y)))",
    # free variables
    "A(p) & exists x (B(x) & R(p, x))",
    "A(p) & B(q) & R(p, q) & ~exists x (C(x) & between(x, p, q))",
    "A(p) & Q x (B(x) & R(p, x))",
    "A(p) & exists x (A(x) & x != p & R(x, p) & exists y (B(y) & S(x, y)))",
    "(A(p) | B(p)) & exists x (C(x) & near(p, x, L))",
    "A(p) & exists x A(x) & ~exists x (A(x) & x != p)",
    "A(p) & (R(p, q) | exists x (B(x) & S(x, q)))",
    "A(p) & area(p) K area(q) & forall x (B(x) -> distance(p, x) > L | S(q, x))",
    # shadowing, equality, attributes
    "exists x (A(x) & exists x (B(x) & exists y R(x, y)) & exists y S(x, y))",
    "exists x (A(x) & Q x (B(x) & flooded(x)))",
    "exists x, y (A(x) & B(y) & (x = y | R(x, y)))",
    "exists x (A(x) & forall y (A(y) -> y = x))",
    "exists x (A(x) & forall y (A(y) & y != x -> score(y) K score(x)))",
    "exists x (A(x) & damage(x) K 'major') & exists x (B(x) & storeys(x) >= 5)",
    "exists x (A(x) & flooded(x)) & exists y (B(y) & ~flooded(y) & exists x (A(x) & R(x, y)))",
    "exists x, y (A(x) & B(y) & damage(x) K damage(y) & centre_distance(x, y) > L)",
    "date(image) >= '2020' & exists x (A(x) & ~exists y (B(y) & adjacent(x, y)))",
    # negations of several parts
    "~(exists x A(x) & exists y B(y))",
    "~(exists x A(x) | exists y (B(y) & exists z R(y, z)))",
    "exists z C(z) & ~(exists x A(x) & ~exists y B(y))",
    "exists z (C(z) & ~(exists x (A(x) & R(x, z)) & Q y (B(y) & S(y, z))))",
    "exists x (A(x) & ~(B(x) & ~exists y R(x, y))) & exists y C(y)",
    "~~exists x A(x) & exists y B(y) & ~forall z (C(z) -> ~exists u (A(u) & R(u, z)))",
)


def hard_formula(rng: Random) -> Formula:
    """A shape with words in it, or two of them joined; free variables only in a shape that stands alone."""
    text = _filled(rng, rng.choice(SHAPES))
    if rng.random() < 0.25:
        parts = [
            _filled(rng, rng.choice([s for s in SHAPES if "(p" not in s and ", q)" not in s])) for _ in "12"
        ]
        text = f"({parts[0]}) {rng.choice(('&', '&', '|', '->'))} ({parts[1]})"
    return parse(text)


def _filled(rng: Random, shape: str) -> str:
    """The same letter always stands for the same word; half the time ``B`` is ``A``'s class, too."""
    classes = rng.sample(CLASSES, 3)
    if rng.random() < 0.5:
        classes[1] = classes[0]
    words = dict(zip("ABC", classes, strict=True))
    words |= dict(zip("RS", rng.choices(RELATIONS, k=2), strict=True))
    words |= {"L": rng.choice(LENGTHS)}
    text = re.sub(r"\b[ABCRSL]\b", lambda found: words[found[0]], shape)
    text = re.sub(
        r"\bQ (\w)\b", lambda found: f"exists{rng.choice(COUNTS)}{rng.randint(0, 3)} {found[1]}", text
    )
    text = re.sub(r"\bK\b", lambda found: rng.choice(COMPARISONS), text)
    return re.sub(r"\b[NM]\b", lambda found: str(rng.randint(1, 3)), text)
