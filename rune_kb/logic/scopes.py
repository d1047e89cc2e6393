"""Variables in their places: every bound one used, no name both bound and free."""

from __future__ import annotations

import re

from rune_kb.logic.formula import (
    Count,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Node,
    Pos,
    Var,
    bound_here,
    children,
    free_variables,
    walk,
)
from rune_kb.logic.place import error_on
from rune_kb.logic.printer import quantifier
from rune_kb.logic.words import is_reserved

Binder = Exists | Forall | ExistsCount | Count


def check_scopes(formula: Formula, text: str = "") -> None:
    """Raises FormulaError for a quantified variable that its formula does not use, and for a variable used
    outside the quantifier that binds it. A variable that no quantifier binds is an answer variable.
    """
    binders: dict[str, Binder] = {}
    for node in walk(formula):
        if not isinstance(node, Binder):
            continue
        names, used = bound_here(node), free_variables(node.body)
        for index, name in enumerate(names):
            place = _place(name, node, text)
            if is_reserved(name):
                raise error_on(f"`{name}` is a word of the language and cannot be a variable", text, place)
            if name in names[:index]:
                raise error_on(f"`{name}` stands twice after one quantifier", text, place)
            if name not in used:
                raise error_on(f"`{name}` is quantified but not used", text, place)
            binders.setdefault(name, node)
    for var in free_places(formula):
        if var.name in binders:
            scope = quantifier(binders[var.name])
            raise error_on(
                f"`{var.name}` is used outside `{scope} (…)`, which binds it; close the parentheses later",
                text,
                var.pos,
            )


def free_places(formula: Formula) -> tuple[Var, ...]:
    """Where the free variables stand, from left to right."""
    return _free(formula, frozenset())


def _place(name: str, binder: Binder, text: str) -> Pos | None:
    """Where the binder names its variable."""
    if binder.pos is None:
        return None
    found = re.compile(rf"\b{re.escape(name)}\b").search(text, binder.pos.start, binder.pos.end)
    if found is None:
        return binder.pos
    return Pos(binder.pos.line, binder.pos.column, found.start(), found.end())


def _free(node: Node, bound: frozenset[str]) -> tuple[Var, ...]:
    if isinstance(node, Var):
        return () if node.name in bound else (node,)
    inner = bound.union(bound_here(node))
    return tuple(var for child in children(node) for var in _free(child, inner))
