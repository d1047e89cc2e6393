"""Formats of detections: which there are, which one a source has, its scenes.

    for scene in read_source("labelTxt", report=problems.append):
        print(scene.image.id, len(scene.observations))

A format is one module with one :class:`~rune_kb.formats.base.Format`; writers are in ``write_*.py``.
"""

from __future__ import annotations

import difflib
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rune_kb.detection import Detection, Image
from rune_kb.errors import FormatError
from rune_kb.formats.base import Format, Problem, ReadOptions, Report, Scene
from rune_kb.formats.coco import COCO
from rune_kb.formats.csv_wkt import CSV_WKT
from rune_kb.formats.dior import DIOR
from rune_kb.formats.dota import DOTA
from rune_kb.formats.geojson import GEOJSON
from rune_kb.formats.geoparquet import GEOPARQUET
from rune_kb.formats.names import read_names
from rune_kb.formats.requirement import RequirementError
from rune_kb.formats.write_coco import write as write_coco
from rune_kb.formats.write_dota import write as write_dota
from rune_kb.formats.write_geojson import write as write_geojson
from rune_kb.formats.write_geoparquet import write as write_geoparquet
from rune_kb.formats.written import Written
from rune_kb.formats.yolo import YOLO
from rune_kb.vocabulary import key

__all__ = [
    "FORMATS",
    "WRITERS",
    "Format",
    "Problem",
    "ReadOptions",
    "Report",
    "RequirementError",
    "Scene",
    "Written",
    "detect_format",
    "find_format",
    "read_names",
    "read_source",
    "warned",
]

FORMATS: Mapping[str, Format] = {
    format.name: format for format in (DOTA, COCO, YOLO, GEOJSON, GEOPARQUET, CSV_WKT, DIOR)
}
"""Every format that can be read, by name."""

Write = Callable[[Path, Iterable[tuple[Image, Sequence[Detection]]]], Written]

WRITERS: Mapping[str, Write] = {
    "geojson": write_geojson,
    "geoparquet": write_geoparquet,
    "coco": write_coco,
    "dota": write_dota,
}
"""Every format that images with their detections can be written in, by name."""


def find_format(name: str) -> Format:
    """The format with this name; raises FormatError with the nearest names."""
    by_key = {key(known): format for known, format in FORMATS.items()}
    found = by_key.get(key(name))
    if found is not None:
        return found
    near = difflib.get_close_matches(name.lower(), FORMATS, n=2, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(FORMATS)}"
    raise FormatError(f"no format is called {name!r}; {hint}")


def detect_format(path: str | Path) -> Format:
    """The one format that the content of a file or folder has; raises FormatError for none or several."""
    source = _existing(path)
    found = [format for format in FORMATS.values() if format.recognise(source)]
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(format.name for format in found)
        raise FormatError(f"{source}: it has files of several formats ({names}); choose one with --format")
    looked_for = "".join(f"\n  {format.name}: {format.title}" for format in FORMATS.values())
    raise FormatError(
        f"{source}: no format was recognised; choose one with --format. Looked for:{looked_for}"
    )


def read_source(
    path: str | Path,
    format: str | Format | None = None,
    options: ReadOptions | None = None,
    report: Report | None = None,
) -> Iterator[Scene]:
    """The scenes of a file, or of all files of the format below a folder in the order of their paths.

    Every record that is skipped or repaired goes to ``report`` (without one it becomes a warning), and so
    does a file of a folder that cannot be read, or whose image another file of the folder was about.
    Paths in scenes and problems are absolute. Raises FormatError if there is nothing that can be read; the
    format is found and the files are listed before the first scene is asked for.
    """
    source = _existing(path)
    chosen = find_format(format) if isinstance(format, str) else format or detect_format(source)
    files = chosen.files(source)
    if not files:
        raise FormatError(f"{source}: no file in it that could be {chosen.name} ({chosen.title})")
    return _scenes(chosen, files, options or ReadOptions(), report or warned)


def warned(problem: Problem) -> None:
    """A problem as a Python warning: what happens to it where nobody asked for a report."""
    where = problem.file if problem.line is None else f"{problem.file}, line {problem.line}"
    warnings.warn(f"{where}: {problem.reason}", stacklevel=2)


def _scenes(format: Format, files: list[Path], options: ReadOptions, report: Report) -> Iterator[Scene]:
    first_error: FormatError | None = None
    read_any = False
    own_file: dict[str, str] = {}
    for file in files:
        try:
            for scene in format.read(file, options, report):
                read_any = True
                if _is_second(scene, own_file, report):
                    continue
                image = scene.image
                if image.gsd is None and options.gsd is not None:
                    scene = replace(scene, image=replace(image, gsd=options.gsd))
                yield scene
        except RequirementError:
            raise
        except FormatError as error:
            if len(files) == 1:
                raise
            first_error = first_error or error
            report(Problem(str(file), None, str(error).removeprefix(f"{file}: ")))
    if first_error is not None and not read_any:
        raise first_error


def _is_second(scene: Scene, own_file: dict[str, str], report: Report) -> bool:
    """Whether the image had a label file of its own already: two folders can hold files of the same name."""
    name = scene.image.id
    if Path(scene.source).stem != name:
        return False
    first = own_file.setdefault(name, scene.source)
    if first == scene.source:
        return False
    report(Problem(scene.source, None, f"left out: {first} is about an image called {name} too"))
    return True


def _existing(path: str | Path) -> Path:
    source = Path(os.path.abspath(path))
    if not source.exists():
        raise FormatError(f"{path}: no such file or folder")
    return source
