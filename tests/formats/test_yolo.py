import PIL.Image
import pytest

from rune_kb.errors import FormatError
from rune_kb.formats import RequirementError, detect_format, read_names

from .reading import read

NAMES = {0: "ship", 1: "plane"}


@pytest.fixture
def dataset(tmp_path):
    """The usual layout: images/train, labels/train, data.yaml."""
    for kind in ("images", "labels"):
        (tmp_path / kind / "train").mkdir(parents=True)
    PIL.Image.new("L", (200, 100)).save(tmp_path / "images" / "train" / "a.0.png")
    (tmp_path / "data.yaml").write_text("nc: 2\nnames: [ship, 'small plane']  # two\n")
    return tmp_path


def label(dataset, *lines):
    (dataset / "labels" / "train" / "a.0.txt").write_text("\n".join(lines) + "\n")
    return dataset


def test_a_box_in_pixels_of_the_picture(dataset):
    (scene,), problems = read(label(dataset, "1 0.5 0.5 0.25 0.5"))
    assert problems == []
    image, (seen,) = scene.image, scene.observations
    assert (image.id, image.width, image.height) == ("a.0", 200, 100)
    assert image.path == str(dataset / "images" / "train" / "a.0.png")
    assert (seen.label, seen.score, seen.outline.bounds) == ("small plane", 1.0, (75, 25, 125, 75))


def test_the_number_of_fields_tells_what_a_line_is(dataset):
    lines = [
        "0 0.5 0.5 0.2 0.2 0.75",
        "0 0.1 0.1 0.2 0.1 0.2 0.2 0.1 0.2",
        "0 0.1 0.1 0.2 0.1 0.2 0.2 0.1 0.2 0.5",
        "0 0.1 0.1 0.5 0.1 0.3 0.5",
        "0 0.1 0.1 0.5 0.1 0.3 0.5 0.25",
    ]
    (scene,), problems = read(label(dataset, *lines))
    assert problems == []
    assert [o.score for o in scene.observations] == [0.75, 1.0, 0.5, 1.0, 0.25]
    assert [len(o.outline.exterior.coords) for o in scene.observations] == [5, 5, 5, 4, 4]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("7 0.5 0.5 0.2 0.2", "no class number 7; the known numbers are 0 to 1"),
        ("0.5 0.5 0.5 0.2 0.2", "no class number 0.5"),
        ("0 0.5 0.5 0.2", "4 fields"),
        ("0 0.5 0.5 0 0.2", "not above 0"),
        ("0 0.5 0.5 -0.1 0.2", "not above 0"),
        ("0 100 50 20 20", "not a fraction"),
        ("0 0.5 0.5 0.2 0.2 1.5", "not between 0 and 1"),
        ("0 0.5 x 0.2 0.2", "'x' is not a number"),
        ("0 nan 0.5 0.2 0.2", "NaN"),
    ],
)
def test_a_malformed_line_is_skipped(dataset, line, reason):
    (scene,), (problem,) = read(label(dataset, "0 0.5 0.5 0.2 0.2", line), "yolo")
    assert len(scene.observations) == 1
    assert problem.line == 2
    assert reason in problem.reason


def test_names_can_be_given(dataset):
    (scene,), _ = read(label(dataset, "1 0.5 0.5 0.25 0.5"), names=NAMES)
    assert scene.observations[0].label == "plane"


def test_without_names_nothing_is_read(dataset):
    (dataset / "data.yaml").unlink()
    with pytest.raises(RequirementError, match="--names"):
        read(label(dataset, "1 0.5 0.5 0.25 0.5"))


def test_without_its_picture_an_image_is_left_out_and_reported(dataset):
    label(dataset, "1 0.5 0.5 0.25 0.5")
    (dataset / "labels" / "train" / "b.txt").write_text("1 0.5 0.5 0.25 0.5\n")
    scenes, (problem,) = read(dataset)
    assert [scene.image.id for scene in scenes] == ["a.0"]
    assert problem.line is None
    assert problem.file.endswith("b.txt")
    with pytest.raises(FormatError, match="--images"):
        read(dataset / "labels" / "train" / "b.txt")


def test_pictures_can_be_elsewhere(tmp_path, dataset):
    label(dataset, "1 0.5 0.5 0.25 0.5")
    (dataset / "images").rename(dataset / "pictures")
    (scene,), _ = read(dataset / "labels", images=dataset / "pictures")
    assert scene.image.width == 200


def test_class_lists_beside_the_labels_are_no_labels(dataset):
    label(dataset, "1 0.5 0.5 0.25 0.5")
    (dataset / "labels" / "train" / "classes.txt").write_text("ship\nplane\n")
    (dataset / "labels" / "Readme.txt").write_text("This folder has labels.\n")
    scenes, problems = read(dataset)
    assert ([s.image.id for s in scenes], problems) == (["a.0"], [])
    assert scenes[0].observations[0].label == "plane"  # the nearer list


def test_two_folders_with_a_file_of_one_name(dataset):
    label(dataset, "1 0.5 0.5 0.25 0.5")
    for kind, suffix in (("images", ".png"), ("labels", ".txt")):
        (dataset / kind / "val").mkdir()
        source = dataset / kind / "train" / f"a.0{suffix}"
        (dataset / kind / "val" / f"a.0{suffix}").write_bytes(source.read_bytes())
    scenes, (problem,) = read(dataset)
    assert len(scenes) == 1
    assert "labels/train/a.0.txt is about an image called a.0 too" in problem.reason


def test_it_is_recognised(dataset):
    assert detect_format(label(dataset, "1 0.5 0.5 0.25 0.5")).name == "yolo"


@pytest.mark.parametrize(
    ("name", "text", "names"),
    [
        ("data.yaml", "names: [ship, \"b c\", 'd, e']\nnc: 3\n", ["ship", "b c", "d, e"]),
        ("data.yaml", "names: [\n  ship,  # boats\n  plane\n]\n", ["ship", "plane"]),
        (
            "data.yml",
            "path: x\nnames:\n  0: ship\n  1: small plane\n\nroboflow: y\n",
            ["ship", "small plane"],
        ),
        ("x.yaml", "names:\n- ship\n- 'plane'\nnc: 2\n", ["ship", "plane"]),
        ("x.yaml", "names: {0: ship, 1: plane}\n", ["ship", "plane"]),
        ("classes.txt", "ship\nplane\n", ["ship", "plane"]),
        ("x.json", '["ship", "plane"]', ["ship", "plane"]),
        ("x.json", '{"0": "ship", "1": "plane"}', ["ship", "plane"]),
        ("x.json", '{"categories": [{"id": 0, "name": "ship"}]}', ["ship"]),
    ],
)
def test_files_of_names(tmp_path, name, text, names):
    (tmp_path / name).write_text(text)
    assert read_names(tmp_path / name) == dict(enumerate(names))


def test_a_file_without_names_says_what_would_be_right(tmp_path):
    (tmp_path / "data.yaml").write_text("train: images\n")
    with pytest.raises(FormatError, match=r"names: \[ship, plane\]"):
        read_names(tmp_path / "data.yaml")
