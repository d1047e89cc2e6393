"""The words of a knowledge base: classes, relations, attributes, as plain values.

A vocabulary is made out of OWL by :mod:`rune_kb.ontology`; everything to the right of it (formulas, facts,
answers) knows only these values. Names are snake_case and compared without regard to case, ``_``, ``-`` and
space.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, Literal, TypeVar

from rune_kb.logic.formula import And, Atom, Formula, Not, Var
from rune_kb.spelling import LabelIndex, camel_case, key, numbered, singulars, snake_case

__all__ = ["LOCAL", "NAMESPACE", "ROOT", "AttributeEntry", "ClassEntry", "RelationEntry", "Vocabulary", "key"]

ROOT = "object"
"""The class of every detection."""

NAMESPACE = "https://w3id.org/rune#"
"""Of the terms of ontology/*.ttl."""

LOCAL = "https://w3id.org/rune/local#"
"""Of classes that no ontology names: labels met in a source."""

_CUTOFF = 0.6
_FREE = "x"


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """A class. ``definition`` (a formula with the one free variable ``x``) is there for defined concepts."""

    name: str
    iri: str
    label: str
    alt_labels: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    definition: Formula | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RelationEntry:
    """A relation among detections; its rule stands in prolog/relations.pl.

    ``arity`` counts detections; ``radius`` is true where a distance may follow them (``near(x, y, 50 m)``).
    ``same_as`` names the relation this one is another word for (``north_of`` for ``above``).
    """

    name: str
    iri: str
    label: str
    arity: int = 2
    radius: bool = False
    alt_labels: tuple[str, ...] = ()
    inverse: str | None = None
    same_as: str | None = None
    parents: tuple[str, ...] = ()
    symmetric: bool = False
    transitive: bool = False
    asymmetric: bool = False
    irreflexive: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AttributeEntry:
    """A datatype property of detections or of images: boolean ones are atoms, the others terms."""

    name: str
    iri: str
    label: str
    kind: Literal["boolean", "number", "text"]
    of: Literal["detection", "image"] = "detection"
    alt_labels: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """All names, by their canonical form."""

    classes: Mapping[str, ClassEntry]
    relations: Mapping[str, RelationEntry]
    attributes: Mapping[str, AttributeEntry]

    def find_class(self, text: str) -> str | None:
        """Canonical name of the class with this name, prefLabel or altLabel (singular or plural), or None."""
        return self._classes.find(text)

    def find_relation(self, text: str) -> str | None:
        """Canonical name of the relation, or None; ``same_as`` is not followed."""
        return self._relations.exact.get(key(text))

    def find_attribute(self, text: str) -> str | None:
        """Canonical name of the attribute, or None."""
        return self._attributes.exact.get(key(text))

    def near_misses(self, text: str, kinds: Iterable[str] = ("class", "relation", "attribute")) -> list[str]:
        """At most three known names that resemble the text, best first."""
        likeness: dict[str, float] = {}
        words = [key(text), *singulars(key(text))]
        matcher = SequenceMatcher(autojunk=False)
        for index in (self._index(kind) for kind in kinds):
            for label, name in index.exact.items():
                matcher.set_seq2(label)
                for word in words:
                    matcher.set_seq1(word)
                    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= _CUTOFF:
                        likeness[name] = max(likeness.get(name, 0.0), matcher.ratio())
        ranked = sorted(likeness, key=lambda name: (-likeness[name], name))
        return [name for name in ranked if likeness[name] >= _CUTOFF][:3]

    def descendants(self, name: str) -> frozenset[str]:
        """The class and all classes below it (defined classes are not below anything).

        Raises KeyError for a name that is no class's.
        """
        found = {self.classes[name].name}
        todo = [name]
        while todo:
            below = self._children.get(todo.pop(), frozenset()) - found
            found |= below
            todo += below
        return frozenset(found)

    def stored_as(self, name: str) -> tuple[str, Mapping[str, bool]] | None:
        """The class and the boolean attributes that a detection labelled with the class has.

        A defined class has no detections of its own: what is labelled ``building-flooded`` is a building with
        ``flooded`` true. None for a definition that a label cannot make true (a relation, a number).
        """
        definition = self.classes[name].definition
        if definition is None:
            return name, {}
        bases: set[str] = set()
        attributes: dict[str, bool] = {}
        for part in definition.parts if isinstance(definition, And) else (definition,):
            body = part.body if isinstance(part, Not) else part
            if not isinstance(body, Atom) or body.args != (Var(_FREE),):
                return None
            if body.name in self.attributes:
                attributes[body.name] = body is part
            elif body is part and (below := self.stored_as(body.name)):
                bases.add(below[0])
                attributes |= below[1]
            else:
                return None
        lowest = [base for base in bases if all(base in self.descendants(other) for other in bases)]
        return (lowest[0], attributes) if lowest else None

    def with_classes(self, labels: Iterable[str]) -> tuple[Vocabulary, tuple[str, ...]]:
        """A vocabulary that knows these labels too, as new classes under ROOT, and the names it added.

        A label is known where :meth:`find_class` finds it. The names are made of ASCII and do not depend on
        the order of the labels; where one is taken (``ship?`` is not ``ship``) a number is added, where it is
        a word with another meaning (``area``, ``near``) ``_object``.
        """
        index = self._classes.copy()
        added: dict[str, ClassEntry] = {}
        for label in sorted(set(labels), key=lambda text: (key(text), text)):
            if index.find(label) is not None:
                continue
            wanted = snake_case(label)
            wanted = f"{wanted}_object" if self.means_otherwise(wanted) else wanted
            name = next(name for name in numbered(wanted) if index.find(name) is None)
            added[name] = ClassEntry(name, LOCAL + camel_case(name), label, parents=(ROOT,))
            index.add(name, name)
            index.add(label, name)
        if not added:
            return self, ()
        return Vocabulary({**self.classes, **added}, self.relations, self.attributes), tuple(added)

    def means_otherwise(self, text: str) -> bool:
        """Whether the text is a word of the formula language, a relation or an attribute."""
        # Imported here, because they import this module.
        from rune_kb.logic.kinds import find_function
        from rune_kb.logic.words import RESERVED

        word = key(text)
        return (
            word in RESERVED
            or find_function(word) is not None
            or word in self._relations.exact
            or word in self._attributes.exact
        )

    def to_json(self) -> str:
        """Text from which :meth:`from_json` makes an equal vocabulary (definitions as formula text)."""
        records = {
            "classes": [_record(entry) for entry in self.classes.values()],
            "relations": [_record(entry) for entry in self.relations.values()],
            "attributes": [_record(entry) for entry in self.attributes.values()],
        }
        return json.dumps(records, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Vocabulary:
        """The vocabulary that :meth:`to_json` wrote."""
        records = json.loads(text)
        return Vocabulary(
            _entries(ClassEntry, records["classes"]),
            _entries(RelationEntry, records["relations"]),
            _entries(AttributeEntry, records["attributes"]),
        )

    # -- indexes, made when first asked for ------------------------------------------------------------------

    @cached_property
    def _classes(self) -> LabelIndex:
        return _labels(self.classes)

    @cached_property
    def _relations(self) -> LabelIndex:
        return _labels(self.relations)

    @cached_property
    def _attributes(self) -> LabelIndex:
        return _labels(self.attributes)

    def _index(self, kind: str) -> LabelIndex:
        return {"class": self._classes, "relation": self._relations, "attribute": self._attributes}[kind]

    @cached_property
    def _children(self) -> Mapping[str, frozenset[str]]:
        children: dict[str, set[str]] = {}
        for entry in self.classes.values():
            for parent in entry.parents if entry.definition is None else ():
                children.setdefault(parent, set()).add(entry.name)
        return {name: frozenset(below) for name, below in children.items()}


E = TypeVar("E", ClassEntry, RelationEntry, AttributeEntry)


def _labels(entries: Mapping[str, ClassEntry | RelationEntry | AttributeEntry]) -> LabelIndex:
    """Names before labels: a name always means its own entry."""
    index = LabelIndex()
    for name in entries:
        index.add(name, name)
    for name, entry in entries.items():
        for label in (entry.label, *entry.alt_labels):
            index.add(label, name)
    return index


def _record(entry: ClassEntry | RelationEntry | AttributeEntry) -> dict[str, object]:
    """The entry's fields that differ from their defaults."""
    from rune_kb.logic.printer import to_text

    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    if isinstance(entry, ClassEntry) and entry.definition is not None:
        values["definition"] = to_text(entry.definition)
    return {field.name: values[field.name] for field in fields(entry) if values[field.name] != field.default}


def _entries(make: Callable[..., E], records: Iterable[Mapping[str, Any]]) -> dict[str, E]:
    return {
        record["name"]: make(**{name: _value(name, record[name]) for name in record}) for record in records
    }


def _value(name: str, value: object) -> object:
    if name == "definition" and isinstance(value, str):
        from rune_kb.logic.parser import parse

        return parse(value)
    return tuple(value) if isinstance(value, list) else value
