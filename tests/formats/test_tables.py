"""CSV with WKT, DIOR lists, GeoJSON and GeoParquet."""

import json

import geopandas
import pytest
from shapely.geometry import LineString, box, mapping

from rune_kb.errors import FormatError
from rune_kb.formats import RequirementError, detect_format

from .reading import read, skipped

CSV = """ImageId,Object,WKT_Pix,Flooded,length_m,travel_time_s,Roof Type
T1,Building,"POLYGON ((1 1, 9 1, 9 9, 1 1))",True,Null,,tin
T2,Road,"LINESTRING (0 0, 3 4)",False,31.5,2,
T1,Building,"POLYGON ((1 1, 9 1, 9 9, 1 9, 1 1), (2 2, 3 2, 3 3, 2 2))",false,NaN,null,"a ""b"", c"
"""


def test_csv_with_wkt(tmp_path):
    (tmp_path / "run.csv").write_text(CSV)
    assert detect_format(tmp_path).name == "csv_wkt"
    (first, second), problems = read(tmp_path)
    assert problems == []
    assert [scene.image.id for scene in (first, second)] == ["T1", "T2"]
    assert [o.attributes for o in first.observations] == [
        {"flooded": True, "roof_type": "tin"},
        {"flooded": False, "roof_type": 'a "b", c'},
    ]
    assert len(first.observations[1].outline.interiors) == 1
    (road,) = second.observations
    assert (road.label, road.outline.length, road.line) == ("Road", 5, 3)
    assert road.attributes == {"flooded": False, "length_m": 31.5, "travel_time_s": 2.0}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("T1,Building", "2 fields"),
        ('T1,Building,"POLYGON EMPTY",True,1,1,x', "empty outline"),
        ('T1,Building,"POLYGON ((0 0, 1 1",True,1,1,x', "not well-known text"),
        ('T1,Building,"POINT (1 1)",True,1,1,x', "a Point is no outline"),
        ('T1,,"POLYGON ((1 1, 9 1, 9 9, 1 1))",True,1,1,x', "no class name"),
        (',Building,"POLYGON ((1 1, 9 1, 9 9, 1 1))",True,1,1,x', "names no image"),
        ('T1,Building,"POLYGON ((1 1, 9 1, 9 9, 1 1))",True,inf,1,x', "infinite"),
        ('T1,Building,"POLYGON ((1 1, 9 1, 9 9, 1 1)),True,1,1,x', "fields"),
    ],
)
def test_a_bad_row_is_skipped(tmp_path, row, reason):
    lines = CSV.splitlines()
    (tmp_path / "run.csv").write_text("\n".join([*lines[:2], row, *lines[2:]]))
    scenes, (problem,) = read(tmp_path / "run.csv")
    assert sum(len(scene.observations) for scene in scenes) == 3
    assert problem.line == 3
    assert reason in problem.reason


def test_a_field_over_several_lines(tmp_path):
    text = CSV.replace("((1 1, 9 1", "((1 1,\n9 1").replace(",tin", ",none")
    (tmp_path / "run.csv").write_text(text)
    scenes, problems = read(tmp_path / "run.csv")
    assert problems == []
    assert [o.line for scene in scenes for o in scene.observations] == [2, 5, 4]


def test_an_image_whose_only_outline_is_empty_is_an_image_all_the_same(tmp_path):
    (tmp_path / "run.csv").write_text(CSV + "T3,Building,POLYGON EMPTY,False,,,\n")
    scenes, problems = read(tmp_path / "run.csv")
    assert [(s.image.id, len(s.observations)) for s in scenes] == [("T1", 2), ("T2", 1), ("T3", 0)]
    assert skipped(problems) == [5]


def test_two_columns_of_one_name(tmp_path):
    title, row = (
        "ImageId,Object,WKT_Pix,Flooded,flooded,Flooded",
        'T1,Road,"LINESTRING (0 0, 3 4)",True,False,no',
    )
    (tmp_path / "run.csv").write_text(f"{title}\n{row}\n")
    (scene,), problems = read(tmp_path)
    assert problems == []
    assert scene.observations[0].attributes == {"flooded": True, "flooded_2": False, "flooded_3": "no"}


