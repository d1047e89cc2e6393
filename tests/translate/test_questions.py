"""The questions that were looked at while the grammar was made, by meaning: what is read stays read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.questions import Question, questions
from rune_kb.ontology import load_vocabulary
from rune_kb.translate import NotUnderstood
from rune_kb.translate.english import EnglishTranslator
from rune_kb.translate.equivalence import same_meaning
from rune_kb.vocabulary import Vocabulary

DEV = Path(__file__).parents[1] / "queries" / "dev.jsonl"
NOT_READ = ("m109", "m113", "m115")
"""Questions of the middle level that are refused and need not be."""
PLAIN = [each for each in questions(DEV, load_vocabulary()[0]) if each.level in ("plain", "middle")]


@pytest.mark.parametrize("question", PLAIN, ids=[each.id for each in PLAIN])
def test_a_question_is_read_right(
    question: Question, grammar: EnglishTranslator, standard: Vocabulary
) -> None:
    try:
        first = grammar.translate(question.text, standard).readings[0]
    except NotUnderstood:
        assert not question.meanings or question.id in NOT_READ
    else:
        assert any(same_meaning(first, meant, standard) for meant in question.meanings)
