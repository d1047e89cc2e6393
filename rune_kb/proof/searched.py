"""For what a denial was searched: the class whose detections were gone through."""

from __future__ import annotations

from collections.abc import Iterator

from rune_kb.logic.formula import And, Atom, Exists, ExistsCount, Formula, Implies, Not, Var
from rune_kb.proof.unfold import Definitions, denied, unfolded
from rune_kb.vocabulary import ROOT, Vocabulary


def searched(formula: Formula, vocabulary: Vocabulary, definitions: Definitions) -> str:
    """The class that the first quantified variable of a denied formula is said to have.

    The first quantifier is the leftmost one under conjunctions and definitions alone, its variable the first
    it binds. The variable has the class that the first conjunct of the quantifier's body says it has; the
    conjuncts of ``~(A -> B)`` are those of A (and what ``~B`` has), of ``~~F`` those of F, of a defined class
    or relation those of its body. ``object`` where no conjunct says a class, "" where there is no quantifier.
    """
    found = _first_quantifier(formula, definitions)
    if found is None:
        return ""
    name, body = found
    said = (
        part.name
        for part in _conjuncts(body, definitions)
        if isinstance(part, Atom) and part.name in vocabulary.classes and part.args == (Var(name),)
    )
    return next(said, ROOT)


def _first_quantifier(formula: Formula, definitions: Definitions) -> tuple[str, Formula] | None:
    """Its first variable and its body."""
    match formula:
        case Exists(vars=names, body=body):
            return names[0], body
        case ExistsCount(var=name, body=body) if denied(formula) is None:
            return name, body
        case And(parts=parts):
            return next((found for part in parts if (found := _first_quantifier(part, definitions))), None)
        case Atom(name=name) if name in definitions:
            return _first_quantifier(unfolded(formula, definitions), definitions)
        case _:
            return None


def _conjuncts(formula: Formula, definitions: Definitions) -> Iterator[Formula]:
    match formula:
        case And(parts=parts):
            for part in parts:
                yield from _conjuncts(part, definitions)
        case Not(body=Implies(left=left, right=right)):
            yield from _conjuncts(left, definitions)
            yield from _conjuncts(Not(right), definitions)
        case Not(body=Not(body=body)):
            yield from _conjuncts(body, definitions)
        case Atom(name=name) if name in definitions:
            yield from _conjuncts(unfolded(formula, definitions), definitions)
        case _:
            yield formula