def test_scores_and_other_titles(tmp_path):
    (tmp_path / "run.csv").write_text(
        'image_name,class,confidence,geometry\na.png,ship,0.5,"POLYGON ((0 0,200 0,9 9,0 0))"\n'
    )
    (scene,), _ = read(tmp_path)
    assert (scene.image.id, scene.observations[0].score) == ("a", 0.5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "no column for image or class or WKT among a, b"),
        ("", "no column"),
        ('ImageId,Object,WKT_Geo\nx,ship,"POLYGON ((0 0,1 0,1 1,0 0))"\n', "places on the Earth"),
        ('ImageId,Object,wkt\nx,ship,"POLYGON ((0 0,1 0,1 1,0 0))"\n', "call the column WKT_Pix"),
    ],
)
def test_a_table_without_what_is_needed_is_refused(tmp_path, text, reason):
    (tmp_path / "x.csv").write_text(text)
    with pytest.raises(FormatError, match=reason):
        read(tmp_path / "x.csv", "csv_wkt")


DIOR = """/data/DIOR/JPEGImages/00001.jpg 133,237,684,672,9
/data/DIOR/JPEGImages/00002.jpg 231,221,303,304,8 49,231,67,242,18
/data/DIOR/JPEGImages/00003.jpg
"""


def test_dior_lists(tmp_path):
    (tmp_path / "train.txt").write_text(DIOR)
    assert detect_format(tmp_path).name == "dior"
    scenes, problems = read(tmp_path)
    assert problems == []
    assert [[o.label for o in s.observations] for s in scenes] == [
        ["golffield"],
        ["Expressway-toll-station", "vehicle"],
        [],
    ]
    assert scenes[0].observations[0].outline.equals(box(133, 237, 684, 672))
    assert (scenes[2].image.id, scenes[2].image.path) == ("00003", "/data/DIOR/JPEGImages/00003.jpg")


def test_other_lists_need_names(tmp_path):
    (tmp_path / "list.txt").write_text("my images/a b.jpg 1,2,30,40,1\n")
    with pytest.raises(RequirementError, match="classes"):
        read(tmp_path)
    (tmp_path / "classes.txt").write_text("ship\nplane\n")
    (scene,), _ = read(tmp_path)
    assert (scene.image.id, scene.observations[0].label) == ("a b", "plane")


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        ("1,2,3,4", "box 2: 4 fields"),
        ("1,2,3,x,9", "box 2: 'x' is not a number"),
        ("1,2,30,40,20", "box 2: there is no class number 20; the known numbers are 0 to 19"),
        ("30,2,1,40,9", "right edge lies left"),
        ("1,2,1,40,9", "no area"),
    ],
)
def test_a_bad_box_of_a_list_leaves_the_others(tmp_path, boxes, reason):
    (tmp_path / "train.txt").write_text(
        DIOR + f"/data/DIOR/JPEGImages/00004.jpg 1,2,9,9,3 {boxes} 5,5,9,9,3\n"
    )
    scenes, (problem,) = read(tmp_path)
    assert len(scenes[3].observations) == 2
    assert problem.line == 4
    assert reason in problem.reason


def test_a_bad_line_of_a_list(tmp_path):
    (tmp_path / "train.txt").write_text(DIOR + "garbage\n" + DIOR.splitlines()[0])
    _, problems = read(tmp_path, "dior")
    assert skipped(problems) == [4, 5]


def collection(*features, **members):
    return {"type": "FeatureCollection", "features": list(features), **members}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry and mapping(geometry)}


def geojson(tmp_path, document):
    (tmp_path / "a.geojson").write_text(json.dumps(document))
    return tmp_path / "a.geojson"


SHIP = feature(box(10, 10, 300, 300), image_id="P1.png", **{"class": "ship"}, confidence=0.5, flooded=True)


