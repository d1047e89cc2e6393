import pytest

from rune_kb.errors import FormatError
from rune_kb.formats import FORMATS, detect_format

from .reading import read, skipped

LABELS = """imagesource:GoogleEarth
gsd:0.146343590398
2753 2408 2861 2385 2888 2468 2805 2502 plane 0
3445.5 3391 3484 3409 3478 3422 3437 3402 large-vehicle 1

10 10 30 10 30 30 10 30 ship
"""


def test_labels_with_their_header(tmp_path):
    (tmp_path / "P0000.txt").write_text(LABELS)
    (scene,), problems = read(tmp_path)
    assert problems == []
    assert (scene.image.id, scene.image.gsd) == ("P0000", 0.146343590398)
    assert [o.label for o in scene.observations] == ["plane", "large-vehicle", "ship"]
    assert [dict(o.attributes) for o in scene.observations] == [{"difficult": False}, {"difficult": True}, {}]
    assert [o.line for o in scene.observations] == [3, 4, 6]
    assert scene.observations[1].outline.exterior.coords[0] == (3445.5, 3391)
    assert scene.source == str(tmp_path / "P0000.txt")


def test_only_a_pictures_suffix_is_taken_off_a_name(tmp_path):
    name = "P0706__0.5__0___0"
    (tmp_path / f"{name}.txt").write_text("10 10 30 10 30 30 10 30 ship\n")
    (tmp_path / "Task1_ship.txt").write_text(f"{name} 0.5 10 10 30 10 30 30 10 30\n")
    assert [scene.image.id for scene in read(tmp_path)[0]] == [name, name]


def test_an_empty_file_is_an_image_without_detections(tmp_path):
    (tmp_path / "P1.txt").write_text("")
    (tmp_path / "P2.txt").write_text("10 10 30 10 30 30 10 30 ship 0\n")
    scenes, problems = read(tmp_path)
    assert [(s.image.id, len(s.observations)) for s in scenes] == [("P1", 0), ("P2", 1)]
    assert problems == []


def test_windows_line_ends_and_a_byte_order_mark(tmp_path):
    (tmp_path / "P1.txt").write_bytes(b"\xef\xbb\xbf" + LABELS.replace("\n", "\r\n").encode())
    (scene,), problems = read(tmp_path)
    assert (len(scene.observations), scene.image.gsd, problems) == (3, 0.146343590398, [])


@pytest.mark.parametrize("gsd", ["gsd:", "gsd:None", "gsd:null", "imagesource:GF"])
def test_a_header_may_say_nothing_about_the_gsd(tmp_path, gsd):
    (tmp_path / "P1.txt").write_text(f"{gsd}\n10 10 30 10 30 30 10 30 ship 0\n")
    (scene,), problems = read(tmp_path)
    assert (scene.image.gsd, problems) == (None, [])


@pytest.mark.parametrize("gsd", ["-1", "wide", "inf"])
def test_an_impossible_gsd_is_reported_and_left_out(tmp_path, gsd):
    (tmp_path / "P1.txt").write_text(f"gsd:{gsd}\n10 10 30 10 30 30 10 30 ship 0\n")
    (scene,), (problem,) = read(tmp_path)
    assert (scene.image.gsd, len(scene.observations)) == (None, 1)
    assert (problem.line, problem.repaired) == (1, True)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1 2 3 4 5 6 7 ship 0", "not a number"),
        ("1 2 3 4 ship", "5 fields"),
        ("1 2 3 4 5 6 7 eight ship 0", "'eight' is not a number"),
        ("1 2 3 4 5 6 7 nan ship 0", "NaN or infinite"),
        ("1 2 3 4 5 6 7 -inf ship 0", "NaN or infinite"),
        ("1 1 9 1 9 9 1 9 ship 7", "`difficult` is '7'"),
        ("1 1 1 1 1 9 1 9 ship 0", "no area"),
        ("1 1 9 1 9 9 1 9 ship 0 extra", "11 fields"),
    ],
)
def test_a_malformed_label_is_skipped_with_its_line_and_reason(tmp_path, line, reason):
    good = "10 10 30 10 30 30 10 30 ship 0"
    (tmp_path / "P1.txt").write_text(f"{good}\n{line}\n{good}\n")
    (scene,), (problem,) = read(tmp_path, "dota")
    assert len(scene.observations) == 2
    assert problem.line == 2
    assert problem.file == str(tmp_path / "P1.txt")
    assert reason in problem.reason


def test_corners_out_of_order_are_repaired_and_reported(tmp_path):
    (tmp_path / "P1.txt").write_text("10 10 30 30 30 10 10 30 ship 0\n")
    (scene,), (problem,) = read(tmp_path)
    assert scene.observations[0].outline.area == 400
    assert (problem.line, problem.repaired) == (1, True)


def test_results_are_named_by_their_file_and_grouped_by_image(tmp_path):
    (tmp_path / "Task1_large-vehicle.txt").write_text(
        "P2 0.9 10 10 30 10 30 30 10 30\nP1 0.25 0 0 9 0 9 9 0 9\nP2 0.1 50 50 60 50 60 60 50 60\n"
    )
    scenes, problems = read(tmp_path)
    assert problems == []
    assert [s.image.id for s in scenes] == ["P2", "P1"]
    assert [[(o.label, o.score, o.line) for o in s.observations] for s in scenes] == [
        [("large-vehicle", 0.9, 1), ("large-vehicle", 0.1, 3)],
        [("large-vehicle", 0.25, 2)],
    ]


def test_results_whose_images_are_numbers_are_results_all_the_same(tmp_path):
    (tmp_path / "ship.txt").write_text("0001 0.9 110 110 130 110 130 130 110 130\n" * 3)
    assert detect_format(tmp_path).name == "dota"
    (scene,), problems = read(tmp_path)
    assert (scene.image.id, len(scene.observations), problems) == ("0001", 3, [])


@pytest.mark.parametrize("score", ["1.2", "-0.1", "nan", "high"])
def test_a_result_with_an_impossible_score_is_skipped(tmp_path, score):
    good = "P1 0.5 10 10 30 10 30 30 10 30\n"
    (tmp_path / "ship.txt").write_text(good + good.replace("0.5", score) + good)
    (scene,), problems = read(tmp_path)
    assert (len(scene.observations), skipped(problems)) == (2, [2])


def test_a_stray_line_of_numbers_does_not_make_labels_results(tmp_path):
    good = "10 10 30 10 30 30 10 30 ship 0\n"
    (tmp_path / "P1.txt").write_text("1 2 3 4 5 6 7 8 9 10\n" + good * 2)
    (scene,), problems = read(tmp_path, "dota")
    assert (scene.image.id, len(scene.observations), skipped(problems)) == ("P1", 2, [1])


def test_a_binary_file_cannot_be_read(tmp_path):
    (tmp_path / "P1.txt").write_bytes(b"\x00\x01\x02")
    with pytest.raises(FormatError, match="not a text file"):
        read(tmp_path / "P1.txt", "dota")


def test_the_registry_knows_it():
    assert FORMATS["dota"].name == "dota"
