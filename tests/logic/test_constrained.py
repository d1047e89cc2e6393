"""A constrained decoder takes the grammar as it stands."""

from __future__ import annotations

import pytest

from rune_kb.logic.grammar import GRAMMAR


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("exists x, y (ship(x) & large-vehicle(y) & near(x, y, 30 m))", True),
        ("((area(x)) + 3) * 2 > 30 m²", True),
        ("exists x (ship(x)", False),
    ],
)
def test_llguidance_takes_the_grammar(text: str, whole: bool) -> None:
    llguidance = pytest.importorskip("llguidance", reason="llguidance comes with the extra `llm`")
    grammar = llguidance.LLMatcher.grammar_from_lark(GRAMMAR.read_text(encoding="utf-8"))
    assert llguidance.LLMatcher.validate_grammar(grammar) == ""
    tokenizer = llguidance.LLTokenizer("byte")
    matcher, tokens = llguidance.LLMatcher(tokenizer, grammar), tokenizer.tokenize_str(text)
    assert matcher.try_consume_tokens(tokens) == len(tokens)
    assert matcher.is_accepting() is whole
