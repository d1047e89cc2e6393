"""COCO: annotation files, and lists of results (https://cocodataset.org/#format-data, #format-results).

An annotation's outline is its ``segmentation`` (polygons or a run-length encoding) where it has one, else its
``bbox`` [x, y, width, height]. A list of results names images and categories by number only; their names come
from the annotation file in the same folder, the categories' else from ``--names``. Of the images, a list of
results speaks of those it mentions. A Problem's line is the number of the record, from 1, in its list.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from rune_kb.detection import Image
from rune_kb.errors import FormatError
from rune_kb.formats.base import Format, Problem, ReadOptions, Report, Scene
from rune_kb.formats.coco_record import (
    Key,
    Shape,
    annotation_record,
    category_record,
    checked,
    identifier,
    image_record,
    settled_shapes,
    shape_of,
)
from rune_kb.formats.fields import BadRecord, image_id
from rune_kb.formats.files import json_document, listed, recognised
from rune_kb.formats.gather import Record, Reporter, by_image, observations
from rune_kb.formats.picture import Pictures
from rune_kb.formats.requirement import RequirementError

_SUFFIXES = (".json",)
_HEAD = 1 << 20
_IMAGES = re.compile(rb'"images"\s*:\s*\[')
_OTHERS = re.compile(rb'"(?:annotations|categories)"\s*:\s*\[')
_RESULT = re.compile(rb'\s*\[\s*\{(?=.*"image_id"\s*:)(?=.*"category_id"\s*:)', re.S)


def recognise(path: Path) -> bool:
    """Whether JSON has COCO's lists, or begins as a list of results does."""
    return recognised(path, _SUFFIXES, lambda file: _is_annotations(file) or _is_results(file))


def files(path: Path) -> list[Path]:
    return listed(path, _SUFFIXES)


def read(file: Path, options: ReadOptions, report: Report) -> Iterator[Scene]:
    """Each image of the file; raises FormatError if it is no COCO file, RequirementError without names."""
    document = json_document(file)
    if isinstance(document, list):
        yield from _read_results(document, file, options, report)
    elif isinstance(document, dict) and isinstance(document.get("images"), list):
        yield from _read_annotations(document, file, options, report)
    else:
        raise FormatError(f"{file}: neither a COCO object with `images` nor a list of results")


def _read_annotations(
    document: Mapping[str, object], file: Path, options: ReadOptions, report: Report
) -> Iterator[Scene]:
    images = _images(document, file, report)
    categories = _categories(document, file, report)
    entries = _list(document, "annotations", file)
    say = Reporter(file, report, "annotation record")
    pictures = Pictures.of(file, options)
    described = {key: pictures.describe(image, report) for key, image in images.items()}
    records, shapes = _parsed(entries, described, categories, say)
    yield from by_image(described.values(), observations(records, settled_shapes(shapes), say), file)


def _read_results(
    entries: Sequence[object], file: Path, options: ReadOptions, report: Report
) -> Iterator[Scene]:
    known, categories = _beside(file, options)
    images = (
        _mentioned(entries)
        if known is None
        else {key: known[key] for key in _mentioned(entries) if key in known}
    )
    pictures = Pictures.of(file, options)
    described = {key: pictures.describe(image, report) for key, image in images.items()}
    say = Reporter(file, report, "result record")
    records, shapes = _parsed(entries, described, categories, say)
    yield from by_image(described.values(), observations(records, settled_shapes(shapes), say), file)


def _parsed(
    entries: Sequence[object], images: Mapping[Key, Image], categories: Mapping[Key, str], say: Reporter
) -> tuple[list[Record], list[Shape]]:
    records: list[Record] = []
    shapes: list[Shape] = []
    for n, entry in enumerate(entries, start=1):
        try:
            fields = checked(entry)
            record, image = annotation_record(fields, n, images, categories)
            shape = shape_of(fields, image, n, say)
        except BadRecord as bad:
            say(n, str(bad))
            continue
        records.append(record)
        shapes.append(shape)
    return records, shapes


def _images(document: Mapping[str, object], file: Path, report: Report) -> dict[Key, Image]:
    say = Reporter(file, report, "image record")
    images: dict[Key, Image] = {}
    stems: set[str] = set()
    for n, entry in enumerate(_list(document, "images", file), start=1):
        try:
            key, image = image_record(entry, n, say)
            if key in images or image.id in stems:
                raise BadRecord(
                    f"an image with id {key!r} or named {image.id} came before; this one is left out"
                )
        except BadRecord as bad:
            say(n, str(bad))
            continue
        images[key] = image
        stems.add(image.id)
    return images


def _categories(document: Mapping[str, object], file: Path, report: Report) -> dict[Key, str]:
    say = Reporter(file, report, "category record")
    categories: dict[Key, str] = {}
    for n, entry in enumerate(_list(document, "categories", file), start=1):
        try:
            key, name = category_record(entry)
        except BadRecord as bad:
            say(n, str(bad))
            continue
        categories[key] = name
    return categories


def _list(document: Mapping[str, object], name: str, file: Path) -> Sequence[object]:
    value = document.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise FormatError(f"{file}: its `{name}` is no list")
    return value


def _beside(file: Path, options: ReadOptions) -> tuple[Mapping[Key, Image] | None, Mapping[Key, str]]:
    """Images (None: not known) and categories for a list of results; raises RequirementError without them."""
    others = (path for path in sorted(file.parent.glob("*.json")) if path != file)
    found = [path for path in others if recognised(path, _SUFFIXES, _is_annotations)]
    named: Mapping[Key, str] | None = None if options.names is None else dict(options.names.items())
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise RequirementError(
            f"{file}: which annotation file does it belong to? Beside it are {names}; keep one"
        )
    if found:
        document = json_document(found[0])
        categories = _categories(document, found[0], _unsaid)
        return _images(document, found[0], _unsaid), named or categories
    if named is None:
        raise RequirementError(
            f"{file}: a list of results has category numbers only; "
            f"put the annotation file beside it, or give the names with --names FILE"
        )
    return None, named


def _unsaid(problem: Problem) -> None:
    """The annotation file's own problems are reported where it is itself read."""


def _mentioned(entries: Sequence[object]) -> dict[Key, Image]:
    """The images that results name, by the id they use; what names none is reported with its record later."""
    images: dict[Key, Image] = {}
    for entry in entries:
        with suppress(BadRecord):
            key = identifier(checked(entry), "image_id")
            images.setdefault(key, Image(image_id(key)))
    return images


def _is_annotations(file: Path) -> bool:
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return _IMAGES.search(text) is not None and _OTHERS.search(text) is not None


def _is_results(file: Path) -> bool:
    with file.open("rb") as stream:
        return _RESULT.match(stream.read(_HEAD)) is not None


COCO = Format("coco", "COCO annotations or results (JSON)", recognise, files, read)
