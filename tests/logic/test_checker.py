"""Formulas against a small vocabulary: what becomes of the good ones, what is said about the others."""

from __future__ import annotations

import pytest

from rune_kb.errors import FormulaError
from rune_kb.logic.checker import MetricSupport, check
from rune_kb.logic.formula import Atom, Exists, Not, Number, Var, walk
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text

from .small import small_vocabulary

VOCABULARY = small_vocabulary()
ALL_WITH_GSD = MetricSupport(images=10, without_gsd=0)
SOME_WITHOUT = MetricSupport(images=10, without_gsd=4, examples=("P0001", "P0007", "P0009", "P0010"))


def checked(text: str, images: MetricSupport | None = ALL_WITH_GSD) -> str:
    return to_text(check(parse(text), VOCABULARY, text=text, images=images))


def refused(text: str, images: MetricSupport | None = ALL_WITH_GSD) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        check(parse(text), VOCABULARY, text=text, images=images)
    return caught.value


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("exists x (Boats(x))", "exists x (ship(x))"),
        ("LargeVehicle(x)", "large_vehicle(x)"),
        ("'large vehicle'(x)", "large_vehicle(x)"),
        ("large-vehicle(x)", "large_vehicle(x)"),
        ("northOf(x, y)", "above(x, y)"),
        ("near(x, y)", "near(x, y)"),
        ("near(x, y, 50 m)", "near(x, y, 50 m)"),
        ("near(x, y, 2 * 50)", "near(x, y, 2 * 50)"),
        ("between(x, y, z)", "between(x, y, z)"),
        ("Flooded(x)", "flooded(x)"),
        ("cloudy(image)", "cloudy(image)"),
        ("center_distance(x, y) < 30 px", "centre_distance(x, y) < 30 px"),
        ("centerDistance(x, y) < 30", "centre_distance(x, y) < 30"),
        ("abs(cx(x) - cx(y)) < 5 m", "abs(cx(x) - cx(y)) < 5 m"),
        ("speed(x) > 3", "speed(x) > 3"),
        ("flag(x) = 'Malta'", "flag(x) = 'Malta'"),
        ("sun_angle(image) < 30", "sun_angle(image) < 30"),
        ("width(x) > width(image) / 2", "width(x) > width(image) / 2"),
        ("gsd(image) < 0.5", "gsd(image) < 0.5"),
        ("name(image) = 'P0001'", "name(image) = 'P0001'"),
        ("date(image) > 2020", "date(image) > '2020'"),
        ("2020 <= date(image)", "'2020' <= date(image)"),
        ("date(image) = '2020-05'", "date(image) = '2020-05'"),
        ("acquisition_date(image) > 2020", "date(image) > '2020'"),
        ("area(x) > 1 ha", "area(x) > 1 ha"),
        ("area(x) > 2 * length(y) * width(y)", "area(x) > 2 * length(y) * width(y)"),
        ("area(x) / length(x) > 3 m", "area(x) / length(x) > 3 m"),
        ("length(x) / width(x) > 2", "length(x) / width(x) > 2"),
        ("length(x) + 5 > 3 m", "length(x) + 5 > 3 m"),
        ("-(angle(x)) < 45°", "-angle(x) < 45 deg"),
        ("count x (ship(x)) > 2 * count x (dock(x))", "count x (ship(x)) > 2 * count x (harbor(x))"),
        ("x = y", "x = y"),
        ("1 < 2", "1 < 2"),
        # An inner quantifier may take an outer one's name; the outer one is used as well.
        (
            "exists x (ship(x) & exists x (harbor(x)))",
            "exists x (ship(x) & exists x (harbor(x)))",
        ),
        # A variable may be called like a class where its class is said, and where it is bound.
        ("ship(ship)", "ship(ship)"),
        ("exists harbor (near(harbor, x))", "exists harbor (near(harbor, x))"),
    ],
)
def test_names_become_canonical(text: str, canonical: str) -> None:
    assert checked(text) == canonical
    assert checked(canonical) == canonical


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        # names
        ("exists x (shp(x))", "shp(x)", "no class or boolean attribute is called `shp`"),
        ("nearr(x, y)", "nearr(x, y)", "no relation is called `nearr`"),
        ("aera(x) > 3", "aera(x)", "no function is called `aera`"),
        ("ship & near(x, y)", "ship", "`ship` takes 1 argument, not 0: ship(x)"),
        ("ship(x, y)", "ship(x, y)", "`ship` takes 1 argument, not 2: ship(x)"),
        (
            "near(x)",
            "near(x)",
            "`near` takes 2 arguments, not 1: near(x, y) or near(x, y, 50 m)",
        ),
        ("between(x, y)", "between(x, y)", "`between` takes 3 arguments, not 2: between(x, y, z)"),
        ("left_of(x, y, 3)", "left_of(x, y, 3)", "`left_of` takes 2 arguments, not 3: left_of(x, y)"),
        ("distance(x) > 3", "distance(x)", "`distance` takes 2 arguments, not 1: distance(x, y)"),
        ("abs() > 3", "abs()", "`abs` takes 1 argument, not 0: abs(x)"),
        (
            "area(x) & ship(x)",
            "area(x)",
            "`area` is a value, neither true nor false; compare it: area(x) = …",
        ),
        ("speed(x)", "speed(x)", "`speed` is a value, neither true nor false; compare it: speed(x) = …"),
        (
            "near(x, y) > 3",
            "near(x, y)",
            "`near` is true or false, not a value: write near(x, y) or ~near(x, y)",
        ),
        (
            "flooded(x) = 1",
            "flooded(x)",
            "`flooded` is true or false, not a value: write flooded(x) or ~flooded(x)",
        ),
        (
            "exists x y (ship(x))",
            "y (ship(x))",
            "no class is called `y`; for several variables put commas: exists x, y (…)",
        ),
        # variables
        ("exists x, y (ship(x))", "y", "`y` is quantified but not used"),
        ("exists x (exists x (ship(x)))", "x", "`x` is quantified but not used"),
        ("count x (ship(y)) > 3", "x", "`x` is quantified but not used"),
        (
            "forall x (ship(x)) -> near(x, y)",
            "x",
            "`x` is used outside `forall x (…)`, which binds it; close the parentheses later",
        ),
        (
            "exists>=2 x (ship(x)) & boat(x)",
            "x",
            "`x` is used outside `exists>=2 x (…)`, which binds it; close the parentheses later",
        ),
        (
            "exists x (near(x, harbor))",
            "harbor",
            "`harbor` is a class, not a detection: exists y (harbor(y) & …)",
        ),
        # kinds
        ("ship(3)", "3", "argument 1 of `ship` must be a detection; 3 is a number"),
        ("ship(image)", "image", "argument 1 of `ship` must be a detection; image is the image"),
        ("near(x, area(y))", "area(y)", "argument 2 of `near` must be a detection; area(y) is an area"),
        ("area(3) > 1", "3", "argument 1 of `area` must be a detection; 3 is a number"),
        ("date(x) > 2020", "x", "argument 1 of `date` must be the image; x is a detection"),
        ("cloudy(x)", "x", "argument 1 of `cloudy` must be the image; x is a detection"),
        ("x < y", "x < y", "detections have no order: compare area(x) < area(y), for example"),
        ("x = 3", "x = 3", "these cannot be compared: x is a detection, 3 a number"),
        ("x + 1 > 3", "x", "a number is needed here; x is a detection"),
        ("abs(x) > 3", "x", "a number is needed here; x is a detection"),
        ("flag(x) > 3", "flag(x) > 3", "these cannot be compared: flag(x) is a text, 3 a number"),
        ("area(x) = 'big'", "area(x) = 'big'", "these cannot be compared: area(x) is an area, 'big' a text"),
        ("flag(x) + 1 > 2", "flag(x)", "a number is needed here; flag(x) is a text"),
        ("image = 3", "image = 3", "the image itself cannot be compared; name(image) and date(image) can"),
        (
            "date(image) > 30",
            "date(image) > 30",
            "these cannot be compared: date(image) is a date, 30 a number",
        ),
        (
            "date(image) > 'May 2020'",
            "'May 2020'",
            "a date is written '2020', '2020-05' or '2020-05-17'",
        ),
        # units
        (
            "length(x) > 30 m2",
            "length(x) > 30 m2",
            "these cannot be compared: length(x) is a length, 30 m2 an area",
        ),
        (
            "score(x) > 3 m",
            "score(x) > 3 m",
            "these cannot be compared: score(x) is a plain number, 3 m a length",
        ),
        (
            "angle(x) > 3 px",
            "angle(x) > 3 px",
            "these cannot be compared: angle(x) is an angle, 3 px a length",
        ),
        (
            "length(x) + area(x) > 3",
            "length(x) + area(x)",
            "these cannot be added: length(x) is a length, area(x) an area",
        ),
        (
            "length(x) - 45° > 3",
            "length(x) - 45°",
            "these cannot be subtracted: length(x) is a length, 45 deg an angle",
        ),
        (
            "area(x) * length(x) > 3 m",
            "area(x) * length(x) > 3 m",
            "these cannot be compared: area(x) * length(x) is a quantity in px^3, 3 m a length",
        ),
        ("near(x, y, 50 m2)", "50 m2", "argument 3 of `near` must be a length; 50 m2 is an area"),
        ("near(x, y, z)", "z", "argument 3 of `near` must be a length; z is a detection"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(text: str, marked: str, message: str) -> None:
    error = refused(text)
    assert error.message == message
    assert text[error.column - 1 : error.column - 1 + error.length] == marked


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("shp(x)", "ship"), ("nearr(x, y)", "near"), ("aera(x) > 3", "area"), ("sped(x) > 3", "speed")],
)
def test_near_misses_are_offered(text: str, nearest: str) -> None:
    assert refused(text).suggestions[0] == nearest