def test_geojson_from_elsewhere(tmp_path):
    road = feature(LineString([(0, 0), (500, 400)]), image_id="P2", **{"class": "road"}, lanes=2, tags=["a"])
    nothing = feature(None, image_id="P3")
    path = geojson(tmp_path, collection(SHIP, road, nothing))
    assert detect_format(path).name == "geojson"
    scenes, problems = read(path)
    assert problems == []
    assert [s.image.id for s in scenes] == ["P1", "P2", "P3"]
    assert scenes[0].observations[0].score == 0.5
    assert scenes[0].observations[0].attributes == {"flooded": True}
    assert scenes[1].observations[0].attributes == {"lanes": 2.0}
    assert scenes[2].observations == ()


def test_features_that_name_no_image_belong_to_that_of_the_file(tmp_path):
    (scene,), _ = read(geojson(tmp_path, collection(feature(box(1, 1, 200, 200), label="ship"))))
    assert (scene.image.id, len(scene.observations)) == ("a", 1)


DEGREES = feature(box(7.1, 50.2, 7.2, 50.3), image="P1", label="ship")
METRES = feature(box(500_000, 5_500_000, 500_010, 5_500_010), image="P1", label="ship")
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (collection(DEGREES), "degrees"),
        (collection(METRES), "metres of a map"),
        (collection(SHIP, crs=CRS), "coordinate reference system"),
    ],
)
def test_places_on_the_earth_are_refused(tmp_path, document, reason):
    with pytest.raises(FormatError, match=reason):
        read(geojson(tmp_path, document))


def test_small_coordinates_can_be_declared_pixels(tmp_path):
    (scene,), problems = read(geojson(tmp_path, collection(DEGREES, coordinate_frame="pixel")))
    assert (len(scene.observations), problems) == (1, [])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (7, "no properties"),
        ({"type": "Feature", "properties": None, "geometry": None}, "no properties"),
        (SHIP | {"geometry": {"type": "Polygon", "coordinates": [[0]]}}, "cannot be read"),
        (SHIP | {"geometry": {"type": "Circle"}}, "cannot be read"),
        (SHIP | {"geometry": {"type": "Point", "coordinates": [1, 2]}}, "a Point is no outline"),
        (feature(None, image_id="P1", **{"class": "ship"}), "no outline"),
        (feature(box(1, 1, 2, 2), image_id="P1"), "no class name"),
        (feature(box(1, 1, 2, 2), **{"class": "ship"}), "names no image"),
        (feature(box(1, 1, 2, 2), image_id="P1", **{"class": "ship"}, confidence=2), "not between"),
    ],
)
def test_a_bad_feature_is_skipped(tmp_path, bad, reason):
    (scene,), (problem,) = read(geojson(tmp_path, collection(SHIP, bad, SHIP)))
    assert len(scene.observations) == 2
    assert problem.line == 2
    assert problem.reason.startswith("feature 2: ")
    assert reason in problem.reason


def test_geoparquet_with_a_crs_is_refused(tmp_path):
    frame = geopandas.GeoDataFrame(
        {"image": ["P1"], "label": ["ship"]}, geometry=[box(1, 1, 200, 200)], crs=4326
    )
    frame.to_parquet(tmp_path / "a.parquet")
    assert detect_format(tmp_path).name == "geoparquet"
    with pytest.raises(FormatError, match="WGS 84"):
        read(tmp_path)
    frame.set_crs(None, allow_override=True).to_parquet(tmp_path / "a.parquet")
    (scene,), problems = read(tmp_path)
    assert (scene.image.id, len(scene.observations), problems) == ("P1", 1, [])


def test_parquet_without_geometry_is_no_geoparquet(tmp_path):
    geopandas.pd.DataFrame({"image": ["P1"]}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(FormatError, match="no format was recognised"):
        detect_format(tmp_path)
    with pytest.raises(FormatError, match="no GeoParquet"):
        read(tmp_path, "geoparquet")
