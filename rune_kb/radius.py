"""What `near` means without a distance of its own: so many metres, or pixels where metres are not known."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from rune_kb.errors import RuneError

_WRITTEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(m|px)\s*")


@dataclass(frozen=True, slots=True)
class Radius:
    """``metres`` for images whose ground sample distance is known, ``pixels`` for the others."""

    metres: float = 30.0
    pixels: float = 100.0

    def changed(self, text: str) -> Radius:
        """With one of the two set anew, written ``50 m`` or ``60 px``; raises RuneError for anything else."""
        found = _WRITTEN.fullmatch(text)
        if found is None or not 0 < float(found[1]) < math.inf:
            raise RuneError(f"a radius is written 50 m or 60 px, not {text!r}")
        value = float(found[1])
        return replace(self, metres=value) if found[2] == "m" else replace(self, pixels=value)

    def __str__(self) -> str:
        return f"{self.metres:g} m, or {self.pixels:g} px where the ground sample distance is not known"


DEFAULT_RADIUS = Radius()
"""DESIGN 4.3."""
