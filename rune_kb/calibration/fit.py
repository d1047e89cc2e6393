"""Curves fitted to judged detections, by scikit-learn (the extra ``calibrate``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np

from rune_kb.calibration.matching import Example
from rune_kb.curve import Curve, Curves, Sigmoid, Steps, log_odds
from rune_kb.errors import RuneError

Method = Literal["isotonic", "platt"]

OWN_EXAMPLES, OWN_OF_EACH = 200, 30
"""A class has a curve of its own from so many detections on, so many of them right and so many wrong."""


def fit(examples: Sequence[Example], method: Method, *, per_class: bool = False) -> Curves:
    """The curve of all examples; with ``per_class`` also those of classes that have enough of them.

    Raises RuneError without scikit-learn.
    """
    one = METHODS[method]
    by_class: dict[str, list[Example]] = defaultdict(list)
    for example in examples if per_class else ():
        by_class[example.cls].append(example)
    return Curves(one(examples), {cls: one(own) for cls, own in sorted(by_class.items()) if _enough(own)})


def _enough(examples: Sequence[Example]) -> bool:
    right = sum(example.right for example in examples)
    return len(examples) >= OWN_EXAMPLES and OWN_OF_EACH <= right <= len(examples) - OWN_OF_EACH


def _isotonic(examples: Sequence[Example]) -> Steps:
    """The rising curve nearest to the examples. Not quite 0 or 1 at its ends: n examples cannot show that."""
    from sklearn.isotonic import IsotonicRegression

    n = len(examples)
    fitted = IsotonicRegression(y_min=1 / (n + 2), y_max=(n + 1) / (n + 2), out_of_bounds="clip")
    fitted.fit([e.score for e in examples], [float(e.right) for e in examples])
    return Steps(tuple(fitted.X_thresholds_.tolist()), tuple(fitted.y_thresholds_.tolist()))


def _platt(examples: Sequence[Example]) -> Sigmoid:
    """Logistic regression on the scores' log-odds, with Platt's targets a little off 0 and 1."""
    from sklearn.linear_model import LogisticRegression

    right = np.array([e.right for e in examples])
    n, positive = len(right), int(right.sum())
    target = np.where(right, (positive + 1) / (positive + 2), 1 / (n - positive + 2))
    odds = np.array([log_odds(e.score) for e in examples])[:, None]
    # A target between 0 and 1 is both outcomes, weighted.
    model = LogisticRegression(C=np.inf, max_iter=1000)
    model.fit(
        np.concatenate([odds, odds]),
        np.repeat([1, 0], n),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    if slope < 0:  # of curves that do not fall the level one is the nearest
        return Sigmoid(0.0, log_odds(float(target.mean())))
    return Sigmoid(slope, offset)


METHODS: Mapping[Method, Callable[[Sequence[Example]], Curve]] = {"isotonic": _isotonic, "platt": _platt}
"""How curves can be fitted."""


def need_scikit_learn() -> None:
    """Raises RuneError with the command to install it."""
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise RuneError(
            "calibrating needs the package scikit-learn: pip install 'rune-kb[calibrate]'"
        ) from error
