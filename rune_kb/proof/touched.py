"""Which classes a formula can speak of: no other detection of the image needs to be put before the prover."""

from __future__ import annotations

from collections.abc import Iterator

from rune_kb.logic.formula import (
    And,
    Atom,
    Count,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Implies,
    Node,
    Not,
    Var,
    children,
    free_variables,
)
from rune_kb.proof.unfold import Definitions, unfolded
from rune_kb.vocabulary import Vocabulary


def touched(formula: Formula, vocabulary: Vocabulary, definitions: Definitions) -> frozenset[str] | None:
    """Classes, with those below them, that hold all detections any variable of the formula can stand for.

    Free variables are taken as bound by an `exists`. None if a variable can stand for anything, since no
    conjunct of its quantifier's body says a class.
    """
    free = free_variables(formula)
    found: set[str] = set()
    for said in _ranges(Exists(free, formula) if free else formula, vocabulary, definitions):
        if said is None:
            return None
        found |= said
    return frozenset(found)


def _ranges(node: Node, vocabulary: Vocabulary, definitions: Definitions) -> Iterator[frozenset[str] | None]:
    """For each variable that is bound below: the classes it can be of; None where they are not said."""
    match node:
        case Exists(vars=names, body=body):
            yield from (_of(name, body, vocabulary, definitions) for name in names)
        case Forall(vars=names, body=body):
            yield from (_of(name, Not(body), vocabulary, definitions) for name in names)
        case ExistsCount(var=name, body=body) | Count(var=name, body=body):
            yield _of(name, body, vocabulary, definitions)
        case Atom(name=name) as atom if name in definitions:
            yield from _ranges(unfolded(atom, definitions), vocabulary, definitions)
    for child in children(node):
        yield from _ranges(child, vocabulary, definitions)


def _of(
    name: str, formula: Formula, vocabulary: Vocabulary, definitions: Definitions
) -> frozenset[str] | None:
    """The classes that a conjunct says ``name`` is of.

    Looked for as in searched.py: where that finds no class, all detections are counted and have to be there.
    """
    match formula:
        case Atom(args=(Var(name=var),)) if var == name and formula.name in vocabulary.classes:
            if formula.name in definitions:
                return _of(name, unfolded(formula, definitions), vocabulary, definitions)
            return vocabulary.descendants(formula.name)
        case And(parts=parts):
            said = (_of(name, part, vocabulary, definitions) for part in parts)
            return next((each for each in said if each is not None), None)
        case Not(body=Not(body=body)):
            return _of(name, body, vocabulary, definitions)
        case Not(body=Implies(left=left, right=right)):
            return _of(name, And((left, Not(right))), vocabulary, definitions)
        case _:
            return None
