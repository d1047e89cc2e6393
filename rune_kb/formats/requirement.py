"""What a source needs beside itself: class names, packages of the ``geo`` extra."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rune_kb.errors import FormatError


class RequirementError(FormatError):
    """Nothing of the source can be read until something else is there; the message says what and how."""


def geo_module(name: str, purpose: str) -> Any:
    """A module of the ``geo`` extra; raises RequirementError with the command to install it."""
    try:
        return import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise RequirementError(
            f"{purpose} needs the package {package}: pip install 'rune-kb[geo]'"
        ) from error
