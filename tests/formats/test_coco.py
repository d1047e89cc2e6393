import json

import numpy as np
import pytest
from pycocotools import mask as reference
from shapely.geometry import Polygon, box

from rune_kb.errors import FormatError
from rune_kb.formats import RequirementError, detect_format
from rune_kb.formats.fields import BadRecord
from rune_kb.formats.mask import decoded, outline

from .reading import read, skipped

IMAGES = [
    {"id": 7, "file_name": "train/P1.png", "width": 60, "height": 50, "date_captured": "2013-11-14 17:02:52"},
    {"id": 8, "file_name": "P2.png", "width": None, "height": None, "date_captured": None},
]
CATEGORIES = [{"id": 1, "name": "ship"}, {"id": 5, "name": "storage tank"}]
SQUARE = [10, 10, 30, 10, 30, 30, 10, 30]
GOOD = {"id": 1, "image_id": 7, "category_id": 1, "bbox": [10, 10, 20, 20]}


def coco(tmp_path, *annotations, images=IMAGES, categories=CATEGORIES):
    document = {"images": images, "annotations": annotations, "categories": categories}
    (tmp_path / "annotations.json").write_text(json.dumps(document))
    return tmp_path / "annotations.json"


def test_images_with_what_is_known_of_them(tmp_path):
    scenes, problems = read(coco(tmp_path, GOOD))
    assert problems == []
    first, second = (scene.image for scene in scenes)
    assert (first.id, first.width, first.height) == ("P1", 60, 50)
    assert (first.date, first.path) == ("2013-11-14T17:02:52", "train/P1.png")
    assert (second.id, second.width, second.date) == ("P2", None, None)
    assert [len(scene.observations) for scene in scenes] == [1, 0]


def test_segmentation_before_bbox_score_and_attributes(tmp_path):
    triangle = {
        "segmentation": [[0, 0, 8, 0, 0, 8]],
        "score": 0.5,
        "iscrowd": 1,
        "attributes": {"flooded": True},
    }
    scenes, problems = read(coco(tmp_path, GOOD | triangle, GOOD | {"segmentation": [], "category_id": 5}))
    first, second = scenes[0].observations
    assert problems == []
    assert (first.outline.area, first.score) == (32, 0.5)
    assert first.attributes == {"flooded": True, "iscrowd": True}
    assert (second.outline.bounds, second.label, second.line) == ((10, 10, 30, 30), "storage tank", 2)


def test_several_polygons_are_one_outline(tmp_path):
    apart = [SQUARE, [40, 40, 50, 40, 50, 50, 40, 50]]
    meeting = [SQUARE, [20, 20, 40, 20, 40, 40, 20, 40]]
    scenes, problems = read(coco(tmp_path, GOOD | {"segmentation": apart}, GOOD | {"segmentation": meeting}))
    assert problems == []
    assert [o.outline.area for o in scenes[0].observations] == [500, 700]
    assert scenes[0].observations[0].outline.geom_type == "MultiPolygon"


def rle(mask, compressed):
    if compressed:
        encoded = reference.encode(np.asfortranarray(mask.astype(np.uint8)))
        return {"size": encoded["size"], "counts": encoded["counts"].decode()}
    flat = mask.T.ravel().astype(int)
    edges = np.flatnonzero(np.diff(flat)) + 1
    runs = np.diff([0, *edges, flat.size]).tolist()
    return {"size": list(mask.shape), "counts": runs if flat[0] == 0 else [0, *runs]}


@pytest.mark.parametrize("compressed", [True, False])
def test_run_lengths_follow_the_pixels_exactly(tmp_path, compressed):
    mask = np.zeros((50, 60), dtype=bool)
    mask[5:15, 20:40] = True
    mask[8:10, 25:30] = False
    mask[40:45, 2:4] = True
    scenes, problems = read(coco(tmp_path, GOOD | {"segmentation": rle(mask, compressed)}))
    (seen,) = scenes[0].observations
    assert problems == []
    expected = box(20, 5, 40, 15).difference(box(25, 8, 30, 10)).union(box(2, 40, 4, 45))
    assert seen.outline.equals(expected)
    assert seen.outline.is_valid


@pytest.mark.parametrize("seed", range(20))
def test_decoding_agrees_with_pycocotools(seed):
    random = np.random.default_rng(seed)
    mask = random.random(random.integers(1, 60, 2)) < random.random()
    for compressed in (True, False):
        assert (decoded(rle(mask, compressed)) == mask).all()
    if mask.any():
        assert outline(mask).area == mask.sum()


@pytest.mark.parametrize(
    "segmentation",
    [
        {"size": [50, 60], "counts": [1, 2]},
        {"size": [50, 60], "counts": [-5, 3005]},
        {"size": [50, 60], "counts": "~~~"},
        {"size": [50, 60], "counts": "o"},
        {"size": [50, 60], "counts": [1.5, 2]},
        {"size": [50, 60]},
        {"size": [10**9, 10**9], "counts": [10**18]},
        {"size": [0, 0], "counts": []},
        {"counts": [3000]},
    ],
)
def test_bad_run_lengths_are_reported(segmentation):
    with pytest.raises(BadRecord):
        decoded(segmentation)


