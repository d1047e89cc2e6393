"""Words of English: articles, plurals, lists; and the vocabulary's classes and relations as such words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rune_kb.spelling import singulars
from rune_kb.vocabulary import ROOT, Vocabulary

_SAME = ("aircraft", "watercraft", "spacecraft", "hovercraft", "sheep", "series")
_STUFF = (
    "water",
    "grass",
    "vegetation",
    "cover",
    "ground",
    "land",
    "sand",
    "soil",
    "snow",
    "ice",
    "forest land",
)
"""Nouns that are not counted: there is no `two grasses`."""
_SOUNDS_LIKE_YOU = ("uni", "use", "usa", "eu", "one", "ura", "uti")
_SILENT_H = ("hour", "honest", "honour", "heir")
_SPELT_WITH_A_VOWEL = "AEFHILMNORSX"


def line(text: str) -> str:
    """The text on one line: what cannot be seen, or would break the line, is escaped.

    >>> print(line("two\\nlines\\u2028"))
    two\\nlines\\u2028
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def article(noun: str) -> str:
    """The noun with `a` or `an`.

    >>> article("harbor"), article("airport"), article("unit"), article("SUV"), article("grass")
    ('a harbor', 'an airport', 'a unit', 'an SUV', 'an area of grass')
    """
    if _is_stuff(noun):
        return f"an area of {noun}"
    first = noun.split(" ")[0]
    if first.isupper() and len(first) > 1:
        vowel = first[0] in _SPELT_WITH_A_VOWEL
    else:
        word = first.casefold()
        vowel = word.startswith(_SILENT_H) or (
            word[:1] in tuple("aeiou") and not word.startswith(_SOUNDS_LIKE_YOU)
        )
    return f"{'an' if vowel else 'a'} {noun}"


def plural(noun: str) -> str:
    """
    >>> plural("ship"), plural("bus"), plural("ferry"), plural("aircraft"), plural("land cover")
    ('ships', 'buses', 'ferries', 'aircraft', 'areas of land cover')
    """
    if _is_stuff(noun):
        return f"areas of {noun}"
    if noun.endswith(_SAME):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _is_stuff(noun: str) -> bool:
    return noun.split(" ")[-1] in _STUFF


def counted(n: int, noun: str) -> str:
    """``1 harbor``, ``2 harbors``."""
    one = f"area of {noun}" if _is_stuff(noun) else noun
    return f"{n} {one if n == 1 else plural(noun)}"


def listed(items: Sequence[str], word: str = "and") -> str:
    """
    >>> listed(["a", "b"]), listed(["a", "b", "c"])
    ('a and b', 'a, b, and c')
    """
    if len(items) < 3:
        return f" {word} ".join(items)
    return f"{', '.join(items[:-1])}, {word} {items[-1]}"


@dataclass(frozen=True, slots=True)
class Verb:
    """How a relation is said: `is near` and `are near`, `contains` and `contain`."""

    singular: str
    plural: str

    def negative(self, *, many: bool = False) -> str:
        """`is not near`, `does not contain`."""
        if self.singular.startswith("is "):
            return f"{'are' if many else 'is'} not {self.singular[3:]}"
        return f"{'do' if many else 'does'} not {self.plural}"


_LACKS_PREPOSITION = {"far": "far from", "adjacent": "adjacent to"}


@dataclass(frozen=True, slots=True)
class Words:
    """What classes, relations and attributes are called: by their labels, or by their names."""

    vocabulary: Vocabulary | None = None

    def noun(self, cls: str) -> str:
        """The class in small words: `storage tank`."""
        entry = self.vocabulary.classes.get(cls) if self.vocabulary else None
        label = entry.label if entry else cls.replace("_", " ")
        return line(label) or "thing"

    def is_class(self, name: str) -> bool | None:
        """Whether the name is a class's; None where there is no vocabulary to tell."""
        return name in self.vocabulary.classes if self.vocabulary else (True if name == ROOT else None)

    def verb(self, relation: str) -> Verb:
        """The relation as a verb between its first detection and the others."""
        entry = self.vocabulary.relations.get(relation) if self.vocabulary else None
        label = line(entry.label if entry else relation.replace("_", " "))
        label = _LACKS_PREPOSITION.get(relation, label)
        base = next(singulars(label), None) if " " not in label else None
        if base is not None:
            return Verb(label, base)
        return Verb(f"is {label}", f"are {label}")

    def turned(self, relation: str) -> str | None:
        """The relation that holds of y and x where this one holds of x and y."""
        entry = self.vocabulary.relations.get(relation) if self.vocabulary else None
        if entry is None:
            return None
        return relation if entry.symmetric else entry.inverse

    def attribute(self, name: str) -> str:
        entry = self.vocabulary.attributes.get(name) if self.vocabulary else None
        return line(entry.label if entry else name.replace("_", " "))
