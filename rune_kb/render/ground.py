"""What lies below the outlines of a picture: the image's own file, or a blank map sheet."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import PIL.Image
from PIL import ImageDraw

from rune_kb.detection import Detection, Image

PAPER = (233, 229, 219)
GRID = (214, 208, 194)


def ground(image: Image, detections: Sequence[Detection], size: int) -> tuple[PIL.Image.Image, float]:
    """The ground, its longer side ``size`` pixels, and the factor from the image's pixels to its own."""
    photo, own = _photo(image, size)
    extent = _extent(image, detections, own)
    scale = size / max(extent)
    wide, high = (max(1, round(side * scale)) for side in extent)
    if photo is None:
        return _paper(wide, high), scale
    return photo.convert("RGB").resize((wide, high), PIL.Image.Resampling.LANCZOS), scale


def _photo(image: Image, size: int) -> tuple[PIL.Image.Image | None, tuple[int, int] | None]:
    """The image's file (a JPEG perhaps already reduced, which is quicker) and its full width and height."""
    if image.path is None:
        return None, None
    try:
        with warnings.catch_warnings():
            # A scene of 100 megapixels is usual here, not an attack.
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            photo = PIL.Image.open(image.path)
            full = photo.size
            photo.draft("RGB", (size, size))
            photo.load()
            return photo, full
    except (OSError, SyntaxError, PIL.Image.DecompressionBombError):
        return None, None


def _extent(
    image: Image, detections: Sequence[Detection], own: tuple[int, int] | None
) -> tuple[float, float]:
    """Width and height of the image in its own pixels."""
    if image.width and image.height:
        return image.width, image.height
    if own is not None:
        return own
    bounds = [d.outline.bounds for d in detections if not d.outline.is_empty]
    if not bounds:
        return 1.0, 1.0
    return max(1.0, 1.04 * max(b[2] for b in bounds)), max(1.0, 1.04 * max(b[3] for b in bounds))


def _paper(wide: int, high: int) -> PIL.Image.Image:
    """A blank map sheet with its grid."""
    sheet = PIL.Image.new("RGB", (wide, high), PAPER)
    draw = ImageDraw.Draw(sheet)
    step = max(16, max(wide, high) // 12)
    for x in range(step, wide, step):
        draw.line([(x, 0), (x, high)], fill=GRID)
    for y in range(step, high, step):
        draw.line([(0, y), (wide, y)], fill=GRID)
    return sheet
