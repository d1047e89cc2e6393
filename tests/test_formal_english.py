"""What the formal register of English says of a formula is read as it again (prolog/english/formal.pl)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from engine_scene import vocabulary
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from logic.strategies import variable_names
from nasty import NASTY
from reference import Language, random_formula

from rune_kb.engine import Engine
from rune_kb.logic.checker import check
from rune_kb.logic.formula import (
    Count,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Node,
    Number,
    Text,
    Var,
    free_variables,
    rebuilt,
)
from rune_kb.logic.parser import parse
from rune_kb.logic.terms import from_prolog, to_prolog
from rune_kb.logic.vocabulary_facts import vocabulary_facts
from rune_kb.vocabulary import Vocabulary

LANGUAGE = Language(metres=True)
AWKWARD = (
    *NASTY,
    "and",
    "ship X",
    "a ship",
    "X",
    "such that",
    "ships",
    "ship",
    "number",
    "area",
    "near",
    "near to",
    "is",
    "thing",
    "harbour's edge",
    "isn't",
    "50 m",
    "sand, gravel",
    "then",
    "image",
    "of the image",
    "“quoted”",
    'both "” and “"',
    "",
)


@cache
def engine() -> Engine:
    made = Engine("formal_english")
    made.set_vocabulary(vocabulary_facts(vocabulary()))
    return made


@cache
def awkward_engine(seed: int) -> Engine:
    """Everything is called something that could be taken for something else."""
    made = Engine(f"formal_awkward_{seed}")
    made.set_vocabulary(vocabulary_facts(_awkward(Random(seed))))
    return made


def _awkward(rng: Random) -> Vocabulary:
    known = vocabulary()

    def relabelled(entries: Any) -> Any:
        return {name: replace(entry, label=rng.choice(AWKWARD)) for name, entry in entries.items()}

    return Vocabulary(relabelled(known.classes), relabelled(known.relations), relabelled(known.attributes))


def formula_of(rng: Random) -> Formula:
    return random_formula(rng, LANGUAGE, free=rng.choice((0, 0, 1, 2)), depth=rng.randint(1, 5))


formulas = st.randoms(use_true_random=False).map(formula_of)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(formulas)
def test_what_is_said_is_read(formula: Formula) -> None:
    data = to_prolog(formula, vocabulary())
    for each in (engine(), *map(awkward_engine, range(5))):
        text = each.say_formally(data)
        assert each.formal(text) == data, text


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(formulas)
def test_lists_become_formulas_again(formula: Formula) -> None:
    data = to_prolog(formula, vocabulary())
    assert to_prolog(from_prolog(data), vocabulary()) == data


odd_numbers = st.one_of(
    st.floats(min_value=0, allow_nan=False, allow_infinity=False),
    st.sampled_from([0.1 + 0.2, 1e-7, 5e-324, 1.7976931348623157e308, 2.0**53, 2.0**53 + 2, 123456.789]),
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(formulas, st.data())
def test_odd_numbers_texts_and_names(formula: Formula, data: st.DataObject) -> None:
    names: dict[str, str] = {}

    def name(old: str) -> str:
        if old not in names:
            names[old] = data.draw(variable_names.filter(lambda new: new not in names.values()))
        return names[old]

    def odd(node: Node) -> Node:
        match node:
            case Var(name=old):
                return Var(name(old))
            case Number(unit=unit):
                return Number(data.draw(odd_numbers), unit)
            case Text():
                return Text(data.draw(st.one_of(st.text(max_size=8), st.sampled_from(AWKWARD))))
            case Exists(vars=old) | Forall(vars=old):
                return type(node)(tuple(map(name, old)), rebuilt(node.body, odd))
            case ExistsCount(op=op, n=n, var=old, body=body):
                return ExistsCount(op, n, name(old), rebuilt(body, odd))
            case Count(var=old, body=body):
                return Count(name(old), rebuilt(body, odd))
        return node

    changed = rebuilt(formula, odd)
    written = to_prolog(changed, vocabulary())
    text = engine().say_formally(written)
    read = engine().formal(text)
    assert read is not None, text
    renamed = dict(_renamed(written, read))
    assert len(set(renamed.values())) == len(renamed), text
    assert all(renamed.get(free, free) == free for free in free_variables(changed)), text


def _renamed(one: Any, other: Any) -> Iterator[tuple[str, str]]:
    """The variables where the two differ, which is nowhere else."""
    assert type(one) is type(other) or {type(one), type(other)} == {int, float}
    if isinstance(one, list):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            yield from _renamed(a, b)
    elif isinstance(one, str) and one != other:
        yield one, other
    elif isinstance(one, float):
        assert math.isclose(one, other, rel_tol=0)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("exists x ship(x)", "there is a ship X"),
        ("~exists x ship(x)", "there is no ship X"),
        (
            "exists x (ship(x) & ~flooded(x) & exists y (harbor(y) & near(x, y, 50 m)))",
            "there is a ship X such that (X is not flooded and "
            "there is a harbor Y such that X is within 50 m of Y)",
        ),
        (
            "count x (ship(x)) > 2 * count y (harbor(y) & near(y, y))",
            "the number of ships X is more than (2 times the number of harbors Y such that (Y is near Y))",
        ),
        (
            "forall x (ship(x) -> area(x) >= 20.5 | angle(x) < 30)",
            "for every ship X, (the area of X is at least 20.5 px² or "
            "the angle of X is less than 30 degrees)",
        ),
        ("near(first, x)", 'which Y called "first", X: Y is near X'),
        ("date(image) >= '2020-05'", 'the date of the image is at or after "2020-05"'),
    ],
)
def test_texts(formula: str, text: str) -> None:
    data = to_prolog(check(parse(formula), vocabulary()), vocabulary())
    assert engine().say_formally(data) == text
    assert engine().formal(text) == data


def test_what_is_not_of_the_register_is_not_read() -> None:
    for text in ("", "ships", "there is a ship", "there is a ship X such that", "there is a zebra X", "X is"):
        assert engine().formal(text) is None
