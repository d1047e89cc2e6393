"""Calibration of real knowledge bases: what is asked sees probabilities, all else stays as it was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
import shapely
from engine_scene import expected
from reference import Language, Scene, Settings, random_formula
from test_engine_collections import collection, observed

from rune_kb import KnowledgeBase, paths
from rune_kb.cli import app
from rune_kb.curve import Curves, Sigmoid, Steps
from rune_kb.detection import Image, Observation
from rune_kb.errors import FormatError, RuneError, StoreError
from rune_kb.exits import run
from rune_kb.export import export
from rune_kb.formats.base import Scene as ReadScene
from rune_kb.logic.formula import free_variables
from rune_kb.logic.printer import to_text
from rune_kb.store import Store, Writer, schema
from rune_kb.store.values import Calibration

HALVED = Curves(Steps((0.0, 1.0), (0.0, 0.5)))


def halving(*sources: str, curves: Curves = HALVED) -> Calibration:
    return Calibration("isotonic", "labels", "2026-01-01T00:00:00+00:00", curves, sources)


def set_calibration(kb: KnowledgeBase, calibration: Calibration) -> None:
    with kb.store.writing() as writer:
        writer.set_calibration(calibration)


def harbour(image: str, **scores: float) -> ReadScene:
    """An image with one detection of each class, all in one place."""
    seen = tuple(Observation(cls, shapely.box(0, 0, 9, 9), score) for cls, score in scores.items())
    return ReadScene(Image(image), seen, "x")


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.create(tmp_path / "kb") as base:
        base.ingest_scenes([harbour("P", ship=0.8, plane=0.6)], "a")
        base.ingest_scenes([harbour("P", ship=0.6), harbour("Q", ship=0.7)], "b")
        yield base


def scores(kb: KnowledgeBase, text: str = "ship(x)") -> dict[str, float]:
    return {str(a.bindings["x"]): round(a.score, 9) for a in kb.ask(text, top=None)}


# -- asking --------------------------------------------------------------------------------------------------


def test_questions_see_probabilities(kb: KnowledgeBase) -> None:
    raw = scores(kb)
    assert raw == {"P#0": 0.8, "P#2": 0.6, "Q#0": 0.7}
    files = set(kb.store.directory.glob("cache/*/ship.*"))
    set_calibration(kb, halving("a"))
    assert scores(kb) == {"P#0": 0.4, "P#2": 0.6, "Q#0": 0.7}
    assert kb.ask("exists x ship(x)")[1].bindings == {"x": "P#2"}  # no longer the first of its table
    assert len(kb.ask("exists x (ship(x) & score(x) < 0.5)")) == 1
    assert scores(kb, "exists y (plane(y)) & ship(x)") == {"P#0": 0.12, "P#2": 0.18}
    assert len(kb.ask("exists x plane(x)", scoring="boolean")) == 0
    assert kb.prolog("ship(I, D), value(D, score, S), S < 0.5") == [{"I": "P", "D": "P#0", "S": 0.4}]
    assert files.isdisjoint(kb.store.directory.glob("cache/*/ship.*")), "a stale table is still there"
    assert kb.remove_calibration() == ["a"]
    assert scores(kb) == raw
    assert kb.remove_calibration() == []


def test_a_detection_tells_both_scores(kb: KnowledgeBase) -> None:
    set_calibration(kb, halving("a"))
    assert [(d.id, d.score, d.raw_score) for d in kb.detections("P")] == [
        ("P#0", 0.4, 0.8),
        ("P#1", 0.3, 0.6),
        ("P#2", 0.6, None),
    ]
    assert [(d.score, d.raw_score) for d in kb.store.detections("P")] == [
        (0.8, None),
        (0.6, None),
        (0.6, None),
    ]


def test_a_class_can_have_its_own_curve(kb: KnowledgeBase) -> None:
    set_calibration(kb, halving("a", "b", curves=Curves(HALVED.shared, {"plane": Sigmoid(1.0, 0.0)})))
    assert [d.score for d in kb.detections("P")] == pytest.approx([0.4, 0.6, 0.3])


def test_every_open_knowledge_base_sees_the_change(kb: KnowledgeBase) -> None:
    with KnowledgeBase.open(kb.store.directory) as other:
        before = other.store.revisions()
        assert scores(other) == scores(kb)
        set_calibration(kb, halving("a", "b"))
        assert scores(other) == scores(kb) == {"P#0": 0.4, "P#2": 0.3, "Q#0": 0.35}
        after = other.store.revisions()
        assert after.clock == before.clock + 1
        assert all(after.classes[cls] == after.clock for cls in ("ship", "plane"))


def test_tables_made_before_are_not_taken_for_those_after(tmp_path: Path) -> None:
    """The cache of the state before, put back as if nobody had tidied it away, is not looked at."""
    with KnowledgeBase.create(tmp_path / "kb") as base:
        base.ingest_scenes([harbour("P", ship=0.8)], "a")
        base.prepare()
        old = {file: file.read_bytes() for file in (tmp_path / "kb/cache").rglob("*") if file.is_file()}
        set_calibration(base, halving("a"))
    for file, content in old.items():
        file.write_bytes(content)
    with KnowledgeBase.open(tmp_path / "kb") as base:
        assert scores(base) == {"P#0": 0.4}


def test_a_source_that_is_read_again_keeps_its_calibration(kb: KnowledgeBase) -> None:
    set_calibration(kb, halving("a"))
    kb.ingest_scenes([harbour("P", ship=0.9)], "a")
    assert scores(kb) == {"P#0": 0.45, "P#2": 0.6, "Q#0": 0.7}


def test_a_new_calibration_takes_the_place_of_the_old_one(kb: KnowledgeBase) -> None:
    set_calibration(kb, halving("a", "b"))
    set_calibration(kb, halving("b", curves=Curves(Steps((0.0,), (0.25,)))))
    assert scores(kb) == {"P#0": 0.4, "P#2": 0.25, "Q#0": 0.25}
    assert [each.sources for each in kb.store.calibrations()] == [("a",), ("b",)]
    set_calibration(kb, halving("a", "b"))
    assert [each.sources for each in kb.store.calibrations()] == [("a", "b")]


def test_random_questions_of_calibrated_sources(tmp_path: Path) -> None:
    """Three sources an image, two calibrated, one by class: what is asked is what `detections` shows."""
    rng = Random("calibrated")
    scenes = collection("calibrated")
    with KnowledgeBase.create(tmp_path / "kb") as base:
        for i, source in enumerate("abc"):
            part = [Scene(s.image, tuple(d for d in s.detections if d.k % 3 == i)) for s in scenes]
            base.ingest_scenes(map(observed, part), source)
        set_calibration(base, halving("a"))
        own = {"ship": Steps((0.0, 1.0), (0.125, 0.875)), "small_vehicle": Sigmoid(0.0, 0.0)}
        set_calibration(base, halving("b", curves=Curves(Steps((0.5,), (0.25,)), own)))
        shown = [Scene(image, tuple(base.detections(image.id))) for image in base.images()]
        assert {d.raw_score is None for scene in shown for d in scene.detections} == {True, False}
        for _ in range(80):
            least = rng.choice((None, 0.0, 0.25, {"object": 0.125, "ship": 0.375}))
            settings = Settings(rng.choice(("best", "boolean")), min_score=least, threshold=0.0)
            formula = random_formula(
                rng, Language(flags=(), numbers=(), texts=()), free=rng.choice((0, 1)), depth=3
            )
            found = base.ask(
                to_text(formula), top=None, scoring=settings.scoring, min_score=least, threshold=0.0
            )
            free = free_variables(formula)
            got = {(a.image, tuple(sorted((v, a.bindings[v]) for v in free))): a.score for a in found}
            assert got == pytest.approx(expected(formula, shown, settings), abs=1e-9), to_text(formula)


@pytest.mark.parametrize("to", ["geojson", "coco", "prolog", "nt"])
def test_exports_keep_the_scores_as_they_were_said(kb: KnowledgeBase, tmp_path: Path, to: str) -> None:
    export(kb, to, tmp_path / "before")
    set_calibration(kb, halving("a", "b"))
    export(kb, to, tmp_path / "after")
    before, after = (sorted((tmp_path / name).read_text().splitlines()) for name in ("before", "after"))
    said = [line for line in after if "_:" not in line]  # blank nodes are named anew each time
    assert said == [line for line in before if "_:" not in line]
    assert any("0.8" in line for line in said)


# -- the store -----------------------------------------------------------------------------------------------


def version(directory: Path) -> int:
    with closing(sqlite3.connect(directory / schema.FILE)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@pytest.fixture
def old(kb: KnowledgeBase) -> KnowledgeBase:
    """As a RUNE of store version 1 made it."""
    kb.store._connection.executescript(
        "DROP TABLE calibrated_source; DROP TABLE calibration; PRAGMA user_version = 1"
    )
    return kb


def test_an_older_knowledge_base_grows_with_its_first_calibration(
    old: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = old.store.directory
    with KnowledgeBase.open(directory) as kb:
        assert scores(kb)["P#0"] == 0.8
        assert kb.store.calibrations() == []
        assert kb.remove_calibration() == []
        kb.ingest_scenes([harbour("R", ship=0.5)], "c")
        assert version(directory) == 1
        set_calibration(kb, halving("a"))
        assert version(directory) == 2
        assert scores(kb)["P#0"] == 0.4
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 1)
    with pytest.raises(StoreError, match=r"newer RUNE \(store version 2; this one knows up to 1\): upgrade"):
        Store.open(directory)


def interrupted(writer: Writer) -> None:
    writer.set_calibration(halving("a"))
    raise KeyboardInterrupt


def test_a_calibration_that_was_not_finished_leaves_nothing(old: KnowledgeBase) -> None:
    before = old.store.revisions(), scores(old)
    with pytest.raises(KeyboardInterrupt), old.store.writing() as writer:
        interrupted(writer)
    assert version(old.store.directory) == 1
    assert (old.store.revisions(), scores(old)) == before


# -- learning from labels ------------------------------------------------------------------------------------

DETECTIONS, TRUTH = paths.SAMPLE / "detections.json", paths.SAMPLE / "truth" / "detections.json"


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.create(tmp_path / "kb") as base:
        base.ingest([DETECTIONS, paths.SAMPLE / "flood.csv"])
        yield base


@pytest.mark.parametrize("method", ["isotonic", "platt"])
def test_the_sample_learns_what_its_scores_mean(sample: KnowledgeBase, method: str) -> None:
    flood = sample.detections("flood_01")
    report = sample.calibrate(TRUTH, method=method, per_class=True)  # type: ignore[arg-type]
    assert (report.images, report.detections, report.right) == (25, 842, 740)
    assert report.sources == (str(DETECTIONS),)
    assert report.own_curve == ()  # no class has 30 wrong ones
    assert report.after.ece < 0.1 < report.before.ece
    assert report.after.brier < report.before.brier
    assert sample.detections("flood_01") == flood
    found = [d for image in sample.images() for d in sample.detections(image.id) if d.raw_score is not None]
    assert len(found) == 842
    assert sum(d.score for d in found) == pytest.approx(740, abs=10)
    kept = sample.store.calibrations()
    assert sample.calibrate(TRUTH, method=method, per_class=True) == report  # type: ignore[arg-type]
    assert [each.curves for each in sample.store.calibrations()] == [each.curves for each in kept]


def write_labels(folder: Path, images: range, row: str) -> None:
    folder.mkdir(exist_ok=True)
    for i in images:
        rows = (row.format(x=50 * k, y=50 * k + 40, score=k / 10) for k in range(5))
        (folder / f"P{i}.txt").write_text("".join(f"{each}\n" for each in rows))


LABEL = "{x} 0 {y} 0 {y} 10 {x} 10 ship 0"


def say(base: KnowledgeBase, images: range, source: str) -> None:
    """What a detector says of the images: the true boxes and one more."""
    base.ingest_scenes(
        [
            ReadScene(
                Image(f"P{i}"),
                tuple(Observation("ship", shapely.box(50 * k, 0, 50 * k + 40, 10), k / 10) for k in range(6)),
                source,
            )
            for i in images
        ],
        source,
    )


def test_all_files_of_a_detector_are_calibrated_by_labels_of_some(tmp_path: Path) -> None:
    write_labels(tmp_path / "said", range(20), LABEL)
    write_labels(tmp_path / "true", range(8), LABEL)
    with KnowledgeBase.create(tmp_path / "kb") as base:
        base.ingest([tmp_path / "said", tmp_path / "true"], format="dota")
        report = base.calibrate(tmp_path / "true", format="dota")
        assert report.sources == tuple(sorted(str(tmp_path / "said" / f"P{i}.txt") for i in range(20)))
        assert (report.images, report.labels, report.detections, report.right) == (8, 40, 40, 40)
        assert {d.raw_score for d in base.detections("P19")} == {1.0}
        assert base.remove_calibration(str(tmp_path / "said" / "P1*")) == sorted(
            str(tmp_path / "said" / f"P{i}.txt") for i in (1, *range(10, 20))
        )
        assert len(base.remove_calibration(str(tmp_path / "said"))) == 9


def test_several_detectors_are_not_mixed_unasked(tmp_path: Path) -> None:
    write_labels(tmp_path / "true", range(8), LABEL)
    with KnowledgeBase.create(tmp_path / "kb") as base:
        say(base, range(8), "a")
        say(base, range(8), "b")
        with pytest.raises(
            RuneError, match=r"several detectors .*: a \(python\) and b \(python\); .*--source"
        ):
            base.calibrate(tmp_path / "true")
        assert base.calibrate(tmp_path / "true", source="a").sources == ("a",)
        both = base.calibrate(tmp_path / "true", source="*")
        assert (both.sources, both.detections, both.right) == (("a", "b"), 96, 80)


@pytest.mark.parametrize(
    ("images", "label", "said"),
    [
        (range(40, 44), LABEL, "no image is in both: the labels are about P40, P41, P42 and 1 more, the "),
        (range(2), LABEL, "12 detections in 2 labelled images are too few to learn from"),
        (
            range(8),
            LABEL.replace("ship", "plane"),
            "0 detections .*; 48 left out: of a class that no label has",
        ),
        (range(8), LABEL.replace(" 10 ", " 900 "), r"none of 48 detections overlaps a label .*\(ship\)"),
    ],
)
def test_what_cannot_be_learnt_from(tmp_path: Path, images: range, label: str, said: str) -> None:
    write_labels(tmp_path / "true", images, label)
    with KnowledgeBase.create(tmp_path / "kb") as base:
        say(base, range(20), "a")
        before = base.store.revisions()
        with pytest.raises(RuneError, match=said):
            base.calibrate(tmp_path / "true", format="dota")
        for wrong, why in (
            ({"source": "nobody"}, "no source matches 'nobody'; there are a"),
            ({"method": "magic"}, "no method 'magic'; there are isotonic and platt"),
            ({"iou": 0.0}, "0 does not"),
            ({"format": "dtoa"}, "no format is called 'dtoa'; did you mean dota"),
        ):
            with pytest.raises(RuneError, match=why):
                base.calibrate(tmp_path / "true", **wrong)  # type: ignore[arg-type]
        with pytest.raises(FormatError, match="no such file"):
            base.calibrate(tmp_path / "absent")
        assert base.store.revisions() == before
        assert base.store.calibrations() == []


def test_only_the_labels_speak_of_the_images(tmp_path: Path) -> None:
    write_labels(tmp_path / "true", range(8), LABEL)
    with KnowledgeBase.create(tmp_path / "kb") as base:
        base.ingest(tmp_path / "true")
        with pytest.raises(RuneError, match="only the labels themselves speak"):
            base.calibrate(tmp_path / "true")


# -- at the command line -------------------------------------------------------------------------------------


def test_the_command_line(sample: KnowledgeBase, capsys: pytest.CaptureFixture[str]) -> None:
    kb = str(sample.store.directory)

    def said(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(app, ["calibrate", kb, *arguments])
        out = capsys.readouterr()
        return code, out.out + out.err

    code, text = said(str(TRUTH))
    assert code == 0
    assert "25 images, 821 labels, 842 detections: 740 right, 102 wrong" in text
    assert " ECE │" in text
    code, text = said(str(TRUTH), "--method", "platt", "--json")
    assert json.loads(text)["method"] == "platt"
    assert run(app, ["info", kb]) == 0
    assert "scores calibrated: 1 source, platt" in capsys.readouterr().out
    assert said("--remove", "--json") == (0, json.dumps({"removed": [str(DETECTIONS)]}, indent=2) + "\n")
    assert said("--remove") == (0, "nothing is calibrated\n")
    for arguments, code, why in (
        ([], 2, "one thing: LABELS to calibrate by, or --remove"),
        ([str(TRUTH), "--remove"], 2, "one thing"),
        ([str(TRUTH), "--iou", "2"], 2, "2 is not above 0 and up to 1"),
        ([str(TRUTH), "--method", "magic"], 2, "magic"),
        ([str(TRUTH), "--source", "nobody"], 1, "no source matches 'nobody'"),
        (["absent"], 1, "absent: no such file or folder"),
    ):
        got, text = said(*arguments)
        assert (got, text.count("\n")) == (code, 1), text
        assert why in text
