"""What a person wants to hear about a formula that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import Node, Var
from rune_kb.logic.place import error_at, parentheses
from rune_kb.logic.words import is_reserved

_LEXEMES = re.compile(
    r"""(?P<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")|(?P<comment>\#[^\n]*)|\w+(?:\.\d+)?|<->|->|<=|>=|!=|\S"""
)

_OTHER_SPELLINGS = {
    "&&": "&",
    "||": "|",
    "==": "=",
    "=>": "-> (or >=)",
    "=<": "<=",
    "<=>": "<->",
    "<>": "!=",
    "⇒": "->",
    "⟹": "->",
    "⊃": "->",
    "⇔": "<->",
    "≡": "<->",
    "!": "~",
    "^": "&, xor or * (powers are written out)",
    "∄": "~exists",
    "×": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    ":": "a full stop, or nothing before a parenthesis,",
}


def explain(error: UnexpectedInput, text: str) -> FormulaError:
    """The error in plain words, pointing at what is wrong."""
    lexemes = [match for match in _LEXEMES.finditer(text) if not match["comment"]]
    if not lexemes:
        return FormulaError("the formula is empty; write for example exists x (ship(x))")
    if isinstance(error, UnexpectedCharacters):
        start = error.pos_in_stream or 0
        return _misspelled(text, start) or _strange_character(text, start)
    assert isinstance(error, UnexpectedToken)
    at_end = error.token.type == "$END"
    start = lexemes[-1].end() if at_end else error.token.start_pos or 0
    before = next((match[0] for match in reversed(lexemes) if match.end() <= start), "")
    trouble = _Trouble(error, text, start, before, None if at_end else str(error.token), _acceptable(error))
    return trouble.unbalanced() or _misspelled(text, start) or trouble.known_mistake() or trouble.plain()


def _misspelled(text: str, start: int) -> FormulaError | None:
    """A sign of another notation that covers the place of the error."""
    for size in (3, 2, 1):
        for begin in range(max(0, start - size + 1), start + 1):
            right = _OTHER_SPELLINGS.get(text[begin : begin + size])
            if right is not None:
                return error_at(
                    f"write {right} for `{text[begin : begin + size]}`", text, begin, begin + size
                )
    return None


def _strange_character(text: str, start: int) -> FormulaError:
    char = text[start]
    if char in "'\"":
        return error_at("this string is never closed", text, start)
    return error_at(f"`{char}` is not part of the formula language", text, start)


def _acceptable(error: UnexpectedToken) -> frozenset[str]:
    """Names of the terminals that could have come here (the parse table alone would say too many)."""
    state = error.state
    conf = copy(state.parse_conf)
    conf.callbacks = {}
    names = set()
    for name in conf.parse_table.states[state.position]:
        trial = state.copy(deepcopy_values=False)
        trial.parse_conf = conf
        try:
            trial.feed_token(Token(name, ""), name == "$END")
        except (UnexpectedToken, AssertionError):
            continue
        names.add(name)
    return frozenset(names)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A token that does not fit: where it stands, what stands before it, what the parser could have taken."""

    error: UnexpectedToken
    text: str
    start: int
    before: str
    found: str | None
    expected: frozenset[str]

    @property
    def stack(self) -> Sequence[object]:
        """What has been read so far: tokens and the nodes made of them."""
        return list(self.error.state.value_stack)

    def at(self, message: str, suggestions: tuple[str, ...] = ()) -> FormulaError:
        end = self.start + len(self.found or "x")
        return error_at(message, self.text, self.start, end, suggestions)

    def unbalanced(self) -> FormulaError | None:
        """A parenthesis that is never closed, or closes nothing."""
        found = list(parentheses(self.text, 0, self.start))
        opened = {place for place, opener, _ in found if place == opener}
        opened -= {opener for place, opener, _ in found if place != opener}
        if self.found is None and opened and "CLOSE" in self.expected:
            return error_at("this ( is never closed", self.text, max(opened))
        if self.found == ")" and not opened:
            return self.at("this ) closes nothing")
        return None

    def known_mistake(self) -> FormulaError | None:
        return self.points() or self.chained() or self.several_variables() or self.reserved()

    def points(self) -> FormulaError | None:
        """``.5``, and a full stop at the end."""
        if self.found != ".":
            return None
        rest = self.text[self.start + 1 :].strip()
        if not rest:
            return self.at("a formula ends without a full stop")
        return (
            self.at("a number begins with a digit: write 0 before the point") if rest[0].isdigit() else None
        )

    def chained(self) -> FormulaError | None:
        """``1 < area(x) < 5``."""
        if self.error.token.type != "COMPARE":
            return None
        for before, sign in zip(self.stack[-2::-1], self.stack[:0:-1], strict=False):
            if isinstance(sign, Token) and sign.type == "COMPARE" and isinstance(before, Node):
                left = self.text[before.pos.start : before.pos.end] if before.pos else "…"
                middle = self.text[sign.end_pos or 0 : self.start].strip()
                return self.at(
                    f"comparisons do not chain; write {left} {sign} {middle} & {middle} {self.found} …"
                )
        return None

    def several_variables(self) -> FormulaError | None:
        """``exists x y (…)``."""
        for names, then in zip(self.stack, self.stack[1:], strict=False):
            if not isinstance(names, tuple) or not all(type(name) is str for name in names):
                continue
            word = then.name if isinstance(then, Var) else then
            if isinstance(word, str) and getattr(word, "type", "NAME") == "NAME":
                listed = ", ".join([*names, str(word)])
                return self.at(f"several variables of one quantifier have commas between them: {listed}")
        return None

    def reserved(self) -> FormulaError | None:
        """A word of the language where a name should stand."""
        if self.found and is_reserved(self.found) and "NAME" in self.expected and "AND" not in self.expected:
            return self.at(f"`{self.found}` is a word of the language and cannot be a name here")
        return None

    def plain(self) -> FormulaError:
        found = f", not `{self.found}`" if self.found else ""
        return self.at(f"expected {self.wanted()}{found}")

    def wanted(self) -> str:
        """What may come here, in words."""
        expected = self.expected
        after = f" after `{self.before}`" if self.before else ""
        if "EXISTS" in expected:
            return f"a formula{after}"
        if "NUMBER" in expected and "IMAGE" not in expected and "NAME" not in expected:
            return f"a whole number{after}"
        if "NUMBER" in expected:
            return f"a term{after} (a variable, a number, a text, area(x), image)"
        if "NAME" in expected and "PLUS" not in expected:
            return f"a variable{after}"
        choices = [words for terminal, words in _CHOICES.items() if terminal in expected]
        return " or ".join(choices) + after


_CHOICES = {
    "OPEN": "`(`",
    "AND": "one of & | -> <-> xor",
    "COMPARE": "a comparison (< <= = != >= >)",
    "COMMA": "`,`",
    "CLOSE": "`)`",
    "$END": "the end of the formula",
}
