"""The store: creating and opening, what it holds, what readers see while somebody writes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from shapely import LineString, Polygon

from rune_kb.detection import Image, Observation
from rune_kb.errors import StoreError
from rune_kb.formats.base import Problem, Scene
from rune_kb.ingest import ingest, ingest_scenes
from rune_kb.measure import measure
from rune_kb.ontology import load_vocabulary
from rune_kb.store import Store
from rune_kb.store.schema import FILE, SCHEMA_VERSION
from rune_kb.vocabulary import Vocabulary

BOX = Polygon([(0, 0), (40, 0), (40, 10), (0, 10)])


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary([])[0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "kb") as opened:
        yield opened


def scene(image: str, *labels: str, source: str = "test", **facts: object) -> Scene:
    """An image with a box for each label, one beside the other, the scores falling from 0.9 by 0.1."""
    observations = tuple(
        Observation(label, shapely.affinity.translate(BOX, 50 * i), 0.9 - 0.1 * i, i + 1)
        for i, label in enumerate(labels)
    )
    return Scene(Image(image, **facts), observations, source)  # type: ignore[arg-type]


# -- creating and opening ----------------------------------------------------------------------------------


def test_a_new_one_is_empty_and_opens_again(tmp_path: Path) -> None:
    with Store.create(tmp_path / "deep" / "kb") as made:
        identity = made.revisions().identity
    with Store.open(tmp_path / "deep" / "kb") as store:
        assert (store.images(), store.sources(), store.class_counts(), store.problems()) == ([], [], [], [])
        assert store.revisions().identity == identity
        assert store.revisions().clock == 0


def test_two_knowledge_bases_have_different_identities(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a") as a, Store.create(tmp_path / "b") as b:
        assert a.revisions().identity != b.revisions().identity


def test_creating_twice_is_refused_unless_that_is_wanted(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    with pytest.raises(StoreError, match="is a knowledge base already"):
        Store.create(tmp_path)
    Store.create(tmp_path, exist_ok=True).close()


def test_a_folder_of_labels_is_not_made_a_knowledge_base(tmp_path: Path) -> None:
    (tmp_path / "P0001.txt").write_text("1 1 2 1 2 2 1 2 ship 0\n")
    with pytest.raises(StoreError, match=r"holds other files \(P0001.txt\)"):
        Store.create(tmp_path)
    with pytest.raises(StoreError, match="is a file"):
        Store.create(tmp_path / "P0001.txt")


def test_what_is_there_instead_of_a_knowledge_base(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nothing is there; .*rune ingest"):
        Store.open(tmp_path / "absent")
    with pytest.raises(StoreError, match=r"has no rune.sqlite3 but nothing at all"):
        Store.open(tmp_path)
    for name in "abcd":
        (tmp_path / name).touch()
    with pytest.raises(StoreError, match=r"but a, b, c and 1 more; .*KnowledgeBase.create"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="is a file, not a knowledge base"):
        Store.open(tmp_path / "a")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("no database, but long enough to look like one" * 50)
    with pytest.raises(StoreError, match="damaged or not an SQLite database"):
        Store.open(tmp_path)


def test_another_programs_database(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("CREATE TABLE bookmark (url TEXT)")
    connection.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StoreError, match="of another program"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="of another program"):
        Store.create(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StoreError, match=r"newer RUNE \(store version 3; this one knows up to 2\): upgrade"):
        Store.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_an_interrupted_creation_is_named_and_can_be_finished(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    with pytest.raises(StoreError, match="creation was interrupted; create it again"):
        Store.open(tmp_path)
    Store.create(tmp_path).close()
    Store.open(tmp_path).close()


# -- what it holds -----------------------------------------------------------------------------------------


def test_detections_come_back_as_they_went_in(store: Store, vocabulary: Vocabulary) -> None:
    holed = Polygon([(0, 0), (30, 0), (30, 30), (0, 30)], [[(5, 5), (5, 9), (9, 9), (9, 5)]])
    road = LineString([(0, 0.5), (7.25, 1 / 3)])
    observations = (
        Observation("Storage-Tank", holed, 0.25, 3, {"flooded": True, "height": 4.5, "name": "ü\"'"}),
        Observation("road", road, 1.0, None),
    )
    image = Image("P1", 640, 480, 0.3, "2024-05-01", "P1.png")
    ingest_scenes(store, vocabulary, [Scene(image, observations, "x")], "x")
    assert store.image("P1") == image
    tank, line = store.detections("P1")
    assert (tank.id, tank.cls, tank.label, tank.score, tank.source, tank.line) == (
        "P1#0", "storage_tank", "Storage-Tank", 0.25, "x", 3,
    )  # fmt: skip
    assert tank.outline == holed
    assert dict(tank.attributes) == {"flooded": True, "height": 4.5, "name": "ü\"'"}
    assert (line.id, line.cls, line.line, dict(line.attributes)) == ("P1#1", "road", None, {})
    assert line.outline == road


def test_an_unknown_image(store: Store, vocabulary: Vocabulary) -> None:
    ingest_scenes(store, vocabulary, [scene("P0001"), scene("P0002"), scene("X")], "test")
    with pytest.raises(StoreError, match=r"has no image 'P001'; did you mean P000[12] or P000[12]\?"):
        store.image("P001")
    assert store.detections("P001") == []


def test_images_without_detections_are_images(store: Store, vocabulary: Vocabulary) -> None:
    ingest_scenes(store, vocabulary, [scene("B"), scene("A", "ship")], "test")
    assert [(image.id, len(found)) for image, found in store.scenes()] == [("A", 1), ("B", 0)]


def test_class_rows_by_image_and_falling_score(store: Store, vocabulary: Vocabulary) -> None:
    scenes = [scene("P2", "ship", "harbor", "ship"), scene("P10", "plane", "ship"), scene("P1", "bridge")]
    ingest_scenes(store, vocabulary, scenes, "test")
    found = [(row[0], row[1], row[3]) for row in store.class_rows(["ship", "harbor"])]
    assert found == [("P10", 1, "ship"), ("P2", 0, "ship"), ("P2", 1, "harbor"), ("P2", 2, "ship")]
    assert list(store.class_rows([])) == list(store.class_rows(["unicorn"])) == []
    row = next(iter(store.class_rows(["harbor"])))
    detection = store.detections("P2")[1]
    measures = measure([detection.outline])
    names = ("cx", "cy", "minx", "miny", "maxx", "maxy", "area", "length", "width", "angle")
    assert row[2] == detection.score
    assert row[4:14] == tuple(float(getattr(measures, name)[0]) for name in names)
    assert shapely.from_wkb(row[14]) == detection.outline


def test_equal_scores_keep_the_order_of_the_numbers(store: Store, vocabulary: Vocabulary) -> None:
    same = tuple(Observation("ship", BOX, 0.5, line) for line in range(20))
    ingest_scenes(store, vocabulary, [Scene(Image("P"), same, "test")], "test")
    assert [row[1] for row in store.class_rows(["ship"])] == list(range(20))


def test_attribute_rows_keep_their_types(store: Store, vocabulary: Vocabulary) -> None:
    values = [{"flooded": True}, {"flooded": False}, {}, {"height": 2.5, "name": "1"}, {"flooded": 1}]
    observations = tuple(Observation("building", BOX, attributes=each) for each in values)
    ingest_scenes(store, vocabulary, [Scene(Image("P"), observations, "test")], "test")
    flooded = list(store.attribute_rows("flooded"))
    assert flooded == [("P", 0, True), ("P", 1, False), ("P", 4, True)]
    assert all(type(value) is bool for _, _, value in flooded)
    assert list(store.attribute_rows("height")) == [("P", 3, 2.5)]
    assert list(store.attribute_rows("name")) == [("P", 3, "1")]
    assert list(store.attribute_rows("nothing")) == []


def test_class_counts(store: Store, vocabulary: Vocabulary) -> None:
    ingest_scenes(store, vocabulary, [scene("A", "ship", "boat", "plane"), scene("B", "ship")], "test")
    counts = [(each.name, each.detections, each.images) for each in store.class_counts()]
    assert counts == [("ship", 3, 2), ("plane", 1, 1)]


def test_settings_stay(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        store.set_setting("near_radius", {"m": 30})
        store.set_setting("near_radius", {"m": 50, "note": "für"})
        store.set_setting("nothing", None)
    with Store.open(tmp_path) as store:
        assert store.settings() == {"near_radius": {"m": 50, "note": "für"}, "nothing": None}
        assert store.setting("near_radius") == {"m": 50, "note": "für"}
        assert store.setting("absent", 7) == 7


def test_ontologies_keep_their_order_and_are_replaced_by_name(store: Store) -> None:
    for name, document in [("b", "1"), ("a", "2"), ("b", "3")]:
        with store.writing() as writer:
            writer.add_ontology(name, document)
    assert [(each.name, each.document) for each in store.ontologies()] == [("b", "3"), ("a", "2")]
    assert store.revisions().vocabulary == store.revisions().clock == 3


def test_sources_and_problems(store: Store, vocabulary: Vocabulary) -> None:
    bad = Scene(Image("P"), (Observation("ship", BOX, 1.5, 7), Observation("ship", BOX)), "test")
    ingest_scenes(store, vocabulary, [bad], "python run 1")
    (source,) = store.sources()
    assert (source.path, source.format, source.problems, source.images) == ("python run 1", "python", 1, 1)
    assert source.ingested_at.endswith("+00:00")
    reason = "the score is 1.5; it has to lie between 0 and 1"
    assert store.problems() == [Problem("python run 1", 7, reason)]


# -- revisions ---------------------------------------------------------------------------------------------


def test_revisions_tell_what_changed(store: Store, vocabulary: Vocabulary) -> None:
    ingest_scenes(store, vocabulary, [scene("A", "ship", "plane")], "one")
    first = store.revisions()
    assert (first.clock, first.images, dict(first.classes)) == (1, 1, {"ship": 1, "plane": 1})
    ingest_scenes(store, vocabulary, [scene("A", "harbor")], "two")
    second = store.revisions()
    assert (second.clock, second.images) == (2, 1)
    assert dict(second.classes) == {"ship": 1, "plane": 1, "harbor": 2}
    ingest_scenes(store, vocabulary, [scene("A", "bridge", gsd=0.5)], "two")
    third = store.revisions()
    assert (third.clock, third.images) == (3, 3)
    assert dict(third.classes) == {"ship": 1, "plane": 1, "harbor": 3, "bridge": 3}
    ingest_scenes(store, vocabulary, [scene("A", "bridge", gsd=0.5)], "two")
    assert store.revisions() == third


def test_what_is_rolled_back_leaves_no_trace(store: Store, vocabulary: Vocabulary) -> None:
    ingest_scenes(store, vocabulary, [scene("A", "ship")], "one")
    before = (store.revisions(), store.images(), store.sources(), store.detections("A"))

    def broken() -> Iterator[Scene]:
        yield scene("A", "plane")
        yield scene("B", "zeppelin")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_scenes(store, vocabulary, broken(), "one")
    with pytest.raises(ZeroDivisionError), store.writing() as writer:
        writer.add_ontology("x", str(1 // 0))
    assert (store.revisions(), store.images(), store.sources(), store.detections("A")) == before
    assert store.new_class_labels() == []
    assert store.ontologies() == []


# -- readers and writers -----------------------------------------------------------------------------------

READER = """
import sys
from rune_kb.store import Store
with Store.open(sys.argv[1]) as store:
    for line in sys.stdin:
        print(len(store.images()), len(list(store.class_rows(["ship"]))), flush=True)
