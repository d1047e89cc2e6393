"""The Lark parser made out of grammar.lark, kept ready-made in the user's cache (70 ms become 8)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import lark
from lark.lark import PostLex

from rune_kb.logic.builder import Builder
from rune_kb.logic.words import is_reserved

GRAMMAR = Path(__file__).with_name("grammar.lark")


@cache
def lark_parser() -> lark.Lark:
    """The parser, whose ``parse`` gives a Formula."""
    kept = _cache_file()
    return lark.Lark(
        GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        transformer=Builder(),
        postlex=_Names(),
        lexer_callbacks={"NAME": _reserve},
        maybe_placeholders=False,
        cache=str(kept) if kept else False,
    )


class _Names(PostLex):
    """Keeps NAME among the terminals everywhere, so that ``ship(x) andy(y)`` is not read as ``and y(y)``."""

    always_accept = ("NAME",)

    def process(self, stream: Iterator[lark.Token]) -> Iterator[lark.Token]:
        return stream


def _reserve(token: lark.Token) -> lark.Token:
    """A word is never a name, wherever it stands and however it is capitalised."""
    return lark.Token.new_borrow_pos(token.upper(), token, token) if is_reserved(token) else token


def _cache_file() -> Path | None:
    """Where the parser's tables are kept; None where there is no folder of the user's own.

    Lark checks that the file belongs to this grammar and rebuilds it if not. It is a pickle, so it is read
    only out of a folder that belongs to whoever runs this (root under sudo must not trust a user's folder).
    """
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = base / "rune"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            return None
    except (OSError, RuntimeError):
        return None
    return folder / f"grammar-{lark.__version__}-{sys.implementation.cache_tag}.pickle"
