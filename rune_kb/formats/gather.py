"""Records and their outlines brought together: observations, problems and scenes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rune_kb.detection import NO_ATTRIBUTES, Image, Observation, Value
from rune_kb.formats.base import Problem, Report, Scene
from rune_kb.outline import Outlines


@dataclass(frozen=True, slots=True)
class Record:
    """One readable record of a source, apart from its outline."""

    image: str
    label: str
    line: int
    score: float = 1.0
    attributes: Mapping[str, Value] = field(default_factory=lambda: NO_ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Says what was wrong where; ``unit`` is what is counted if it is not lines (``annotation record``)."""

    file: Path
    report: Report
    unit: str = ""

    def __call__(self, line: int | None, reason: str, *, repaired: bool = False) -> None:
        if self.unit and line is not None:
            reason = f"{self.unit} {line}: {reason}"
        self.report(Problem(str(self.file), line, reason, repaired))


def observations(
    records: Sequence[Record], made: Outlines, say: Reporter
) -> Iterator[tuple[Record, Observation]]:
    """The records that have an outline, in order; flaws of outlines are reported."""
    for i, (record, outline) in enumerate(zip(records, made.outlines, strict=True)):
        flaw = made.flaws.get(i)
        if flaw is not None:
            say(record.line, flaw.reason, repaired=flaw.repaired)
        if outline is not None:
            seen = Observation(record.label, outline, record.score, record.line, record.attributes)
            yield record, seen


def by_image(
    images: Iterable[Image], observed: Iterable[tuple[Record, Observation]], file: Path
) -> Iterator[Scene]:
    """A scene for each image, in the order of the images; those without observations are scenes too."""
    order = {image.id: image for image in images}
    found: dict[str, list[Observation]] = {name: [] for name in order}
    for record, observation in observed:
        found[record.image].append(observation)
    for name, image in order.items():
        yield Scene(image, tuple(found[name]), str(file))
