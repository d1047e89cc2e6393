"""Scenes as pictures and answers as a page, looked at pixel by pixel."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.errors import RuneError
from rune_kb.render.chips import Box, overlaps, place
from rune_kb.render.ground import PAPER
from rune_kb.render.page import Card, Section, page
from rune_kb.render.picture import PALETTE, draw_scene

SEA = (40, 90, 120)


def detection(k: int, outline: BaseGeometry, cls: str = "ship") -> Detection:
    return Detection("scene", k, cls, cls, outline, 0.93)


@pytest.fixture
def photo(tmp_path: Path) -> Image:
    path = tmp_path / "scene.png"
    PIL.Image.new("RGB", (400, 200), SEA).save(path)
    return Image("scene", 400, 200, path=str(path))


def close(one: tuple[int, ...], other: tuple[int, ...], within: int = 40) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def has_colour(picture: PIL.Image.Image, where: Polygon, colour: tuple[int, ...]) -> bool:
    x0, y0, x1, y1 = (round(c) for c in where.bounds)
    part = picture.crop((x0, y0, x1, y1))
    return any(close(found, colour, 24) for _, found in part.getcolors(1 << 24) or [])


def test_witnesses_are_outlined_in_their_variables_colours(photo: Image) -> None:
    ship, pier = detection(0, box(40, 60, 120, 100)), detection(1, box(250, 60, 350, 140), "harbor")
    picture = draw_scene(photo, [ship, pier], {"x": ship.id, "y": pier.id}, size=400)
    assert picture.size == (400, 200)
    assert picture.mode == "RGB"
    assert close(picture.getpixel((80, 60)), PALETTE[0])
    assert close(picture.getpixel((250, 110)), PALETTE[1])
    assert close(picture.getpixel((390, 190)), SEA, 2)


def test_other_detections_stay_faint(photo: Image) -> None:
    picture = draw_scene(photo, [detection(0, box(40, 60, 120, 100))], {}, size=400)
    edge = picture.getpixel((80, 60))
    assert not close(edge, SEA, 10)
    assert not any(close(edge, colour) for colour in PALETTE)
    assert close(picture.getpixel((80, 80)), SEA, 2)


def test_several_ids_of_one_variable_share_its_colour(photo: Image) -> None:
    ships = [detection(k, box(20 + 120 * k, 80, 80 + 120 * k, 120)) for k in range(3)]
    picture = draw_scene(photo, ships, {"y": tuple(s.id for s in ships)}, size=400)
    assert all(close(picture.getpixel((50 + 120 * k, 80)), PALETTE[0]) for k in range(3))


def test_a_line_is_a_thick_stroke_and_a_hole_is_left_open(photo: Image) -> None:
    road = detection(0, LineString([(20, 30), (380, 30)]), "road")
    ring = detection(1, box(100, 60, 300, 180).difference(box(150, 90, 250, 150)), "pond")
    picture = draw_scene(photo, [road, ring], {"x": road.id, "y": ring.id}, size=800)
    assert all(close(picture.getpixel((700, y)), PALETTE[0]) for y in (58, 60, 62))
    assert close(picture.getpixel((400, 180)), PALETTE[1])
    parts = detection(2, MultiPolygon([box(10, 10, 40, 40), box(60, 10, 90, 40)]))
    both = draw_scene(photo, [parts], {"z": parts.id}, size=400)
    assert close(both.getpixel((25, 40)), PALETTE[0])
    assert close(both.getpixel((75, 40)), PALETTE[0])


def test_large_pictures_are_scaled_down_with_their_outlines(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    PIL.Image.new("RGB", (3000, 2000), SEA).save(path)
    ship = detection(0, box(600, 600, 1200, 1200))
    picture = draw_scene(Image("large", path=str(path)), [ship], {"x": ship.id}, size=300)
    assert picture.size == (300, 200)
    assert close(picture.getpixel((120, 90)), PALETTE[0])


@pytest.mark.parametrize("content", [None, b"no picture at all"])
def test_without_a_readable_picture_the_ground_is_paper(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "gone.png"
    if content is not None:
        path.write_bytes(content)
    ship = detection(0, box(100, 100, 200, 200))
    picture = draw_scene(Image("gone", 400, 300, path=str(path)), [ship], {"x": ship.id}, size=400)
    assert picture.size == (400, 300)
    assert picture.getpixel((390, 290)) == PAPER
    assert close(picture.getpixel((150, 200)), PALETTE[0])


def test_an_image_of_unknown_size_is_as_large_as_what_is_in_it() -> None:
    ship = detection(0, box(100, 100, 900, 480))
    assert draw_scene(Image("scene"), [ship], {}, size=300).size == (300, 160)
    assert draw_scene(Image("empty"), [], {}, size=50).size == (50, 50)


def test_a_witness_that_is_not_there_is_an_error(photo: Image) -> None:
    with pytest.raises(RuneError, match="x = scene#7"):
        draw_scene(photo, [], {"x": "scene#7"})


def test_the_label_names_variable_class_and_score(photo: Image) -> None:
    """The chip is dark with letters in the variable's colour, above the box where there is room."""
    ship = detection(0, box(150, 100, 250, 150))
    picture = draw_scene(photo, [ship], {"x": ship.id}, size=400)
    assert has_colour(picture, box(150, 78, 250, 97), (18, 22, 28))
    assert has_colour(picture, box(150, 78, 250, 97), PALETTE[0])


