"""Golden files: what a renderer writes, kept beside the tests; ``pytest --save`` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).with_name("golden")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--save", action="store_true", help="write the golden files anew; then read the diff")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)`` holds the text to the file of that name below tests/golden."""
    save = bool(request.config.getoption("--save"))

    def check(name: str, text: str) -> None:
        file = GOLDEN / name
        if save:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"{name} is not there; pytest --save writes it"
        assert text == file.read_text(encoding="utf-8")

    return check