def test_a_mask_of_another_size_than_the_image_is_refused_and_the_box_taken(tmp_path):
    segmentation = rle(np.ones((9, 9), bool), True)
    scenes, (problem,) = read(coco(tmp_path, GOOD | {"segmentation": segmentation}))
    assert scenes[0].observations[0].outline.bounds == (10, 10, 30, 30)
    assert problem.repaired
    assert "its mask is 9 x 9 px, the image 60 x 50" in problem.reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"image_id": 99}, "no image with id 99"),
        ({"image_id": None}, "its image_id is missing"),
        ({"category_id": 2}, "no category with id 2"),
        ({"category_id": [1]}, "its category_id is neither"),
        ({"score": 1.5}, "not between 0 and 1"),
        ({"score": float("nan")}, "NaN"),
        ({"score": "high"}, "'high' is not a number"),
        ({"bbox": [1, 2, 3]}, "no outline"),
        ({"bbox": None}, "no outline"),
        ({"bbox": [1, 2, 0, 3]}, "not above 0"),
        ({"bbox": [1, 2, float("inf"), 3]}, "infinite"),
        ({"bbox": [1, 2, "3", 3]}, "not a number"),
        ({"bbox": [1, 2, 10**400, 3]}, "too large"),
        ({"segmentation": [[0, 0, 5, 5, 9, 9]]}, "no area"),
        ({"segmentation": [[0, 0, 5, 5]], "bbox": None}, "at least three pairs"),
    ],
)
def test_a_bad_annotation_is_skipped_by_its_number(tmp_path, change, reason):
    scenes, (problem,) = read(coco(tmp_path, GOOD, GOOD | change, GOOD))
    assert len(scenes[0].observations) == 2
    assert (problem.line, problem.repaired) == (2, False)
    assert problem.reason.startswith("annotation record 2: ")
    assert reason in problem.reason


def test_records_of_the_wrong_kind(tmp_path):
    images = [*IMAGES, "P3.png", {"file_name": "P4.png"}, {"id": 9, "file_name": "val/P1.png"}]
    categories = [*CATEGORIES, {"id": 6, "name": " "}]
    scenes, problems = read(coco(tmp_path, GOOD, 17, None, images=images, categories=categories))
    assert (len(scenes), len(scenes[0].observations)) == (2, 1)
    records = [problem.reason.partition(":")[0] for problem in problems]
    images_bad = [f"image record {n}" for n in (3, 4, 5)]
    assert records == [*images_bad, "category record 3", "annotation record 2", "annotation record 3"]


def test_an_image_keeps_what_can_be_used(tmp_path):
    odd = {"id": 7, "file_name": "P1.png", "width": -3, "height": 50.0, "date_captured": "long ago", "gsd": 0}
    (scene,), problems = read(coco(tmp_path, GOOD, images=[odd]))
    image = scene.image
    assert (image.width, image.height, image.date, image.gsd) == (None, 50, None, None)
    assert [problem.repaired for problem in problems] == [True] * 3


RESULTS = [
    {"image_id": 8, "category_id": 1, "bbox": [10, 10, 20, 20], "score": 0.25},
    {"image_id": 8, "category_id": 5, "segmentation": [SQUARE], "score": 0.5},
]


def test_results_take_names_from_the_annotations_beside_them(tmp_path):
    coco(tmp_path, GOOD)
    (tmp_path / "results.json").write_text(json.dumps([*RESULTS, RESULTS[0] | {"image_id": 3}]))
    (scene,), problems = read(tmp_path / "results.json")
    assert scene.image.id == "P2"
    assert [(o.label, o.score) for o in scene.observations] == [("ship", 0.25), ("storage tank", 0.5)]
    assert skipped(problems) == [3]
    assert problems[0].reason.startswith("result record 3: ")


def test_results_alone_need_names(tmp_path):
    (tmp_path / "results.json").write_text(json.dumps(RESULTS))
    with pytest.raises(RequirementError, match="annotation file beside it"):
        read(tmp_path)
    (scene,), _ = read(tmp_path, names={1: "ship", 5: "tank"})
    assert (scene.image.id, [o.label for o in scene.observations]) == ("8", ["ship", "tank"])


def test_results_between_two_annotation_files_are_refused(tmp_path):
    coco(tmp_path, GOOD).rename(tmp_path / "other.json")
    coco(tmp_path, GOOD)
    (tmp_path / "results.json").write_text(json.dumps(RESULTS))
    with pytest.raises(RequirementError, match=r"annotations\.json, other\.json"):
        read(tmp_path / "results.json")


@pytest.mark.parametrize(
    "text", ["{", '{"images": 3}', "[" * 100_000, '"text"', "\ud800".encode("utf-8", "replace")]
)
def test_what_is_no_coco_file_raises(tmp_path, text):
    (tmp_path / "x.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FormatError):
        read(tmp_path / "x.json", "coco")


def test_it_is_recognised_by_content(tmp_path):
    path = coco(tmp_path, GOOD).rename(tmp_path / "labels.txt")
    assert detect_format(path).name == "coco"


def test_an_outline_along_pixel_edges():
    mask = np.zeros((4, 5), bool)
    mask[2, 3] = True
    assert outline(mask).equals(Polygon([(3, 2), (4, 2), (4, 3), (3, 3)]))
