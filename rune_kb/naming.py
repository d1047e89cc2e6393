"""What a source's own words mean in the vocabulary: labels become classes, its fields attributes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rune_kb.detection import Value
from rune_kb.vocabulary import LOCAL, AttributeEntry, Vocabulary

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The class a label stands for and the attributes it implies (``flooded`` for ``building-flooded``).

    ``is_new`` tells a class that was made for the label from one an ontology has.
    """

    cls: str
    implied: Mapping[str, bool]
    is_new: bool


class Naming:
    """Finds the meaning of labels; a label that no class matches gets a class of its own under ``object``."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.added: list[str] = []
        self._meanings: dict[str, Meaning | None] = {}
        self._attributes: dict[str, AttributeEntry | None] = {}

    def meaning(self, label: str) -> Meaning | None:
        """The meaning of a label; None if it names a defined class that a label cannot make true."""
        if label not in self._meanings:
            self._meanings[label] = self._find(label)
        return self._meanings[label]

    def _find(self, label: str) -> Meaning | None:
        name = self.vocabulary.find_class(label)
        if name is None:
            self.vocabulary, (name,) = self.vocabulary.with_classes([label])
            self.added.append(name)
        stored = self.vocabulary.stored_as(name)
        if stored is None:
            return None
        cls, implied = stored
        return Meaning(cls, implied, is_new=self.vocabulary.classes[cls].iri.startswith(LOCAL))

    def attributes(self, given: Mapping[str, Value]) -> tuple[dict[str, Value], list[str]]:
        """The attributes under the vocabulary's names, and why others were left out.

        What the vocabulary does not know keeps its name: an ontology that is added later may know it.
        """
        found: dict[str, Value] = {}
        refused: list[str] = []
        for name, value in given.items():
            entry = self._attribute(name)
            typed = _typed(value, entry.kind) if entry else _typed(value, None)
            if typed is None:
                kind = {"boolean": "true or false", "text": "text"}.get(
                    entry.kind if entry else "", "a finite number"
                )
                refused.append(f"{name} is {value!r}, not {kind}; the object was kept without it")
            else:
                found[entry.name if entry else name] = typed
        return found, refused

    def _attribute(self, name: str) -> AttributeEntry | None:
        if name not in self._attributes:
            canonical = self.vocabulary.find_attribute(name)
            self._attributes[name] = self.vocabulary.attributes[canonical] if canonical else None
        return self._attributes[name]


def with_new_classes(vocabulary: Vocabulary, labels: Iterable[str]) -> Vocabulary:
    """The vocabulary with the classes that ingests made: ``labels`` are ``store.new_class_labels()``.

    One label after the other, as they came: two labels may want one name, and the first got it.
    """
    for label in labels:
        vocabulary, _ = vocabulary.with_classes([label])
    return vocabulary


def _typed(value: Value, kind: str | None) -> Value | None:
    """The value as the attribute's kind has it (None: of any kind), or None if it cannot be."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    match kind:
        case "boolean":
            return _TRUTH.get(f"{value:g}" if isinstance(value, float) else str(value).strip().casefold())
        case "number":
            return _number(value)
        case "text":
            return str(value)
        case _:
            return value


def _number(value: Value) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
