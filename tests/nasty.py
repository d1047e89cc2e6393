"""A small collection in which everything that can be named has a nasty name."""

from __future__ import annotations

from pathlib import Path

from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from rune_kb.detection import Image, Observation
from rune_kb.formats.base import Scene
from rune_kb.kb import KnowledgeBase

NASTY = (
    "it's",
    'say "hi"',
    "back\\slash\\",
    "two\nlines\r\t\x85\u2028",
    "Zürich 東京 😀",
    "rune chunk",
    "a/b#7?x=1&y=<2>%20",
    "..",
    " X",
    "[]",
    "end_of_file",
    "$VAR(1)",
    "\ufeff\u200bzero width",
)
HOLED = Polygon(box(0, 0, 40, 40).exterior.coords, [box(10, 10, 20, 20).exterior.coords])


def nasty_kb(directory: Path) -> KnowledgeBase:
    """Each nasty name is an image's id, a class's label and a text attribute's value."""
    kb = KnowledgeBase.create(directory)
    kb.ingest_scenes([_scene(name, i) for i, name in enumerate(NASTY)], "camera 'one' \\ \"two\"")
    kb.ingest_scenes([Scene(Image("empty", 10, 20), (), "nothing")], "nothing")
    return kb


def _scene(name: str, i: int) -> Scene:
    observations = (
        Observation(
            "ship",
            box(0.1, 0.2, 30 + i, 12),
            0.1 + 0.2,
            3,
            {"remark": name, "op": 1e-7, "format": 3.0, "deep": i > 2},
        ),
        Observation("harbor", HOLED, 1e-12, None, {"2nd floor": True}),
        Observation("vehicle", LineString([(0, 0), (1e6 + 1 / 3, 5)]), 1.0),
        Observation("car", MultiPolygon([box(0, 0, 1, 1), box(5, 5, 9, 9)]), 0.5),
        Observation(name, Point(50, 50).buffer(9), 0.25),
    )
    return Scene(Image(name, 100, None, 1e-5, "2024-05-01", f"/pictures/{name}.png"), observations, name)
