"""Scenes from supervision itself, and from dicts as torchvision and transformers document them."""

import warnings

import numpy as np
import pytest
from shapely.geometry import box

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns that it works without OpenCV
    import supervision

from rune_kb.detection import Image
from rune_kb.errors import FormatError
from rune_kb.interop import scene_from_supervision, scene_from_torchvision, scene_from_transformers

BOXES = np.array([[10, 10, 30, 20], [0, 0, 5, 8]], dtype=np.float32)
SCORES = np.array([0.75, 0.5], dtype=np.float32)
CLASSES = np.array([1, 0])


def masks():
    found = np.zeros((2, 40, 60), dtype=bool)
    found[0, 10:20, 10:30] = True
    found[0, 12:14, 12:14] = False
    found[1, 0:8, 0:5] = True
    return found


class Tensor:
    """What torch.Tensor has to say: on another device, with a gradient, in bfloat16."""

    def __init__(self, values, hops=("detach", "cpu")):
        self.values, self.hops = np.asarray(values), hops

    def detach(self):
        return Tensor(self.values, [hop for hop in self.hops if hop != "detach"])

    def cpu(self):
        return Tensor(self.values, [hop for hop in self.hops if hop != "cpu"])

    def __array__(self, dtype=None, copy=None):
        raise TypeError("Got unsupported ScalarType BFloat16")

    def tolist(self):
        assert not self.hops
        return self.values.tolist()

    def __len__(self):
        return len(self.values)

    def __getitem__(self, place):
        return Tensor(self.values[place], self.hops)


def test_supervision_with_class_names_of_its_own():
    detections = supervision.Detections(
        xyxy=BOXES,
        confidence=SCORES,
        class_id=CLASSES,
        tracker_id=np.array([7, 9]),
        data={"class_name": np.array(["ship", "plane"]), "speed": np.array([1.5, 2.5])},
    )
    scene = scene_from_supervision("images/P1.png", detections)
    assert (scene.image, scene.source) == (Image("P1"), "supervision.Detections")
    first, second = scene.observations
    assert (first.label, first.score, first.line) == ("ship", 0.75, 1)
    assert first.outline.equals(box(10, 10, 30, 20))
    assert second.attributes == {"speed": 2.5, "tracker_id": 9.0}
    assert type(first.score) is float


def test_supervision_with_names_given_and_nothing_else():
    detections = supervision.Detections(xyxy=BOXES, class_id=CLASSES)
    scene = scene_from_supervision(Image("P1", 60, 40), detections, ["plane", "ship"])
    assert [(o.label, o.score) for o in scene.observations] == [("ship", 1.0), ("plane", 1.0)]
    assert scene.image.width == 60


@pytest.mark.parametrize("compact", [False, True])
def test_supervision_masks_are_followed_exactly(compact):
    found = masks()
    if compact:
        found = supervision.CompactMask.from_dense(
            found, np.array([[10, 10, 29, 19], [0, 0, 4, 7]]), (40, 60)
        )
    detections = supervision.Detections(xyxy=BOXES, mask=found, class_id=CLASSES)
    first, second = scene_from_supervision("P1", detections, {0: "plane", 1: "ship"}).observations
    assert first.outline.equals(box(10, 10, 30, 20).difference(box(12, 12, 14, 14)))
    assert second.outline.equals(box(0, 0, 5, 8))


def test_supervision_oriented_boxes():
    corners = np.array([[(10, 5), (20, 10), (15, 20), (5, 15)]], dtype=np.float32)
    detections = supervision.Detections(
        xyxy=np.array([[5, 5, 20, 20.0]]), class_id=np.array([0]), data={"xyxyxyxy": corners}
    )
    (seen,) = scene_from_supervision("P1", detections, ["ship"]).observations
    assert list(seen.outline.exterior.coords)[:4] == [(10, 5), (20, 10), (15, 20), (5, 15)]


def test_no_detections():
    scene = scene_from_supervision("P1", supervision.Detections.empty(), ["ship"])
    assert scene.observations == ()
    assert scene_from_supervision("P1", supervision.Detections.empty(), None).observations == ()


def test_supervision_without_names_is_refused():
    with pytest.raises(FormatError, match="names of the classes"):
        scene_from_supervision("P1", supervision.Detections(xyxy=BOXES, class_id=CLASSES))


