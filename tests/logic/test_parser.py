"""Reading: every spelling, precedence, positions, and what is said where reading fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import (
    And,
    Apply,
    Arith,
    Atom,
    Compare,
    Count,
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
    Text,
    Var,
    Xor,
    walk,
)
from rune_kb.logic.parser import parse

X, Y = Var("x"), Var("y")
A, B, C = (Atom(name, (X,)) for name in "abc")


@pytest.mark.parametrize(
    ("spellings", "formula"),
    [
        (["exists x (a(x))", "∃x (a(x))", "∃x(a(x))", "Exists x (a(x))", "exists x. a(x)", "exists x a(x)"],
         Exists(("x",), A)),
        (["forall x (a(x))", "∀x (a(x))", "FORALL x (a(x))", "∀x. a(x)"], Forall(("x",), A)),
        (["exists x, y (near(x, y))", "∃x,y(near(x,y))"], Exists(("x", "y"), Atom("near", (X, Y)))),
        (["exists x exists y (near(x, y))", "∃x∃y (near(x, y))", "∃x (∃y near(x, y))"],
         Exists(("x",), Exists(("y",), Atom("near", (X, Y))))),
        (["exists>=3 x (a(x))", "∃≥3 x (a(x))", "∃>=3 x. a(x)", "exists >= 3 x (a(x))"],
         ExistsCount(">=", 3, "x", A)),
        (["exists<=2 x (a(x))", "∃≤2x(a(x))"], ExistsCount("<=", 2, "x", A)),
        (["exists=1 m (a(x))"], ExistsCount("=", 1, "m", A)),
        (["a(x) & b(x) & c(x)", "a(x) and b(x) AND c(x)", "a(x)∧b(x)∧c(x)"], And((A, B, C))),
        (["a(x) | b(x) | c(x)", "a(x) or b(x) Or c(x)", "a(x)∨b(x)∨c(x)"], Or((A, B, C))),
        (["~a(x)", "not a(x)", "¬a(x)", "not(a(x))", "NOT a(x)"], Not(A)),
        (["a(x) -> b(x)", "a(x) → b(x)", "a(x)->b(x)"], Implies(A, B)),
        (["a(x) <-> b(x)", "a(x) ↔ b(x)"], Iff(A, B)),
        (["a(x) xor b(x)", "a(x) ⊕ b(x)"], Xor(A, B)),
        (["cx(x) <= 3", "cx(x) ≤ 3", "cx(x)<=3.0"], Compare("<=", Apply("cx", (X,)), Number(3.0))),
        (["x != y", "x ≠ y"], Compare("!=", X, Y)),
        (["x < 30 m2", "x < 30m2", "x < 30 m²", "x<30m²"], Compare("<", X, Number(30.0, "m2"))),
        (["x < 30 deg", "x < 30°"], Compare("<", X, Number(30.0, "deg"))),
        (["'large vehicle'(x)", '"large vehicle"(x)'], Atom("large vehicle", (X,))),
        (["large-vehicle(x)", "'large-vehicle'(x)", "((large-vehicle(x)))"], Atom("large-vehicle", (X,))),
        (["a(x) # the first\n & # and\n b(x)", "\ta(x)\r\n&b(x)\n"], And((A, B))),
        (["date(image) > '2020'", 'date(image) > "2020"'],
         Compare(">", Apply("date", (ImageTerm(),)), Text("2020"))),
        (["count x (a(x)) > 2", "COUNT x(a(x)) > 2"], Compare(">", Count("x", A), Number(2.0))),
        (["rain & a(x)", "rain() & a(x)"], And((Atom("rain", ()), A))),
    ],
)  # fmt: skip
def test_all_spellings(spellings: list[str], formula: Formula) -> None:
    for text in spellings:
        assert parse(text) == formula


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("a(x) <-> b(x) -> c(x)", Iff(A, Implies(B, C))),
        ("a(x) <-> b(x) xor c(x)", Xor(Iff(A, B), C)),
        ("a(x) -> b(x) -> c(x)", Implies(A, Implies(B, C))),
        ("a(x) -> b(x) | c(x)", Implies(A, Or((B, C)))),
        ("a(x) | b(x) & c(x)", Or((A, And((B, C))))),
        ("(a(x) & b(x)) & c(x)", And((And((A, B)), C))),
        ("~a(x) & b(x)", And((Not(A), B))),
        ("exists x (a(x)) & b(x)", And((Exists(("x",), A), B))),
        ("exists x a(x) & b(x)", And((Exists(("x",), A), B))),
        ("forall x ~a(x) -> b(x)", Implies(Forall(("x",), Not(A)), B)),
        ("exists x. a(x) & b(x) -> c(x)", Exists(("x",), Implies(And((A, B)), C))),
        ("c(x) & exists x. a(x) | b(x)", And((C, Exists(("x",), Or((A, B)))))),
        ("~exists x. a(x) & b(x)", Not(Exists(("x",), And((A, B))))),
        ("exists x. a(x) & exists y. b(x) <-> c(x)", Exists(("x",), And((A, Exists(("y",), Iff(B, C)))))),
        ("(exists x. a(x)) & b(x)", And((Exists(("x",), A), B))),
        ("~x = y", Not(Compare("=", X, Y))),
        ("exists x x = y", Exists(("x",), Compare("=", X, Y))),
        ("exists x. 5 < cx(x)", Exists(("x",), Compare("<", Number(5.0), Apply("cx", (X,))))),
    ],
)
def test_precedence(text: str, formula: Formula) -> None:
    assert parse(text) == formula


CX, CY = Apply("cx", (X,)), Apply("cy", (Y,))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("cx(x)-cy(y)", Arith("-", CX, CY)),
        ("3 -cx(x)", Arith("-", Number(3.0), CX)),
        ("3-cx(x)", Arith("-", Number(3.0), CX)),
        ("30 m-cx(x)", Arith("-", Number(30.0, "m"), CX)),
        ("cx(x) - 1 - 2", Arith("-", Arith("-", CX, Number(1.0)), Number(2.0))),
        ("cx(x) + 2 * 3", Arith("+", CX, Arith("*", Number(2.0), Number(3.0)))),
        ("(cx(x) + 2) * 3", Arith("*", Arith("+", CX, Number(2.0)), Number(3.0))),
        ("((cx(x)))", CX),
        ("-3", Number(-3.0)),
        ("-3 m", Number(-3.0, "m")),
        ("-(3)", Negative(Number(3.0))),
        ("--3", Negative(Number(-3.0))),
        ("-cx(x) * 2", Arith("*", Negative(CX), Number(2.0))),
        ("1.5e2", Number(150.0)),
        ("abs(cx(x) - cy(y))", Apply("abs", (Arith("-", CX, CY),))),
        ("count y (a(y)) / 2", Arith("/", Count("y", Atom("a", (Y,))), Number(2.0))),
        (r"'it\'s \\ \n'", Text("it's \\ \n")),
    ],
)
def test_terms(text: str, term: object) -> None:
    formula = parse(f"{text} < 1")
    assert isinstance(formula, Compare)
    assert formula.left == term


def test_every_node_knows_its_place() -> None:
    text = "exists x (\n  (ship(x) | large-vehicle(x))\n  & count y (near(x, y)) > 3 m\n)"
    formula = parse(text)
    stretches = {}
    for node in walk(formula):
        assert node.pos is not None
        assert node.pos.line == text.count("\n", 0, node.pos.start) + 1
        assert node.pos.column == node.pos.start - text.rfind("\n", 0, node.pos.start)
        stretches[type(node).__name__] = text[node.pos.start : node.pos.end]
    assert stretches["Exists"] == text
    assert stretches["Or"] == "(ship(x) | large-vehicle(x))"
    assert stretches["Count"] == "count y (near(x, y))"
    assert stretches["Compare"] == "count y (near(x, y)) > 3 m"
    assert stretches["Number"] == "3 m"


COMMAS = "several variables of one quantifier have commas between them: x, y"
TERM = "(a variable, a number, a text, area(x), image)"


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "the formula is empty; write for example exists x (ship(x))"),
        ("  # nothing", 1, "the formula is empty; write for example exists x (ship(x))"),
        ("exists x (ship(x) & )", 21, "expected a formula after `&`, not `)`"),
        ("a(x) and", 9, "expected a formula after `and`"),
        ("exists x", 9, "expected a formula after `x`"),
        ("exists x (a(x)", 10, "this ( is never closed"),
        ("exists x (a(x) & (b(x) | c(x))", 10, "this ( is never closed"),
        ("near(x, '(', y", 5, "this ( is never closed"),
        ("exists x (a(x)))", 16, "this ) closes nothing"),
        (") a(x)", 1, "this ) closes nothing"),
        ("near(x,)", 8, f"expected a term after `,` {TERM}, not `)`"),
        ("near(x y)", 8, "expected `(` or `,` or `)` after `x`, not `y`"),
        ("a(x) > ", 7, f"expected a term after `>` {TERM}"),
        ("3", 2, "expected a comparison (< <= = != >= >) after `3`"),
        ("exists (a(x))", 8, "expected a variable after `exists`, not `(`"),
        ("exists and (a(x))", 8, "`and` is a word of the language and cannot be a name here"),
        ("exists image (a(image))", 8, "`image` is a word of the language and cannot be a name here"),
        ("count x > 3", 9, "expected `(` after `x`, not `>`"),
        ("exists>= x (a(x))", 10, "expected a whole number after `>=`, not `x`"),
        ("exists>=2.5 x (a(x))", 9, "`exists` counts detections: 2.5 is not a whole number"),
        ("exists!=2 x (a(x))", 7, "`exists` can count with < <= = >= >, not with !="),
        ("exists x, x (a(x))", 11, "`x` stands twice after one quantifier"),
        ("exists x y (a(x) & b(y))", 18, COMMAS),
        ("exists x y. a(x)", 11, COMMAS),
        ("1 < cx(x) < 5", 11, "comparisons do not chain; write 1 < cx(x) & cx(x) < …"),
        ("cx(x) > 30 miles", 12,
         "`miles` is not a unit; known are px, px2, cm, m, km, ft, m2, km2, ha, deg"),
        ("cx(x) > 1e999", 9, "this number is too large"),
        ("exists>=" + "9" * 5000 + " x (a(x))", 9, "this number is too large"),
        ("cx(x) > .5", 9, "a number begins with a digit: write 0 before the point"),
        ("a(x).", 5, "a formula ends without a full stop"),
        ("name(image) = 'abc", 15, "this string is never closed"),
        ("a(x) && b(x)", 6, "write & for `&&`"),
        ("a(x) || b(x)", 6, "write | for `||`"),
        ("a(x) ⇒ b(x)", 6, "write -> for `⇒`"),
        ("a(x) <=> b(x)", 6, "write <-> for `<=>`"),
        ("cx(x) == 3", 7, "write = for `==`"),
        ("!a(x)", 1, "write ~ for `!`"),
        ("a[x]", 2, "write ( for `[`"),
        ("a(x) $ b(x)", 6, "`$` is not part of the formula language"),
        ("a(x) andy(x)", 6, "expected one of & | -> <-> xor or a comparison (< <= = != >= >) or "
         "the end of the formula after `)`, not `andy`"),
    ],
)  # fmt: skip
def test_errors_are_in_plain_words(text: str, column: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.line, caught.value.column) == (message, 1, column)


def test_an_error_is_shown_in_its_line() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("exists x (\n  ship(x) &  # a ship\n  near(x,, y))")
    assert str(caught.value).splitlines() == [
        f"line 3, column 10: expected a term after `,` {TERM}, not `,`",
        "    near(x,, y))",
        "           ^",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "a(x)" + ")" * 10_000,
        "(" * 10_000,
        "~" * 10_000 + "a(x)",
        "exists x " * 2_000 + "a(x)",
        "a(x) -> " * 2_000 + "a(x)",
        "1" + " + 1" * 4_000 + " > 0",
        "f(" * 5_000 + "x" + ")" * 5_000,
        "a(x) & " * 100_000 + "a(x)",
    ],
)
def test_what_is_too_deep_or_too_long_is_refused_at_once(text: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(FormulaError, match=r"more than 100|at most 20000"):
        parse(text)
    assert time.perf_counter() - begin < 5


def test_a_hundred_levels_are_read() -> None:
    assert parse("(" * 100 + "rain" + ")" * 100) == Atom("rain", ())
    assert parse("~" * 99 + "rain")


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["exists", "forall", "∃", "x", "y", ",", ".", "(", ")", "ship(x)", "near", "~", "&", "|", "->",
             "xor", "<->", "<", ">=", "=", "3", "30 m", "-", "+", "*", "count", "image", "'s'",
             "large-vehicle(", "°", "#", "\n", "'", "$", "and"]
        ),
        max_size=14,
    ).map(" ".join)
    | st.text(max_size=20)
)  # fmt: skip
def test_any_text_gives_a_formula_or_a_formula_error(text: str) -> None:
    with suppress(FormulaError):
        parse(text)


def test_a_cache_that_is_broken_or_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    program = "from rune_kb.logic.parser import parse; print(parse('a(x)').name)"
    not_a_folder = tmp_path / "file"
    not_a_folder.write_text("")
    for cache in (tmp_path, tmp_path, not_a_folder):
        env = os.environ | {"XDG_CACHE_HOME": str(cache)}
        done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True)
        assert (done.stdout, done.stderr) == ("a\n", "")
        for kept in tmp_path.glob("rune/*.pickle"):
            kept.write_bytes(kept.read_bytes()[:-100])
    assert list(tmp_path.glob("rune/*.pickle"))
