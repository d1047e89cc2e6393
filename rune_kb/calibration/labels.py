"""What is really in the images: labels in any format that can be ingested, in the vocabulary's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Observation
from rune_kb.formats import read_source
from rune_kb.formats.base import Problem, ReadOptions
from rune_kb.ingest import own_path
from rune_kb.measure import measurable
from rune_kb.naming import Naming
from rune_kb.vocabulary import Vocabulary

UNCOUNTED = ("difficult", "iscrowd")
"""Attributes of labels that evaluations leave out: finding one is neither right nor wrong."""


@dataclass(frozen=True, slots=True)
class Label:
    """An object that is there. ``counts`` is false of one that is difficult to see, or a crowd."""

    cls: str
    outline: BaseGeometry
    counts: bool = True


@dataclass(frozen=True)
class Labels:
    """The labels by image (an image can have none), the files they were read from, what was wrong in them."""

    by_image: Mapping[str, tuple[Label, ...]]
    files: frozenset[str]
    problems: tuple[Problem, ...]

    @property
    def number(self) -> int:
        return sum(map(len, self.by_image.values()))

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(label.cls for labels in self.by_image.values() for label in labels)


def read_labels(
    path: str | Path, vocabulary: Vocabulary, format: str | None = None, options: ReadOptions | None = None
) -> Labels:
    """Reads a file or a folder; what is no polygon is left out, as a problem.

    Raises FormatError where nothing can be read.
    """
    naming = Naming(vocabulary)
    problems: list[Problem] = []
    found: dict[str, list[Label]] = defaultdict(list)
    files: set[str] = set()
    for scene in read_source(path, format, options, problems.append):
        files.add(own_path(scene.source))
        labels = found[scene.image.id]  # no objects are a statement too
        for seen in scene.observations:
            label = _label(seen, naming)
            if isinstance(label, str):
                problems.append(Problem(scene.source, seen.line, label))
            else:
                labels.append(label)
    return Labels(
        {image: tuple(labels) for image, labels in found.items()}, frozenset(files), tuple(problems)
    )


def _label(seen: Observation, naming: Naming) -> Label | str:
    """The label, or why it is none."""
    meaning = naming.meaning(seen.label) if seen.label.strip() else None
    if meaning is None:
        return f"{seen.label!r} names no class of detections"
    outline = shapely.force_2d(seen.outline)
    if not with_area([outline])[0]:
        return "the outline is no polygon: nothing can overlap it"
    attributes, _ = naming.attributes(seen.attributes)
    return Label(meaning.cls, outline, counts=not any(attributes.get(name) is True for name in UNCOUNTED))


def with_area(outlines: Sequence[BaseGeometry]) -> list[bool]:
    """Whether each is a polygon that can be measured."""
    made = np.empty(len(outlines), dtype=object)
    made[:] = list(outlines)
    found: list[bool] = (measurable(made) & (shapely.get_dimensions(made) == 2)).tolist()
    return found
