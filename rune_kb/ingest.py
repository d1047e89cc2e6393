"""Sources into the store: each call is one transaction, which leaves all of it or nothing.

A source is a file. What it said before is replaced by what it says now, as far as that differs: a file that
reads the same (its objects, their classes, the images' sizes, its problems) is left alone. That is found by
a digest of what was read and not of the file, because much else has a part in it: pictures beside the labels,
lists of class names, options, the ontology.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path

import numpy as np
import shapely

from rune_kb.detection import Observation, Value
from rune_kb.errors import FormatError
from rune_kb.formats import detect_format, find_format, read_source
from rune_kb.formats.base import Problem, ReadOptions, Scene
from rune_kb.measure import measurable
from rune_kb.naming import Naming, with_new_classes
from rune_kb.store import Store, Writer
from rune_kb.store.values import NewDetection, NewScene
from rune_kb.vocabulary import Vocabulary

Progress = Callable[[int, int, int], None]
"""Called after each file with the files done, the files in all and the detections so far."""

PYTHON = "python"
"""The format of scenes made in Python; their source is a name and no file."""

SHOWN = 5
"""Problems a refusal lists."""

_IS_OUTLINE = np.array([False, True, False, True, False, True, True, False])
"""By shapely's type number: lines and polygons in one or several parts. (Of a missing one, -1: the last.)"""


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What one call read and did.

    ``images`` and ``detections`` count what the sources say, whether it was written or there already;
    ``classes`` has the detections by class, ``new_classes`` the classes made for labels no class matched.
    ``unchanged`` of the ``sources`` said what they had said before. ``repaired`` of the problems were mended.
    """

    sources: int
    unchanged: int
    images: int
    detections: int
    classes: Mapping[str, int]
    new_classes: tuple[str, ...]
    problems: tuple[Problem, ...]
    repaired: int
    seconds: float


def ingest(
    store: Store,
    vocabulary: Vocabulary,
    sources: str | Path | Iterable[str | Path],
    *,
    format: str | None = None,
    options: ReadOptions | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> IngestSummary:
    """Reads files and folders of detections into the store.

    ``strict`` refuses everything if any record had to be skipped. Raises FormatError then, and for a source
    that cannot be read; the store is left as it was, as it is by an interrupt.
    """
    paths = [sources] if isinstance(sources, str | Path) else list(sources)
    formats = [find_format(format) if format else detect_format(path) for path in paths]
    files = [
        [own_path(file) for file in each.files(Path(os.path.abspath(path)))]
        for path, each in zip(paths, formats, strict=True)
    ]
    with store.writing() as writer:
        run = _Run(writer, vocabulary, strict=strict)
        run.on_progress(progress, sum(map(len, files)))
        for path, each, listed in zip(paths, formats, files, strict=True):
            run.take(read_source(path, each, options, run.report), each.name, listed)
    return run.summary()


def ingest_scenes(
    store: Store, vocabulary: Vocabulary, scenes: Iterable[Scene], source: str, *, strict: bool = False
) -> IngestSummary:
    """Scenes made in Python into the store, all as said by one source of the given name.

    As :func:`ingest` otherwise: they replace what that source said before.
    """
    with store.writing() as writer:
        run = _Run(writer, vocabulary, strict=strict)
        run.store_source(source, PYTHON, list(scenes), [])
    return run.summary()


def rename_labels(writer: Writer, vocabulary: Vocabulary) -> None:
    """Lets every label mean what it means in the new vocabulary."""
    naming = Naming(vocabulary)
    for label in writer.labels():
        meaning = naming.meaning(label)
        if meaning is not None:
            writer.set_label(label, meaning.cls, meaning.implied, is_new=meaning.is_new)


class _Run:
    """One ingest under way: what was read so far, and what became of it."""

    def __init__(self, writer: Writer, vocabulary: Vocabulary, *, strict: bool) -> None:
        self._started = time.perf_counter()
        self._writer = writer
        self._naming = Naming(with_new_classes(vocabulary, writer.new_class_labels()))
        self._strict = strict
        self._said: set[str] = set()
        self._problems: list[Problem] = []
        self._unassigned: dict[str, list[Problem]] = defaultdict(list)  # by file, or by image of a picture
        self._files: set[str] = set()
        self._images: set[str] = set()
        self._classes: Counter[str] = Counter()
        self._sources = self._unchanged = 0
        self._progress: Progress | None = None
        self._total = 0
        # Most detections share one of a few sets of attributes.
        self._described = lru_cache(maxsize=4096)(self._describe)

    def on_progress(self, progress: Progress | None, files: int) -> None:
        self._progress, self._total = progress, files

    def report(self, problem: Problem) -> None:
        """Keeps a reader's problem until its source is stored; a picture's goes with the picture's image."""
        file = own_path(problem.file)
        self._unassigned[file if file in self._files else Path(file).stem].append(problem)

    def take(self, scenes: Iterable[Scene], format: str, files: Sequence[str]) -> None:
        """Stores all scenes of a path; a file of it that says nothing (any more) is stored as such."""
        self._files.update(files)
        for path, group in groupby(scenes, key=lambda scene: own_path(scene.source)):
            said = list(group)
            names = (path, *(scene.image.id for scene in said))
            self._once(
                path, format, said, [each for name in names for each in self._unassigned.pop(name, ())]
            )
        for path in files:
            problems = self._unassigned.pop(path, [])
            if path not in self._said and (problems or self._writer.content(path) is not None):
                self._once(path, format, [], problems)
        for problems in self._unassigned.values():
            self._problems += problems
        self._unassigned.clear()
        self._refuse_if_strict(self._problems)

    def _once(self, path: str, format: str, scenes: Sequence[Scene], problems: list[Problem]) -> None:
        """Two paths of one call can overlap; a file counts once."""
        if path not in self._said:
            self._said.add(path)
            self.store_source(path, format, scenes, problems)
            if self._progress:
                self._progress(len(self._said), self._total, self._classes.total())

    def store_source(self, path: str, format: str, scenes: Sequence[Scene], problems: list[Problem]) -> None:
        """Stores what one source says, unless it is what it has said before."""
        new = self._named(path, scenes, problems)
        self._refuse_if_strict(problems)
        self._problems += problems
        self._sources += 1
        self._images.update(scene.image.id for scene in new)
        self._classes.update(detection.cls for scene in new for detection in scene.detections)
        content = _digest(format, new, problems)
        if self._writer.content(path) == content:
            self._unchanged += 1
            return
        sha256, size = (None, None) if format == PYTHON else _fingerprint(path)
        self._writer.replace_source(
            path, format, new, content=content, sha256=sha256, size=size, problems=problems
        )

    def summary(self) -> IngestSummary:
        return IngestSummary(
            sources=self._sources,
            unchanged=self._unchanged,
            images=len(self._images),
            detections=self._classes.total(),
            classes=dict(self._classes.most_common()),
            new_classes=tuple(self._naming.added),
            problems=tuple(self._problems),
            repaired=sum(problem.repaired for problem in self._problems),
            seconds=time.perf_counter() - self._started,
        )

    # -- observations ----------------------------------------------------------------------------------------

    def _named(self, path: str, scenes: Sequence[Scene], problems: list[Problem]) -> list[NewScene]:
        """The scenes in the vocabulary's words; what cannot be stored joins the problems."""
        observed = [observation for scene in scenes for observation in scene.observations]
        outlines = np.empty(len(observed), dtype=object)
        outlines[:] = [observation.outline for observation in observed]
        outlines = shapely.force_2d(outlines)
        sound = measurable(outlines) & _IS_OUTLINE[shapely.get_type_id(outlines)]
        ready = iter(zip(observed, outlines.tolist(), shapely.to_wkb(outlines), sound.tolist(), strict=True))
        result = []
        for scene in scenes:
            kept = []
            for observation, outline, wkb, is_sound in islice(ready, len(scene.observations)):
                reason = None if is_sound else "the outline is neither a polygon nor a line, or not finite"
                reason = reason or self._refusal(observation)
                if reason:
                    problems.append(Problem(path, observation.line, reason))
                    continue
                cls, attributes, refused = self._described(observation.label, _key(observation.attributes))
                problems += [Problem(path, observation.line, why, repaired=True) for why in refused]
                score, line = float(observation.score), observation.line
                kept.append(NewDetection(observation.label, cls, score, line, outline, wkb, attributes))
            result.append(NewScene(scene.image, tuple(kept)))
        return result

    def _refusal(self, observation: Observation) -> str | None:
        """Why the observation cannot be stored."""
        if not 0 <= observation.score <= 1:
            return f"the score is {observation.score}; it has to lie between 0 and 1"
        if not observation.label.strip():
            return "it has no class"
        if self._naming.meaning(observation.label) is None:
            return f"{observation.label!r} names a defined class, which no label can make true"
        return None

    def _describe(
        self, label: str, attributes: tuple[tuple[str, type, Value], ...]
    ) -> tuple[str, str | None, list[str]]:
        """Class, attributes as JSON, and why attributes were left out; the store learns the label."""
        meaning = self._naming.meaning(label)
        assert meaning is not None, "refused before"
        self._writer.set_label(label, meaning.cls, meaning.implied, is_new=meaning.is_new)
        found, refused = self._naming.attributes({name: value for name, _, value in attributes})
        found |= meaning.implied
        return meaning.cls, json.dumps(found, ensure_ascii=False) if found else None, refused

    def _refuse_if_strict(self, problems: Sequence[Problem]) -> None:
        bad = [problem for problem in problems if not problem.repaired]
        if not self._strict or not bad:
            return
        rows = [f"  {each.file}:{each.line or 1}: {each.reason}" for each in bad[:SHOWN]]
        more = [f"  and {len(bad) - SHOWN} more"] if len(bad) > SHOWN else []
        count = "a record" if len(bad) == 1 else f"{len(bad)} records"
        raise FormatError("\n".join([f"{count} cannot be used; nothing was stored (strict):", *rows, *more]))


def own_path(path: str | Path) -> str:
    """The name a file has in the store: absolute, with links in its folder followed.

    A link that is the file itself keeps its name: what data versioning tools link to changes its name with
    every change of content.
    """
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def _key(attributes: Mapping[str, Value]) -> tuple[tuple[str, type, Value], ...]:
    """With the type, for True == 1."""
    return tuple((name, type(value), value) for name, value in attributes.items())


def _digest(format: str, scenes: Sequence[NewScene], problems: Sequence[Problem]) -> str:
    """Of all that a source says, as it would be stored."""
    digest = hashlib.sha256(repr((format, [astuple(problem) for problem in problems])).encode())
    for scene in scenes:
        rows = [(each.label, each.cls, each.score, each.line, each.attributes) for each in scene.detections]
        digest.update(repr((scene.image, rows)).encode())
        digest.update(b"".join(each.wkb for each in scene.detections))
    return digest.hexdigest()


def _fingerprint(path: str) -> tuple[str, int]:
    """SHA-256 and size in bytes of a file; a file that could be read and now cannot is a FormatError."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise FormatError(f"{path}: {error.strerror or error}") from error
