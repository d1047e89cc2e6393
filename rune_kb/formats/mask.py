"""Masks as outlines, and COCO's run lengths as masks.

The outline of a mask goes along the edges of its pixels: the mask of one pixel at row 2, column 3 is the
square from (3, 2) to (4, 3).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from rune_kb.formats.fields import BadRecord
from rune_kb.formats.requirement import geo_module
from rune_kb.outline import joined

MOST_PIXELS = 2**30
"""A mask of more is a mistake (or an attack): it would not fit in memory."""


def outline(mask: NDArray[np.bool_]) -> BaseGeometry:
    """The polygon (several parts, holes) that covers the true pixels of a (height, width) array exactly.

    Pixels that meet only at a corner belong to different parts. Raises BadRecord if no pixel is true and
    RequirementError without rasterio.
    """
    features = geo_module("rasterio.features", "an outline from a mask")
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        raise BadRecord("the mask is empty")
    top, left = rows[0], columns[0]
    part = mask[top : rows[-1] + 1, left : columns[-1] + 1].astype(np.uint8)
    moved = geo_module("rasterio", "an outline from a mask").Affine.translation(int(left), int(top))
    found = features.shapes(part, mask=part.astype(bool), connectivity=4, transform=moved)
    return joined([shape(polygon) for polygon, _ in found])


def decoded(segmentation: object) -> NDArray[np.bool_]:
    """The (height, width) mask of a COCO run-length encoding, compressed or not.

    ``size`` is [height, width]; ``counts`` alternates lengths of runs of 0 and 1, down the columns. Raises
    BadRecord if it is not one. (pycocotools is not used: where the runs are too few it returns whatever
    the memory held.)
    """
    size = segmentation.get("size") if isinstance(segmentation, dict) else None
    if not isinstance(size, list) or len(size) != 2 or not all(type(n) is int and n > 0 for n in size):
        raise BadRecord("the run-length encoding has no size [height, width]")
    height, width = size
    runs = _runs(segmentation.get("counts")) if isinstance(segmentation, dict) else []
    if height * width > MOST_PIXELS or min(runs, default=0) < 0 or sum(runs) != height * width:
        raise BadRecord(f"the run lengths do not add up to a mask of {height} x {width} pixels")
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape(width, height).T


def _runs(counts: object) -> Sequence[int]:
    if isinstance(counts, str):
        return _decompressed(counts)
    if isinstance(counts, list) and all(type(n) is int for n in counts):
        return counts
    raise BadRecord("the run-length encoding has no counts")


def _decompressed(text: str) -> list[int]:
    """Run lengths out of COCO's text: 5 bits a character, a further bit if more follow, signed differences.

    The fourth and later numbers are differences to the one two before (cocoapi, ``rleFrString``).
    """
    runs: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 48
        if not 0 <= bits < 64:
            raise BadRecord(f"{character!r} does not belong in a compressed run-length encoding")
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:
            value -= 1 << shift
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))
        value = shift = 0
    if shift:
        raise BadRecord("the compressed run-length encoding ends in the middle of a number")
    return runs
