"""A checked formula as the nested lists that cross the border to Prolog (list_formula/2 in formula.pl)."""

from __future__ import annotations

from typing import Any, cast

from rune_kb.logic.formula import (
    And,
    Apply,
    Arith,
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
    Term,
    Text,
    Var,
    Xor,
)
from rune_kb.logic.units import UNITS
from rune_kb.vocabulary import Vocabulary

COLUMNS = frozenset({"score", "area", "length", "width", "angle", "cx", "cy"})
"""The measures of a detection that are columns of its table."""

_OPS = {"<": "<", "<=": "=<", ">": ">", ">=": ">=", "=": "=", "!=": "\\="}
_SIGNS = {theirs: ours for ours, theirs in _OPS.items()}
_METRIC = {1: "m", 2: "m2"}


def to_prolog(formula: Formula, vocabulary: Vocabulary) -> list[Any]:
    """The formula as nested lists of atoms and numbers; it must have been checked."""
    return _Writer(vocabulary).formula(formula)


def from_prolog(data: list[Any]) -> Formula:
    """The formula of such nested lists, checked as it was: the inverse of :func:`to_prolog`, but for units,
    which come back as metres, square metres, and pixels or degrees without their name.

    >>> from_prolog(["exists", ["list", ["atom", "x"]], ["class", ["atom", "ship"], ["atom", "x"]]])
    Exists(vars=('x',), body=Atom(name='ship', args=(Var(name='x'),)))
    """
    match data:
        case ["class" | "attr", ["atom", name], ["atom", var]]:
            return Atom(name, (Var(var),))
        case ["rel", ["atom", name], ["list", *names], radius]:
            more = () if radius == ["atom", "default"] else (_term(radius),)
            return Atom(name, (*map(Var, _names(names)), *more))
        case ["cmp" | "tcmp", ["atom", op], left, right]:
            return Compare(cast(CompareOp, _SIGNS[op]), _term(left), _term(right))
        case ["not", body]:
            return Not(from_prolog(body))
        case ["and", ["list", *parts]]:
            return And(tuple(map(from_prolog, parts)))
        case ["or", ["list", *parts]]:
            return Or(tuple(map(from_prolog, parts)))
        case ["implies", left, right]:
            return Implies(from_prolog(left), from_prolog(right))
        case ["iff", left, right]:
            return Iff(from_prolog(left), from_prolog(right))
        case ["xor", left, right]:
            return Xor(from_prolog(left), from_prolog(right))
        case ["exists", ["list", *names], body]:
            return Exists(_names(names), from_prolog(body))
        case ["forall", ["list", *names], body]:
            return Forall(_names(names), from_prolog(body))
        case ["exists", ["atom", op], n, ["atom", var], body]:
            return ExistsCount(cast(CountOp, _SIGNS[op]), int(n), var, from_prolog(body))
    raise ValueError(f"not a formula in nested lists: {data!r}")


def _term(data: list[Any]) -> Term:
    match data:
        case ["var", ["atom", name]]:
            return Var(name)
        case ["num", value]:
            return Number(float(value))
        case ["metric", value, power] if power in _METRIC:
            return Number(float(value), _METRIC[power])
        case ["text", ["atom", value]]:
            return Text(value)
        case ["image", ["atom", name]]:
            return Apply(name, (ImageTerm(),))
        case ["col" | "value", ["atom", name], ["atom", var]]:
            return Apply(name, (Var(var),))
        case ["distance" | "centre_distance" as name, ["atom", one], ["atom", other]]:
            return Apply(name, (Var(one), Var(other)))
        case ["abs", inner]:
            return Apply("abs", (_term(inner),))
        case ["neg", inner]:
            return Negative(_term(inner))
        case ["op", ["atom", op], left, right]:
            return Arith(op, _term(left), _term(right))
        case ["count", ["atom", var], body]:
            return Count(var, from_prolog(body))
    raise ValueError(f"not a term in nested lists: {data!r}")


def _names(atoms: list[Any]) -> tuple[str, ...]:
    return tuple(name for _, name in atoms)


class _Writer:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def formula(self, node: Formula) -> list[Any]:
        match node:
            case Atom():
                return self._atom(node)
            case Compare(op=op, left=a, right=b):
                kind = "tcmp" if self._is_text(a) or self._is_text(b) else "cmp"
                return [kind, _atom(_OPS[op]), self.term(a), self.term(b)]
            case Not(body=body):
                return ["not", self.formula(body)]
            case And(parts=parts):
                return ["and", ["list", *map(self.formula, parts)]]
            case Or(parts=parts):
                return ["or", ["list", *map(self.formula, parts)]]
            case Implies(left=a, right=b):
                return ["implies", self.formula(a), self.formula(b)]
            case Iff(left=a, right=b):
                return ["iff", self.formula(a), self.formula(b)]
            case Xor(left=a, right=b):
                return ["xor", self.formula(a), self.formula(b)]
            case Exists(vars=names, body=body):
                return ["exists", _atoms(names), self.formula(body)]
            case Forall(vars=names, body=body):
                return ["forall", _atoms(names), self.formula(body)]
            case ExistsCount(op=op, n=n, var=name, body=body):
                return ["exists", _atom(_OPS[op]), n, _atom(name), self.formula(body)]

    def term(self, node: Term) -> list[Any]:
        match node:
            case Var(name=name):
                return ["var", _atom(name)]
            case Number(value=value, unit=unit):
                return _number(value, unit)
            case Text(value=value):
                return ["text", _atom(value)]
            case Apply(name=name, args=args):
                return self._apply(name, args)
            case Arith(op=op, left=a, right=b):
                return ["op", _atom(op), self.term(a), self.term(b)]
            case Negative(term=inner):
                return ["neg", self.term(inner)]
            case Count(var=name, body=body):
                return ["count", _atom(name), self.formula(body)]
            case ImageTerm():
                return ["image", _atom("name")]

    def _atom(self, node: Atom) -> list[Any]:
        names = [_atom(arg.name) for arg in node.args if isinstance(arg, Var)]
        if node.name in self._vocabulary.classes:
            return ["class", _atom(node.name), *names]
        if node.name in self._vocabulary.attributes:
            return ["attr", _atom(node.name), *names]
        radius = [self.term(arg) for arg in node.args if not isinstance(arg, Var)]
        return ["rel", _atom(node.name), ["list", *names], radius[0] if radius else _atom("default")]

    def _apply(self, name: str, args: tuple[Term, ...]) -> list[Any]:
        if name == "abs":
            return ["abs", self.term(args[0])]
        if isinstance(args[0], ImageTerm):
            return ["image", _atom(name)]
        names = [_atom(arg.name) for arg in args if isinstance(arg, Var)]
        if name in ("distance", "centre_distance"):
            return [name, *names]
        return ["col" if name in COLUMNS else "value", _atom(name), *names]

    def _is_text(self, node: Node) -> bool:
        match node:
            case Text():
                return True
            case Apply(name=name, args=(ImageTerm(),)):
                return name in ("date", "name")
            case Apply(name=name):
                entry = self._vocabulary.attributes.get(name)
                return entry is not None and entry.kind == "text"
            case _:
                return False


def _atom(text: str) -> list[str]:
    return ["atom", text]


def _atoms(names: tuple[str, ...]) -> list[Any]:
    return ["list", *map(_atom, names)]


def _number(value: float, unit: str | None) -> list[Any]:
    """Pixels and degrees as they are, metres as metres: only the image knows its ground sample distance."""
    if unit is None:
        return ["num", value]
    known = UNITS[unit]
    if known.base == "m":
        return ["metric", value * known.factor, known.power]
    return ["num", value * known.factor]
