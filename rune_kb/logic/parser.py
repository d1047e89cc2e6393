"""Text to formula: the Lark grammar in grammar.lark, built straight into the tree of formula.py.

>>> parse("exists x, y (ship(x) & near(x, y, 30 m))").vars
('x', 'y')
"""

from __future__ import annotations

from typing import cast

from lark.exceptions import UnexpectedInput

from rune_kb.errors import FormulaError
from rune_kb.logic.builder import Refused
from rune_kb.logic.depth import MAX_DEPTH, limit_depth
from rune_kb.logic.formula import Formula
from rune_kb.logic.grammar import lark_parser
from rune_kb.logic.place import error_at, error_on, parentheses
from rune_kb.logic.syntax_errors import explain

MAX_LENGTH = 20_000
"""Characters in a formula."""


def parse(text: str) -> Formula:
    """The formula the text stands for. Raises FormulaError with the place and what would be right."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"the formula has {len(text)} characters; at most {MAX_LENGTH} are read")
    _limit_parentheses(text)
    try:
        formula = cast(Formula, lark_parser().parse(text))
    except UnexpectedInput as error:
        raise explain(error, text) from None
    except Refused as error:
        raise error_on(error.message, text, error.pos) from None
    limit_depth(formula, text)
    return formula


def _limit_parentheses(text: str) -> None:
    for place, _, depth in parentheses(text):
        if depth > MAX_DEPTH:
            raise error_at(f"more than {MAX_DEPTH} parentheses inside one another", text, place)