def test_metric_units_need_every_image_to_have_a_gsd() -> None:
    error = refused("exists x, y (near(x, y, 30 m))", SOME_WITHOUT)
    assert error.message == (
        "30 m needs the ground sample distance, which 4 of 10 images lack (P0001, P0007, P0009, …); "
        "write pixels (12 px) or ingest with --gsd"
    )
    assert error.column == 25
    assert checked("exists x, y (near(x, y, 30 px))", SOME_WITHOUT)
    assert checked("angle(x) < 30°", SOME_WITHOUT)
    assert checked("near(x, y, 30 m)", None)


def test_the_error_names_the_line_of_a_long_formula() -> None:
    error = refused("exists x (\n  ship(x) &\n  harber(x)\n)")
    assert (error.line, error.column) == (3, 3)
    assert str(error).splitlines() == [
        "line 3, column 3: no class or boolean attribute is called `harber`",
        "    harber(x)",
        "    ^^^^^^^^^",
        "did you mean harbor?",
    ]


def test_positions_are_kept() -> None:
    text = "exists x (Boat(x) & 2020 < date(image))"
    for node in walk(check(parse(text), VOCABULARY, text=text)):
        assert node.pos is not None


def test_a_formula_made_in_python_is_checked_without_a_text() -> None:
    good = Exists(("x",), Atom("boat", (Var("x"),)))
    assert check(good, VOCABULARY) == Exists(("x",), Atom("ship", (Var("x"),)))
    for bad in (
        Exists(("image",), Atom("ship", (Var("image"),))),
        Exists(("x", "x"), Atom("ship", (Var("x"),))),
        Atom("near", (Var("x"), Var("y"), Number(3.0, "miles"))),
    ):
        with pytest.raises(FormulaError):
            check(bad, VOCABULARY)


def test_a_tree_too_deep_to_walk_is_refused() -> None:
    formula = Atom("ship", (Var("x"),))
    for _ in range(10_000):
        formula = Not(formula)
    with pytest.raises(FormulaError, match="100 levels"):
        check(formula, VOCABULARY)
