"""What each rule of grammar.lark makes. Lark calls these while it parses, so no parse tree is ever built."""

from __future__ import annotations

import math
from typing import TypeVar, cast

from lark import Token, Transformer, v_args

from rune_kb.logic.formula import (
    And,
    Apply,
    Arith,
    ArithOp,
    Atom,
    Compare,
    CompareOp,
    Count,
    CountOp,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Iff,
    ImageTerm,
    Implies,
    Negative,
    Node,
    Not,
    Number,
    Or,
    Pos,
    Term,
    Text,
    Var,
    Xor,
    replace,
)
from rune_kb.logic.units import UNITS, canonical

N = TypeVar("N", bound=Node)

SIGNS = {"≤": "<=", "≥": ">=", "≠": "!="}
_MOST_DIGITS = 18
"""Of a whole number; Python itself refuses to read some thousands."""
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def position(first: Token | Node, last: Token | Node) -> Pos:
    """From the start of the first to the end of the last."""
    head, tail = _pos(first), _pos(last)
    return Pos(head.line, head.column, head.start, tail.end)


def _pos(part: Token | Node) -> Pos:
    if isinstance(part, Token):
        return Pos(part.line or 1, part.column or 1, part.start_pos or 0, part.end_pos or 0)
    assert part.pos is not None, "the parser gives every node its position"
    return part.pos


class Refused(Exception):
    """Something that reads but cannot be meant; the parser makes a FormulaError of it."""

    def __init__(self, message: str, where: Token | Node) -> None:
        super().__init__(message)
        self.message = message
        self.pos = _pos(where)


def unquote(token: Token) -> str:
    """The text a STRING token stands for: ``\\n``, ``\\t``, ``\\r``; any other ``\\c`` is ``c``."""
    out, escaped = [], False
    for char in str(token)[1:-1]:
        if escaped:
            out.append(_ESCAPES.get(char, char))
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            out.append(char)
    return "".join(out)


@v_args(inline=True)
class Builder(Transformer[Token, Formula]):
    """One method a rule; the names are the rules' aliases."""

    def start(self, formula: Formula) -> Formula:
        return formula

    # -- formulas ------------------------------------------------------------------------------------------

    def iff(self, left: Formula, right: Formula) -> Iff:
        return Iff(left, right, pos=position(left, right))

    def xor(self, left: Formula, right: Formula) -> Xor:
        return Xor(left, right, pos=position(left, right))

    def implies(self, left: Formula, right: Formula) -> Implies:
        return Implies(left, right, pos=position(left, right))

    def disjunction(self, *parts: Formula) -> Or:
        return Or(parts, pos=position(parts[0], parts[-1]))

    def conjunction(self, *parts: Formula) -> And:
        return And(parts, pos=position(parts[0], parts[-1]))

    def negation(self, sign: Token, body: Formula) -> Not:
        return Not(body, pos=position(sign, body))

    def exists(self, sign: Token, names: tuple[str, ...], body: Formula) -> Exists:
        return Exists(names, body, pos=position(sign, body))

    def forall(self, sign: Token, names: tuple[str, ...], body: Formula) -> Forall:
        return Forall(names, body, pos=position(sign, body))

    def exists_count(self, sign: Token, op: Token, number: Token, name: Token, body: Formula) -> ExistsCount:
        spelled = SIGNS.get(op, str(op))
        if spelled == "!=":
            raise Refused("`exists` can count with < <= = >= >, not with !=", op)
        if not number.isdecimal():
            raise Refused(f"`exists` counts detections: {number} is not a whole number", number)
        if len(number) > _MOST_DIGITS:
            raise Refused("this number is too large", number)
        return ExistsCount(cast(CountOp, spelled), int(number), str(name), body, pos=position(sign, body))

    def some(self, sign: Token) -> Token:
        return sign

    every = tilde = some

    def variables(self, *names: Token) -> tuple[str, ...]:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise Refused(f"`{name}` stands twice after one quantifier", name)
            seen.add(str(name))
        return tuple(str(name) for name in names)

    def atom(self, call: Apply | Var) -> Atom:
        return Atom(call.name, call.args if isinstance(call, Apply) else (), pos=call.pos)

    def comparison(self, left: Term, op: Token, right: Term) -> Compare:
        return Compare(cast(CompareOp, SIGNS.get(op, str(op))), left, right, pos=position(left, right))

    def parentheses(self, opening: Token, inner: N, closing: Token) -> N:
        return replace(inner, pos=position(opening, closing))

    # -- terms ---------------------------------------------------------------------------------------------

    def addition(self, left: Term, op: Token, right: Term) -> Arith:
        return Arith(cast(ArithOp, str(op)), left, right, pos=position(left, right))

    multiplication = addition

    def negative(self, sign: Token, term: Term) -> Negative:
        return Negative(term, pos=position(sign, term))

    def negative_number(self, sign: Token, number: Number) -> Number:
        """A sign before a bare number belongs to the number; ``-(3)`` is a negation."""
        return replace(number, value=-number.value, pos=position(sign, number))

    def number(self, digits: Token, unit: Token | None = None) -> Number:
        value = float(digits)
        if math.isinf(value):
            raise Refused("this number is too large", digits)
        if unit is None:
            return Number(value, pos=position(digits, digits))
        known = canonical(unit)
        if known is None:
            raise Refused(f"`{unit}` is not a unit; known are {', '.join(UNITS)}", unit)
        return Number(value, known, pos=position(digits, unit))

    def text(self, token: Token) -> Text:
        return Text(unquote(token), pos=position(token, token))

    def image(self, word: Token) -> ImageTerm:
        return ImageTerm(pos=position(word, word))

    def count(self, word: Token, name: Token, _open: Token, body: Formula, closing: Token) -> Count:
        return Count(str(name), body, pos=position(word, closing))

    # -- atoms or functions --------------------------------------------------------------------------------

    def name(self, token: Token) -> Var:
        return Var(str(token), pos=position(token, token))

    def call(self, name: Token, _open: Token, args: tuple[Term, ...], closing: Token) -> Apply:
        text = unquote(name) if name.type == "STRING" else str(name)
        return Apply(text, args, pos=position(name, closing))

    def call_hyphenated(self, name: Token, args: tuple[Term, ...], closing: Token) -> Apply:
        return Apply(str(name)[:-1], args, pos=position(name, closing))

    def arguments(self, *terms: Term) -> tuple[Term, ...]:
        return terms
