"""Answers of language models, kept in the user's cache: a small file for each.

What comes out is no more to be trusted than what a model says: it goes through the checker again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def user_folder() -> Path | None:
    """``$XDG_CACHE_HOME/rune/answers`` or ``~/.cache/rune/answers``; None where there is no home."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return base / "rune" / "answers"


def key(*parts: str) -> str:
    """One key for all that an answer depends on."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """Keeps a JSON object under a key. A folder that cannot be written, or a damaged file, is as if it were
    empty.
    """

    folder: Path

    def get(self, key: str) -> dict[str, Any] | None:
        try:
            value = json.loads(self._file(key).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Whole or not at all, whoever else writes."""
        file = self._file(key)
        with contextlib.suppress(OSError):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=file.parent, suffix=".partial")
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(value, out, ensure_ascii=False)
            os.replace(partial, file)

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
