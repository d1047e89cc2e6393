"""The vocabulary as facts that cross the border to Prolog (py_vocabulary/2 in prolog/border.pl)."""

from __future__ import annotations

from typing import Any

from rune_kb.logic.terms import to_prolog
from rune_kb.vocabulary import Vocabulary


def vocabulary_facts(vocabulary: Vocabulary) -> list[list[Any]]:
    """Classes with all below them, definitions, inverses, relations that nothing has to itself."""
    facts: list[list[Any]] = []
    for name, entry in vocabulary.classes.items():
        if entry.definition is None:
            facts.append(["class", name, sorted(vocabulary.descendants(name))])
        else:
            facts.append(["defined", name, "x", to_prolog(entry.definition, vocabulary)])
    for name, relation in vocabulary.relations.items():
        if relation.inverse:
            facts.append(["inverse", name, relation.inverse])
        if relation.irreflexive or relation.asymmetric:
            facts.append(["irreflexive", name])
    return facts