@pytest.mark.parametrize("wrap", [np.asarray, Tensor, lambda values: np.asarray(values).tolist()])
def test_torchvision(wrap):
    output = {"boxes": wrap(BOXES), "labels": wrap(CLASSES), "scores": wrap(SCORES)}
    scene = scene_from_torchvision("P1", output, ["plane", "ship"])
    assert [(o.label, o.score) for o in scene.observations] == [("ship", 0.75), ("plane", 0.5)]
    assert scene.observations[1].outline.equals(box(0, 0, 5, 8))


@pytest.mark.parametrize("wrap", [np.asarray, Tensor])
def test_torchvision_masks_count_from_a_half(wrap):
    soft = masks()[:, None] * 0.9 + 0.05
    output = {"boxes": wrap(BOXES), "labels": wrap(CLASSES), "scores": wrap(SCORES), "masks": wrap(soft)}
    first, _ = scene_from_torchvision("P1", output, ["plane", "ship"]).observations
    assert first.outline.area == 196


def test_an_empty_mask_leaves_the_box():
    problems = []
    output = {"boxes": BOXES, "labels": CLASSES, "scores": SCORES, "masks": np.zeros((2, 1, 40, 60))}
    scene = scene_from_torchvision("P1", output, ["plane", "ship"], report=problems.append)
    assert scene.observations[0].outline.equals(box(10, 10, 30, 20))
    assert [problem.repaired for problem in problems] == [True, True]


def test_transformers_boxes():
    result = {"scores": SCORES, "labels": CLASSES, "boxes": BOXES}
    scene = scene_from_transformers("P1", result, {0: "plane", 1: "ship"})
    assert [o.label for o in scene.observations] == ["ship", "plane"]
    scene = scene_from_transformers("P1", result | {"text_labels": ["a dock", "a ship"]}, {})
    assert [o.label for o in scene.observations] == ["a dock", "a ship"]
    scene = scene_from_transformers("P1", result | {"labels": ["dock", "boat"]}, {})
    assert [o.label for o in scene.observations] == ["dock", "boat"]


@pytest.mark.parametrize("binary_maps", [False, True])
def test_transformers_segments(binary_maps):
    found = masks()
    segmentation = found if binary_maps else np.where(found[0], 1, np.where(found[1], 2, -1))
    infos = [{"id": 1, "label_id": 1, "score": 0.75}, {"id": 2, "label_id": 0, "was_fused": False}]
    scene = scene_from_transformers(
        "P1", {"segmentation": segmentation, "segments_info": infos}, ["plane", "ship"]
    )
    assert [(o.label, o.score, o.outline.area) for o in scene.observations] == [
        ("ship", 0.75, 196),
        ("plane", 1, 40),
    ]
    nothing = scene_from_transformers("P1", {"segmentation": None, "segments_info": []}, ["plane"])
    assert nothing.observations == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"labels": [1, 7]}, "row 2: class number 7 has no name"),
        ({"labels": [1, 0.5]}, "has no name"),
        ({"scores": [1, 1.5]}, "not between 0 and 1"),
        ({"scores": [1, np.nan]}, "NaN"),
        ({"boxes": [[1, 1, 9, 9], [1, 1, np.nan, 9]]}, "not a finite number"),
        ({"boxes": [[1, 1, 9, 9], [9, 1, 1, 9]]}, "right edge"),
        ({"boxes": [[1, 1, 9, 9], [1, 1, 1, 9]]}, "no area"),
    ],
)
def test_a_row_that_cannot_be_used_is_reported(change, reason):
    problems = []
    output = {"boxes": BOXES, "labels": CLASSES, "scores": SCORES} | change
    scene = scene_from_torchvision("P1", output, ["plane", "ship"], report=problems.append)
    assert len(scene.observations) == 1
    assert (problems[0].file, problems[0].line) == ("torchvision", 2)
    assert reason in problems[0].reason


def test_without_a_report_a_problem_is_a_warning():
    with pytest.warns(UserWarning, match="row 2: class number 7"):
        scene_from_torchvision("P1", {"boxes": BOXES, "labels": [1, 7]}, ["plane", "ship"])


@pytest.mark.parametrize(
    "change",
    [{"boxes": np.zeros((2, 5))}, {"labels": [1]}, {"scores": [1]}, {"masks": np.zeros((2, 3, 4, 4))}],
)
def test_arrays_that_do_not_fit_are_refused(change):
    with pytest.raises(FormatError):
        scene_from_torchvision(
            "P1", {"boxes": BOXES, "labels": CLASSES, "scores": SCORES} | change, ["a", "b"]
        )


def test_a_dict_without_boxes_is_refused():
    with pytest.raises(FormatError, match="there is no 'boxes' among 'labels'"):
        scene_from_torchvision("P1", {"labels": CLASSES}, ["a"])
