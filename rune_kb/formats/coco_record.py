"""Single records of COCO: images, categories, annotations and the outlines of annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Image, Value
from rune_kb.formats.fields import (
    BadRecord,
    attribute_names,
    attributes,
    image_id,
    is_plain,
    label,
    number,
    score,
)
from rune_kb.formats.gather import Record, Reporter
from rune_kb.formats.image_fields import ground_sample_distance, iso_date, pixels
from rune_kb.formats.mask import decoded, outline
from rune_kb.outline import Flaw, Floats, Outlines, corners, joined, polygons

Key = int | str
"""An id in a COCO file."""
Shape = list[Floats] | BaseGeometry
"""An annotation's outline before it is settled: rings of shape (m, 2), or what a mask gave."""


def checked(entry: object) -> Mapping[str, object]:
    if not isinstance(entry, dict):
        raise BadRecord("it is not an object")
    return entry


def identifier(entry: Mapping[str, object], name: str) -> Key:
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise BadRecord(f"its {name} is {'missing' if value is None else 'neither a number nor a text'}")
    return value


def image_record(entry: object, line: int, say: Reporter) -> tuple[Key, Image]:
    """An image with its id in the file; size, date and GSD that cannot be used are reported and left out."""
    fields = checked(entry)
    key = identifier(fields, "id")
    name = fields.get("file_name")
    return key, Image(
        image_id(name if name is not None else key),
        width=pixels(fields.get("width"), "width", line, say),
        height=pixels(fields.get("height"), "height", line, say),
        gsd=ground_sample_distance(fields.get("gsd"), line, say),
        date=iso_date(fields.get("date_captured"), line, say),
        path=name if isinstance(name, str) else None,
    )


def category_record(entry: object) -> tuple[Key, str]:
    fields = checked(entry)
    return identifier(fields, "id"), label(fields.get("name"))


def annotation_record(
    entry: object, line: int, images: Mapping[Key, Image], categories: Mapping[Key, str]
) -> tuple[Record, Image]:
    """An annotation or a result apart from its outline, and its image."""
    fields = checked(entry)
    image_key, category = identifier(fields, "image_id"), identifier(fields, "category_id")
    if image_key not in images:
        raise BadRecord(f"there is no image with id {image_key!r}")
    if category not in categories:
        raise BadRecord(f"there is no category with id {category!r}")
    confidence = score(number(fields["score"])) if fields.get("score") is not None else 1.0
    image = images[image_key]
    return Record(image.id, categories[category], line, confidence, _attributes(fields)), image


def shape_of(entry: Mapping[str, object], image: Image, line: int, say: Reporter) -> Shape:
    """The segmentation, or the bbox where there is none or (reported) it cannot be used."""
    segmentation = entry.get("segmentation")
    if not segmentation:
        return [_bbox(entry.get("bbox"))]
    try:
        return _segmentation(segmentation, image)
    except BadRecord as bad:
        if entry.get("bbox") is None:
            raise
        ring = _bbox(entry["bbox"])
        say(line, f"segmentation: {bad}; the bbox was taken instead", repaired=True)
        return [ring]


def settled_shapes(shapes: Sequence[Shape]) -> Outlines:
    """An outline for each shape; parts of a segmentation are joined, those without an area left out."""
    made = polygons([ring for shape in shapes if isinstance(shape, list) for ring in shape])
    outlines: list[BaseGeometry | None] = []
    flaws: dict[int, Flaw] = {}
    start = 0
    for i, shape in enumerate(shapes):
        if not isinstance(shape, list):
            outlines.append(shape)
            continue
        places = range(start, start + len(shape))
        start += len(shape)
        good = [part for place in places if (part := made.outlines[place]) is not None]
        outlines.append(joined(good) if good else None)
        reasons = [made.flaws[place].reason for place in places if place in made.flaws]
        if reasons:
            flaws[i] = Flaw("; ".join(dict.fromkeys(reasons)), repaired=bool(good))
    return Outlines(outlines, flaws)


def _segmentation(segmentation: object, image: Image) -> Shape:
    if isinstance(segmentation, dict):
        mask = decoded(segmentation)
        if None not in (image.height, image.width) and mask.shape != (image.height, image.width):
            raise BadRecord(
                f"its mask is {mask.shape[1]} x {mask.shape[0]} px, the image {image.width} x {image.height}"
            )
        return outline(mask)
    if not isinstance(segmentation, list):
        raise BadRecord("it is neither polygons nor a run-length encoding")
    return [_ring(flat) for flat in segmentation]


def _ring(flat: object) -> Floats:
    if not isinstance(flat, list) or len(flat) < 6 or len(flat) % 2:
        raise BadRecord("a polygon is not a list of at least three pairs of numbers")
    return _finite(flat).reshape(-1, 2)


def _bbox(value: object) -> Floats:
    if not isinstance(value, list) or len(value) != 4:
        raise BadRecord("there is no outline: neither a segmentation nor a bbox [x, y, width, height]")
    x, y, width, height = _finite(value)
    if width <= 0 or height <= 0:
        raise BadRecord("the bbox's width or height is not above 0")
    ring: Floats = corners(np.array([[x, y, x + width, y + height]]))[0]
    return ring


def _finite(values: Sequence[object]) -> Floats:
    if not set(map(type, values)) <= {int, float}:
        raise BadRecord("a coordinate is not a number")
    try:
        array = np.array(values, dtype=np.float64)
    except OverflowError:
        raise BadRecord("a coordinate is too large") from None
    if not np.isfinite(array).all():
        raise BadRecord("a coordinate is NaN or infinite")
    return array


def _attributes(fields: Mapping[str, object]) -> dict[str, Value]:
    """``iscrowd`` where it is set, and what CVAT and our own export keep under ``attributes``."""
    extra = fields.get("attributes")
    plain = {k: v for k, v in extra.items() if is_plain(v)} if isinstance(extra, dict) else {}
    kept = attributes(attribute_names(plain), plain.values())
    return {**kept, "iscrowd": True} if fields.get("iscrowd") == 1 else kept
