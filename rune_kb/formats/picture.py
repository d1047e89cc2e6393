"""The picture that belongs to a label file: where it is, its size, its ground sample distance."""

from __future__ import annotations

import math
import os
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import PIL.Image

from rune_kb.detection import Image
from rune_kb.formats.base import Problem, ReadOptions, Report
from rune_kb.formats.fields import PICTURE_SUFFIXES

_SUFFIXES = PICTURE_SUFFIXES + tuple(suffix.upper() for suffix in PICTURE_SUFFIXES)
_LABEL_FOLDER = re.compile(r"label.*|annotation.*|ann_?files?", re.I)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The folders where the pictures of one label file may be."""

    folders: tuple[Path, ...]

    @staticmethod
    def of(file: Path, options: ReadOptions) -> Pictures:
        """The given folder (and its part with the name of the label file's folder), ``images`` in the place
        of ``labels``, ``labelTxt`` or ``annotations`` in the file's path, and the file's own folder."""
        given = [options.images, options.images / file.parent.name] if options.images else []
        folders = [*given, *_instead_of_labels(file.parent), file.parent]
        return Pictures(tuple(folder for folder in dict.fromkeys(folders) if folder.is_dir()))

    def find(self, image: str, name: str | None = None) -> Path | None:
        """The picture of the image, by its file's ``name`` where the source gives one, else by its id."""
        named = [name, re.split(r"[/\\]", name)[-1]] if name else []
        names = named or [image + suffix for suffix in _SUFFIXES]
        candidates = (os.path.join(folder, each) for folder in self.folders for each in names)
        return next((Path(path) for path in candidates if os.path.isfile(path)), None)

    def describe(self, image: Image, report: Report) -> Image:
        """The image with path, and with size and ground sample distance where the source lacks them."""
        path = self.find(image.id, image.path)
        if path is None:
            return image
        try:
            width, height, gsd = measure(path)
        except (OSError, ValueError, SyntaxError) as error:  # what Pillow's plugins raise on broken files
            report(Problem(str(path), None, f"the picture cannot be read ({error})", repaired=True))
            return image
        return replace(
            image,
            width=image.width or width,
            height=image.height or height,
            gsd=image.gsd or gsd,
            path=str(path),
        )


def measure(path: Path) -> tuple[int, int, float | None]:
    """Width and height in pixels and, of a GeoTIFF in metres, the ground sample distance in metres.

    Pillow refuses pictures of more than 179 million pixels, which aerial mosaics easily have. The refusal is
    meant for decoding; here only the header is read, so the plugin that knows the file is called directly.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(path) as picture:
                return _facts(picture)
    except PIL.Image.DecompressionBombError:
        with path.open("rb") as stream:
            return _facts(_by_plugin(stream))


def _by_plugin(stream: IO[bytes]) -> PIL.Image.Image:
    prefix = stream.read(16)
    stream.seek(0)
    for make, accepts in (PIL.Image.OPEN[name] for name in PIL.Image.ID):
        if accepts is not None and accepts(prefix) is True:
            return make(stream, "")
    raise OSError("no plugin knows this kind of picture")


def _facts(picture: PIL.Image.Image) -> tuple[int, int, float | None]:
    width, height = picture.size
    return width, height, _metres_per_pixel(getattr(picture, "tag_v2", {}))


def _metres_per_pixel(tags: Mapping[int, Any]) -> float | None:
    """Ground sample distance out of GeoTIFF tags (OGC 19-008r4), if it is projected to metres.

    Web Mercator is left out: its metres are metres at the equator only.
    """
    scale, keys = tags.get(33550), tags.get(34735)  # ModelPixelScaleTag, GeoKeyDirectoryTag
    if not scale or not keys or len(scale) < 2:
        return None
    geo = {keys[i]: keys[i + 3] for i in range(4, len(keys) - 3, 4)}
    projected, metre, web_mercator = 1, 9001, 3857
    if geo.get(1024) != projected or geo.get(3076) != metre or geo.get(3072) == web_mercator:
        return None
    gsd = math.sqrt(abs(scale[0] * scale[1]))
    return gsd if 0 < gsd < math.inf else None


def _instead_of_labels(folder: Path) -> Sequence[Path]:
    """The folder's path with ``images`` for its last part that is named after labels, if there is one."""
    parts = folder.parts
    for i in range(len(parts) - 1, -1, -1):
        if _LABEL_FOLDER.fullmatch(parts[i]):
            above = Path(*parts[:i])
            return [above / "images" / Path(*parts[i + 1 :]), above / "images"]
    return []
