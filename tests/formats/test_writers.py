"""What is written is read back equal, as far as the format can carry it; nothing is half written."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from rune_kb.detection import Detection, Image
from rune_kb.errors import FormatError
from rune_kb.formats import WRITERS, read_source

from .reading import read

SCENES = [
    (
        Image("P1", 640, 480, 0.25, "2020-05-01T10:00:00", "/data/images/P1.png"),
        [
            Detection("P1", 0, "ship", "boat", box(10, 10, 30, 20), 0.1 + 0.2, "a.txt", 3),
            Detection(
                "P1", 1, "large_vehicle", "large-vehicle", Polygon([(5.5, 1), (9, 2.25), (8, 7), (4, 6)])
            ),
            Detection(
                "P1", 2, "harbor", "harbor", Polygon([(0, 0), (50, 0), (60, 40), (30, 70), (0, 40)]), 0.5
            ),
        ],
    ),
    (Image("P0706__0.5__0___0"), []),
]
ROAD = Detection("P1", 3, "road", "Road", LineString([(0, 0), (3, 4), (9, 4)]), 0.75)
HOLED = Detection("P1", 4, "pool", "pool", box(0, 0, 9, 9).difference(box(2, 2, 4, 4)))
PARTS = Detection("P1", 5, "pool", "pool", MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)]), 0.3)
FLOODED = Detection(
    "P1", 6, "building", "b", box(1, 1, 9, 8), 0.9, attributes={"flooded": True, "length_m": 3.5, "id": "x"}
)


def written(tmp_path, format, scenes):
    path = tmp_path / f"out.{format}"
    return path, WRITERS[format](path, iter(scenes))


def rows(scenes, word):
    return [
        (scene.image.id, [(o.label, o.outline, o.score, dict(o.attributes)) for o in scene.observations])
        if word == "read"
        else (scene[0].id, [(getattr(d, word), d.outline, d.score, dict(d.attributes)) for d in scene[1]])
        for scene in scenes
    ]


@pytest.mark.parametrize("format", ["geojson", "geoparquet"])
def test_features_carry_everything(tmp_path, format):
    image, detections = SCENES[0]
    full = [(image, [*detections, ROAD, HOLED, PARTS, FLOODED]), SCENES[1]]
    path, result = written(tmp_path, format, full)
    assert (result.images, result.detections, result.lost) == (2, 7, {})
    scenes, problems = read(path)
    assert problems == []
    assert rows(scenes, "read") == rows(full, "label")
    assert [scene.image for scene in scenes] == [image for image, _ in full]


def test_coco_carries_polygons_scores_and_attributes(tmp_path):
    image, detections = SCENES[0]
    full = [(image, [*detections, PARTS, FLOODED]), SCENES[1]]
    path, result = written(tmp_path, "coco", full)
    assert (result.detections, result.lost) == (5, {})
    scenes, problems = read(path)
    assert problems == []
    assert rows(scenes, "read") == rows(full, "cls")
    first = scenes[0].image
    assert (first.width, first.height, first.gsd, first.date) == (640, 480, 0.25, "2020-05-01T10:00:00")
    assert first.path == "P1.png"


def test_coco_says_what_it_loses(tmp_path):
    along = Detection("P1", 7, "road", "road", LineString([(0, 5), (9, 5)]))
    path, result = written(tmp_path, "coco", [(Image("P1"), [ROAD, HOLED, along])])
    assert result.detections == 2
    assert result.lost == {
        "outline (a line, written as its bbox)": 1,
        "holes (filled)": 1,
        "detection (a line along one axis)": 1,
    }
    (scene,), problems = read(path)
    assert problems == []
    assert [o.outline.bounds for o in scene.observations] == [(0, 0, 9, 4), (0, 0, 9, 9)]


def test_dota_carries_boxes_and_counts_the_rest(tmp_path):
    image, detections = SCENES[0]
    difficult = Detection("P1", 7, "ship", "ship", box(1, 1, 5, 4), attributes={"difficult": True})
    straight = Detection("P1", 8, "road", "road", LineString([(0, 0), (9, 9)]))
    path, result = written(
        tmp_path, "dota", [(image, [*detections, ROAD, FLOODED, difficult, straight]), SCENES[1]]
    )
    assert (result.images, result.detections) == (2, 6)
    assert result.lost == {
        "score": 4,
        "attributes": 1,
        "outline (written as its minimum rotated rectangle)": 2,
        "detection (a straight line)": 1,
    }
    (empty, scene), problems = read(path)
    assert problems == []
    assert (empty.image.id, empty.observations, scene.image.gsd) == (SCENES[1][0].id, (), 0.25)
    words = [o.label for o in scene.observations]
    assert words == ["ship", "large-vehicle", "harbor", "road", "building", "ship"]
    for seen, detection in zip(scene.observations[:2], detections[:2], strict=True):
        assert seen.outline == detection.outline
    assert scene.observations[2].outline.buffer(1e-6).covers(detections[2].outline)
    assert scene.observations[5].attributes == {"difficult": True}


coordinates = st.floats(0, 4000, allow_nan=False)
cornered = st.tuples(coordinates, coordinates, st.floats(0.5, 300), st.floats(0.5, 300), st.floats(-20, 20))
scores = st.floats(0, 1)


@settings(max_examples=25, deadline=None)
@given(found=st.lists(st.tuples(cornered, scores), max_size=6), format=st.sampled_from(sorted(WRITERS)))
def test_any_box_comes_back_exactly(found, format):
    outlines = [
        Polygon([(x, y), (x + w, y + s), (x + w - s, y + s + h), (x - s, y + h)])
        for (x, y, w, h, s), _ in found
    ]
    detections = [
        Detection("P1", k, "ship", "ship", outline, score)
        for k, (outline, (_, score)) in enumerate(zip(outlines, found, strict=True))
        if outline.is_valid and outline.area > 1
    ]
    with tempfile.TemporaryDirectory() as folder:
        path, _ = written(Path(folder), format, [(Image("P1"), detections)])
        (scene,), problems = read(path, format)
    assert problems == []
    assert [o.outline for o in scene.observations] == [d.outline for d in detections]
    if format != "dota":
        assert [o.score for o in scene.observations] == [d.score for d in detections]


def failing():
    yield SCENES[0]
    raise RuntimeError("the store went away")


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_nothing_is_half_written(tmp_path, format):
    path = tmp_path / "out"
    with pytest.raises(RuntimeError, match="went away"):
        WRITERS[format](path, failing())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["geojson", "geoparquet", "coco"])
def test_a_failure_leaves_the_file_that_was_there(tmp_path, format):
    path, _ = written(tmp_path, format, SCENES)
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="went away"):
        WRITERS[format](path, failing())
    assert path.read_bytes() == before


def test_a_folder_with_something_in_it_is_never_overwritten(tmp_path):
    (tmp_path / "labels").mkdir()
    WRITERS["dota"](tmp_path / "labels", SCENES)
    assert sorted(p.name for p in (tmp_path / "labels").iterdir()) == ["P0706__0.5__0___0.txt", "P1.txt"]
    with pytest.raises(FormatError, match="new or empty"):
        WRITERS["dota"](tmp_path / "labels", SCENES)


@pytest.mark.parametrize("name", ["../P1", "a/b", ""])
def test_an_id_that_would_leave_the_folder_is_refused(tmp_path, name):
    with pytest.raises(FormatError, match="name of a file"):
        WRITERS["dota"](tmp_path / "labels", [(Image(name), [])])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_a_folder_that_does_not_exist(tmp_path, format):
    with pytest.raises(FormatError, match="cannot be written"):
        WRITERS[format](tmp_path / "no" / "where", SCENES)


def test_no_images_at_all(tmp_path):
    path, result = written(tmp_path, "geojson", [])
    assert json.loads(path.read_text())["features"] == []
    assert (result.images, result.detections) == (0, 0)
    assert list(read_source(path, "geojson")) == []