boxes = st.builds(
    lambda x, y, w, h: (x, y, x + w, y + h),
    st.floats(0, 450), st.floats(0, 450), st.floats(1, 120), st.floats(1, 120),
)  # fmt: skip


@given(st.lists(boxes, max_size=25), st.floats(10, 140), st.floats(8, 30))
def test_labels_stay_inside_and_apart(anchors: list[Box], wide: float, high: float) -> None:
    taken: list[Box] = []
    for anchor in anchors:
        label = place(anchor, (wide, high), (512, 512), taken, anchors)
        if label is not None:
            assert label[0] >= 0
            assert label[1] >= 0
            assert label[2] <= 512 + 1e-6
            assert label[3] <= 512 + 1e-6
            assert not any(overlaps(label, other) for other in taken)
            taken.append(label)
    assert bool(taken) == bool(anchors)


def test_a_label_larger_than_the_picture_has_no_place() -> None:
    assert place((0, 0, 10, 10), (300, 20), (200, 100), [], []) is None


class _Reader(HTMLParser):
    """Keeps what a page refers to and whether its elements close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links += [value for name in ("src", "href") if (value := found.get(name))]
        if tag == "img":
            self.images.append(found)
        elif tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_escapes_what_it_is_given() -> None:
    picture = PIL.Image.new("RGB", (64, 48), SEA)
    card = Card("a<b>", 0.931, [("x", 'ship "A" 0.93'), ("y", "harbor")], picture, "0.931", "it is <near>")
    section = Section("ships & piers?", "hard", "∃x (ship(x) & area(x) < 3)", "1 of 2 images", [card])
    text = page("Demo <1>", "lead", "foot", [section, section])
    reader = _Reader()
    reader.feed(text)
    assert reader.open == []
    assert len(reader.images) == 2
    seen = 'x is ship "A" 0.93; y is harbor'
    for image in reader.images:
        assert image["alt"] == f"Aerial scene a<b>, detections outlined; highlighted: {seen}"
    assert all(link.startswith(("data:image/webp;base64,", "#q")) for link in reader.links)
    assert "<script" not in text
    assert "a&lt;b&gt;" in text
    assert "area(x) &lt; 3" in text
    assert "$" not in text


def test_a_point_is_drawn_as_nothing_but_does_no_harm(photo: Image) -> None:
    spot = detection(0, Point(20, 20))
    assert draw_scene(photo, [spot], {"x": spot.id}, size=400).size == (400, 200)
