"""docs/proofs.md says what happens: its examples are run on the sample."""

from __future__ import annotations

import doctest
from pathlib import Path

from rune_kb import KnowledgeBase
from rune_kb.paths import SAMPLE

PAGE = Path(__file__).resolve().parents[1] / "docs" / "proofs.md"


def test_the_examples(tmp_path: Path) -> None:
    names = {"KnowledgeBase": KnowledgeBase, "folder": tmp_path, "sample": SAMPLE}
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, globs=names)
    assert tried >= 7
    assert failed == 0