"""


def test_another_process_reads_while_an_ingest_is_under_way(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rune_kb.store.writer.BATCH", 1)  # every file's detections are written at once
    labels = tmp_path / "labels"
    labels.mkdir()
    for number in range(3):
        (labels / f"B{number}.txt").write_text("0 0 40 0 40 10 0 10 ship 0\n" * 2)
    with Store.create(tmp_path / "kb") as store:
        ingest_scenes(store, vocabulary, [scene("A", "ship")], "one")
        command = [sys.executable, "-c", READER, str(tmp_path / "kb")]
        reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert reader.stdin is not None
        assert reader.stdout is not None

        def seen() -> str:
            reader.stdin.write("\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        during: list[str] = []
        ingest(store, vocabulary, labels, format="dota", progress=lambda *_: during.append(seen()))
        after = seen()
        reader.communicate(timeout=20)
    assert during == ["1 1"] * 3
    assert after == "4 7"


def test_a_snapshot_stays_while_others_commit(tmp_path: Path, vocabulary: Vocabulary) -> None:
    with Store.create(tmp_path) as store, Store.open(tmp_path) as reader:
        ingest_scenes(store, vocabulary, [scene("A", "ship")], "one")
        with reader.snapshot():
            clock = reader.revisions().clock
            ingest_scenes(store, vocabulary, [scene("B", "ship")], "two")
            assert reader.revisions().clock == clock
            assert len(list(reader.class_rows(["ship"]))) == 1
        assert reader.revisions().clock == clock + 1
        assert len(list(reader.class_rows(["ship"]))) == 2


def test_a_second_writer_is_told_that_somebody_writes(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store, Store.open(tmp_path) as other, store.writing():
        other._connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(StoreError, match="another process is writing here"), other.writing():
            pass
