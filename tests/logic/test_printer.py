"""Reading gives back what was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import And, Atom, Compare, Formula, Number, Term, Text, Var, free_variables
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text

from .strategies import formulas, terms


@settings(max_examples=400, deadline=None)
@given(formulas, st.booleans())
def test_a_formula_is_read_back_from_its_text(formula: Formula, unicode: bool) -> None:
    assert parse(to_text(formula, unicode=unicode)) == formula


@settings(max_examples=200, deadline=None)
@given(terms, st.booleans())
def test_a_term_is_read_back_from_its_text(term: Term, unicode: bool) -> None:
    read = parse(f"{to_text(term, unicode=unicode)} = 0")
    assert read == Compare("=", term, Number(0.0))


_LEXEME = re.compile(r"'(?:\\.|[^'\\])*'|[()]|[^()']+")
_FOR_THE_READER = re.compile(r"(~|(exists|forall)[^()']*)$")


def _pairs(text: str) -> list[tuple[int, int]]:
    """Where the parentheses of the text open and close, those in strings left out."""
    opened, pairs = [], []
    for match in _LEXEME.finditer(text):
        if match[0] == "(":
            opened.append(match.start())
        elif match[0] == ")":
            pairs.append((opened.pop(), match.start()))
    return pairs


@settings(max_examples=100, deadline=None)
@given(formulas)
def test_the_text_has_no_parentheses_to_spare(formula: Formula) -> None:
    """Without any one pair it is another formula or none; quantifiers and ~ keep theirs for the reader."""
    text = to_text(formula)
    for start, end in _pairs(text):
        without = text[:start] + " " + text[start + 1 : end] + " " + text[end + 1 :]
        try:
            same = parse(without) == formula
        except FormulaError:
            continue
        assert not same or _FOR_THE_READER.search(text[:start]), without


@pytest.mark.parametrize(
    ("text", "ascii_text", "unicode_text"),
    [
        (
            "∃x∃y(ship(x)∧near(x,y))",
            "exists x exists y (ship(x) & near(x, y))",
            "∃x ∃y (ship(x) ∧ near(x, y))",
        ),
        ("exists x. a(x) & b(x)", "exists x (a(x) & b(x))", "∃x (a(x) ∧ b(x))"),
        ("exists x a(x) & b(x)", "exists x (a(x)) & b(x)", "∃x (a(x)) ∧ b(x)"),
        ("(a(x) & b(x)) | c(x)", "a(x) & b(x) | c(x)", "a(x) ∧ b(x) ∨ c(x)"),
        ("a(x) & (b(x) & c(x))", "a(x) & (b(x) & c(x))", "a(x) ∧ (b(x) ∧ c(x))"),
        ("(a(x) -> b(x)) -> c(x)", "(a(x) -> b(x)) -> c(x)", "(a(x) → b(x)) → c(x)"),
        ("a(x) -> (b(x) -> c(x))", "a(x) -> b(x) -> c(x)", "a(x) → b(x) → c(x)"),
        ("a(x) <-> (b(x) ⊕ c(x))", "a(x) <-> (b(x) xor c(x))", "a(x) ↔ (b(x) ⊕ c(x))"),
        ("~(x = y)", "~(x = y)", "¬(x = y)"),
        ("not not a(x)", "~~a(x)", "¬¬a(x)"),
        ("exists>=3 x (ship(x))", "exists>=3 x (ship(x))", "∃≥3 x (ship(x))"),
        ("∃=1x ship(x)", "exists=1 x (ship(x))", "∃=1 x (ship(x))"),
        ("area(x)>500m²", "area(x) > 500 m2", "area(x) > 500 m²"),
        ("angle(x) <= 45°", "angle(x) <= 45 deg", "angle(x) ≤ 45°"),
        ("(1+2)*3-(4-5) ≠ 6", "(1 + 2) * 3 - (4 - 5) != 6", "(1 + 2) * 3 - (4 - 5) ≠ 6"),
        ("- 3 < -(3)", "-3 < -(3)", "-3 < -(3)"),
        ("1e3 > 0.10", "1000 > 0.1", "1000 > 0.1"),
        ("'large vehicle'(x)", "'large vehicle'(x)", "'large vehicle'(x)"),
        ('name(image) = "it\'s"', "name(image) = 'it\\'s'", "name(image) = 'it\\'s'"),
        ("large-vehicle(x)", "large-vehicle(x)", "large-vehicle(x)"),
    ],
)
def test_texts_people_write(text: str, ascii_text: str, unicode_text: str) -> None:
    formula = parse(text)
    assert to_text(formula) == ascii_text
    assert to_text(formula, unicode=True) == unicode_text
    assert parse(ascii_text) == parse(unicode_text) == formula


@pytest.mark.parametrize(
    "tree",
    [
        Compare("=", Var("a b"), Var("y")),
        Compare("=", Var("exists"), Var("y")),
        Compare("<", Number(float("inf")), Number(1.0)),
        And((Atom("ship", (Var("x"),)),)),
    ],
)
def test_what_no_text_stands_for_is_refused(tree: Formula) -> None:
    with pytest.raises(FormulaError):
        to_text(tree)


def test_a_string_keeps_every_character() -> None:
    value = "a'b\"c\\d\ne\tf\rg\x00\u2028"
    formula = Compare("=", Text(value), Text(""))
    assert parse(to_text(formula)) == formula


def test_free_variables_come_in_the_order_of_the_text() -> None:
    assert free_variables(parse("exists x (near(x, b) & near(a, x))")) == ("b", "a")
