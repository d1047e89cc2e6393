"""Collections of many images: ranking, `top`, `threshold`, `min_score`; and real knowledge bases on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from engine_scene import DEFINITIONS, OWN_WORDS, SceneEngine, difference, expected, key, renamed
from hard_formulas import hard_formula
from reference import SETTINGS, Language, Scene, Settings, random_formula, random_scene

from rune_kb import KnowledgeBase
from rune_kb.detection import Observation
from rune_kb.engine import RawAnswer
from rune_kb.formats.base import Scene as ReadScene
from rune_kb.logic.formula import Formula, free_variables
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.radius import Radius

IMAGES = 40
EVERYTHING = Settings("best", min_score=0.0, threshold=0.0)


def collection(seed: str, *, certain: bool = False, gsd: bool = False) -> list[Scene]:
    """Scenes of images of different names, whose alphabetical order is not that of the list.

    With ``gsd`` every image has a ground sample distance, so that metres can be spoken of.
    """
    rng = Random(seed)
    scenes = [random_scene(rng, most=5, certain=certain) for _ in range(IMAGES)]
    if gsd:
        scenes = [replace(s, image=replace(s.image, gsd=rng.choice((0.25, 0.5, 1.0)))) for s in scenes]
    return [renamed(scene, f"P{(17 * i) % IMAGES:02}") for i, scene in enumerate(scenes)]


def questions(seed: str, count: int, *, metres: bool = False) -> Iterator[tuple[Formula, Settings]]:
    """Random formulas and settings; ``metres``: with lengths in metres."""
    rng = Random(seed)
    words = Language(classes=(*Language().classes, *DEFINITIONS), metres=metres)
    for _ in range(count):
        settings = rng.choice(SETTINGS)
        if rng.random() < 0.3:
            yield hard_formula(rng), settings
        else:
            free = rng.choice((0, 0, 0, 1, 1, 2))
            yield random_formula(rng, words, free=free, depth=rng.randint(1, 3)), settings


# -- many images in the engine -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def held() -> tuple[SceneEngine, list[Scene]]:
    engine, scenes = SceneEngine("collections"), collection("many")
    engine.hold(scenes)
    return engine, scenes


def test_top_gives_the_first_of_all_answers(held: tuple[SceneEngine, list[Scene]]) -> None:
    """All answers: by score from the best, then by image, then by the detections bound."""
    engine, scenes = held
    cut = 0
    for formula, settings in questions("top", 120):
        found = engine.ask(formula, settings)
        assert not difference(expected(formula, scenes, settings), formula, found), to_text(formula)
        assert found == sorted(found, key=lambda each: rank(formula, each)), to_text(formula)
        for top in (1, 2, 3, 7, 20, IMAGES):
            best = engine.ask(formula, settings, top=top)
            cut += len(best) < len(found)
            assert scored(formula, best) == scored(formula, found[:top]), f"top {top} of {to_text(formula)}"
    assert cut > 100


def rank(formula: Formula, answer: RawAnswer) -> tuple[float, str, list[int]]:
    bound = {name: value for name, value, _ in answer.bindings}
    return -answer.score, answer.image, [bound[name] for name in free_variables(formula)]


def scored(formula: Formula, found: list[RawAnswer]) -> list[tuple[object, float]]:
    return [(key(formula, each), pytest.approx(each.score, abs=1e-12)) for each in found]


@pytest.mark.parametrize("scoring", ["best", "boolean"])
def test_min_score_and_threshold(held: tuple[SceneEngine, list[Scene]], scoring: str) -> None:
    """At the scores and products that occur, where < and <= differ."""
    engine, scenes = held
    for text in (
        "exists x ship(x)",
        "ship(x) & exists y (harbor(y) & near(x, y))",
        "exists>=2 x object(x) & ~exists y (vehicle(y))",
        "count x (object(x)) >= 2",
        "forall x (vehicle(x) -> exists y (object(y) & near(x, y)))",
    ):
        for least in (0.0, 0.05, 0.0625, 0.25, 0.375, 0.5, 0.75, 1.0):
            for threshold in (0.0, 0.1, 0.25, 0.28125, 0.375, 0.5, 0.75, 1.0):
                settings = Settings(scoring, min_score=least, threshold=threshold)  # type: ignore[arg-type]
                formula, found = parse(text), engine.ask_text(text, settings)
                wanted = expected(formula, scenes, settings)
                assert not difference(wanted, formula, found), f"{text} {settings}"


def test_certain_detections_make_best_boolean() -> None:
    engine, scenes = SceneEngine("certain"), collection("certain", certain=True)
    engine.hold(scenes)
    for formula, _ in questions("certain", 100):
        answers = [
            {key(formula, each): each.score for each in engine.ask(formula, Settings(scoring))}
            for scoring in ("best", "boolean")
        ]
        assert answers[0] == answers[1], to_text(formula)
        assert set(answers[0].values()) <= {1.0}


def test_the_radius_of_near_is_a_setting(held: tuple[SceneEngine, list[Scene]]) -> None:
    engine, scenes = held
    for text in ("near(x, y)", "exists x, y far(x, y)", "exists x, y (ship(x) & adjacent(x, y))"):
        for metres, pixels in ((30.0, 100.0), (15.0, 60.0), (120.0, 400.0), (0.0, 0.0)):
            settings = replace(EVERYTHING, near_radius_m=metres, near_radius_px=pixels)
            formula, found = parse(text), engine.ask_text(text, settings)
            assert not difference(expected(formula, scenes, settings), formula, found), f"{text} {metres}"


# -- knowledge bases on disk ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnDisk:
    """A knowledge base and the scenes that it was made from."""

    kb: KnowledgeBase
    scenes: list[Scene]

    @property
    def definitions(self) -> dict[str, Formula]:
        classes = self.kb.vocabulary.classes.values()
        return {each.name: each.definition for each in classes if each.definition is not None}


@pytest.fixture(scope="module", params=["pixels", "metres"])
def on_disk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnDisk]:
    """Images without, or all with, a ground sample distance."""
    scenes = collection(request.param, gsd=request.param == "metres")
    folder: Path = tmp_path_factory.mktemp("kb")
    words = folder / "port.ttl"
    words.write_text(OWN_WORDS)
    with KnowledgeBase.create(folder / "kb") as kb:
        assert kb.add_ontology(words) == []
        summary = kb.ingest_scenes(map(observed, scenes), "random")
        assert summary.detections == sum(len(scene.detections) for scene in scenes)
        assert not summary.new_classes
        assert not summary.problems
        yield OnDisk(kb, scenes)


def observed(scene: Scene) -> ReadScene:
    """The scene as a format's reader would give it."""
    seen = (Observation(d.label, d.outline, d.score, attributes=d.attributes) for d in scene.detections)
    return ReadScene(scene.image, tuple(seen), "random")


