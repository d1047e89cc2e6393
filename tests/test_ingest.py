"""Ingests: what is stored, what is replaced, what is left alone, what is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from rune_kb.detection import Image, Observation
from rune_kb.errors import FormatError
from rune_kb.formats.base import Problem, ReadOptions, Scene
from rune_kb.ingest import IngestSummary, ingest, ingest_scenes
from rune_kb.measure import measure
from rune_kb.naming import with_new_classes
from rune_kb.ontology import load_vocabulary
from rune_kb.store import Store
from rune_kb.vocabulary import Vocabulary

BOX = shapely.box(0, 0, 40, 10)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary([])[0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "kb") as opened:
        yield opened


def dota(file: Path, *labels: str, gsd: str = "") -> Path:
    """A DOTA label file; every label's box has its own place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    header = f"gsd:{gsd}\n" if gsd else ""
    rows = [
        f"{50 * i} 0 {50 * i + 40} 0 {50 * i + 40} 10 {50 * i} 10 {label} 0\n"
        for i, label in enumerate(labels)
    ]
    file.write_text(header + "".join(rows))
    return file


def stated(store: Store) -> dict[str, str]:
    """Every detection's label by its id: what the knowledge base says, in short."""
    return {each.id: each.label for _, found in store.scenes() for each in found}


def everything(store: Store) -> list[object]:
    return [store.images(), [found for _, found in store.scenes()], store.problems(), store.revisions()]


# -- what an ingest says -----------------------------------------------------------------------------------


