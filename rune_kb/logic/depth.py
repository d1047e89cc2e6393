"""A limit on how deep a formula may be, so that recursion over one stays far from Python's own limit."""

from __future__ import annotations

from rune_kb.logic.formula import Node, children
from rune_kb.logic.place import error_on

MAX_DEPTH = 100
"""Nodes (or, in a text, parentheses) inside one another."""


def limit_depth(root: Node, text: str = "") -> None:
    """Raises FormulaError where the tree is deeper than MAX_DEPTH. Itself it does not recurse."""
    level: list[Node] = [root]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in children(node)]
    if level:
        raise error_on(f"more than {MAX_DEPTH} levels inside one another", text, level[0].pos)
