"""NLVR's drawn scenes as scenes of the reference evaluator.

The three boxes lie side by side, 200 pixels apart, so that near (100 px) is what belongs to a box and nothing
else. Whatever is drawn, the boxes, and the towers are detections; that a shape touches its box's edge, or is
the topmost of its box, is an attribute, because an edge is no object ("a box with four objects").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import unary_union
from shapely.affinity import translate
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.reference import Scene

SIDE, APART = 100, 200
COLOURS = {"#0099ff": "blue", "black": "black", "yellow": "yellow"}
SIZES = {10: "small", 20: "medium", 30: "big"}
Shape = Mapping[str, Any]
"""``type``, ``color``, ``size``, and where its upper left corner is: ``x_loc``, ``y_loc``."""


@dataclass(frozen=True)
class Sentence:
    """Said of a scene, true or false."""

    text: str
    true: bool
    scene: Scene


def sentences(path: Path) -> Iterator[Sentence]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        made = scene(record["identifier"], record["structured_rep"])
        yield Sentence(record["sentence"], record["label"] == "true", made)


def scene(name: str, boxes: Sequence[Sequence[Shape]]) -> Scene:
    """All that is in the boxes, then the boxes, then the towers if these are towers."""
    image = Image(name, len(boxes) * (SIDE + APART) - APART, SIDE)
    things: list[tuple[str, BaseGeometry, dict[str, bool]]] = []
    for i, shapes in enumerate(boxes):
        for shape in shapes:
            things.append((shape["type"], _moved(outline(shape), i), attributes(shape, shapes)))
    things += [("box", _moved(box(0, 0, SIDE, SIDE), i), {}) for i in range(len(boxes))]
    if all(is_tower(shapes) for shapes in boxes):
        things += [
            ("tower", _moved(unary_union([outline(shape) for shape in shapes]).envelope, i), _shared(shapes))
            for i, shapes in enumerate(boxes)
        ]
    return Scene(
        image,
        tuple(
            Detection(name, k, cls, cls, where, attributes=dict(said))
            for k, (cls, where, said) in enumerate(things)
        ),
    )


def outline(shape: Shape) -> BaseGeometry:
    """In its box."""
    x, y, size = shape["x_loc"], shape["y_loc"], shape["size"]
    match shape["type"]:
        case "square":
            return box(x, y, x + size, y + size)
        case "circle":
            return Point(x + size / 2, y + size / 2).buffer(size / 2)
        case "triangle":
            return Polygon([(x, y + size), (x + size / 2, y), (x + size, y + size)])
    raise ValueError(f"no shape: {shape['type']}")


def attributes(shape: Shape, shapes: Sequence[Shape]) -> dict[str, bool]:
    """What is true of a shape among those of its box."""
    x, y, size = shape["x_loc"], shape["y_loc"], shape["size"]
    beside, under = x <= 0 or x + size >= SIDE, y + size >= SIDE
    level = y <= 0 or under
    return {
        COLOURS[shape["color"].lower()]: True,
        SIZES[size]: True,
        "at_edge": beside or level,
        "at_base": under,
        "at_corner": beside and level,
        "topmost": all(y <= other["y_loc"] for other in shapes),
        "lowest": all(y + size >= other["y_loc"] + other["size"] for other in shapes),
    }


def is_tower(shapes: Sequence[Shape]) -> bool:
    """Whether these are blocks of one size in one column."""
    return bool(shapes) and all(
        (shape["type"], shape["size"], shape["x_loc"]) == ("square", 20, 40) for shape in shapes
    )


def _shared(shapes: Sequence[Shape]) -> dict[str, bool]:
    """A tower has the colour that all its blocks have."""
    colours = {COLOURS[shape["color"].lower()] for shape in shapes}
    return dict.fromkeys(colours, True) if len(colours) == 1 else {}


def _moved(where: BaseGeometry, place: int) -> BaseGeometry:
    return translate(where, place * (SIDE + APART))
