"""Calibration without a store: what is right, the curves, how good scores are as probabilities."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rune_kb.calibration.fit import METHODS, OWN_EXAMPLES, Method, fit, need_scikit_learn
from rune_kb.calibration.labels import Label, read_labels
from rune_kb.calibration.matching import DIFFICULT, LINE, UNLABELLED, Example, Matching
from rune_kb.calibration.reliability import held_out, reliability
from rune_kb.curve import Curve, Curves, Sigmoid, Steps
from rune_kb.detection import Detection
from rune_kb.errors import RuneError
from rune_kb.ontology import load_vocabulary

VOCABULARY = load_vocabulary([])[0]


# -- which detections are right ------------------------------------------------------------------------------


def box(x: float, width: float = 10) -> shapely.Polygon:
    return shapely.box(x, 0, x + width, 10)


def judged(
    detections: Sequence[tuple[str, object, float]],
    labels: Sequence[Label],
    iou: float = 0.5,
    sources: str = "",
) -> list[bool | None]:
    """For each (class, outline, score) whether it is right; None where it was left out."""
    matching = Matching(VOCABULARY, {label.cls for label in labels}, iou)
    made = [
        Detection("P", k, cls, cls, outline, score, source=sources[k : k + 1])  # type: ignore[arg-type]
        for k, (cls, outline, score) in enumerate(detections)
    ]
    matching.judge(made, labels)
    right = {example.score: example.right for example in matching.judged().examples}
    return [right.get(d.score) for d in made]


def test_a_detection_is_right_if_it_overlaps_a_label_of_its_class() -> None:
    ship = [Label("ship", box(0))]
    assert judged([("ship", box(0), 0.9)], ship) == [True]
    assert judged([("ship", box(5), 0.9)], ship) == [False]  # a third in common
    assert judged([("ship", box(5), 0.9)], ship, iou=0.3) == [True]
    assert judged([("ship", box(0, width=5), 0.9)], ship) == [True]  # just the half
    assert judged([("ship", box(0), 0.9), ("plane", box(0), 0.8)], [*ship, Label("plane", box(50))]) == [
        True,
        False,
    ]


def test_each_label_is_found_once_by_the_strongest() -> None:
    twice = [("ship", box(1), 0.6), ("ship", box(0), 0.5), ("ship", box(2), 0.9)]
    assert judged(twice, [Label("ship", box(0))]) == [False, False, True]
    assert judged(twice, [Label("ship", box(0)), Label("ship", box(2))]) == [True, False, True]


def test_each_source_is_judged_by_itself() -> None:
    twice = [("ship", box(1), 0.6), ("ship", box(0), 0.5)]
    assert judged(twice, [Label("ship", box(0))], sources="ab") == [True, True]


def test_classes_agree_along_the_tree() -> None:
    assert judged([("large_vehicle", box(0), 0.9)], [Label("vehicle", box(0))]) == [True]
    assert judged([("vehicle", box(0), 0.9)], [Label("large_vehicle", box(0))]) == [True]
    labels = [Label("small_vehicle", box(0)), Label("large_vehicle", box(90))]
    assert judged([("large_vehicle", box(0), 0.9)], labels) == [False]


def test_what_is_left_out() -> None:
    matching = Matching(VOCABULARY, {"ship"}, 0.5)
    line = shapely.LineString([(0, 0), (9, 9)])
    seen = (("ship", line), ("plane", box(0)), ("ship", box(0)), ("ship", box(0)), ("ship", box(50)))
    labels = [
        Label("ship", box(0)),
        Label("ship", box(0), counts=False),
        Label("ship", box(50), counts=False),
    ]
    matching.judge([Detection("P", k, cls, cls, o, 0.9 - k / 10) for k, (cls, o) in enumerate(seen)], labels)
    assert [e.right for e in matching.judged().examples] == [True]
    assert matching.judged().left_out == {LINE: 1, UNLABELLED: 1, DIFFICULT: 2}


def test_outlines_that_cross_themselves_are_compared_too() -> None:
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert judged([("ship", bow, 0.9)], [Label("ship", bow)]) == [True]


def test_labels_are_read_as_sources_are(tmp_path: Path) -> None:
    (tmp_path / "P1.txt").write_text(
        "0 0 10 0 10 10 0 10 ship 0\n0 0 9 0 9 9 0 9 Large-Vehicle 1\nnonsense\n"
    )
    (tmp_path / "P2.txt").write_text("")
    told = read_labels(tmp_path, VOCABULARY, "dota")
    assert [(label.cls, label.counts) for label in told.by_image["P1"]] == [
        ("ship", True),
        ("large_vehicle", False),
    ]
    assert told.by_image["P2"] == ()
    assert told.files == {str(tmp_path / name) for name in ("P1.txt", "P2.txt")}
    assert len(told.problems) == 1


# -- curves --------------------------------------------------------------------------------------------------

RISING = st.lists(st.floats(0, 1), min_size=1, max_size=9, unique=True).map(sorted)


@given(RISING, st.data(), st.floats(0, 1), st.floats(0, 1))
def test_curves_never_fall(scores: list[float], data: st.DataObject, a: float, b: float) -> None:
    n = len(scores)
    probabilities = sorted(data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n)))
    sigmoid = Sigmoid(data.draw(st.floats(0, 50)), data.draw(st.floats(-50, 50)))
    for curve in (Steps(tuple(scores), tuple(probabilities)), sigmoid):
        low, high = curve(min(a, b)), curve(max(a, b))
        assert 0 <= low <= high <= 1
        assert Curves.from_json(Curves(curve, {"ship": curve}).to_json()) == Curves(curve, {"ship": curve})


def test_steps_are_straight_between_and_level_beyond() -> None:
    curve = Steps((0.2, 0.6), (0.1, 0.9))
    assert [curve(x) for x in (0, 0.2, 0.4, 0.6, 1)] == pytest.approx([0.1, 0.1, 0.5, 0.9, 0.9])
    assert Steps((0.5,), (0.3,))(0.1) == Steps((0.5,), (0.3,))(0.9) == 0.3


# -- fitting -------------------------------------------------------------------------------------------------


def drawn(n: int, truth: Curve, seed: str = "drawn", cls: str = "ship") -> list[Example]:
    """Examples whose scores mean what ``truth`` says, in images of ten."""
    rng = Random(seed)
    found = []
    for i in range(n):
        score = rng.random()
        found.append(Example(f"P{i // 10}", cls, score, rng.random() < truth(score)))
    return found


TRUTH = Sigmoid(2.0, -1.0)


@pytest.mark.parametrize("method", METHODS)
def test_a_fit_finds_what_scores_mean(method: Method) -> None:
    examples = drawn(4000, TRUTH)
    curve = fit(examples, method).shared
    off = [abs(curve(x / 20) - TRUTH(x / 20)) for x in range(1, 20)]
    assert max(off) < 0.12
    assert sum(off) / len(off) < 0.03
    right = [e.right for e in examples]
    before = reliability([e.score for e in examples], right)
    after = reliability(held_out(examples, lambda some: fit(some, method)), right)
    assert before.ece > 0.1
    assert after.ece < 0.03
    assert after.brier < before.brier


@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_made_certain(method: Method) -> None:
    for right in (True, False):
        curve = fit([Example("P", "ship", i / 40, right) for i in range(40)], method).shared
        assert all(0 < curve(x) < 1 for x in (0.0, 0.5, 1.0))
        assert (curve(0.5) > 0.9) is right


@pytest.mark.parametrize("method", METHODS)
def test_scores_that_say_the_opposite_say_nothing(method: Method) -> None:
    examples = [Example("P", "ship", i / 100, i < 30) for i in range(100)]
    curve = fit(examples, method).shared
    assert [curve(x) for x in (0, 0.5, 1)] == pytest.approx([0.3, 0.3, 0.3], abs=0.01)


def test_a_class_has_its_own_curve_where_it_has_enough_examples() -> None:
    many = drawn(400, Sigmoid(1.0, 2.0), "a", "ship")
    few = drawn(OWN_EXAMPLES - 1, Sigmoid(1.0, -2.0), "b", "plane")
    curves = fit(many + few, "platt", per_class=True)
    assert list(curves.by_class) == ["ship"]
    assert curves.of("ship")(0.5) > curves.of("plane")(0.5) == curves.of("harbor")(0.5)
    assert not fit(many + few, "platt").by_class
    always = [Example("P", "bridge", i / 400, True) for i in range(400)]
    assert not fit(always, "isotonic", per_class=True).by_class


def test_without_scikit_learn_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(RuneError, match=r"pip install 'rune-kb\[calibrate\]'"):
        need_scikit_learn()


# -- reliability ---------------------------------------------------------------------------------------------


def test_reliability_counted_by_hand() -> None:
    found = reliability([0.05, 0.75, 0.75, 1.0], [False, True, False, True])
    assert [(b.low, b.detections, b.score, b.right) for b in found.bins] == [
        (0.0, 1, 0.05, 0.0),
        (0.7, 2, 0.75, 0.5),
        (0.9, 1, 1.0, 1.0),
    ]
    assert found.ece == pytest.approx((0.05 + 2 * 0.25) / 4)
    assert found.brier == pytest.approx((0.05**2 + 0.25**2 + 0.75**2) / 4)


def test_no_image_is_judged_by_a_fit_that_saw_it() -> None:
    examples = drawn(170, TRUTH)
    seen: list[set[str]] = []

    def spy(some: Sequence[Example]) -> Curves:
        seen.append({e.image for e in some})
        return Curves(Steps((0.5,), (len(seen) / 10,)))

    probabilities = held_out(examples, spy)
    assert len(seen) == 5
    for example, probability in zip(examples, probabilities, strict=True):
        assert example.image not in seen[round(probability * 10) - 1]
