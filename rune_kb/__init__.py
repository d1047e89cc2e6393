"""RUNE: ask a folder of detections, get ranked images, each answer with its proof.

The names below are imported when they are first used, so `import rune_kb` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from rune_kb.detection import Detection, Image
    from rune_kb.kb import KnowledgeBase
    from rune_kb.logic.formula import Formula

_HOME_OF = {
    "Detection": "rune_kb.detection",
    "Formula": "rune_kb.logic.formula",
    "Image": "rune_kb.detection",
    "KnowledgeBase": "rune_kb.kb",
}

__all__ = ["Detection", "Formula", "Image", "KnowledgeBase", "__version__"]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
