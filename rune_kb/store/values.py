"""What the store tells beside images and detections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from rune_kb.curve import Curves
from rune_kb.detection import Image

DetectionRow = tuple[
    str, int, float, str, float, float, float, float, float, float, float, float, float, float, bytes
]
"""image, k, score, class, cx, cy, minx, miny, maxx, maxy, area, length, width, angle, outline as WKB.

The measures are those of :mod:`rune_kb.measure`: pixels, square pixels, degrees.
"""


PointRow = tuple[str, int, float, str, float, float]
"""image, k, score, class, cx, cy."""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many detections a class has by its own name (its subclasses' are not in it), in how many images."""

    name: str
    detections: int
    images: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file (or a named Python source) as it was last ingested.

    ``sha256`` and ``size`` (bytes) are the file's, None for a Python source; ``problems`` counts the records
    that were skipped or repaired.
    """

    path: str
    format: str
    sha256: str | None
    size: int | None
    ingested_at: str
    problems: int
    images: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the scores of some sources mean: ``curves``, fitted with ``method`` to the ``labels`` at a path.

    ``sources`` are the paths; ``fitted_at`` is UTC, ISO 8601.
    """

    method: str
    labels: str
    fitted_at: str
    curves: Curves
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OntologyDocument:
    """An ontology somebody added, as Turtle text; ``added_at`` is UTC, ISO 8601."""

    name: str
    document: str
    added_at: str


@dataclass(frozen=True, slots=True)
class Revisions:
    """When what changed last, on the one clock of this knowledge base; the clock ticks once a change.

    A cache made of a class's detections is current while ``(identity, classes[name])`` is what it was.
    """

    identity: str
    clock: int
    images: int
    vocabulary: int
    classes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NewDetection:
    """An observation ready to be stored: named by the vocabulary, its outline checked.

    ``wkb`` is the outline (2-D), ``attributes`` a JSON object or None.
    """

    label: str
    cls: str
    score: float
    line: int | None
    outline: BaseGeometry
    wkb: bytes
    attributes: str | None


@dataclass(frozen=True, slots=True)
class NewScene:
    """An image and the detections that one source adds to it, in file order."""

    image: Image
    detections: tuple[NewDetection, ...]
