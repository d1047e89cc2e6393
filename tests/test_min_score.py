"""Least scores by class: what they mean, the engine held to the reference, and what people can get wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import shapely
from engine_scene import SceneEngine, difference, expected, vocabulary
from hard_formulas import hard_formula
from reference import TAXONOMY, Language, Scene, Settings, language_for, random_formula, random_scene
from reference.scenes import SCORES
from test_engine_collections import collection

from rune_kb import KnowledgeBase
from rune_kb.cli import app
from rune_kb.detection import Detection, Image, Observation
from rune_kb.errors import RuneError
from rune_kb.exits import run
from rune_kb.formats.base import Scene as ReadScene
from rune_kb.limits import Limits, limits, parse_limits
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.vocabulary import ClassEntry, Vocabulary

CASES = 400


def random_limits(rng: Random) -> dict[str, float]:
    """Limits of some classes, at scores that occur."""
    return {name: rng.choice((0.0, *SCORES)) for name in TAXONOMY.covers if rng.random() < 0.6}


@pytest.fixture(scope="module")
def engine() -> SceneEngine:
    return SceneEngine("min_score")


@pytest.mark.parametrize("scoring", ["best", "boolean"])
def test_random_limits_in_random_scenes(engine: SceneEngine, scoring: str) -> None:
    told = 0
    for i in range(CASES):
        rng = Random(f"{scoring}:{i}")
        scene = random_scene(rng, most=7)
        settings = Settings(scoring, min_score=random_limits(rng), threshold=rng.choice((0.0, 0.1)))  # type: ignore[arg-type]
        formula = (
            hard_formula(rng)
            if rng.random() < 0.3
            else random_formula(rng, language_for(scene), free=rng.choice((0, 0, 1)), depth=rng.randint(1, 3))
        )
        engine.hold([scene])
        found, wanted = engine.ask(formula, settings), expected(formula, [scene], settings)
        assert not difference(wanted, formula, found), f"{scoring}:{i} {settings} {to_text(formula)}"
        told += wanted != expected(formula, [scene], replace(settings, min_score=None))
    assert told > CASES // 12, "the limits hardly ever make a difference"


def test_ranking_many_images_stays_sound() -> None:
    """Bounds of images, cut by `top`: the first of all answers, whatever the limits."""
    held, scenes = SceneEngine("min_score many"), collection("limits")
    held.hold(scenes)
    for i in range(40):
        rng = Random(f"many:{i}")
        settings = Settings("best", min_score=random_limits(rng), threshold=0.0)
        formula = random_formula(rng, Language(), free=rng.choice((0, 1)), depth=2)
        found = held.ask(formula, settings)
        assert not difference(expected(formula, scenes, settings), formula, found), to_text(formula)
        for top in (1, 3):
            best = [each.score for each in held.ask(formula, settings, top=top)]
            assert best == pytest.approx([each.score for each in found[:top]]), to_text(formula)


def test_what_is_below_its_limit_is_not_there(engine: SceneEngine) -> None:
    box = shapely.box(0, 0, 10, 10)

    scores = {"ship": 0.5, "small_vehicle": 0.5, "large_vehicle": 0.5}
    scene = Scene(
        Image("S"),
        tuple(Detection("S", k, cls, cls, box, score) for k, (cls, score) in enumerate(scores.items())),
    )
    engine.hold([scene])

    def score(text: str, **min_score: float) -> float:
        settings = Settings(threshold=0.0, min_score=min_score)
        found = engine.ask_text(text, settings)
        assert not difference(expected(parse(text), [scene], settings), parse(text), found)
        return found[0].score if found else 0.0

    assert score("exists x ship(x)", ship=0.6) == 0
    assert score("~exists x ship(x)", ship=0.6) == 1
    assert score("exists x ship(x)", object=0.6, ship=0.5) == 0.5
    assert score("exists>=3 x object(x)", vehicle=0.5, ship=0.5) == 0.125
    assert score("exists>=2 x vehicle(x)", vehicle=0.6, small_vehicle=0.1) == 0
    assert score("exists x vehicle(x)", vehicle=0.6, small_vehicle=0.1) == 0.5
    assert score("exists x (vehicle(x) & large_vehicle(x))", vehicle=0.6, small_vehicle=0.1) == 0
    assert score("count x (object(x)) = 1", vehicle=0.6) == 1
    assert score("exists x (ship(x) & vehicle(x))", vehicle=0.6) == 0


# -- what limits mean ----------------------------------------------------------------------------------------


def test_the_most_specific_class_decides() -> None:
    found = limits({"object": 0.1, "Vehicle": 0.5, "large-vehicle": 0.2}, 0.05, vocabulary())
    assert found.default == 0.1
    assert dict(found.by_class) == {"vehicle": 0.5, "small_vehicle": 0.5, "large_vehicle": 0.2}
    assert (found.of("ship"), found.of("small_vehicle")) == (0.1, 0.5)


def test_of_two_parents_the_greater_limit_counts() -> None:
    classes = {"object": (), "boat": ("object",), "house": ("object",), "houseboat": ("boat", "house")}
    entries = {name: ClassEntry(name, name, name, parents=parents) for name, parents in classes.items()}
    known = Vocabulary(entries, {}, {})
    assert limits({"boat": 0.3, "house": 0.7}, 0.05, known).of("houseboat") == 0.7
    assert limits({"boat": 0.3, "house": 0.7, "houseboat": 0.1}, 0.05, known).of("houseboat") == 0.1


def test_one_number_stays_one_number() -> None:
    for given in (0.3, {"object": 0.3}, {"object": 0.3, "ship": 0.3}):
        assert limits(given, 0.05, vocabulary()) == Limits(0.3)
    assert limits({"ship": 0.05}, 0.05, vocabulary()).to_prolog() == 0.05
    assert limits({"ship": 0.6}, 0.05, vocabulary()).to_prolog() == [0.05, [["ship", 0.6]]]
    assert limits(None, 0.05, vocabulary()) == limits({}, 0.05, vocabulary()) == Limits(0.05)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"shpi": 0.5}, r"no class is called 'shpi'; did you mean ship"),
        ({"ship": 1.5}, r"ship=1.5 is no score; scores lie between 0 and 1"),
        ({"ship": float("nan")}, r"ship=nan is no score"),
        ({"ship": 0.5, "Ship": 0.6}, r"'Ship' is ship, which has a limit already"),
        ({"moored": 0.5}, r"moored is defined by a formula"),
        (-0.1, r"-0.1 is no score"),
        ("0.5", r"'0.5' is no score"),
    ],
)
def test_limits_that_are_none(given: object, said: str) -> None:
    with pytest.raises(RuneError, match=said):
        limits(given, 0.05, vocabulary())  # type: ignore[arg-type]


def test_limits_as_text() -> None:
    assert parse_limits("0.3") == 0.3
    assert parse_limits("ship=0.6,harbor=0.2") == {"ship": 0.6, "harbor": 0.2}
    assert parse_limits(" 0.1, ship = 0.6") == {"object": 0.1, "ship": 0.6}
    for text, said in {
        "": "not ''",
        "ship": "not 'ship'",
        "ship=": "not 'ship='",
        "=0.5": "'=0.5' names no class",
        "0.1,0.2": "'0.2' comes twice",
        "ship=0.1,ship=0.2": "'ship=0.2' comes twice",
        "1.5": "not '1.5'",
        "nan": "not 'nan'",
    }.items():
        with pytest.raises(RuneError, match=said):
            parse_limits(text)


# -- at the command line -------------------------------------------------------------------------------------


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[Path]:
    with KnowledgeBase.create(tmp_path / "kb") as base:
        seen = (
            Observation("ship", shapely.box(0, 0, 9, 9), 0.5),
            Observation("plane", shapely.box(0, 0, 9, 9), 0.5),
        )
        base.ingest_scenes([ReadScene(Image("P"), seen, "x")], "x")
        yield tmp_path / "kb"


def test_asked_of_a_knowledge_base(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        assert len(base.ask("exists x object(x)", min_score={"ship": 0.6})) == 1
        assert len(base.ask("exists x ship(x)", min_score={"Ships": 0.6})) == 0
        assert len(base.ask("exists x ship(x)", min_score={"object": 0.6, "ship": 0.1})) == 1


def test_the_command_line(kb: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def asked(least: str) -> tuple[int, str]:
        code = run(app, ["ask", str(kb), "--fol", "exists x ship(x)", "--min-score", least])
        out = capsys.readouterr()
        return code, out.out + out.err

    assert asked("0.1,ship=0.6")[1].splitlines()[-1].startswith("none of 1 image answers")
    assert "0.500" in asked("0.6,ship=0.1")[1]
    code, said = asked("ship=lots")
    assert (code, said.count("\n")) == (2, 1)
    assert "not 'ship=lots'" in said
    code, said = asked("shpi=0.5")
    assert (code, said) == (1, "rune: min_score: no class is called 'shpi'; did you mean ship?\n")
