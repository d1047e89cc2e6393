"""Whether coordinates are pixels of an image, as everything in RUNE is, or places on the Earth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rune_kb.errors import FormatError

_SMALLEST_EASTING = 150_000
"""UTM eastings begin at 166 km, and no picture is as wide in pixels."""


def require_pixels(geometries: Sequence[BaseGeometry | None], file: Path, how: str) -> None:
    """Raises FormatError if all coordinates could be degrees, or one is as large as metres of a map.

    ``how`` says how the file can declare that its coordinates are pixels all the same.
    """
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    points = shapely.get_coordinates(array)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return
    if (np.abs(points) <= (180, 90)).all():
        raise refusal(file, f"all coordinates could be degrees of longitude and latitude; {how}")
    if np.abs(points).max() > _SMALLEST_EASTING:
        raise refusal(file, f"coordinates as large as {np.abs(points).max():.0f} are metres of a map; {how}")


def refusal(file: Path, reason: str) -> FormatError:
    return FormatError(f"{file}: outlines must be in pixels of their image (x right, y down), but {reason}")
