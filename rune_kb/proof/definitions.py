"""Classes and relations that are defined by a formula, and so unfolded in proofs."""

from __future__ import annotations

from functools import cache

from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse
from rune_kb.vocabulary import Vocabulary

DEFINED_RELATIONS = {"adjacent": (("x", "y"), "near(x, y) & ~exists z (between(z, x, y))")}
"""Relations whose rule in prolog/relations.pl is a definition: parameters and body."""


def definition(name: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], Formula]:
    """The parameters and the body of a defined class or relation; raises KeyError for anything else."""
    if name in vocabulary.classes:
        body = vocabulary.classes[name].definition
        if body is not None:
            return ("x",), body
    params, text = DEFINED_RELATIONS[name]
    return params, _parsed(text)


@cache
def _parsed(text: str) -> Formula:
    return parse(text)
