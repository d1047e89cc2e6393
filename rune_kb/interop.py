"""Scenes from what detectors return in Python.

    scene = scene_from_supervision("P0001", detections)

The libraries themselves are not imported: what counts is the attributes and arrays they document. Tensors of
any device are taken. A mask is preferred to an oriented box, an oriented box to an upright one; all are in
pixels of the image. A row that cannot be used is reported (without ``report``: a warning), its line being its
number from 1; arrays that do not fit together, or classes without names, raise FormatError.

The image is an :class:`~rune_kb.detection.Image`, or its id or its file's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Image
from rune_kb.errors import FormatError
from rune_kb.formats import warned
from rune_kb.formats.base import Report, Scene
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
from rune_kb.formats.gather import Record, Reporter, by_image, observations
from rune_kb.formats.mask import outline
from rune_kb.outline import Flaw, Outlines, boxes, rectangles

Names = Sequence[str] | Mapping[int, str]
"""Class names by number."""


def scene_from_supervision(
    image: Image | str, detections: Any, class_names: Names | None = None, *, report: Report = warned
) -> Scene:
    """A scene from ``supervision.Detections``.

    Classes are ``class_names[class_id]`` or, without ``class_names``, ``data["class_name"]``; ``tracker_id``
    and what else ``data`` has for each detection become attributes. Oriented boxes are ``data["xyxyxyxy"]``.
    """
    upright = _array(detections.xyxy)
    data = dict(detections.data or {})
    oriented, words = data.pop("xyxyxyxy", None), data.pop("class_name", None)
    if detections.tracker_id is not None:
        data["tracker_id"] = detections.tracker_id
    masks = detections.mask
    rows = _Rows(
        _rectangles(upright) if oriented is None else _oriented(_array(oriented)),
        words if class_names is None or detections.class_id is None else detections.class_id,
        detections.confidence,
        None if masks is None else lambda i: _array(masks[i]),
        data,
    )
    return _scene(image, "supervision.Detections", rows, class_names, report)


def scene_from_torchvision(
    image: Image | str, output: Mapping[str, Any], class_names: Names, *, report: Report = warned
) -> Scene:
    """A scene from one dict of a torchvision detector's output.

    ``boxes`` (n, 4) as left, top, right, bottom, ``labels`` (n,) and ``scores`` (n,); the ``masks``
    (n, 1, h, w) of Mask R-CNN count from 0.5.
    """
    masks = output.get("masks")
    rows = _Rows(
        _rectangles(_array(_needed(output, "boxes"))),
        _needed(output, "labels"),
        output.get("scores"),
        None if masks is None else lambda i: _array(masks[i]),
    )
    return _scene(image, "torchvision", rows, class_names, report)


def scene_from_transformers(
    image: Image | str, result: Mapping[str, Any], id2label: Names, *, report: Report = warned
) -> Scene:
    """A scene from one dict of a transformers image processor.

    ``post_process_object_detection`` with ``target_sizes`` gives ``scores``, ``labels`` and ``boxes`` in
    pixels (open-vocabulary detectors also ``text_labels``, which are preferred);
    ``post_process_instance_segmentation`` gives ``segmentation``, a map (h, w) of segment ids or maps
    (n, h, w), and ``segments_info``.
    """
    if "segments_info" in result:
        return _scene(image, "transformers", _segments(result), id2label, report)
    words = result.get("text_labels")
    rows = _Rows(
        _rectangles(_array(_needed(result, "boxes"))),
        words if words is not None else _needed(result, "labels"),
        result.get("scores"),
    )
    return _scene(image, "transformers", rows, id2label, report)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Columns of n rows; what is None is not there. ``mask`` gives the mask of a row by its place."""

    boxes: Outlines
    labels: Any
    scores: Any
    mask: Callable[[int], NDArray[Any]] | None = None
    others: Mapping[str, Any] = field(default_factory=dict)


def _segments(result: Mapping[str, Any]) -> _Rows:
    infos = result["segments_info"]
    n = len(infos)
    maps = _array(result["segmentation"]) if n else np.zeros((0, 0, 0))
    if maps.ndim not in (2, 3):
        raise FormatError(
            f"transformers: segmentation has the shape {maps.shape}; (h, w) or (n, h, w) is needed"
        )
    return _Rows(
        Outlines([None] * n, {}),
        [info["label_id"] for info in infos],
        [info.get("score", 1.0) for info in infos],
        (lambda i: maps == infos[i]["id"]) if maps.ndim == 2 else (lambda i: maps[i]),
    )


