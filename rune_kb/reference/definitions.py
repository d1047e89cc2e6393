"""Defined classes (``flooded_road``) written out, so that formulas speak of classes and attributes only."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
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
    Var,
    bound_here,
    replace,
    walk,
)

DEFINED = "x"
"""The one free variable of a definition."""


def written_out(formula: Formula, definitions: Mapping[str, Formula]) -> Formula:
    """The formula with each atom of a defined class replaced by its definition, about the atom's argument.

    >>> from rune_kb.logic.parser import parse
    >>> wet = {"flooded_road": parse("road(x) & flooded(x)")}
    >>> written_out(parse("~flooded_road(y)"), wet) == parse("~(road(y) & flooded(y))")
    True
    """
    taken = {v for f in (formula, *definitions.values()) for part in walk(f) for v in _names(part)}
    fresh = (f"v{i}" for i in itertools.count(1) if f"v{i}" not in taken)
    result: Formula = _written_out(formula, definitions, {}, fresh)
    return result


def _names(node: Node) -> tuple[str, ...]:
    return (node.name,) if isinstance(node, Var) else bound_here(node)


def _written_out(
    node: Any, definitions: Mapping[str, Formula], names: Mapping[str, str], fresh: Iterator[str]
) -> Any:
    """Of a node, or of a field of one. ``names`` renames variables, bound ones too."""
    match node:
        case tuple():
            return tuple(_written_out(part, definitions, names, fresh) for part in node)
        case Atom(name=name, args=(Var(name=arg),)) if name in definitions:
            definition = definitions[name]
            own = {v for part in walk(definition) for v in bound_here(part)}  # renamed, they capture nothing
            about = {**{v: next(fresh) for v in sorted(own)}, DEFINED: names.get(arg, arg)}
            return _written_out(definition, definitions, about, fresh)
        case Var(name=name):
            return replace(node, name=names.get(name, name))
        case Exists(vars=bound) | Forall(vars=bound):
            node = replace(node, vars=tuple(names.get(v, v) for v in bound))
        case ExistsCount(var=var) | Count(var=var):
            node = replace(node, var=names.get(var, var))
        case _ if not is_dataclass(node):
            return node
    parts = {field.name: getattr(node, field.name) for field in fields(node)}
    return replace(
        node, **{key: _written_out(part, definitions, names, fresh) for key, part in parts.items()}
    )
