"""A vocabulary small enough to see at a glance."""

from __future__ import annotations

from rune_kb.vocabulary import AttributeEntry, ClassEntry, RelationEntry, Vocabulary

_BASE = "https://example.org/rune#"


def _class(name: str, *alt_labels: str) -> ClassEntry:
    return ClassEntry(name, _BASE + name, name.replace("_", " "), alt_labels)


def _relation(
    name: str, arity: int = 2, *, radius: bool = False, same_as: str | None = None
) -> RelationEntry:
    return RelationEntry(name, _BASE + name, name.replace("_", " "), arity, radius, same_as=same_as)


def small_vocabulary() -> Vocabulary:
    classes = [
        _class("object"),
        _class("ship", "boat", "vessel"),
        _class("harbor", "harbour", "dock"),
        _class("vehicle"),
        _class("large_vehicle", "truck"),
        _class("storage_tank"),
        _class("building"),
        _class("road"),
    ]
    relations = [
        _relation("near", radius=True),
        _relation("inside"),
        _relation("left_of"),
        _relation("above"),
        _relation("north_of", same_as="above"),
        _relation("between", 3),
        _relation("larger_than"),
    ]
    attributes = [
        AttributeEntry("flooded", _BASE + "flooded", "flooded", "boolean"),
        AttributeEntry("cloudy", _BASE + "cloudy", "cloudy", "boolean", "image"),
        AttributeEntry("speed", _BASE + "speed", "speed", "number"),
        AttributeEntry("flag", _BASE + "flag", "flag", "text"),
        AttributeEntry("date", _BASE + "date", "date", "text", "image", ("acquisition date",)),
        AttributeEntry("sun_angle", _BASE + "sun_angle", "sun angle", "number", "image"),
    ]
    return Vocabulary(
        {entry.name: entry for entry in classes},
        {entry.name: entry for entry in relations},
        {entry.name: entry for entry in attributes},
    )
