"""At least so many in all, from bounds on at least so many in each of some independent groups.

The total rises with each group's number, so in the usual stochastic order a group may be replaced by a lesser
one for the lower bound and by a greater one for the upper.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rune_kb.lineage.bounds import Interval


def at_least_in_all(need: int, groups: Sequence[Sequence[Interval]]) -> Interval:
    """Bounds on ``need`` in all; of a group, bounds on at least 1, 2, …, ``need`` in it.

    >>> at_least_in_all(2, [[(0.5, 0.5), (0.0, 0.0)], [(0.5, 0.5), (0.0, 0.0)]])
    (0.25, 0.25)
    """
    lows = [np.maximum.accumulate([low for low, _ in reversed(group)])[::-1] for group in groups]
    highs = [np.minimum.accumulate([high for _, high in group]) for group in groups]
    return _at_least(need, lows), _at_least(need, highs)


def _at_least(need: int, groups: Sequence[NDArray[np.float64]]) -> float:
    below = np.zeros(need)  # the probabilities of the totals that are too small
    below[0] = 1.0
    for group in groups:
        reached = np.concatenate(([1.0], group))
        below = np.convolve(below, reached[:-1] - reached[1:])[:need]
    return min(1.0, max(0.0, 1.0 - float(below.sum())))
