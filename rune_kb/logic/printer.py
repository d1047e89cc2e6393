"""Formula to text, with no more parentheses than reading needs: ``parse(to_text(f)) == f``.

>>> from rune_kb.logic.parser import parse
>>> f = parse("exists x, y (ship(x) & harbor(y) & ~(x = y) & distance(x, y) <= 30 m)")
>>> to_text(f)
'exists x, y (ship(x) & harbor(y) & ~(x = y) & distance(x, y) <= 30 m)'
>>> to_text(f, unicode=True)
'∃x, y (ship(x) ∧ harbor(y) ∧ ¬(x = y) ∧ distance(x, y) ≤ 30 m)'
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import (
    And,
    Apply,
    Arith,
    Atom,
    Compare,
    Count,
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
    Term,
    Text,
    Var,
    Xor,
)
from rune_kb.logic.words import is_hyphenated, is_name


def to_text(node: Node, *, unicode: bool = False) -> str:
    """The text of a formula or a term, in ASCII signs or in Unicode ones.

    Raises FormulaError for a tree that no text stands for: a variable that is not a name, a number that is
    not finite, a conjunction of fewer than two.
    """
    printer = _Printer(_UNICODE if unicode else {})
    return printer.term(node) if isinstance(node, Term) else printer.formula(node)


def quantifier(node: Exists | Forall | ExistsCount | Count) -> str:
    """What stands before the body: ``exists x, y``, ``exists>=3 x``, ``count x``."""
    return _Printer({}).quantifier(node)


# How tightly a node holds together; an operand that holds less tightly than its place asks gets parentheses.
_IFF, _IMPLIES, _OR, _AND, _UNARY = range(5)
_SUM, _PRODUCT, _FACTOR = range(3)

_UNICODE: Mapping[str, str] = {
    "exists": "∃",
    "forall": "∀",
    "&": "∧",
    "|": "∨",
    "~": "¬",
    "->": "→",
    "<->": "↔",
    "xor": "⊕",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
}
_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class _Printer:
    signs: Mapping[str, str]

    def sign(self, ascii_sign: str) -> str:
        return self.signs.get(ascii_sign, ascii_sign)

    # -- formulas ------------------------------------------------------------------------------------------

    def formula(self, node: Formula, level: int = _IFF) -> str:
        """The text, in parentheses if the node holds less tightly than ``level``."""
        text = self._formula(node)
        return text if _level(node) >= level else f"({text})"

    def _formula(self, node: Formula) -> str:
        match node:
            case Iff(left=left, right=right):
                return f"{self.formula(left, _IFF)} {self.sign('<->')} {self.formula(right, _IMPLIES)}"
            case Xor(left=left, right=right):
                return f"{self.formula(left, _IFF)} {self.sign('xor')} {self.formula(right, _IMPLIES)}"
            case Implies(left=left, right=right):
                return f"{self.formula(left, _OR)} {self.sign('->')} {self.formula(right, _IMPLIES)}"
            case Or(parts=parts):
                return self._joined("|", parts, _AND)
            case And(parts=parts):
                return self._joined("&", parts, _UNARY)
            case Not(body=body):
                return self.sign("~") + self._operand(body)
            case Exists(body=body) | Forall(body=body) | ExistsCount(body=body):
                return f"{self.quantifier(node)} {self._body(body)}"
            case Compare(op=op, left=before, right=after):
                return f"{self.term(before)} {self.sign(op)} {self.term(after)}"
            case Atom(name=name, args=args):
                return name if not args and is_name(name) else self._call(name, args)

    def _joined(self, sign: str, parts: tuple[Formula, ...], level: int) -> str:
        if len(parts) < 2:
            raise FormulaError(f"a formula joined by {sign} needs at least two parts")
        return f" {self.sign(sign)} ".join(self.formula(part, level) for part in parts)

    def _operand(self, node: Formula) -> str:
        """After ``~``; a comparison could do without parentheses, a reader could not."""
        text = self.formula(node, _UNARY)
        return f"({text})" if isinstance(node, Compare) else text

    def quantifier(self, node: Exists | Forall | ExistsCount | Count) -> str:
        match node:
            case Exists(vars=names) | Forall(vars=names):
                sign = self.sign("exists" if isinstance(node, Exists) else "forall")
                gap = " " if sign.isalpha() else ""
                return f"{sign}{gap}{', '.join(variable(name) for name in names)}"
            case ExistsCount(op=op, n=n, var=name):
                return f"{self.sign('exists')}{self.sign(op)}{n} {variable(name)}"
            case Count(var=name):
                return f"count {variable(name)}"

    def _body(self, node: Formula) -> str:
        """After a quantifier: in parentheses, unless it is a quantifier too."""
        text = self._formula(node)
        return text if isinstance(node, Exists | Forall | ExistsCount) else f"({text})"

    # -- terms ---------------------------------------------------------------------------------------------

    def term(self, node: Term, level: int = _SUM) -> str:
        match node:
            case Var(name=name):
                return variable(name)
            case ImageTerm():
                return "image"
            case Number(value=value, unit=unit):
                return self._number(value, unit)
            case Text(value=value):
                return quoted(value)
            case Apply(name=name, args=args):
                return self._call(name, args)
            case Count(body=body):
                return f"{self.quantifier(node)} ({self.formula(body)})"
            case Negative(term=below):
                text = self.term(below, _FACTOR)
                # -3 is a number, -(3) the negation of one.
                bare = isinstance(below, Number) and not text.startswith("-")
                return f"-({text})" if bare else f"-{text}"
            case Arith(op=op, left=left, right=right):
                own = _SUM if op in "+-" else _PRODUCT
                text = f"{self.term(left, own)} {op} {self.term(right, own + 1)}"
                return text if own >= level else f"({text})"

    def _number(self, value: float, unit: str | None) -> str:
        digits = number(value)
        if unit is None:
            return digits
        if not self.signs:
            return f"{digits} {unit}"
        return f"{digits}°" if unit == "deg" else f"{digits} {unit.replace('2', '²')}"

    def _call(self, name: str, args: tuple[Term, ...]) -> str:
        head = name if is_name(name) or is_hyphenated(name) else quoted(name)
        return f"{head}({', '.join(self.term(arg) for arg in args)})"


def _level(node: Formula) -> int:
    match node:
        case Iff() | Xor():
            return _IFF
        case Implies():
            return _IMPLIES
        case Or():
            return _OR
        case And():
            return _AND
        case _:
            return _UNARY


def variable(name: str) -> str:
    """A variable's name as written. Raises FormulaError where it is none."""
    if not is_name(name):
        raise FormulaError(f"{name!r} cannot be the name of a variable")
    return name


def number(value: float) -> str:
    """The shortest digits that read back as the same number."""
    if not math.isfinite(value):
        raise FormulaError(f"{value} cannot be written in a formula")
    return re.sub(r"\.0$", "", repr(float(value)))


def quoted(text: str) -> str:
    """A string literal."""
    return f"'{text.translate(_ESCAPES)}'"
