"""Definitions unfolded, and what a denial denies: pure functions from formula to formula.

The rules of a proof (tree.py) say which formulas the children of a step prove; most stand in the step's own
formula, those of ``definition``, ``double-neg`` and of searches are made here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from rune_kb.logic.formula import (
    Atom,
    Count,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Node,
    Not,
    Var,
    bound_here,
    replace,
    walk,
)
from rune_kb.vocabulary import Vocabulary

Definitions = Mapping[str, tuple[tuple[str, ...], Formula]]
"""From a defined class or relation to its parameters and its body."""


def definitions_of(vocabulary: Vocabulary) -> Definitions:
    """Those of the vocabulary's classes, about ``x``, and ``adjacent``, the one defined relation."""
    from rune_kb.reference.meaning import ADJACENT  # the evaluator is not needed to ask

    classes = {
        name: (("x",), entry.definition)
        for name, entry in vocabulary.classes.items()
        if entry.definition is not None
    }
    return {"adjacent": (("x", "y"), ADJACENT), **classes}


def unfolded(atom: Atom, definitions: Definitions) -> Formula:
    """The body of the atom's definition about the atom's arguments.

    A variable that the body binds gives way where an argument has its name: ``y`` becomes ``y_2``, or the
    next number that is free.
    """
    parameters, body = definitions[atom.name]
    arguments = tuple(arg.name for arg in atom.args if isinstance(arg, Var))
    taken = {*arguments, *(name for node in walk(body) for name in _names(node))}

    def choose(name: str) -> str:
        if name not in arguments:
            return name
        new = next(each for i in itertools.count(2) if (each := f"{name}_{i}") not in taken)
        taken.add(new)
        return new

    result: Formula = _renamed(body, dict(zip(parameters, arguments, strict=True)), choose)
    return result


def same(one: Formula, other: Formula) -> bool:
    """Whether two formulas are equal but for the names of the variables they bind."""
    return one == other or _numbered(one) == _numbered(other)


def undenied(formula: Not, definitions: Definitions) -> Formula | None:
    """What a doubly denied formula says, None for any other negation (rule ``not``).

    Doubly denied is the negation of what is itself a denial: of ``~F``, ``forall x (F)``, ``exists<=n x (F)``
    and the like, and of a defined class or relation whose body is one.
    """
    match formula.body:
        case Atom(name=name) as atom if name in definitions:
            return undenied(Not(unfolded(atom, definitions)), definitions)
        case Not(body=body):
            return body
        case Forall() | ExistsCount() as inner:
            return denied(inner)
        case _:
            return None


def denied(formula: Formula) -> Formula | None:
    """What a ``not``, ``forall`` or ``at-most`` step searched for in vain; None for what denies nothing."""
    match formula:
        case Not(body=body):
            return body
        case Forall(vars=names, body=body):
            return Exists(names, Not(body))
        case ExistsCount(op="<", n=n, var=name, body=body):
            return ExistsCount(">=", n, name, body)
        case (
            ExistsCount(op="<=", n=n, var=name, body=body)
            | ExistsCount(op="=", n=0 as n, var=name, body=body)
        ):
            return ExistsCount(">", n, name, body)
        case _:
            return None


def _names(node: Node) -> tuple[str, ...]:
    return (node.name,) if isinstance(node, Var) else bound_here(node)


def _numbered(formula: Formula) -> Formula:
    """Every bound variable named by the place where it is bound."""
    numbers = itertools.count()
    result: Formula = _renamed(formula, {}, lambda _: f"#{next(numbers)}")
    return result


def _renamed(node: Any, names: Mapping[str, str], choose: Callable[[str], str]) -> Any:
    """Of a node, or of a field of one: free variables by ``names``, bound ones as ``choose`` says."""
    match node:
        case tuple():
            return tuple(_renamed(part, names, choose) for part in node)
        case Var(name=name):
            return replace(node, name=names.get(name, name))
        case Exists(vars=bound, body=body) | Forall(vars=bound, body=body):
            new = {name: choose(name) for name in bound}
            inner = _renamed(body, {**names, **new}, choose)
            return replace(node, vars=tuple(new[name] for name in bound), body=inner)
        case ExistsCount(var=name, body=body) | Count(var=name, body=body):
            new = {name: choose(name)}
            return replace(node, var=new[name], body=_renamed(body, {**names, **new}, choose))
        case _ if is_dataclass(node):
            parts = {f.name: _renamed(getattr(node, f.name), names, choose) for f in fields(node)}
            return replace(node, **parts)
        case _:
            return node
