"""Features: outlines with columns, as GeoJSON and GeoParquet have them; the columns of our own export.

``image`` and ``label`` (or another usual name for them) are needed, ``score`` is 1 where it is missing. A
feature without a geometry and a class stands for an image in which nothing was detected. Where no feature
names an image, all belong to the one that the file is named after. Further columns are attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.formats.base import ReadOptions, Scene
from rune_kb.formats.fields import (
    BadRecord,
    attribute_names,
    attributes,
    column,
    image_id,
    is_plain,
    label,
    number,
    score,
)
from rune_kb.formats.gather import Record, Reporter, by_image, observations
from rune_kb.formats.image_fields import ground_sample_distance, iso_date, pixels
from rune_kb.formats.picture import Pictures
from rune_kb.outline import settled

_ATTRIBUTE = "attribute_"
"""Before the name of an attribute that is called like one of our columns."""

IMAGE_COLUMNS = ("image", "image_width", "image_height", "image_gsd", "image_date", "image_path")
DETECTION_COLUMNS = ("id", "class", "label", "score", "source_file", "source_line")
_OURS = frozenset(IMAGE_COLUMNS + DETECTION_COLUMNS)


@dataclass(frozen=True, slots=True)
class Feature:
    """A row; ``line`` is its number from 1."""

    line: int
    columns: Mapping[str, Any]
    geometry: BaseGeometry | None


def image_columns(image: Image) -> dict[str, Any]:
    return dict(
        zip(
            IMAGE_COLUMNS,
            (image.id, image.width, image.height, image.gsd, image.date, image.path),
            strict=True,
        )
    )


def detection_columns(detection: Detection) -> dict[str, Any]:
    d = detection
    ours = dict(zip(DETECTION_COLUMNS, (d.id, d.cls, d.label, d.score, d.source, d.line), strict=True))
    theirs = {_ATTRIBUTE + name if name in _OURS else name: value for name, value in d.attributes.items()}
    return ours | theirs


def scenes(features: Sequence[Feature], file: Path, options: ReadOptions, say: Reporter) -> Iterator[Scene]:
    """An image for each that the features name, in order of first mention."""
    columns = _Columns.of(dict.fromkeys(title for feature in features for title in feature.columns))
    images: dict[str, Image] = {}
    records: list[Record] = []
    geometries: list[BaseGeometry | None] = []
    for feature in features:
        try:
            name = file.stem if columns.image is None else image_id(feature.columns.get(columns.image))
            record = columns.record(feature, name)
        except BadRecord as bad:
            say(feature.line, str(bad))
            continue
        if name not in images:
            images[name] = _image(name, feature, say)
        if record is not None:
            records.append(record)
            geometries.append(feature.geometry)
    pictures = Pictures.of(file, options)
    described = [pictures.describe(image, say.report) for image in images.values()]
    yield from by_image(described, observations(records, settled(geometries), say), file)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column is what, by title; ``others`` has the attribute for each of the rest."""

    image: str | None
    label: str | None
    score: str | None
    others: Mapping[str, str]

    @staticmethod
    def of(titles: Iterable[str]) -> _Columns:
        titles = list(titles)
        image, word, confidence = (column(role, titles) for role in ("image", "label", "score"))
        rest = [title for title in titles if title not in _OURS and title not in (image, word, confidence)]
        unprefixed = [title.removeprefix(_ATTRIBUTE) for title in rest]
        spelt = [name if name in _OURS else title for name, title in zip(unprefixed, rest, strict=True)]
        others = dict(zip(rest, attribute_names(spelt), strict=True))
        return _Columns(image, word, confidence, others)

    def record(self, feature: Feature, name: str) -> Record | None:
        """The feature apart from its outline; None if it stands for an image without detections."""
        word = None if self.label is None else feature.columns.get(self.label)
        if word is None and feature.geometry is None:
            return None
        confidence = None if self.score is None else feature.columns.get(self.score)
        given = 1.0 if confidence is None else score(number(confidence))
        values = (feature.columns.get(title) for title in self.others)
        extra = attributes(self.others.values(), (value if is_plain(value) else None for value in values))
        return Record(name, label(word), feature.line, given, extra)


def _image(name: str, feature: Feature, say: Reporter) -> Image:
    columns = feature.columns
    path = columns.get("image_path")
    return Image(
        name,
        pixels(columns.get("image_width"), "width", feature.line, say),
        pixels(columns.get("image_height"), "height", feature.line, say),
        ground_sample_distance(columns.get("image_gsd"), feature.line, say),
        iso_date(columns.get("image_date"), feature.line, say),
        path if isinstance(path, str) else None,
    )
