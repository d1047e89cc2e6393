"""The standard vocabulary and the grammar, once for all tests here."""

from __future__ import annotations

import pytest

from rune_kb.ontology import load_vocabulary
from rune_kb.translate.english import EnglishTranslator
from rune_kb.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def standard() -> Vocabulary:
    return load_vocabulary()[0]


@pytest.fixture(scope="session")
def grammar() -> EnglishTranslator:
    return EnglishTranslator()
