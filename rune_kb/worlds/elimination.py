"""``∃x, y, z (φ & ψ & …)`` without an array over all of x, y, z at once.

Parts that do not speak of z need not be looked at for each z: z's are put together first, then it is gone, as
one eliminates variables from a system of equations. What is eliminated first is what leaves the smallest
array.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def best_sum(parts: Sequence[Array], present: Array, axes: Sequence[int]) -> Array:
    """The greatest mean of the parts over the detections that are present; at least 0. The axes are gone."""
    size = np.float32(len(parts))
    absent = np.where(present, np.float32(0), -size)
    found = _eliminated(parts, absent, axes, np.add, lambda each, axis: each.max(axis=axis, keepdims=True))
    return np.asarray(np.maximum(found, np.float32(0)) / size)


def mean_product(parts: Sequence[Array], present: Array, axes: Sequence[int]) -> Array:
    """The mean over all places of the product of the parts, where an absent detection makes it 0."""
    there = present.astype(np.float32)
    return _eliminated(
        parts, there, axes, np.multiply, lambda each, axis: each.mean(axis=axis, keepdims=True)
    )


def _eliminated(
    parts: Sequence[Array],
    present: Array,
    axes: Sequence[int],
    join: Callable[[Array, Array], Array],
    reduced: Callable[[Array, int], Array],
) -> Array:
    left, todo = list(parts), list(axes)
    while todo:
        axis = min(todo, key=lambda axis: _cells(part for part in left if part.shape[axis] > 1))
        todo.remove(axis)
        there = present.reshape(len(present), *(-1 if a == axis else 1 for a in range(1, left[0].ndim)))
        concerned = [there, *(part for part in left if part.shape[axis] > 1)]
        left = [part for part in left if part.shape[axis] == 1]
        left.append(reduced(_joined(concerned, join), axis))
    return _joined(left, join).squeeze(axis=tuple(axes))


def _joined(parts: Iterable[Array], join: Callable[[Array, Array], Array]) -> Array:
    return reduce(join, sorted(parts, key=lambda part: part.size))


def _cells(parts: Iterable[Array]) -> int:
    """Of the array that these make together."""
    shapes = [part.shape for part in parts]
    return math.prod(map(max, zip(*shapes, strict=True))) if shapes else 0
