"""Finding formats and files, fields of records, pictures."""

import doctest
import struct
import zlib

import numpy as np
import PIL.Image
import pytest
import rasterio
from rasterio.crs import CRS

import rune_kb.formats.fields
import rune_kb.outline
from rune_kb.errors import FormatError
from rune_kb.formats import FORMATS, RequirementError, detect_format, find_format, read_source
from rune_kb.formats.picture import measure
from rune_kb.formats.requirement import geo_module

from .reading import read

LABEL = "10 10 30 10 30 30 10 30 ship 0\n"


@pytest.mark.parametrize("module", [rune_kb.formats.fields, rune_kb.outline])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", ["dota", "DOTA", "csv-wkt", "GeoJSON"])
def test_a_formats_name_in_any_spelling(name):
    assert find_format(name) in FORMATS.values()


def test_a_wrong_format_name_has_near_misses():
    with pytest.raises(FormatError, match="did you mean geojson"):
        find_format("geojsn")


def test_no_such_path(tmp_path):
    with pytest.raises(FormatError, match="no such file or folder"):
        read_source(tmp_path / "nowhere")


@pytest.mark.parametrize("content", ["", "hello\nworld\n", "1 2 3\n"])
def test_what_is_not_recognised_lists_what_was_looked_for(tmp_path, content):
    (tmp_path / "x.txt").write_text(content)
    with pytest.raises(FormatError, match="csv_wkt: CSV with outlines"):
        detect_format(tmp_path / "x.txt")


def test_a_folder_of_two_formats_is_ambiguous_until_one_is_chosen(tmp_path):
    (tmp_path / "P1.txt").write_text(LABEL)
    (tmp_path / "run.csv").write_text('ImageId,Object,WKT_Pix\nT1,Road,"LINESTRING (0 0, 3 4)"\n')
    with pytest.raises(FormatError, match="dota and csv_wkt"):
        detect_format(tmp_path)
    assert [scene.image.id for scene in read(tmp_path, "csv_wkt")[0]] == ["T1"]


def test_files_are_read_in_the_order_of_their_paths_without_hidden_ones(tmp_path):
    for name in ("b/P2.txt", "a/P3.txt", "P1.txt", ".hidden/P4.txt", "a/._P5.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(LABEL)
    assert [scene.image.id for scene in read(tmp_path)[0]] == ["P1", "P3", "P2"]


def test_a_link_that_leads_in_a_circle_is_followed_once(tmp_path):
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "P1.txt").write_text(LABEL)
    (tmp_path / "labels" / "again").symlink_to(tmp_path)
    assert len(read(tmp_path)[0]) == 1


def test_an_unreadable_file_of_a_folder_is_reported_and_the_rest_read(tmp_path):
    (tmp_path / "P1.txt").write_text(LABEL)
    (tmp_path / "P2.txt").write_bytes(b"\0\0")
    (scene,), (problem,) = read(tmp_path)
    assert scene.image.id == "P1"
    assert (problem.line, problem.reason) == (None, "this is not a text file")


def test_without_a_report_problems_become_warnings(tmp_path):
    (tmp_path / "P1.txt").write_text(LABEL + "garbage\n")
    with pytest.warns(UserWarning, match=r"P1\.txt, line 2: 1 fields"):
        list(read_source(tmp_path))


def test_a_gsd_is_given_to_images_that_have_none(tmp_path):
    (tmp_path / "P1.txt").write_text(LABEL)
    (tmp_path / "P2.txt").write_text("gsd:0.5\n" + LABEL)
    assert [scene.image.gsd for scene in read(tmp_path, gsd=0.3)[0]] == [0.3, 0.5]


def test_sizes_and_paths_from_the_pictures_beside(tmp_path):
    for folder in ("labelTxt", "images"):
        (tmp_path / folder).mkdir()
    (tmp_path / "labelTxt" / "P1__0.5__0.txt").write_text(LABEL)
    PIL.Image.new("L", (70, 40)).save(tmp_path / "images" / "P1__0.5__0.PNG")
    (scene,), _ = read(tmp_path / "labelTxt")
    assert (scene.image.width, scene.image.height) == (70, 40)
    assert scene.image.path == str(tmp_path / "images" / "P1__0.5__0.PNG")


def test_a_broken_picture_is_reported_and_the_image_kept(tmp_path):
    (tmp_path / "P1.txt").write_text(LABEL)
    (tmp_path / "P1.png").write_bytes(b"no picture")
    (scene,), (problem,) = read(tmp_path)
    assert (scene.image.width, len(scene.observations)) == (None, 1)
    assert problem.repaired


def test_a_mosaic_larger_than_pillow_likes_has_a_size(tmp_path):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 40_000, 30_000, 8, 0, 0, 0, 0))
    (tmp_path / "big.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    )
    assert measure(tmp_path / "big.png") == (40_000, 30_000, None)


@pytest.mark.parametrize(("epsg", "gsd"), [(32632, 0.25), (3857, None), (4326, None), (2263, None)])
def test_the_gsd_of_a_geotiff_in_metres(tmp_path, epsg, gsd):
    profile = {"driver": "GTiff", "width": 8, "height": 6, "count": 1, "dtype": "uint8"}
    place = {"crs": CRS.from_epsg(epsg), "transform": rasterio.Affine(0.25, 0, 50, 0, -0.25, 60)}
    with rasterio.open(tmp_path / "a.tif", "w", **profile, **place) as raster:
        raster.write(np.zeros((1, 6, 8), np.uint8))
    assert measure(tmp_path / "a.tif") == (8, 6, gsd)


def test_a_missing_package_is_named_with_its_extra():
    with pytest.raises(RequirementError, match=r"pip install 'rune-kb\[geo\]'"):
        geo_module("no_such_package.part", "this")
