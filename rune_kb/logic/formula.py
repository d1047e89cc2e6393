"""The formula language as a tree of frozen dataclasses (DESIGN 4.1), with one fold.

A node is a term or a formula. ``pos`` says where it stood in the text; it takes no part in equality, so that
two spellings of one formula are equal.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

CompareOp = Literal["<", "<=", ">", ">=", "=", "!="]
CountOp = Literal["<", "<=", ">", ">=", "="]
ArithOp = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Pos:
    """A stretch of the text: 1-based line and column, and character offsets [start, end)."""

    line: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Located:
    pos: Pos | None = field(default=None, compare=False, repr=False)


# -- terms -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Var(_Located):
    """A variable over the detections of one image."""

    name: str


@dataclass(frozen=True, slots=True)
class ImageTerm(_Located):
    """The constant ``image``."""


@dataclass(frozen=True, slots=True)
class Number(_Located):
    """A number; ``unit`` is as written (``m``, ``px``, ``m2``), None for a bare number (pixels)."""

    value: float
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Text(_Located):
    """A string in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Apply(_Located):
    """A function of terms: a measure (``area``, ``distance``), ``abs``, or an attribute (``date(image)``)."""

    name: str
    args: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Arith(_Located):
    """``left op right``."""

    op: ArithOp
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Negative(_Located):
    """``-term``."""

    term: Term


@dataclass(frozen=True, slots=True)
class Count(_Located):
    """``count x (body)``: how many detections satisfy the body."""

    var: str
    body: Formula


# -- formulas ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Atom(_Located):
    """``name(args)``: a class, a relation or a boolean attribute; the checker says which."""

    name: str
    args: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Compare(_Located):
    """``left op right``; ``=`` and ``!=`` also tell variables apart."""

    op: CompareOp
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Not(_Located):
    body: Formula


@dataclass(frozen=True, slots=True)
class And(_Located):
    """Two or more conjuncts; a conjunct in parentheses stays a node of its own."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or(_Located):
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Implies(_Located):
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Iff(_Located):
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Xor(_Located):
    """``left ⊕ right``: exactly one of the two."""

    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Exists(_Located):
    vars: tuple[str, ...]
    body: Formula


@dataclass(frozen=True, slots=True)
class Forall(_Located):
    vars: tuple[str, ...]
    body: Formula


@dataclass(frozen=True, slots=True)
class ExistsCount(_Located):
    """``exists>=n x (body)``: as many detections as ``op n`` says satisfy the body."""

    op: CountOp
    n: int
    var: str
    body: Formula


Term = Var | ImageTerm | Number | Text | Apply | Arith | Negative | Count
Formula = Atom | Compare | Not | And | Or | Implies | Iff | Xor | Exists | Forall | ExistsCount
Node = Term | Formula

T = TypeVar("T")


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, from left to right."""
    match node:
        case Apply(args=args) | Atom(args=args):
            return args
        case And(parts=parts) | Or(parts=parts):
            return parts
        case Arith(left=a, right=b) | Compare(left=a, right=b):
            return (a, b)
        case Implies(left=p, right=q) | Iff(left=p, right=q) | Xor(left=p, right=q):
            return (p, q)
        case Negative(term=term):
            return (term,)
        case (
            Not(body=body) | Exists(body=body) | Forall(body=body) | ExistsCount(body=body) | Count(body=body)
        ):
            return (body,)
        case _:
            return ()


def fold(node: Node, step: Callable[[Node, tuple[T, ...]], T]) -> T:
    """Bottom-up: ``step(node, results of its children)``.

    >>> f = Not(Atom("ship", (Var("x"),)))
    >>> fold(f, lambda node, below: 1 + sum(below))
    3
    """
    return step(node, tuple(fold(child, step) for child in children(node)))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def bound_here(node: Node) -> tuple[str, ...]:
    """The variables that this very node binds."""
    match node:
        case Exists(vars=names) | Forall(vars=names):
            return names
        case ExistsCount(var=name) | Count(var=name):
            return (name,)
        case _:
            return ()


def free_variables(node: Node) -> tuple[str, ...]:
    """Free variables in the order of their first appearance."""

    def step(node: Node, below: tuple[dict[str, None], ...]) -> dict[str, None]:
        if isinstance(node, Var):
            return {node.name: None}
        found = {name: None for part in below for name in part}
        for name in bound_here(node):
            found.pop(name, None)
        return found

    free: dict[str, None] = fold(node, step)
    return tuple(free)


def replace(node: T, **changes: object) -> T:
    """A copy with some fields changed (``dataclasses.replace``, typed for nodes)."""
    return dataclasses.replace(node, **changes)  # type: ignore[type-var]


def rebuilt(node: Node, swap: Callable[[Node], Node]) -> Any:
    """The tree with ``swap`` done on every node, from the top; what it changed is not gone into.

    >>> rebuilt(Not(Atom("ship", (Var("x"),))), lambda n: Var("y") if n == Var("x") else n)
    Not(body=Atom(name='ship', args=(Var(name='y'),)))
    """
    new = swap(node)
    if new is not node:
        return new
    changes: dict[str, object] = {}
    for each in dataclasses.fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Node):
            changes[each.name] = rebuilt(value, swap)
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            changes[each.name] = tuple(rebuilt(part, swap) for part in value)
    return replace(node, **changes) if changes else node
