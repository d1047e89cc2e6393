"""Atoms and terms of the grammar that a language model is held to (constrained.py), by how many variables are
bound.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from rune_kb.logic.formula import Apply, ImageTerm
from rune_kb.logic.kinds import (
    ANGLE,
    AREA,
    DETECTION_FUNCTIONS,
    IMAGE_FUNCTIONS,
    LENGTH,
    PLAIN,
    Kind,
    Quantity,
    find_function,
    of_unit,
)
from rune_kb.logic.printer import to_text
from rune_kb.logic.units import UNITS
from rune_kb.vocabulary import Vocabulary

VARIABLES = ("x", "y", "z", "w", "v")
"""The names of variables, by how deep they are bound; no formula binds more at a time."""

COUNT_NUMBER = r"/0|[1-9][0-9]{0,2}/"
_NUMBER = r"/(0|[1-9][0-9]{0,5})(\.[0-9]{1,3})?/"
_DATE = r"/'[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?'/"
_TEXT = r"/'[A-Za-z0-9][A-Za-z0-9 _.#-]{0,40}'/"
_COMPARING = r"/ (<=|>=|!=|<|>|=) /"

_DIMENSIONS: Mapping[str, Quantity] = {"length": LENGTH, "area": AREA, "angle": ANGLE, "plain": PLAIN}


def quoted(text: str) -> str:
    """The text as a string of a Lark grammar."""
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Atoms:
    """Writes the rules ``atom_D`` and ``comparison_D`` for D variables in scope."""

    vocabulary: Vocabulary

    def rules(self, depth: int) -> Iterator[str]:
        if depth == 0:
            yield from self._terminals()
        names = VARIABLES[:depth]
        if self.says(depth):
            yield f"atom_{depth}: {' | '.join(self._atoms(names))}"
        for dimension in _DIMENSIONS:
            yield from self._terms(dimension, names)
        if self.compares(depth):
            yield f"comparison_{depth}: {' | '.join(self._comparisons(names))}"

    def says(self, depth: int) -> bool:
        """Whether anything can be said, other than by comparing, with so many variables."""
        return any(True for _ in self._atoms(VARIABLES[:depth]))

    def compares(self, depth: int) -> bool:
        return any(True for _ in self._comparisons(VARIABLES[:depth]))

    # -- atoms ---------------------------------------------------------------------------------------------

    def _terminals(self) -> Iterator[str]:
        yield f"NUMBER: {_NUMBER}"
        yield f"DATE: {_DATE}"
        yield f"TEXT: {_TEXT}"
        yield f"COMPARING: {_COMPARING}"
        yield f"CLASS: {_one_of(self.vocabulary.classes)}"
        if flags := self._flags():
            yield f"FLAG: {_one_of(flags)}"
        for (arity, radius), names in self._relations().items():
            yield f"{_terminal(arity, radius)}: {_one_of(names)}"

    def _flags(self) -> list[str]:
        """What is true or false of a detection."""
        attributes = self.vocabulary.attributes.values()
        return [entry.name for entry in attributes if entry.kind == "boolean" and entry.of == "detection"]

    def _relations(self) -> dict[tuple[int, bool], list[str]]:
        found: dict[tuple[int, bool], list[str]] = {}
        for entry in self.vocabulary.relations.values():
            found.setdefault((entry.arity, entry.radius), []).append(entry.name)
        return found

    def _atoms(self, names: tuple[str, ...]) -> Iterator[str]:
        if names:
            said = "(CLASS | FLAG)" if self._flags() else "CLASS"
            yield f"{said} ({_strings(f'({name})' for name in names)})"
        for arity, radius in self._relations():
            pairs = [", ".join(chosen) for chosen in permutations(names, arity)]
            if not pairs:
                continue
            yield f"{_terminal(arity, radius)} ({_strings(f'({pair})' for pair in pairs)})"
            if radius:
                yield (
                    f"{_terminal(arity, radius)} ({_strings(f'({pair}, ' for pair in pairs)}) "
                    f'NUMBER {_units(LENGTH)}? ")"'
                )
        for entry in self.vocabulary.attributes.values():
            if entry.kind == "boolean" and entry.of == "image":
                yield quoted(f"{_name(entry.name)}(image)")
        if len(names) > 1:
            signs = ("=", "!=")
            yield _strings(f"{a} {sign} {b}" for a, b in permutations(names, 2) for sign in signs)

    # -- terms ---------------------------------------------------------------------------------------------

    def _terms(self, dimension: str, names: tuple[str, ...]) -> Iterator[str]:
        depth = len(names)
        values = list(self._values(dimension, names))
        if not values:
            return
        own = f"{dimension}_{depth}"
        yield f"{own}: {' | '.join(values)}"
        parts = [own, f'NUMBER " * " {own}', f'{own} " / " NUMBER', f'"abs(" {own} " - " {own} ")"']
        if dimension == "plain" and any(True for _ in self._values("length", names)):
            parts.append(f'length_{depth} " / " length_{depth}')
        yield f"part_{own}: {' | '.join(parts)}"
        yield f'sum_{own}: part_{own} ((" + " | " - ") part_{own})?'

    def _values(self, dimension: str, names: tuple[str, ...]) -> Iterator[str]:
        wanted = _DIMENSIONS[dimension]
        literals: list[str] = []
        for function, (arity, gives) in DETECTION_FUNCTIONS.items():
            if gives == wanted:
                literals += [f"{function}({', '.join(chosen)})" for chosen in permutations(names, arity)]
        literals += [f"{function}(image)" for function, gives in IMAGE_FUNCTIONS.items() if gives == wanted]
        if dimension == "plain":
            literals += self._attributes("number", names)
            if len(names) < len(VARIABLES):
                yield f'{quoted(f"count {VARIABLES[len(names)]} (")} some_{len(names) + 1} ")"'
        if literals:
            yield _strings(literals)

    def _attributes(self, kind: str, names: tuple[str, ...]) -> list[str]:
        of = {"image": ("image",), "detection": names}
        return [
            f"{_name(entry.name)}({argument})"
            for entry in self.vocabulary.attributes.values()
            if entry.kind == kind and find_function(entry.name) is None
            for argument in of[entry.of]
        ]

    def _comparisons(self, names: tuple[str, ...]) -> Iterator[str]:
        depth = len(names)
        for dimension, quantity in _DIMENSIONS.items():
            if any(True for _ in self._values(dimension, names)):
                own = f"sum_{dimension}_{depth}"
                yield f"{own} COMPARING ({own} | NUMBER {_units(quantity)}?)"
        dates = [f"{name}(image)" for name, gives in IMAGE_FUNCTIONS.items() if gives is Kind.DATE]
        yield f"({_strings(dates)}) COMPARING DATE"
        texts = [f"{name}(image)" for name, gives in IMAGE_FUNCTIONS.items() if gives is Kind.TEXT]
        yield f'({_strings([*texts, *self._attributes("text", names)])}) (" = " | " != ") TEXT'


def _units(quantity: Quantity) -> str:
    """The units of the dimension, each with the space before it; matches nothing where there are none."""
    units = [f" {unit}" for unit in UNITS if of_unit(unit) == quantity]
    return f"({_strings(units)})" if units else '""'


def _strings(texts: Iterable[str]) -> str:
    return " | ".join(map(quoted, texts))


def _one_of(names: Iterable[str]) -> str:
    return " | ".join(quoted(_name(name)) for name in names)


def _name(name: str) -> str:
    """The name as a formula writes it, in quotes where it must be."""
    return re.sub(r"\(image\)$", "", to_text(Apply(name, (ImageTerm(),))))


def _terminal(arity: int, radius: bool) -> str:
    return f"RELATION_{arity}{'_RADIUS' if radius else ''}"
