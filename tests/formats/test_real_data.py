"""The real data, with the counts that its SOURCES.md states; where they differ, the reason is here."""

from collections import Counter

import pytest

from rune_kb.formats import detect_format

from .reading import read, shared

DOTA_15 = (
    "plane ship storage-tank baseball-diamond tennis-court basketball-court ground-track-field harbor bridge "
    "large-vehicle small-vehicle helicopter roundabout soccer-ball-field swimming-pool"
)
NUMBERED = dict(enumerate(DOTA_15.split()))
SIMD = {number: f"class {number}" for number in range(15)}
FLAT, ORDER, EMPTY, INVALID = "no area", "put in order", "empty outline", "made valid"

CASES = [
    # folder, format, names, images, objects, problems by reason
    # SOURCES.md counts 2,320 lines, of which two boxes of P1478 are flat.
    ("dota/labelTxt", "dota", None, 19, 2318, {FLAT: 2, ORDER: 1}),
    ("dota/split_examples_labelTxt", "dota", None, 21, 1682, {FLAT: 2}),
    # 94,180 lines, of which three boxes are flat.
    ("dota/val_detections_gghl", "dota", None, 912, 94_177, {FLAT: 3}),
    ("dota/dota8", "yolo", NUMBERED, 8, 133, {}),
    # 32,592 boxes, of which one is flat.
    ("dior/train.txt", "dior", None, 5862, 32_591, {FLAT: 1}),
    ("nwpu_vhr10", "coco", None, 650, 3921, {INVALID: 1}),
    # 10,728 rows, of which five say that there is nothing: 10,723 objects, as stated.
    ("spacenet8_flood/04-ZABURO_final.csv", "csv_wkt", None, 132, 10_723, {INVALID: 558, EMPTY: 5}),
    ("spacenet8_flood/03-sianalytics_provisional.csv", "csv_wkt", None, 406, 9968, {INVALID: 79, EMPTY: 159}),
    ("spacenet8_flood/05-motokimura_final.csv", "csv_wkt", None, 132, 11_337, {INVALID: 13, EMPTY: 9}),
    # SOURCES.md counts 962, the line of Readme.txt among them.
    ("simd_sample", "yolo", SIMD, 70, 961, {}),
]


@pytest.mark.parametrize(("name", "format", "names", "images", "objects", "expected"), CASES)
def test_counts(name, format, names, images, objects, expected):
    path = shared(name)
    assert detect_format(path).name == format
    scenes, problems = read(path, names=names)
    assert len({scene.image.id for scene in scenes}) == images
    assert sum(len(scene.observations) for scene in scenes) == objects
    reasons = Counter(next((r for r in expected if r in p.reason), p.reason) for p in problems)
    assert reasons == expected
    assert all(problem.line for problem in problems)
    assert all(o.outline.is_valid and 0 <= o.score <= 1 for scene in scenes for o in scene.observations)


def test_dota_headers_and_pictures():
    scenes, _ = read(shared("dota/labelTxt"))
    found = {scene.image.id: scene.image for scene in scenes}
    assert found["P0003"].gsd == 0.115726939386
    assert found["P0003"].width is not None
    assert found["P0003"].path.endswith("images/P0003.png")
    assert found["P0032"].gsd is None


def test_spacenet_attributes():
    scenes, _ = read(shared("spacenet8_flood/04-ZABURO_final.csv"))
    seen = [o for scene in scenes for o in scene.observations]
    assert Counter(o.label for o in seen) == {"Building": 9135, "Road": 1588}
    assert all(isinstance(o.attributes["flooded"], bool) for o in seen)
    assert sum(o.attributes["flooded"] for o in seen) == 641
