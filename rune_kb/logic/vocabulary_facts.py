"""The vocabulary as facts that cross the border to Prolog (py_vocabulary/2 in prolog/border.pl)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rune_kb.logic.terms import to_prolog
from rune_kb.vocabulary import AttributeEntry, ClassEntry, RelationEntry, Vocabulary


def vocabulary_facts(vocabulary: Vocabulary) -> list[list[Any]]:
    """Classes with all below them, definitions, what holds of relations, and what people call all these."""
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
        if relation.same_as is None:
            facts.append(["relation", name, relation.arity, "true" if relation.symmetric else "false"])
    for name, attribute in vocabulary.attributes.items():
        facts.append(["attribute", name, attribute.of, attribute.kind])
    facts += _labels("class", vocabulary.classes)
    facts += _labels("attribute", vocabulary.attributes)
    own = {name: each for name, each in vocabulary.relations.items() if each.same_as is None}
    facts += _labels("relation", own)
    # Another word for a relation comes after the relation's own labels, and means that relation.
    for each in vocabulary.relations.values():
        if each.same_as is not None:
            facts += [["label", "relation", each.same_as, label] for label in (each.label, *each.alt_labels)]
    return facts


def _labels(
    kind: str, entries: Mapping[str, ClassEntry | RelationEntry | AttributeEntry]
) -> Iterator[list[str]]:
    for name, entry in entries.items():
        for label in (entry.label, *entry.alt_labels):
            yield ["label", kind, name, label]
        if name.replace("_", " ") != entry.label:
            yield ["label", kind, name, name.replace("_", " ")]
