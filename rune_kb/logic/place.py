"""Places in the text of a formula, and errors that point at them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import Pos

_PARENTHESES = re.compile(r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\#[^\n]*|[()]""")


def parentheses(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, int]]:
    """Every parenthesis outside strings and comments, from left to right: where it stands, where its opening
    one stands (-1 for a closing one that closes nothing), and how many are open after it.
    """
    opened: list[int] = []
    for match in _PARENTHESES.finditer(text, start, len(text) if end is None else end):
        if match[0] == "(":
            opened.append(match.start())
            yield match.start(), match.start(), len(opened)
        elif match[0] == ")":
            opener = opened.pop() if opened else -1
            yield match.start(), opener, len(opened)


def error_at(
    message: str, text: str, start: int, end: int | None = None, suggestions: tuple[str, ...] = ()
) -> FormulaError:
    """An error whose caret runs from ``start`` to ``end`` (character offsets), within one line."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    stop = min(end or start + 1, line_end if line_end >= 0 else len(text))
    return FormulaError(
        message,
        text=text,
        line=text.count("\n", 0, start) + 1,
        column=start - line_start + 1,
        length=stop - start,
        suggestions=suggestions,
    )


def error_on(message: str, text: str, pos: Pos | None, suggestions: tuple[str, ...] = ()) -> FormulaError:
    """An error about a node; without text or position (a formula made in Python) it is the message alone."""
    if pos is None or not text:
        return FormulaError(message, suggestions=suggestions)
    return error_at(message, text, *_bare(text, pos.start, pos.end), suggestions)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of the text without the parentheses around it."""
    closes = {opener: place for place, opener, _ in parentheses(text, start, end) if opener != place}
    while closes.get(start) == end - 1:
        start += 1 + _blank(text[start + 1 : end])
        end -= 1 + _blank(text[start : end - 1][::-1])
    return start, end


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())
