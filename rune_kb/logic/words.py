"""Which words are names and which are the language's own."""

from __future__ import annotations

import re

RESERVED = frozenset({"exists", "forall", "and", "or", "not", "xor", "image", "count"})
"""The language's own words, in small letters and in capitals."""

_NAME = re.compile(r"[^\W\d]\w*")
_HYPHENATED = re.compile(r"[^\W\d]\w*(-\w+)+")


def is_reserved(word: str) -> bool:
    return word.casefold() in RESERVED


def is_name(text: str) -> bool:
    """Whether the text can stand unquoted, as a variable or before parentheses."""
    return _NAME.fullmatch(text) is not None and not is_reserved(text)


def is_hyphenated(text: str) -> bool:
    """Whether the text is a name that may stand unquoted only directly before its arguments."""
    return _HYPHENATED.fullmatch(text) is not None
