"""The pure parts of the checker: definitions unfolded, double denials, what a search is for."""

from __future__ import annotations

import pytest
from engine_scene import vocabulary

from rune_kb.logic.formula import Atom, Not
from rune_kb.logic.parser import parse
from rune_kb.proof.searched import searched
from rune_kb.proof.unfold import definitions_of, denied, same, undenied, unfolded

DEFINED = {**definitions_of(vocabulary()), "alone": (("x",), parse("~exists y near(x, y)"))}


@pytest.mark.parametrize(
    ("atom", "body"),
    [
        ("moored(p)", "ship(p) & exists y (harbor(y) & near(p, y))"),
        ("moored(y)", "ship(y) & exists y_2 (harbor(y_2) & near(y, y_2))"),
        ("adjacent(x, y)", "near(x, y) & ~exists z between(z, x, y)"),
        ("adjacent(y, x)", "near(y, x) & ~exists z between(z, y, x)"),
        ("adjacent(z, z_2)", "near(z, z_2) & ~exists z_3 between(z_3, z, z_2)"),
    ],
)
def test_definitions_are_unfolded_without_capture(atom: str, body: str) -> None:
    given = parse(atom)
    assert isinstance(given, Atom)
    assert unfolded(given, DEFINED) == parse(body)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("exists y near(x, y)", "exists z near(x, z)", True),
        ("exists y near(x, y)", "exists x near(x, x)", False),
        ("exists x (exists x ship(x) & near(x, x))", "exists a (exists b ship(b) & near(a, a))", True),
        ("exists x (exists x ship(x) & near(x, x))", "exists a (exists b ship(a) & near(a, b))", False),
        ("exists x exists y near(x, y)", "exists x exists y near(y, x)", False),
        ("near(x, y)", "near(x, z)", False),
        ("count y (near(x, y)) > 1", "count z (near(x, z)) > 1", True),
        ("exists>=2 y near(x, y)", "exists>=3 y near(x, y)", False),
    ],
)  # fmt: skip
def test_bound_variables_may_have_any_name(one: str, other: str, alike: bool) -> None:
    assert same(parse(one), parse(other)) == alike


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("~~ship(x)", "ship(x)"),
        ("~~~ship(x)", "~ship(x)"),
        ("~forall x, y near(x, y)", "exists x, y (~near(x, y))"),
        ("~exists<=2 x ship(x)", "exists>2 x ship(x)"),
        ("~exists<2 x ship(x)", "exists>=2 x ship(x)"),
        ("~exists=0 x ship(x)", "exists>0 x ship(x)"),
        ("~alone(p)", "exists y near(p, y)"),
        ("~ship(x)", None),
        ("~exists x ship(x)", None),
        ("~exists=2 x ship(x)", None),
        ("~moored(x)", None),
        ("~(ship(x) -> harbor(x))", None),
    ],
)
def test_what_is_denied_twice(formula: str, said: str | None) -> None:
    given = parse(formula)
    assert isinstance(given, Not)
    found = undenied(given, DEFINED)
    assert found == (None if said is None else parse(said))


@pytest.mark.parametrize(
    ("formula", "other"),
    [
        ("~ship(x)", "ship(x)"),
        ("forall x (ship(x) -> moored(x))", "exists x (~(ship(x) -> moored(x)))"),
        ("exists<=2 x ship(x)", "exists>2 x ship(x)"),
        ("exists<2 x ship(x)", "exists>=2 x ship(x)"),
        ("exists=0 x ship(x)", "exists>0 x ship(x)"),
        ("exists=1 x ship(x)", None),
        ("exists x ship(x)", None),
    ],
)
def test_what_a_denial_denies(formula: str, other: str | None) -> None:
    assert denied(parse(formula)) == (None if other is None else parse(other))


@pytest.mark.parametrize(
    ("formula", "cls"),
    [
        ("exists x (ship(x) & exists y (harbor(y) & near(x, y)))", "ship"),
        ("exists x (near(x, p) & flooded(x) & building(x) & object(x))", "building"),
        ("exists x, y (harbor(y) & near(x, y) & ship(x))", "ship"),
        ("exists x near(x, p)", "object"),
        ("exists x (ship(x) | harbor(x))", "object"),
        ("exists x (~ship(x))", "object"),
        ("exists x (~(ship(x) & p != x -> near(x, p)))", "ship"),
        ("exists x (~(near(x, p) -> ~ship(x)))", "ship"),
        ("exists x (moored(x) & flooded(x))", "ship"),
        ("ship(p) & (near(p, q) & exists x harbor(x)) & exists y ship(y)", "harbor"),
        ("exists<=1 x harbor(x) & exists>=2 y ship(y)", "ship"),
        ("exists>2 x ship(x)", "ship"),
        ("moored(p)", "harbor"),
        ("lonely(p)", ""),
        ("near(p, q)", ""),
        ("exists x ship(x) | exists x harbor(x)", ""),
    ],
)
def test_what_was_searched(formula: str, cls: str) -> None:
    assert searched(parse(formula), vocabulary(), DEFINED) == cls