def test_a_knowledge_base_keeps_what_it_was_given(on_disk: OnDisk) -> None:
    kept = {image.id: image for image in on_disk.kb.images()}
    for scene in on_disk.scenes:
        assert replace(kept[scene.image.id], path=None) == scene.image
        for got, given in zip(on_disk.kb.detections(scene.image.id), scene.detections, strict=True):
            assert (got.id, got.cls, got.score) == (given.id, given.cls, given.score)
            assert dict(got.attributes) == dict(given.attributes)
            assert got.outline.equals_exact(given.outline, 0)


def test_a_knowledge_base_answers_as_the_reference(on_disk: OnDisk) -> None:
    """From the store through the cached tables, asked as a person asks: ids, default settings, text."""
    metres = all(scene.image.gsd for scene in on_disk.scenes)
    for formula, settings in questions("on disk", 60, metres=metres):
        found = on_disk.kb.ask(
            to_text(formula),
            top=None,
            scoring=settings.scoring,
            min_score=settings.min_score,
            threshold=settings.threshold,
        )
        free = free_variables(formula)
        got = {(a.image, tuple(sorted((v, a.bindings[v]) for v in free))): a.score for a in found}
        assert len(got) == len(found), to_text(formula)
        wanted = expected(formula, on_disk.scenes, settings, on_disk.definitions)
        assert got == pytest.approx(wanted, abs=1e-9), to_text(formula)


def test_a_knowledge_base_keeps_its_radius(on_disk: OnDisk) -> None:
    text = "near(x, y)"
    before = on_disk.kb.near_radius
    on_disk.kb.near_radius = Radius(metres=15.0, pixels=60.0)
    try:
        settings = Settings(near_radius_m=15.0, near_radius_px=60.0)
        wanted = expected(parse(text), on_disk.scenes, settings)
        assert 0 < len(wanted) == len(on_disk.kb.ask(text, top=None))
    finally:
        on_disk.kb.near_radius = before