def test_a_folder_of_labels(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    labels = tmp_path / "labels"
    dota(labels / "P1.txt", "ship", "small-vehicle", "ship", gsd="0.5")
    dota(labels / "P2.txt", "harbor", "zeppelin")
    (labels / "P3.txt").write_text("1 2 3 ship 0\n0 0 40 0 40 10 0 10 boat 0\n0 0 4 4 4 0 0 4 plane 0\n")
    calls: list[tuple[int, int, int]] = []
    summary = ingest(store, vocabulary, [labels], progress=lambda *call: calls.append(call))
    assert (summary.sources, summary.unchanged, summary.images, summary.detections) == (3, 0, 3, 7)
    assert summary.classes == {"ship": 3, "small_vehicle": 1, "harbor": 1, "zeppelin": 1, "plane": 1}
    assert summary.new_classes == ("zeppelin",)
    assert [(each.file, each.line, each.repaired) for each in summary.problems] == [
        (str(labels / "P3.txt"), 1, False), (str(labels / "P3.txt"), 3, True),
    ]  # fmt: skip
    assert summary.repaired == 1
    assert calls == [(1, 3, 3), (2, 3, 5), (3, 3, 7)]
    assert store.problems() == list(summary.problems)
    assert store.image("P1").gsd == 0.5
    assert [each.cls for each in store.detections("P3")] == ["ship", "plane"]
    assert [source.problems for source in store.sources()] == [0, 0, 2]
    assert all(source.sha256 and source.size for source in store.sources())


def test_numbers_count_from_0_in_file_order_and_go_on_where_others_left(
    store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    ingest(store, vocabulary, dota(tmp_path / "a" / "P.txt", "ship", "plane"))
    ingest(store, vocabulary, dota(tmp_path / "b" / "P.txt", "harbor", "bridge"))
    assert stated(store) == {"P#0": "ship", "P#1": "plane", "P#2": "harbor", "P#3": "bridge"}
    # One that is replaced keeps its numbers as far as they reach, and takes further ones at the end.
    ingest(store, vocabulary, dota(tmp_path / "a" / "P.txt", "helipad", "plane", "tennis-court"))
    assert stated(store) == {
        "P#0": "helipad", "P#1": "plane", "P#2": "harbor", "P#3": "bridge", "P#4": "tennis-court",
    }  # fmt: skip


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_the_size_of_a_batch_changes_nothing(
    store: Store, vocabulary: Vocabulary, tmp_path: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rune_kb.store.writer.BATCH", batch)
    task1 = tmp_path / "results"
    task1.mkdir()
    for name in ("plane", "ship"):
        rows = [f"P{i % 2} 0.{9 - i} {i} 0 {i + 5} 0 {i + 5} 5 {i} 5\n" for i in range(5)]
        (task1 / f"Task1_{name}.txt").write_text("".join(rows))
    ingest(store, vocabulary, task1)
    first = stated(store)
    assert [first[f"P0#{k}"] for k in range(6)] == ["plane"] * 3 + ["ship"] * 3
    assert [first[f"P1#{k}"] for k in range(4)] == ["plane"] * 2 + ["ship"] * 2
    for name in ("plane", "ship"):
        file = task1 / f"Task1_{name}.txt"
        file.write_text(file.read_text().replace("0.9", "0.95"))
    ingest(store, vocabulary, task1)
    assert stated(store) == first
    assert store.detections("P0")[0].score == 0.95


def test_measures_are_those_of_the_outlines(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    ingest(store, vocabulary, dota(tmp_path / "P.txt", *["ship"] * 5))
    rows = sorted(store.class_rows(["ship"]), key=lambda row: row[1])
    found = measure([each.outline for each in store.detections("P")])
    assert np.array([row[4:14] for row in rows]).T.tolist() == [
        getattr(found, name).tolist()
        for name in ("cx", "cy", "minx", "miny", "maxx", "maxy", "area", "length", "width", "angle")
    ]


# -- replacing ---------------------------------------------------------------------------------------------


def test_the_same_again_changes_nothing(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    for number in range(4):
        dota(tmp_path / "labels" / f"P{number}.txt", "ship", "zeppelin")
    first = ingest(store, vocabulary, tmp_path / "labels")
    before = everything(store)
    again = ingest(store, vocabulary, [tmp_path / "labels", tmp_path / "labels" / "P1.txt"])
    assert (again.sources, again.unchanged, again.detections) == (4, 4, 8)
    assert (first.new_classes, again.new_classes) == (("zeppelin",), ())
    assert everything(store) == before


def test_only_the_file_that_changed_is_replaced(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    labels = tmp_path / "labels"
    dota(labels / "P1.txt", "ship", "plane")
    dota(labels / "P2.txt", "harbor")
    ingest(store, vocabulary, labels)
    dota(labels / "P1.txt", "bridge")
    summary = ingest(store, vocabulary, labels)
    assert (summary.sources, summary.unchanged) == (2, 1)
    assert stated(store) == {"P1#0": "bridge", "P2#0": "harbor"}
    classes = store.revisions().classes
    assert (classes["ship"], classes["bridge"], classes["harbor"]) == (2, 2, 1)


def test_what_a_file_does_not_say_any_more_is_gone(
    store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    labels = tmp_path / "labels"
    dota(labels / "P1.txt", "ship", "zeppelin")
    dota(labels / "P2.txt", "harbor")
    ingest(store, vocabulary, labels)
    assert store.new_class_labels() == ["zeppelin"]
    dota(labels / "P1.txt")
    ingest(store, vocabulary, labels, format="dota")
    assert stated(store) == {"P2#0": "harbor"}
    assert store.new_class_labels() == []


def test_an_image_leaves_with_the_last_source_that_speaks_of_it(store: Store, vocabulary: Vocabulary) -> None:
    ingest_scenes(store, vocabulary, [Scene(Image("A"), (), "x"), Scene(Image("B"), (), "x")], "one")
    ingest_scenes(store, vocabulary, [Scene(Image("B"), (), "x")], "two")
    ingest_scenes(store, vocabulary, [], "one")
    assert [image.id for image in store.images()] == ["B"]
    assert store.revisions().images == store.revisions().clock == 2


def test_images_learn_and_do_not_forget(store: Store, vocabulary: Vocabulary) -> None:
    ingest_scenes(store, vocabulary, [Scene(Image("A", 10, 20, None, "2024"), (), "x")], "one")
    ingest_scenes(store, vocabulary, [Scene(Image("A", None, None, 0.5), (), "x")], "two")
    ingest_scenes(store, vocabulary, [Scene(Image("A", 11), (), "x")], "three")
    assert store.image("A") == Image("A", 11, 20, 0.5, "2024")


def test_what_lies_beside_the_file_counts(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    """The same bytes read with another option, or with pictures where there were none, are not the same."""
    labels = tmp_path / "labels"
    dota(labels / "P1.txt", "ship")
    assert ingest(store, vocabulary, labels).unchanged == 0
    assert ingest(store, vocabulary, labels, options=ReadOptions(gsd=0.3)).unchanged == 0
    assert store.image("P1").gsd == 0.3
    import PIL.Image

    (tmp_path / "images").mkdir()
    PIL.Image.new("L", (64, 32)).save(tmp_path / "images" / "P1.png")
    assert ingest(store, vocabulary, labels, options=ReadOptions(gsd=0.3)).unchanged == 0
    assert (store.image("P1").width, store.image("P1").height) == (64, 32)
    assert ingest(store, vocabulary, labels, options=ReadOptions(gsd=0.3)).unchanged == 1


def test_a_file_has_one_name_however_it_is_reached(
    store: Store, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = tmp_path / "labels"
    dota(labels / "P1.txt", "ship")
    os.symlink(labels, tmp_path / "linked")
    monkeypatch.chdir(tmp_path)
    for path in ("labels", tmp_path / "linked", "linked/../labels/P1.txt", labels / "P1.txt"):
        assert ingest(store, vocabulary, path).sources == 1
    assert [source.path for source in store.sources()] == [os.path.realpath(labels / "P1.txt")]


def test_a_link_to_changing_content_is_one_source(
    store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    """Data versioning tools keep content under its digest and link to it."""
    (tmp_path / "labels").mkdir()
    for name, label in (("3f2a", "ship"), ("9c0d", "plane")):
        content = dota(tmp_path / "objects" / f"{name}.txt", label)
        link = tmp_path / "labels" / "P1.txt"
        link.unlink(missing_ok=True)
        os.symlink(content, link)
        ingest(store, vocabulary, tmp_path / "labels")
    assert stated(store) == {"P1#0": "plane"}


# -- words -------------------------------------------------------------------------------------------------


def test_new_classes_are_known_when_it_is_opened_again(vocabulary: Vocabulary, tmp_path: Path) -> None:
    file = dota(tmp_path / "P1.txt", "ship?", "ship!", "Hot-Air-Balloon", "ship?")
    with Store.create(tmp_path / "kb") as store:
        summary = ingest(store, vocabulary, file)
        classes = {each.label: each.cls for each in store.detections("P1")}
        assert set(summary.new_classes) == set(classes.values())
    with Store.open(tmp_path / "kb") as store:
        known = with_new_classes(vocabulary, store.new_class_labels())
        assert {label: known.find_class(label) for label in classes} == classes
        again = ingest(store, vocabulary, file)
        assert (again.unchanged, again.new_classes) == (1, ())
        assert ingest(store, known, file).unchanged == 1


def test_a_label_of_a_defined_class_is_stored_as_what_it_means(store: Store, vocabulary: Vocabulary) -> None:
    labels = ("building-flooded", "building-non-flooded", "building")
    observations = tuple(Observation(label, BOX) for label in labels)
    ingest_scenes(store, vocabulary, [Scene(Image("P"), observations, "x")], "x")
    assert [(each.cls, each.label, dict(each.attributes)) for each in store.detections("P")] == [
        ("building", "building-flooded", {"flooded": True}),
        ("building", "building-non-flooded", {"flooded": False}),
        ("building", "building", {}),
    ]


def test_attributes_get_the_type_the_ontology_gives_them(store: Store, vocabulary: Vocabulary) -> None:
    given = {"Flooded": "yes", "height": "4.5", "name": 7.0, "colour": "red", "nonsense": float("nan")}
    bad = {"flooded": "maybe", "height": "tall"}
    observations = (Observation("building", BOX, 1.0, 1, given), Observation("building", BOX, 1.0, 2, bad))
    summary = ingest_scenes(store, vocabulary, [Scene(Image("P"), observations, "x")], "x")
    first, second = store.detections("P")
    assert dict(first.attributes) == {"flooded": True, "height": 4.5, "name": "7.0", "colour": "red"}
    assert dict(second.attributes) == {}
    assert [(each.line, each.repaired) for each in summary.problems] == [(1, True), (2, True), (2, True)]
    assert summary.problems[1].reason == (
        "flooded is 'maybe', not true or false; the object was kept without it"
    )


def test_a_meaning_that_changed_reaches_what_is_there(
    store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    file = dota(tmp_path / "P1.txt", "schooner", "ship")
    ingest(store, vocabulary, file)
    ingest(store, vocabulary, dota(tmp_path / "P2.txt", "schooner"))
    with store.writing() as writer:
        writer.set_label("schooner", "ship", {"flooded": False}, is_new=False)
    assert [each.cls for each in store.detections("P1")] == ["ship", "ship"]
    assert dict(store.detections("P2")[0].attributes)["flooded"] is False
    assert store.new_class_labels() == []
    revisions = store.revisions()
    assert revisions.classes["schooner"] == revisions.classes["ship"] == revisions.clock == 3


# -- refusals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("observation", "reason"),
    [
        (Observation("ship", BOX, float("nan"), 4), "the score is nan"),
        (Observation("ship", BOX, -0.1, 4), "the score is -0.1"),
        (Observation(" ", BOX, 1, 4), "it has no class"),
        (Observation("ship", shapely.Point(1, 1), 1, 4), "the outline is neither a polygon nor a line"),
        (Observation("ship", shapely.Polygon(), 1, 4), "the outline is neither a polygon nor a line"),
        (Observation("ship", shapely.GeometryCollection([BOX]), 1, 4), "neither a polygon nor a line"),
    ],
)
def test_what_cannot_be_stored_is_a_problem_and_the_rest_is_stored(
    store: Store, vocabulary: Vocabulary, observation: Observation, reason: str
) -> None:
    scenes = [Scene(Image("P"), (Observation("ship", BOX), observation), "x")]
    with pytest.raises(FormatError, match=r"nothing was stored \(strict\)"):
        ingest_scenes(store, vocabulary, scenes, "run", strict=True)
    assert store.images() == []
    summary = ingest_scenes(store, vocabulary, scenes, "run")
    assert (summary.detections, len(summary.problems)) == (1, 1)
    assert (summary.problems[0].file, summary.problems[0].line) == ("run", 4)
    assert reason in summary.problems[0].reason


def test_strict_names_the_first_problems_and_stores_nothing(
    store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    labels = tmp_path / "labels"
    dota(labels / "P1.txt", "ship")
    ingest(store, vocabulary, labels)
    before = everything(store)
    dota(labels / "P1.txt", "plane")
    bad = dota(labels / "P2.txt", *["ship"] * 8)
    bad.write_text(bad.read_text().replace("40 10", "40 x"))
    bad.write_text(bad.read_text() + "0 0 9 0 9 9 0 9 ship 0\n0 0 4 4 4 0 0 4 plane 0\n")
    with pytest.raises(FormatError) as refused:
        ingest(store, vocabulary, labels, strict=True)
    lines = str(refused.value).splitlines()
    assert "cannot be used; nothing was stored (strict)" in lines[0]
    assert lines[1].startswith(f"  {bad}:1: ")
    assert everything(store) == before


def test_strict_accepts_what_was_only_repaired(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    (tmp_path / "P1.txt").write_text("0 0 4 4 4 0 0 4 plane 0\n")
    summary = ingest(store, vocabulary, tmp_path / "P1.txt", strict=True)
    assert (summary.detections, summary.repaired) == (1, 1)


def test_an_unreadable_source_takes_the_others_with_it(
    store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    good = dota(tmp_path / "P1.txt", "ship")
    (tmp_path / "broken.json").write_text('{"images": [')
    with pytest.raises(FormatError, match=r"broken.json.*not JSON"):
        ingest(store, vocabulary, [tmp_path / "broken.json"], format="coco")
    with pytest.raises(FormatError, match="no such file"):
        ingest(store, vocabulary, [good, tmp_path / "absent"])
    with pytest.raises(FormatError, match="no such file"):
        ingest(store, vocabulary, [good, tmp_path / "absent"], format="dota")
    assert store.images() == []


def test_a_file_of_a_folder_that_cannot_be_read_is_a_problem(
    store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    labels = tmp_path / "labels"
    dota(labels / "P1.txt", "ship")
    (labels / "P2.txt").write_bytes(b"\0\1\2")
    summary = ingest(store, vocabulary, labels)
    assert [(each.file, each.line) for each in summary.problems] == [(str(labels / "P2.txt"), None)]
    assert [(source.path, source.images) for source in store.sources()] == [
        (str(labels / "P1.txt"), 1), (str(labels / "P2.txt"), 0),
    ]  # fmt: skip


def test_an_interrupt_leaves_nothing_behind(
    store: Store, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rune_kb.store.writer.BATCH", 1)
    for number in range(4):
        dota(tmp_path / "labels" / f"P{number}.txt", "ship")

    def interrupt(done: int, files: int, detections: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(store, vocabulary, tmp_path / "labels", progress=interrupt)
    assert (store.images(), store.sources(), store.revisions().clock) == ([], [], 0)
    assert ingest(store, vocabulary, tmp_path / "labels").detections == 4


def test_a_pictures_problem_goes_with_its_image(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    dota(tmp_path / "labels" / "P1.txt", "ship")
    dota(tmp_path / "labels" / "P2.txt", "ship")
    (tmp_path / "images").mkdir()
    broken = tmp_path / "images" / "P2.png"
    broken.write_bytes(b"no picture")
    summary = ingest(store, vocabulary, tmp_path / "labels")
    (problem,) = summary.problems
    assert (problem.file, problem.repaired) == (str(broken), True)
    assert [source.problems for source in store.sources()] == [0, 1]
    broken.unlink()
    assert ingest(store, vocabulary, tmp_path / "labels").unchanged == 1


# -- real data ---------------------------------------------------------------------------------------------


def real(name: str) -> Path:
    data = os.environ.get("RUNE_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data"
    path = Path(data) / name
    if not path.exists():
        pytest.skip(f"no real data at {path}")
    return path


def in_short(summary: IngestSummary) -> tuple[int, int, int]:
    return summary.sources, summary.images, summary.detections


def test_real_dota_labels_twice(store: Store, vocabulary: Vocabulary) -> None:
    summary = ingest(store, vocabulary, real("dota/labelTxt"))
    assert (summary.sources, summary.new_classes) == (19, ())
    assert sum(each.detections for each in store.class_counts()) == summary.detections > 2_000
    again = ingest(store, vocabulary, real("dota/labelTxt"))
    assert again.unchanged == again.sources
    assert in_short(again) == in_short(summary)


def test_real_spacenet_lines_and_polygons(store: Store, vocabulary: Vocabulary) -> None:
    summary = ingest(store, vocabulary, real("spacenet8_flood/04-ZABURO_final.csv"))
    assert summary.images == 132
    assert set(summary.classes) == {"building", "road"}
    assert sum(each.detections for each in store.class_counts()) == summary.detections
    flooded = list(store.attribute_rows("flooded"))
    assert len(flooded) == summary.detections
    assert {value for _, _, value in flooded} == {True, False}


def test_problem_rows_are_values(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    (tmp_path / "P.txt").write_text("0 0 4 0 4 4 0 4 ship 0\nnonsense\n")
    ingest(store, vocabulary, tmp_path / "P.txt", format="dota")
    (problem,) = store.problems()
    assert isinstance(problem, Problem)
    assert (problem.line, problem.repaired) == (2, False)
