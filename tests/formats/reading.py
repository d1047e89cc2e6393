"""What the tests of formats share: reading with the problems kept, and the real data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rune_kb.formats import Problem, ReadOptions, Scene, read_source


def read(path: Path, format: str | None = None, **options: object) -> tuple[list[Scene], list[Problem]]:
    problems: list[Problem] = []
    scenes = list(read_source(path, format, ReadOptions(**options), problems.append))
    return scenes, problems


def skipped(problems: list[Problem]) -> list[int | None]:
    """The lines of what was skipped."""
    return [problem.line for problem in problems if not problem.repaired]


def shared(name: str) -> Path:
    """A path of the real data; the test skips where it is absent."""
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    path = Path(os.environ.get("RUNE_SHARED_DATA", beside)) / name
    if not path.exists():
        pytest.skip(f"no real data at {path}")
    return path
