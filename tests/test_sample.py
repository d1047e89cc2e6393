"""The sample collection: drawn again it is the same, readers take it, the demo's questions have answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PIL import Image as Picture

from rune_kb import paths
from rune_kb.detection import Observation
from rune_kb.formats.base import Format, Problem, ReadOptions, Scene
from rune_kb.formats.coco import COCO
from rune_kb.formats.csv_wkt import CSV_WKT

SAMPLE = paths.SAMPLE
GENERATOR = Path(__file__).parent.parent / "data" / "generate.py"
NEAR_METRES, NEAR_PIXELS = 30, 100
LABELS: tuple[tuple[str, Format], ...] = (("detections.json", COCO), ("flood.csv", CSV_WKT))


def scenes(folder: Path) -> dict[str, Scene]:
    """What the readers make of the folder's label files; any problem fails the test."""
    problems: list[Problem] = []
    found: dict[str, Scene] = {}
    for name, form in LABELS:
        assert form.recognise(folder / name)
        options = ReadOptions(images=SAMPLE / "images")
        found |= {s.image.id: s for s in form.read(folder / name, options, problems.append)}
    assert problems == []
    return found


@pytest.fixture(scope="module")
def seen() -> dict[str, Scene]:
    return scenes(SAMPLE)


@pytest.fixture(scope="module")
def true() -> dict[str, Scene]:
    return scenes(SAMPLE / "truth")


def test_drawn_again_it_is_the_same(
    tmp_path: Path, seen: dict[str, Scene], true: dict[str, Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few scenes here; ``python data/generate.py && git diff --exit-code data/sample`` does them all."""
    if not GENERATOR.is_file():
        pytest.skip("the generator is in the checkout only")
    monkeypatch.syspath_prepend(str(GENERATOR.parent))
    generate = import_module("generate")
    generate.write(tmp_path, generate.AERIAL[::7], generate.FLOOD[:1])
    for folder, before in ((tmp_path, seen), (tmp_path / "truth", true)):
        for name, scene in scenes(folder).items():
            assert scene.image == before[name].image
            assert _plain(scene) == _plain(before[name])
    for path in (tmp_path / "images").iterdir():
        old, new = (Picture.open(p).convert("RGB") for p in (SAMPLE / "images" / path.name, path))
        assert old.tobytes() == new.tobytes(), path.name


def _plain(scene: Scene) -> list[tuple[object, ...]]:
    """Observations without the line they stood in, which depends on the scenes before them."""
    return [(o.label, o.outline.wkt, o.score, dict(o.attributes)) for o in scene.observations]


def test_every_scene_has_its_picture_and_the_whole_is_small(seen: dict[str, Scene]) -> None:
    pictures = {p.stem for p in (SAMPLE / "images").iterdir()}
    assert set(seen) == pictures
    assert len(pictures) >= 30
    assert sum(p.stat().st_size for p in SAMPLE.rglob("*") if p.is_file()) < 3_000_000
    for scene in seen.values():
        assert (scene.image.width, scene.image.height) == (512, 512)
        assert scene.image.path is not None
        assert Path(scene.image.path).is_file()
        assert scene.image.id.startswith("flood") == (scene.image.gsd is None)


def test_scores_look_like_a_detectors(seen: dict[str, Scene], true: dict[str, Scene]) -> None:
    assert set(seen) == set(true)
    assert {o.score for s in true.values() for o in s.observations} == {1.0}
    scores = [o.score for s in seen.values() for o in s.observations]
    assert min(scores) >= 0.05
    assert max(scores) <= 0.99
    assert sum(score > 0.7 for score in scores) > 0.7 * len(scores)
    assert sum(score < 0.4 for score in scores) > 20
    missed = sum(not any(_same(t, o) for o in seen[i].observations) for i, t in _all(true))
    invented = sum(not any(_same(t, o) for t in true[i].observations) for i, o in _all(seen))
    assert 0.01 < missed / sum(1 for _ in _all(true)) < 0.1
    assert 0.01 < invented / len(scores) < 0.1


def _all(of: dict[str, Scene]) -> Iterator[tuple[str, Observation]]:
    return ((i, o) for i, s in of.items() for o in s.observations)


def _same(one: Observation, other: Observation) -> bool:
    """The same class in the same place: half of the two in common, or lines a few pixels apart."""
    if one.label != other.label:
        return False
    if one.outline.area == 0:
        return bool(one.outline.hausdorff_distance(other.outline) < 8)
    shared = one.outline.intersection(other.outline).area
    return bool(shared > 0.5 * one.outline.union(other.outline).area)


# -- the demo's questions, answered from the outlines alone --


def _of(scene: Scene, label: str) -> list[Observation]:
    return [o for o in scene.observations if o.label.casefold() == label]


def _near(scene: Scene, one: Observation, other: Observation) -> bool:
    radius = NEAR_PIXELS if scene.image.gsd is None else NEAR_METRES / scene.image.gsd
    return bool(one.outline.distance(other.outline) <= radius)


def _plane(scene: Scene) -> bool:
    return bool(_of(scene, "plane"))


def _ship_near_harbor(scene: Scene) -> bool:
    return any(_near(scene, s, h) for s in _of(scene, "ship") for h in _of(scene, "harbor"))


def _busy_harbor_without_bridge(scene: Scene) -> bool:
    ships = _of(scene, "ship")
    busy = any(sum(_near(scene, s, h) for s in ships) >= 3 for h in _of(scene, "harbor"))
    return busy and not _of(scene, "bridge")


def _cut_off(scene: Scene) -> bool:
    roads = _of(scene, "road")
    dry = [b for b in _of(scene, "building") if not b.attributes["flooded"]]
    around = [[r for r in roads if _near(scene, b, r)] for b in dry]
    return any(near and all(r.attributes["flooded"] for r in near) for near in around)


@pytest.mark.parametrize(
    ("holds", "answers", "near_misses"),
    [
        (_plane, {"airport_01", "airport_02", "airport_03", "airport_05"}, {"airport_04"}),
        (
            _ship_near_harbor,
            {"harbour_01", "harbour_02", "harbour_03", "harbour_04", "harbour_06", "harbour_07"}
            | {"river_02", "river_03"},
            {"harbour_05", "sea_01", "river_01"},
        ),
        (
            _busy_harbor_without_bridge,
            {"harbour_01", "harbour_02", "harbour_07"},
            {"harbour_03", "harbour_04", "harbour_05", "river_02", "river_03"},
        ),
        (_cut_off, {"flood_01", "flood_02"}, {"flood_03", "flood_04", "flood_05", "flood_06"}),
    ],
)
def test_questions_have_answers_and_near_misses(
    true: dict[str, Scene], holds: Callable[[Scene], bool], answers: set[str], near_misses: set[str]
) -> None:
    assert {name for name, scene in true.items() if holds(scene)} == answers
    assert near_misses <= set(true) - answers
