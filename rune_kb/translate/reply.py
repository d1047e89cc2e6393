"""What a model replied: the text of a formula, or why there is none.

>>> read("exists x (ship(x))")
'exists x (ship(x))'
>>> read('cannot: "colours were not detected"')
Refusal(reason='colours were not detected')
>>> read('{"formula": "exists x (ship(x))", "cannot": null}')
'exists x (ship(x))'
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_FENCE = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_LABEL = re.compile(r"(formula|answer|output)\s*:\s*", re.IGNORECASE)
_CANNOT = re.compile(r"cannot(?:\s+be\s+expressed)?\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """The model says that the question cannot be expressed."""

    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", _line(self.reason))


def read(text: str) -> str | Refusal:
    """Undresses what models put around an answer: code fences, labels, thoughts, JSON."""
    bare = _THOUGHT.sub("", text).strip()
    fenced = _FENCE.search(bare)
    bare = _LABEL.sub("", (fenced.group(1) if fenced else bare).strip(" \n`"), count=1) if bare else bare
    record = _record(bare)
    if record is not None:
        formula, reason = record.get("formula"), record.get("cannot")
        if isinstance(formula, str) and formula.strip():
            return formula.strip()
        if isinstance(reason, str) and reason.strip():
            return Refusal(reason)
        return ""
    refused = _CANNOT.fullmatch(bare)
    return Refusal(refused.group(1)) if refused else bare


def _record(text: str) -> dict[str, object] | None:
    if not text.startswith("{"):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _line(text: str) -> str:
    """One line of printable text in which no terminal finds orders."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split()).strip("\"' ")[:_LONGEST] or "no reason was given"
