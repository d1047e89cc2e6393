"""No line, record or file makes a reader crash: it reads, reports or raises FormatError."""

import json
import tempfile
from contextlib import suppress
from pathlib import Path

import PIL.Image
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rune_kb.errors import FormatError
from rune_kb.formats import FORMATS, detect_format

from .reading import read

NAMES = {0: "ship", 1: "plane"}
fields = st.one_of(
    st.sampled_from(
        ["nan", "inf", "-1", "1e999", "0", "1", "0.5", "30", "ship", "1_0", ",", '"', "gsd:", "٣", "#"]
    ),
    st.floats().map(str),
    st.text(max_size=4),
)
lines = st.lists(fields, max_size=12).flatmap(lambda row: st.sampled_from([" ".join(row), ",".join(row)]))
texts = st.lists(lines, max_size=8).map("\n".join)
outlines = st.sampled_from(
    ["POLYGON ((0 0,", "POLYGON ((0 0, 9 9, 9 0, 0 0))", "LINESTRING (1 1)", "POLYGON EMPTY"]
)
rows = st.tuples(fields, fields, outlines, fields).map(lambda r: f'{r[0]},{r[1]},"{r[2]}",{r[3]}')
tables = st.lists(rows, max_size=6).map(lambda found: "ImageId,Object,WKT_Pix,Flooded\n" + "\n".join(found))

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 12), st.floats(), st.text(max_size=3), st.just(10**400)
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=8), max_leaves=12)
entries = st.one_of(
    values,
    st.fixed_dictionaries(
        {"image_id": st.sampled_from([1, 2, "a", None]), "category_id": st.sampled_from([1, 9, None])},
        optional={
            "bbox": values,
            "score": scalars,
            "segmentation": st.one_of(values, st.fixed_dictionaries({"size": values, "counts": values})),
            "attributes": st.dictionaries(st.text(max_size=3), values, max_size=2),
        },
    ),
)
images = st.one_of(
    values,
    st.fixed_dictionaries(
        {"id": st.sampled_from([1, 2, "a"]), "file_name": scalars},
        optional={"width": scalars, "height": scalars, "date_captured": scalars, "gsd": scalars},
    ),
)
geometries = st.one_of(
    values,
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["Polygon", "Point", "LineString", "MultiPolygon", "x"]),
            "coordinates": values,
        }
    ),
)
features = st.one_of(
    values,
    st.fixed_dictionaries(
        {
            "geometry": geometries,
            "properties": st.dictionaries(st.sampled_from(["image", "label", "score"]), values),
        }
    ),
)

quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def survives(name, content, format):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        PIL.Image.new("L", (9, 9)).save(path.with_suffix(".png"))
        try:
            scenes, problems = read(path, format, names=NAMES)
        except FormatError:
            return
        for scene in scenes:
            assert all(o.outline.is_valid and 0 <= o.score <= 1 and o.label for o in scene.observations)
        assert all(problem.reason for problem in problems)


@pytest.mark.parametrize("format", ["dota", "yolo", "dior", "csv_wkt"])
@quick
@given(text=st.one_of(texts, tables))
def test_text(format, text):
    survives("a.txt", text.encode("utf-8", "surrogatepass"), format)


@pytest.mark.parametrize("format", sorted(FORMATS))
@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=200))
def test_bytes(format, content):
    survives("a.bin", content, format)


@settings(max_examples=60, deadline=None)
@given(content=st.one_of(st.binary(max_size=100), texts.map(str.encode)))
def test_recognising(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_bytes(content)
        with suppress(FormatError):
            assert detect_format(path) in FORMATS.values()


@quick
@given(
    images=st.lists(images, max_size=3),
    annotations=st.lists(entries, max_size=5),
    categories=st.lists(values),
)
def test_coco_annotations(images, annotations, categories):
    named = [{"id": 1, "name": "ship"}, *categories]
    document = {
        "images": [{"id": 1, "file_name": "a.png"}, *images],
        "annotations": annotations,
        "categories": named,
    }
    survives("a.json", json.dumps(document).encode(), "coco")


@quick
@given(results=st.lists(entries, max_size=6))
def test_coco_results(results):
    survives("a.json", json.dumps(results).encode(), "coco")


@quick
@given(found=st.lists(features, max_size=5))
def test_geojson(found):
    document = {"type": "FeatureCollection", "coordinate_frame": "pixel", "features": found}
    survives("a.json", json.dumps(document).encode(), "geojson")