def _scene(image: Image | str, origin: str, rows: _Rows, names: Names | None, report: Report) -> Scene:
    picture = image if isinstance(image, Image) else Image(image_id(image))
    n = len(rows.boxes.outlines)
    labels = _column(rows.labels, n, f"{origin}: classes")
    scores = [1.0] * n if rows.scores is None else _column(rows.scores, n, f"{origin}: scores")
    others = {name: _column(values, n, f"{origin}: {name}") for name, values in rows.others.items()}
    pairs = names.items() if isinstance(names, Mapping) else enumerate(names or ())
    by_number = {float(number_of_class): name for number_of_class, name in pairs}
    names_of = attribute_names(others)
    say = Reporter(Path(origin), report, "row")
    records: list[Record] = []
    outlines: list[BaseGeometry | None] = []
    flaws: dict[int, Flaw] = {}
    for i in range(n):
        try:
            values = (column[i] if is_plain(column[i]) else None for column in others.values())
            extra = attributes(names_of, values)
            records.append(
                Record(picture.id, _word(labels[i], by_number), i + 1, score(number(scores[i])), extra)
            )
        except BadRecord as bad:
            say(i + 1, str(bad))
            continue
        made, flaw = _outline(rows, i)
        if flaw is not None:
            flaws[len(outlines)] = flaw
        outlines.append(made)
    (scene,) = by_image([picture], observations(records, Outlines(outlines, flaws), say), Path(origin))
    return scene


def _outline(rows: _Rows, i: int) -> tuple[BaseGeometry | None, Flaw | None]:
    """The outline of a row: its mask's, or its box's if it has no mask or an empty one."""
    box, flaw = rows.boxes.outlines[i], rows.boxes.flaws.get(i)
    if rows.mask is None:
        return box, flaw
    mask = rows.mask(i)
    mask = mask[0] if mask.ndim == 3 and len(mask) == 1 else mask
    if mask.ndim != 2:
        raise FormatError(f"a mask has the shape {mask.shape}; (height, width) is needed")
    try:
        return outline(mask >= 0.5), None
    except BadRecord as bad:
        if box is None:
            return None, flaw or Flaw(str(bad))
        return box, Flaw(f"{bad}; the box was taken instead", repaired=True)


def _word(value: object, names: Mapping[float, str]) -> str:
    """A class by its name or its number."""
    if isinstance(value, str):
        return label(value)
    found = names.get(number(value))
    if found is None:
        raise BadRecord(f"class number {value} has no name")
    return label(found)


def _rectangles(xyxy: NDArray[Any]) -> Outlines:
    if xyxy.size and (xyxy.ndim != 2 or xyxy.shape[1] != 4):
        raise FormatError(f"boxes have the shape {xyxy.shape}; (n, 4) is needed: left, top, right, bottom")
    return rectangles(xyxy)


def _oriented(corners: NDArray[Any]) -> Outlines:
    if corners.size and (corners.ndim not in (2, 3) or corners[0].size != 8):
        raise FormatError(f"oriented boxes have the shape {corners.shape}; (n, 4, 2) is needed")
    return boxes(corners)


def _needed(result: Mapping[str, Any], name: str) -> Any:
    if name not in result:
        raise FormatError(f"there is no {name!r} among {', '.join(map(repr, result)) or 'nothing'}")
    return result[name]


def _column(values: Any, n: int, what: str) -> Sequence[object]:
    """The n values of a column as plain Python values; raises FormatError if there are not n."""
    if values is None and n == 0:
        return ()
    if values is None:
        raise FormatError(f"{what} are missing; give the names of the classes")
    plain = values if isinstance(values, list | tuple) else _array(values).tolist()
    if not isinstance(plain, Sequence) or len(plain) != n:
        raise FormatError(f"{what}: not one for each of the {n} boxes")
    return [value.item() if isinstance(value, np.generic) or _is_tensor(value) else value for value in plain]


def _array(value: Any) -> NDArray[Any]:
    """Anything array-like, a tensor of any device among it, as a numpy array."""
    for step in ("detach", "cpu"):
        value = getattr(value, step, lambda value=value: value)()
    try:
        return np.asarray(value)
    except (TypeError, RuntimeError):  # kinds of number that numpy lacks, such as bfloat16
        return np.asarray(value.tolist())


def _is_tensor(value: object) -> bool:
    return getattr(value, "shape", None) == () and hasattr(value, "item")
