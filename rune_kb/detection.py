"""Plain values: an image and what was detected in it.

Geometry is in pixels of the image, x to the right, y down. An outline is a polygon (with or without holes,
in one or several parts) or a line; a box is a polygon with four corners.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry

Value = bool | float | str
"""What an attribute of a detection can be."""

NO_ATTRIBUTES: Mapping[str, Value] = MappingProxyType({})


def _no_attributes() -> Mapping[str, Value]:
    return NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the collection; ``id`` is the stem of its file's name.

    ``width`` and ``height`` are in pixels, ``gsd`` (ground sample distance) in metres per pixel, ``date`` is
    ISO 8601 text. None means that the source does not say.
    """

    id: str
    width: int | None = None
    height: int | None = None
    gsd: float | None = None
    date: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One object as a source describes it, before the store has numbered it.

    ``label`` is the source's own word for the class, ``score`` lies in [0, 1] (1 for a human's label) and
    ``line`` is the line (or record) of the source it came from, counted from 1.
    """

    label: str
    outline: BaseGeometry
    score: float = 1.0
    line: int | None = None
    attributes: Mapping[str, Value] = field(default_factory=_no_attributes)


@dataclass(frozen=True, slots=True)
class Detection:
    """One object of the store: an observation with its image, its number in it and its class.

    ``cls`` is the vocabulary's name of the class (``large_vehicle``), ``label`` the word of the source
    (``large-vehicle``), ``source`` the path of the file it was read from. Where the scores of its source are
    calibrated (docs/calibration.md), ``score`` is the probability and ``raw_score`` what the source said.
    """

    image: str
    k: int
    cls: str
    label: str
    outline: BaseGeometry
    score: float = 1.0
    source: str | None = None
    line: int | None = None
    attributes: Mapping[str, Value] = field(default_factory=_no_attributes)
    raw_score: float | None = None

    @property
    def id(self) -> str:
        """The detection's name everywhere: ``IMAGE#K``."""
        return f"{self.image}#{self.k}"
