"""Facts as Prolog text that plain SWI-Prolog consults: what prolog/facts.pl calls tables, without RUNE.

    ship('P0001', 12, 0.93, ship, 412.5, 88.0, …, box(400.0, 80.0, …)).

The columns are those of prolog/facts.pl. A detection is written once, under its own class; classes above it,
and the narrow ``ship/6``, are rules. Detections of a class stand image by image, best score first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rune_kb.detection import Image, Value
from rune_kb.formats.written import Tally
from rune_kb.outline_cells import outline_cell
from rune_kb.store import Store
from rune_kb.vocabulary import ROOT, Vocabulary

COLUMNS = (
    "Image", "Id", "Score", "Class", "Cx", "Cy", "MinX", "MinY", "MaxX", "MaxY",
    "Area", "Length", "Width", "Angle", "Outline",
)  # fmt: skip
NARROW = 6
"""How many of the columns the narrow predicate has."""

_ISO = frozenset(
    {"arg", "atom_concat", "bagof", "call", "catch", "compare", "current_op", "findall", "functor"}
    | {"numbervars", "op", "open", "phrase", "read_term", "setof", "write_term"}
)
"""Predicates of SWI-Prolog with 3, 6 or 15 arguments that nobody can redefine."""

_BARE = re.compile(r"[a-z][a-zA-Z0-9_]*")
_SPECIAL = re.compile(r"['\\\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")


def prolog_text(store: Store, vocabulary: Vocabulary, tally: Tally) -> Iterator[str]:
    """The text, a clause at a time; ``tally`` counts what is in it."""
    yield ":- encoding(utf8).\n% Detections of RUNE. Pixels, x right, y down. The columns of a class are\n"
    yield f"%   {', '.join(COLUMNS)}\n% and its narrow predicate has the first {NARROW} of them.\n"
    yield "\n% image(Image, Width, Height, Gsd, Date); none where unknown.\n:- dynamic image/5.\n"
    for image in store.images():
        tally.images += 1
        yield _image(image)
    classes = _Classes(store, vocabulary)
    for name in classes.all:
        yield from classes.clauses(name, tally)
    yield from _attributes(store, vocabulary)


def atom(text: str) -> str:
    r"""The text as a quoted atom, or bare where every Prolog reads that as the atom.

    >>> print(atom("ship"), atom("Ship"), atom("it's"))
    ship 'Ship' 'it\'s'
    """
    if _BARE.fullmatch(text):
        return text
    return f"'{_SPECIAL.sub(_escape, text)}'"


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    return {"'": "\\'", "\\": "\\\\", "\n": "\\n"}.get(char) or f"\\x{ord(char):x}\\"


def _value(value: Value | None) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return atom(value)


def _predicate(name: str) -> str:
    """The name of a class or an attribute as a predicate's."""
    return name + "_" if name in _ISO else name


def _fact(name: str, arguments: Iterable[str]) -> str:
    return f"{atom(name)}({', '.join(arguments)}).\n"


def _image(image: Image) -> str:
    return _fact("image", map(_value, (image.id, image.width, image.height, image.gsd, image.date)))


class _Classes:
    """Which class has detections under which names."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._stored = {count.name for count in store.class_counts()}
        known = {name for name, entry in vocabulary.classes.items() if entry.definition is None}
        self.all = sorted(known | self._stored)
        self._members = {
            name: sorted(self._stored & vocabulary.descendants(name)) if name in known else [name]
            for name in self.all
        }
        self._members[ROOT] = sorted(self._stored)

    def clauses(self, name: str, tally: Tally) -> Iterator[str]:
        """All that defines the class."""
        predicate = atom(_predicate(name))
        members = self._members[name]
        if not members:
            yield f"\n:- dynamic {predicate}/{NARROW}, {predicate}/{len(COLUMNS)}.\n"
            return
        all_of_them = ", ".join(COLUMNS)
        narrow = COLUMNS[:NARROW]
        wide = ", ".join([*narrow, *["_"] * (len(COLUMNS) - NARROW)])
        yield f"\n{predicate}({', '.join(narrow)}) :-\n    {predicate}({wide}).\n"
        if members == [name]:
            yield from self._facts(name, tally)
            return
        for member in members:
            yield f"{predicate}({all_of_them}) :-\n    {atom(self._own(member))}({all_of_them}).\n"
        if name in members:
            yield from self._facts(name, tally)

    def _own(self, name: str) -> str:
        """The predicate of the detections that are of this very class."""
        return _predicate(name) if self._members[name] == [name] else f"{name} only"

    def _facts(self, name: str, tally: Tally) -> Iterator[str]:
        predicate = self._own(name)
        for image, k, score, cls, *measures, outline in self._store.class_rows([name]):
            tally.detections += 1
            numbers = map(repr, measures)
            yield _fact(predicate, (atom(image), str(k), repr(score), atom(cls), *numbers, _outline(outline)))


def _outline(wkb: bytes) -> str:
    """box(X1, Y1, …), poly([Ring, …]) or line([Part, …]), a ring or part being a flat list of numbers."""
    kind, *parts = outline_cell(wkb)
    if kind == "box":
        return f"box({', '.join(map(repr, parts))})"
    return f"{kind}({parts!r})"


def _attributes(store: Store, vocabulary: Vocabulary) -> Iterator[str]:
    rows: dict[str, list[str]] = {
        name: [] for name, entry in vocabulary.attributes.items() if entry.of == "detection"
    }
    for image, detections in store.scenes():
        for detection in detections:
            for name, value in detection.attributes.items():
                fact = _fact(_predicate(name), (atom(image.id), str(detection.k), _value(value)))
                rows.setdefault(name, []).append(fact)
    for name, facts in sorted(rows.items()):
        yield "\n% An attribute: the image, the detection's Id, the value.\n"
        yield f":- dynamic {atom(_predicate(name))}/3.\n"
        yield from facts
