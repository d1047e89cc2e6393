"""The reference evaluator, held to results worked out by hand and to other ways to the same meaning."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from random import Random
from typing import Literal, get_args

import pytest
from cases_of_kinds import case_of
from engine_scene import DEFINITIONS
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from reference import (
    SETTINGS,
    TAXONOMY,
    Case,
    Language,
    NoGroundSampleDistance,
    Scene,
    Settings,
    answers,
    cases,
    fast_answers,
    language_for,
    random_cases,
    random_formula,
    scenes,
    written_out,
)
from shapely.geometry import LineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image, Value
from rune_kb.logic.checker import check
from rune_kb.logic.formula import Formula, Term, free_variables, walk
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.reference.geometry import RELATIONS, axes, between, centre, distance
from rune_kb.reference.meaning import Meaning
from rune_kb.vocabulary import AttributeEntry, ClassEntry, RelationEntry, Vocabulary

EVERYTHING = Settings("best", min_score=0.0, threshold=0.0)


def detection(k: int, cls: str, outline: BaseGeometry, score: float = 1.0, **attributes: Value) -> Detection:
    return Detection("S", k, cls, cls, outline, score, attributes=attributes)


HARBOUR = Scene(
    Image("S"),
    (
        detection(0, "ship", box(0, 0, 10, 10), 0.8),
        detection(1, "ship", box(20, 0, 30, 10), 0.5),  # 10 px right of ship 0, on its way to the harbor
        detection(2, "harbor", box(40, 0, 60, 20), 0.6),  # 10 px from ship 1, 30 px from ship 0
    ),
)
FAINT = replace(HARBOUR, detections=(*HARBOUR.detections, detection(3, "ship", box(40, 50, 50, 60), 0.3)))


def score(text: str, scene: Scene = HARBOUR, settings: Settings = EVERYTHING) -> float:
    """Of a closed formula, as both evaluators see it; 0 where there is no answer."""
    slow, fast = (
        sum(answer.score for answer in evaluate(parse(text), scene, TAXONOMY, settings))
        for evaluate in (answers, fast_answers)
    )
    assert fast == pytest.approx(slow)
    return slow


def bound(text: str, scene: Scene = HARBOUR, settings: Settings = EVERYTHING) -> dict[str, float]:
    """``{"p=0 q=2": score}`` for each answer, best first."""
    found = answers(parse(text), scene, TAXONOMY, settings)
    return {" ".join(f"{v}={d.split('#')[1]}" for v, d in a.bindings.items()): a.score for a in found}


# -- best --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # ∃ takes the best witness, which is paid once however often it is needed.
        ("exists x ship(x)", 0.8),
        ("exists x object(x)", 0.8),
        ("exists x vehicle(x)", 0),
        ("exists x (ship(x) & score(x) < 0.6)", 0.5),
        ("exists x ship(x) & exists y ship(y)", 0.8),
        ("exists x (ship(x) & exists y ship(y))", 0.8),
        ("exists x, y (ship(x) & ship(y))", 0.8),
        ("exists x, y (ship(x) & ship(y) & x != y)", 0.8 * 0.5),
        ("exists x, y (ship(x) & harbor(y) & near(x, y, 30 px))", 0.8 * 0.6),
        ("exists x, y (ship(x) & harbor(y) & near(x, y, 29 px))", 0.5 * 0.6),
        ("exists x, y (ship(x) & harbor(y) & near(x, y, 9 px))", 0),
        # | takes the greater, and leaves its proofs to be shared further out.
        ("exists x ship(x) | exists x harbor(x)", 0.8),
        ("exists x (ship(x) | harbor(x))", 0.8),
        ("(exists x harbor(x) | exists x ship(x)) & exists y harbor(y)", 0.6),
        # exists>=n takes the n best distinct witnesses.
        ("exists>=0 x ship(x)", 1),
        ("exists>=1 x ship(x)", 0.8),
        ("exists>=2 x ship(x)", 0.8 * 0.5),
        ("exists>1 x ship(x)", 0.8 * 0.5),
        ("exists>=3 x ship(x)", 0),
        ("exists<=1 x ship(x)", 1 - 0.8 * 0.5),
        ("exists<2 x ship(x)", 1 - 0.8 * 0.5),
        ("exists<=2 x ship(x)", 1),
        ("exists<0 x ship(x)", 0),
        ("exists=0 x ship(x)", 1 - 0.8),
        ("exists=1 x ship(x)", 0.8 * (1 - 0.8 * 0.5)),
        ("exists=2 x ship(x)", 0.8 * 0.5),
        ("exists>=2 x ship(x) & exists y harbor(y)", 0.8 * 0.5 * 0.6),
        ("exists y (harbor(y) & exists>=2 x near(x, y, 30 px))", 0.6 * 0.8 * 0.5),
        # Witnesses of a subset see their own detection as paid, not one another's.
        ("exists>=2 x (ship(x) & ~exists y (ship(y) & x != y))", 0.8 * (1 - 0.5) * 0.5 * (1 - 0.8)),
        # ~φ is 1 - score(φ) where the detections of the variables around it are paid.
        ("~exists x ship(x)", 1 - 0.8),
        ("~exists x vehicle(x)", 1),
        ("exists x (ship(x) & ~exists y harbor(y))", 0.8 * (1 - 0.6)),
        ("exists x (ship(x) & ~exists y ship(y))", 0),  # y may be x, which is there
        ("exists x (ship(x) & ~exists y (ship(y) & x != y))", 0.8 * (1 - 0.5)),
        ("exists x ship(x) & ~exists x ship(x)", 0.8 * (1 - 0.8)),
        ("exists x (harbor(x) & exists x (ship(x) & ~exists y harbor(y)))", 0),  # a shadowed x is paid, too
        ("~(exists x ship(x) & exists x harbor(x))", 1 - 0.8 * 0.6),
        # ~~φ is φ: its witnesses are shared.
        ("~~exists x ship(x) & exists y ship(y)", 0.8),
        ("~forall x ~ship(x) & exists y ship(y)", 0.8),
        ("~(exists<=1 x ship(x)) & exists y ship(y)", 0.8 * 0.5),
        # ∀ is ~∃~, -> is ~|, <-> and ⊕ are disjunctions.
        ("forall x ship(x)", 1 - 0.6),
        ("forall x (ship(x) -> near(x, x))", 1 - 0.8),
        ("forall x (ship(x) -> exists y (harbor(y) & near(x, y, 10 px)))", 1 - 0.8),
        # Ship 0 is without a harbor to 1 - 0.6, ship 1 too: the better counterexample is ship 0.
        ("forall x (ship(x) -> exists y (harbor(y) & near(x, y, 30 px)))", 1 - 0.8 * (1 - 0.6)),
        ("exists y (harbor(y) & forall x (ship(x) -> near(x, y, 10 px)))", 0.6 * (1 - 0.8)),
        ("forall x, y (ship(x) & ship(y) -> x = y)", 1 - 0.8 * 0.5),
        ("exists x ship(x) -> exists x harbor(x)", 0.6),
        ("exists x vehicle(x) -> exists x harbor(x)", 1),
        ("exists x ship(x) ⊕ exists x harbor(x)", max(0.8 * (1 - 0.6), (1 - 0.8) * 0.6)),
        ("exists x ship(x) <-> exists x harbor(x)", max(0.8 * 0.6, (1 - 0.8) * (1 - 0.6))),
        # An inner variable hides an outer one of the same name.
        ("exists y (harbor(y) & exists x (ship(x) & exists y (ship(y) & right_of(x, y))))", 0.6 * 0.5 * 0.8),
        (
            "exists y (harbor(y) & exists x (ship(x) & exists>=1 y (ship(y) & right_of(x, y))))",
            0.6 * 0.5 * 0.8,
        ),
        # adjacent: near, and no detection between, each to its score.
        ("exists x, y (ship(x) & ship(y) & adjacent(x, y))", 0.8 * 0.5),
        ("exists x, y (harbor(x) & ship(y) & score(y) = 0.8 & adjacent(x, y))", 0.8 * 0.6 * (1 - 0.5)),
        ("exists x, y (harbor(x) & ship(y) & ~adjacent(x, y))", 0.8 * 0.6 * (1 - (1 - 0.5))),
    ],
)
def test_best_scores(text: str, expected: float) -> None:
    assert score(text) == pytest.approx(expected, abs=1e-12)


def test_free_variables_are_bound_and_paid() -> None:
    assert bound("ship(p)") == {"p=0": 0.8, "p=1": 0.5}
    assert bound("ship(p) & ship(q)") == pytest.approx(
        {"p=0 q=0": 0.8, "p=1 q=1": 0.5, "p=0 q=1": 0.4, "p=1 q=0": 0.4}
    )
    assert bound("ship(p) & exists q (harbor(q) & near(p, q, 10 px))") == pytest.approx({"p=1": 0.3})
    assert bound("ship(p) & ~exists q (ship(q) & p != q)") == pytest.approx({"p=0": 0.4, "p=1": 0.1})
    # A free variable need not matter to be paid.
    assert bound("ship(p) | exists x harbor(x)") == pytest.approx({"p=0": 0.8, "p=2": 0.6, "p=1": 0.5})


def test_answers_are_best_first_then_in_the_order_of_their_detections() -> None:
    assert list(bound("ship(p) & ship(q)")) == ["p=0 q=0", "p=1 q=1", "p=0 q=1", "p=1 q=0"]


def test_neither_is_a_proof_of_iff() -> None:
    faint, middling = ("exists x (ship(x) & score(x) = 0.3)", "exists x (ship(x) & score(x) = 0.5)")
    assert score(f"{faint} <-> {middling}", FAINT) == pytest.approx((1 - 0.3) * (1 - 0.5))


def test_weak_detections_and_weak_answers_are_dropped() -> None:
    best = Settings("best")
    assert bound("ship(p)", FAINT, best) == {"p=0": 0.8, "p=1": 0.5, "p=3": 0.3}
    assert bound("ship(p)", FAINT, replace(best, min_score=0.5)) == {"p=0": 0.8, "p=1": 0.5}
    assert bound("ship(p)", FAINT, replace(best, threshold=0.5)) == {"p=0": 0.8, "p=1": 0.5}
    assert score("exists>=3 x ship(x)", FAINT, best) == pytest.approx(0.8 * 0.5 * 0.3)
    assert score("exists>=3 x ship(x) & exists x harbor(x)", FAINT, best) == 0  # 0.072
    assert score("~exists x (ship(x) & score(x) < 0.4)", FAINT, replace(best, min_score=0.5)) == 1


def test_best_counts_what_is_likelier_than_not() -> None:
    assert score("count x (ship(x)) = 2", FAINT) == 1  # 0.8 and 0.5, not 0.3; certain, and free
    assert score("count x (ship(x)) > count y (harbor(y))", FAINT) == 1
    assert score("count x (ship(x)) = 2 & exists y harbor(y)", FAINT) == 0.6
    assert score("count x (ship(x)) = 1", FAINT, replace(EVERYTHING, min_score=0.6)) == 1
    # What was bound outside is there; what is looked for inside is at least 0.5 sure.
    assert bound("score(p) < 0.4 & count x (near(x, p, 30 px)) = 1", FAINT) == {"p=3": 0.3}
    assert score("count x (exists y (ship(y) & score(y) < 0.4 & near(x, y))) = 0", FAINT) == 1
    assert score("exists z (score(z) < 0.4 & count x (object(x) & ~x = z) = 3)", FAINT) == 0.3


# -- boolean -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exists>=2 x ship(x)", True),
        ("exists>=3 x ship(x)", False),
        ("exists=2 x ship(x)", True),
        ("exists x (ship(x) & ~exists y harbor(y))", False),
        ("forall x (ship(x) -> exists y (harbor(y) & near(x, y, 30 px)))", True),
        ("forall x (ship(x) -> exists y (harbor(y) & near(x, y, 29 px)))", False),
        ("forall x (vehicle(x) -> ship(x))", True),
        ("exists x vehicle(x) ⊕ exists x ship(x)", True),
        ("exists x vehicle(x) <-> exists x ship(x)", False),
        ("count x (ship(x)) = 2", True),
        ("count x (ship(x) & count y (near(x, y, 10 px)) = 2) = 1", True),
        ("exists x, y (ship(x) & harbor(y) & adjacent(x, y) & score(x) = 0.8)", False),
    ],
)
def test_boolean_truth(text: str, expected: bool) -> None:
    assert score(text, FAINT, Settings("boolean")) == expected


def test_boolean_sees_what_min_score_lets_it() -> None:
    assert score("exists=3 x ship(x)", FAINT, Settings("boolean", min_score=0.3)) == 1
    assert score("count x (ship(x)) = 3", FAINT, Settings("boolean", min_score=0.3)) == 1


def test_an_empty_image_satisfies_every_universal() -> None:
    empty = Scene(Image("S"), ())
    for settings in SETTINGS:
        assert score("forall x ship(x)", empty, settings) == 1
        assert score("exists x object(x)", empty, settings) == 0
        assert score("count x (object(x)) = 0", empty, settings) == 1
        assert bound("object(p)", empty, settings) == {}


# -- terms -------------------------------------------------------------------------------------------------

MEASURED = Scene(
    Image("S", width=640, gsd=0.5, date="2020-05-17"),
    (
        detection(0, "building", box(0, 0, 40, 10), flooded=True, storeys=2.0, damage="major"),
        detection(1, "building", box(100, 0, 110, 10), flooded=False, storeys=0),
        detection(2, "road", LineString([(0, 50), (30, 90)])),
    ),
)
ROADS = replace(TAXONOMY, covers={**TAXONOMY.covers, "road": frozenset({"road"})})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("length(p) = 40", "0"),
        ("length(p) = 20 m", "0"),
        ("length(p) = 2000 cm", "0"),
        ("length(p) = 0.02 km", "0"),
        ("length(p) > 65 ft", "02"),  # 39.6 px
        ("length(p) > 66 ft", "2"),  # 40.2 px
        ("area(p) = 400 px2", "0"),
        ("area(p) = 100 m2", "0"),
        ("area(p) = 0.01 ha", "0"),
        ("width(p) = 0", "2"),
        ("length(p) / width(p) = 4", "0"),
        ("length(p) / width(p) >= 0", "01"),  # a division by zero makes the comparison false,
        ("~(length(p) / width(p) >= 0)", "2"),  # and its negation true
        ("-length(p) < -45", "2"),
        ("abs(cx(p) - 105) <= 5", "1"),
        ("cx(p) + cy(p) = 110", "1"),
        ("exists x (distance(p, x) = 60)", "01"),
        ("exists x (centre_distance(p, x) = 85)", "01"),
        ("flooded(p)", "0"),
        ("~flooded(p)", "12"),
        ("storeys(p) = 2", "0"),
        ("storeys(p) != 2", "1"),  # missing: false
        ("~(storeys(p) = 2)", "12"),
        ("storeys(p) / storeys(p) = 1", "0"),
        ("damage(p) >= 'm'", "0"),
        ("damage(p) != 'none'", "0"),
        ("damage(p) = 2", ""),
        ("object(p) & date(image) = '2020'", "012"),
        ("object(p) & date(image) > '2020'", ""),
        ("object(p) & date(image) > '2020-04'", "012"),
        ("object(p) & '2021' > date(image)", "012"),
        ("object(p) & '2020' = date(image)", "012"),
        ("object(p) & date(image) = '2020-05-17'", "012"),
        ("object(p) & gsd(image) = 0.5", "012"),
        ("object(p) & width(image) = 640", "012"),
        ("object(p) & height(image) > 0", ""),
        ("object(p) & name(image) = 'S'", "012"),
        ("near(p, p)", ""),
        ("exists x near(p, x)", "012"),  # 30 m are 60 px
        ("exists x near(p, x, 29.9 m)", "02"),
        ("exists x near(p, x, length(x))", "02"),
        ("exists x far(p, x)", ""),
    ],
)
def test_terms(text: str, expected: str) -> None:
    found = answers(parse(text), MEASURED, ROADS, EVERYTHING)
    assert "".join(sorted(a.bindings["p"].split("#")[1] for a in found)) == expected


def test_metres_need_a_ground_sample_distance() -> None:
    with pytest.raises(NoGroundSampleDistance):
        score("exists x (length(x) > 30 m)")
    with pytest.raises(NoGroundSampleDistance):
        score("exists x vehicle(x) & area(x) > 30 m2", Scene(Image("S"), ()))


def test_near_by_default_is_30_metres_or_100_pixels() -> None:
    two = (detection(0, "ship", box(0, 0, 10, 10)), detection(1, "ship", box(110, 0, 120, 10)))
    for gsd, near in ((None, True), (0.3, True), (0.31, False), (0.25, True)):
        assert score("exists x, y near(x, y)", Scene(Image("S", gsd=gsd), two)) == near
    # far: more than four radii
    four = (two[0], detection(1, "ship", box(410, 0, 420, 10)))
    for gsd, far in ((None, False), (0.3, False), (0.31, True), (0.25, False)):
        assert score("exists x, y far(x, y)", Scene(Image("S", gsd=gsd), four)) == far


# -- geometry ----------------------------------------------------------------------------------------------

UNIT = box(0, 0, 10, 10)
U_SHAPE = Polygon([(0, 0), (60, 0), (60, 60), (50, 60), (50, 10), (10, 10), (10, 60), (0, 60)])
RING = Polygon([(0, 0), (60, 0), (60, 60), (0, 60)], [[(20, 20), (40, 20), (40, 40), (20, 40)]])
DART = Polygon([(0, 0), (100, 40), (0, 80), (80, 40)])


def test_centres() -> None:
    assert centre(box(0, 0, 10, 20)) == (5, 10)
    assert centre(DART) == (45, 40)  # the mean of its corners, though they lie round the other side
    assert centre(Polygon([(0, 0), (60, 0), (0, 30)])) == pytest.approx((20, 10))
    assert centre(MultiPolygon([box(0, 0, 20, 20), box(40, 0, 60, 20)])) == pytest.approx((30, 10))
    assert centre(LineString([(0, 0), (6, 8)])) == pytest.approx((3, 4))
    assert centre(RING) == pytest.approx((30, 30))


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        (box(0, 0, 40, 10), (40, 10, 0)),
        (box(0, 0, 10, 40), (40, 10, 90)),
        (Polygon([(0, 0), (30, 40), (-10, 70), (-40, 30)]), (50, 50, 53.13010235)),  # a tie: the first edge
        (Polygon([(30, 40), (-10, 70), (-40, 30), (0, 0)]), (50, 50, 143.13010235)),
        (Polygon([(0, 0), (20, 20), (10, 30), (-10, 10)]), (math.sqrt(800), math.sqrt(200), 45)),
        (Polygon([(0, 0), (40, 0), (30, 20), (10, 20)]), (30, math.sqrt(500), 0)),  # means of opposite edges
        (Polygon([(0, 0), (40, 10), (40, 20), (0, 20)]), ((math.sqrt(1700) + 40) / 2, 15, 7.12501635)),
        (LineString([(0, 0), (30, 40)]), (50, 0, 53.13010235)),
        (LineString([(30, 40), (0, 0)]), (50, 0, 53.13010235)),
        (LineString([(0, 0), (10, 0), (10, 30)]), (40, 0, None)),
        (MultiPolygon([box(0, 0, 20, 20), box(40, 0, 60, 20)]), (60, 20, 0)),
    ],
)
def test_axes(outline: BaseGeometry, expected: tuple[float, float, float | None]) -> None:
    length, width, angle = axes(outline)
    assert (length, width) == pytest.approx(expected[:2])
    if expected[2] is not None:
        assert angle == pytest.approx(expected[2])


FLAT, LEANING_14, LEANING_15_4 = (
    box(0, 0, 40, 10),
    Polygon([(0, 50), (100, 75), (95, 95), (-5, 70)]),  # atan(1/4)
    Polygon([(0, 50), (400, 160), (389, 200), (-11, 90)]),  # atan(11/40)
)
CROSSING, CROSSED = LineString([(0, 0), (10, 10)]), LineString([(0, 10), (10, 0)])


@pytest.mark.parametrize(
    ("name", "x", "y", "expected"),
    [
        # By centres: the diagonal belongs to left and right.
        ("left_of", UNIT, box(10, 0, 20, 10), True),
        ("left_of", UNIT, box(10, 10, 20, 20), True),
        ("above", UNIT, box(10, 10, 20, 20), False),
        ("left_of", UNIT, box(10, 11, 20, 21), False),
        ("above", UNIT, box(10, 11, 20, 21), True),
        ("above", box(10, 11, 20, 21), UNIT, False),
        ("below", box(10, 11, 20, 21), UNIT, True),
        ("right_of", box(10, 10, 20, 20), UNIT, True),
        ("left_of", UNIT, box(-5, -5, 15, 15), False),
        ("right_of", UNIT, box(-5, -5, 15, 15), False),
        ("above", UNIT, box(-5, -5, 15, 15), False),
        ("north_of", UNIT, box(10, 11, 20, 21), True),
        ("west_of", UNIT, box(10, 0, 20, 10), True),
        # By outlines: an edge or a corner in common is touching.
        ("touches", UNIT, box(10, 0, 20, 10), True),
        ("touches", UNIT, box(10, 10, 20, 20), True),
        ("overlaps", UNIT, box(10, 0, 20, 10), False),
        ("intersects", UNIT, box(10, 10, 20, 20), True),
        ("overlaps", UNIT, box(9, 0, 20, 10), True),
        ("touches", UNIT, box(9, 0, 20, 10), False),
        ("inside", UNIT, UNIT, True),
        ("contains", UNIT, UNIT, True),
        ("overlaps", UNIT, UNIT, True),
        ("touches", UNIT, UNIT, False),
        ("inside", UNIT, box(0, 0, 20, 20), True),
        ("inside", box(0, 0, 20, 20), UNIT, False),
        ("contains", box(0, 0, 20, 20), UNIT, True),
        # A hole is not part of the outline, its edge is.
        ("inside", box(20, 20, 40, 40), RING, False),
        ("touches", box(20, 20, 40, 40), RING, True),
        ("on", box(20, 20, 40, 40), RING, False),
        ("intersects", box(22, 22, 38, 38), RING, False),
        ("on", RING, RING, False),
        ("on", U_SHAPE, U_SHAPE, False),
        ("on", DART, DART, False),
        ("on", UNIT, box(5, 5, 15, 15), True),
        ("on", UNIT, box(6, 6, 15, 15), False),
        # Lines have interiors and boundaries of their own.
        ("inside", LineString([(2, 5), (8, 5)]), UNIT, True),
        ("overlaps", LineString([(2, 5), (8, 5)]), UNIT, True),
        ("inside", LineString([(2, 0), (8, 0)]), UNIT, True),
        ("overlaps", LineString([(2, 0), (8, 0)]), UNIT, False),
        ("touches", LineString([(2, 0), (8, 0)]), UNIT, True),
        ("overlaps", CROSSING, CROSSED, True),
        ("touches", CROSSING, CROSSED, False),
        ("touches", LineString([(0, 0), (5, 0)]), LineString([(5, 0), (9, 0)]), True),
        ("touches", LineString([(5, 0), (5, 9)]), LineString([(0, 0), (9, 0)]), True),
        # By size and direction.
        ("larger_than", box(0, 0, 20, 10), UNIT, True),
        ("larger_than", UNIT, UNIT, False),
        ("smaller_than", CROSSING, UNIT, True),
        ("parallel_to", FLAT, LEANING_14, True),
        ("parallel_to", FLAT, LEANING_15_4, False),
        ("parallel_to", FLAT, Polygon([(0, 10), (40, 0), (41, 4), (1, 14)]), True),  # 166° and 0°
        ("perpendicular_to", FLAT, box(0, 0, 10, 40), True),
        ("perpendicular_to", LEANING_14, box(0, 0, 10, 40), True),
        ("perpendicular_to", LEANING_15_4, box(0, 0, 10, 40), False),
        ("perpendicular_to", FLAT, LEANING_15_4, False),
    ],
)
def test_relations(name: str, x: BaseGeometry, y: BaseGeometry, expected: bool) -> None:
    assert RELATIONS[name](detection(0, "object", x), detection(1, "object", y)) == expected


def test_what_a_detection_is_to_itself() -> None:
    """Where outlines are compared, ``x = y`` is left out only where DESIGN says so."""
    one = detection(0, "object", UNIT)
    assert {name for name, related in RELATIONS.items() if related(one, one)} == {
        "intersects",
        "on",
        "parallel_to",
    }


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (box(20, 0, 30, 10), True),
        (box(20, 5, 30, 15), True),  # the segment runs along its edge
        (box(20, 6, 30, 16), False),
        (box(2, 2, 4, 8), False),  # the segment starts at the centre, not at the outline
        (box(5, 2, 6, 8), True),
        (LineString([(20, 0), (20, 5)]), True),
    ],
)
def test_between_meets_the_segment_of_the_centres(x: BaseGeometry, expected: bool) -> None:
    ends = (detection(1, "object", UNIT), detection(2, "object", box(40, 0, 50, 10)))
    assert between(detection(0, "object", x), *ends) == expected


def test_between_two_of_one_centre_is_that_point() -> None:
    same = (detection(1, "object", UNIT), detection(2, "object", box(4, 4, 6, 6)))
    assert between(detection(0, "object", box(5, 5, 9, 9)), *same)
    assert between(detection(0, "object", CROSSING), *same)
    assert not between(detection(0, "object", box(6, 6, 9, 9)), *same)
    assert not between(same[0], *same)


def test_distance_is_the_gap() -> None:
    one = detection(0, "object", UNIT)
    assert distance(one, detection(1, "object", box(13, 14, 20, 20))) == 5
    assert distance(one, detection(1, "object", box(10, 10, 20, 20))) == 0
    assert distance(detection(0, "object", RING), detection(1, "object", box(25, 25, 35, 35))) == 5


# -- defined classes ---------------------------------------------------------------------------------------


def test_definitions_are_written_out_without_capture() -> None:
    defined = {
        "wet": parse("flooded(x)"),
        "wet_road": parse("road(x) & wet(x)"),
        "cut_off": parse("building(x) & exists y (wet_road(y) & near(x, y))"),
    }
    found = written_out(parse("exists y (cut_off(y) & ~wet(z))"), defined)
    assert free_variables(found) == ("z",)
    assert found == parse(
        "exists y ((building(y) & exists v1 ((road(v1) & flooded(v1)) & near(y, v1))) & ~flooded(z))"
    )
    assert written_out(parse("exists x ship(x)"), defined) == parse("exists x ship(x)")


# -- other ways to the same meaning --------------------------------------------------------------------------

POSITIVE = Language(positive=True)


@hypothesis_settings(max_examples=400, deadline=None)
@given(cases())
def test_the_fast_evaluator_agrees(case: Case) -> None:
    asked = (case.formula, case.scene, TAXONOMY, case.settings)
    assert fast_answers(*asked) == answers(*asked)


@pytest.mark.parametrize("kind", ["crowded", "hard"])
def test_the_fast_evaluator_agrees_where_witnesses_are_shared(kind: str) -> None:
    for i in range(150):
        formula, scene, settings = case_of(f"{kind}:fast{i}")
        slow, fast = (
            evaluate(written_out(formula, DEFINITIONS), scene, TAXONOMY, settings)
            for evaluate in (answers, fast_answers)
        )
        assert [a.bindings for a in fast] == [a.bindings for a in slow], f"{kind}:fast{i}"
        assert [a.score for a in fast] == pytest.approx([a.score for a in slow], abs=1e-12), f"{kind}:fast{i}"


@hypothesis_settings(max_examples=300, deadline=None)
@given(scenes(most=5, certain=True), st.randoms(use_true_random=False))
def test_certain_detections_make_best_boolean(scene: Scene, rng: Random) -> None:
    formula = random_formula(rng, language_for(scene), free=rng.choice((0, 1)), depth=4)
    best, boolean = (answers(formula, scene, TAXONOMY, Settings(scoring)) for scoring in ("best", "boolean"))
    assert best == boolean


@hypothesis_settings(max_examples=300, deadline=None)
@given(cases(POSITIVE))
def test_a_positive_formula_is_as_good_as_the_likeliest_detections_it_holds_for(case: Case) -> None:
    """DESIGN 4.2: without ~ and ∀, the product over the distinct detections that the best proof rests on.

    Put otherwise: of all sets of detections in which alone it is classically true, the best product.
    """
    best = Meaning(case.scene, TAXONOMY, EVERYTHING)
    for env in best.environments(case.formula):
        assert best.answer_score(case.formula, env) == max(
            (
                math.prod(d.score for d in world)
                for world in _subsets(case.scene.detections)
                if all(d in world for d in env.values())
                and Meaning(
                    replace(case.scene, detections=world), TAXONOMY, Settings("boolean", min_score=0)
                ).holds(case.formula, env)
            ),
            default=0,
        )


def _subsets(detections: tuple[Detection, ...]) -> list[tuple[Detection, ...]]:
    sizes = range(len(detections) + 1)
    return [world for size in sizes for world in itertools.combinations(detections, size)]


# -- the generators ------------------------------------------------------------------------------------------


def _vocabulary(language: Language) -> Vocabulary:
    kinds: dict[str, Literal["boolean", "number", "text"]] = {
        "flooded": "boolean",
        "storeys": "number",
        "damage": "text",
    }
    return Vocabulary(
        {name: ClassEntry(name, name, name) for name in language.classes},
        {
            name: RelationEntry(name, name, name, 3 if name == "between" else 2, radius=name == "near")
            for name in (*language.relations, "between")
        },
        {name: AttributeEntry(name, name, name, kind) for name, kind in kinds.items()},
    )


def test_random_formulas_can_be_written_and_checked() -> None:
    vocabulary = _vocabulary(Language())
    for case in random_cases(seed=1, count=500):
        assert parse(to_text(case.formula)) == case.formula
        assert check(case.formula, vocabulary) == case.formula


def test_random_cases_are_worth_asking() -> None:
    """All kinds of nodes occur, and enough of the answers are neither none nor certain."""
    found, kinds = [], set()
    for case in random_cases(seed=2, count=1500):
        kinds |= {type(node) for node in walk(case.formula)}
        found.append([a.score for a in fast_answers(case.formula, case.scene, TAXONOMY, case.settings)])
    assert kinds >= {*get_args(Formula), *get_args(Term)}
    assert sum(bool(scores) for scores in found) > 450
    assert sum(any(score < 1 for score in scores) for scores in found) > 150


def test_random_scenes_have_ties() -> None:
    held: set[str] = set()
    for case in random_cases(seed=3, count=200):
        outlines = case.scene.detections
        assert all(d.outline.is_valid for d in outlines)
        held |= {
            name
            for x, y in itertools.permutations(outlines, 2)
            for name, related in RELATIONS.items()
            if related(x, y)
        }
        held |= {"equal" for x, y in itertools.combinations(outlines, 2) if x.outline.equals(y.outline)}
        held |= {"at 100 px" for x, y in itertools.combinations(outlines, 2) if distance(x, y) == 100}
    assert held == {*RELATIONS, "equal", "at 100 px"}
