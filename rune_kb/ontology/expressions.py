"""OWL class expressions, as owlready2 gives them, to formulas.

`Building ⊓ (flooded value true) ⊓ (near min 3 Ship)` of a detection x becomes
`building(x) & flooded(x) & exists>=3 y (near(x, y) & ship(y))`. Where OWL leaves open what was not said,
formulas take it to be false (DESIGN 4.2): a complement is a negation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from owlready2 import (
    EXACTLY,
    HAS_SELF,
    MAX,
    MIN,
    ONLY,
    SOME,
    VALUE,
    And,
    ConstrainedDatatype,
    Inverse,
    Not,
    OneOf,
    Or,
    Restriction,
    ThingClass,
)

from rune_kb.logic import formula as fol
from rune_kb.logic.kinds import DETECTION_FUNCTIONS
from rune_kb.ontology.entries import Entries
from rune_kb.vocabulary import NAMESPACE, ROOT, AttributeEntry, ClassEntry, RelationEntry

THING = "http://www.w3.org/2002/07/owl#Thing"

_VARIABLES = ("x", "y", "z", "w")
_COUNTS: Mapping[int, fol.CountOp] = {MIN: ">=", MAX: "<=", EXACTLY: "="}
_FACETS: Mapping[str, fol.CompareOp] = {
    "min_inclusive": ">=",
    "min_exclusive": ">",
    "max_inclusive": "<=",
    "max_exclusive": "<",
}
_OTHER_FACETS = (
    "length",
    "min_length",
    "max_length",
    "pattern",
    "white_space",
    "total_digits",
    "fraction_digits",
)


class NotCompiled(Exception):
    """The expression says something that formulas cannot."""


@dataclass(frozen=True)
class Compiler:
    """Expressions over these classes, relations and attributes, by IRI."""

    classes: Mapping[str, ClassEntry]
    relations: Mapping[str, RelationEntry]
    attributes: Mapping[str, AttributeEntry]

    @staticmethod
    def of(entries: Entries) -> Compiler:
        return Compiler(
            {str(term): entry for term, entry in entries.classes.items()},
            {str(term): entry for term, entry in entries.relations.items()},
            {str(term): entry for term, entry in entries.attributes.items()},
        )

    def compile(self, expression: Any, depth: int = 0) -> fol.Formula:
        """What the expression says of a detection, called x, y, z by its depth. Raises NotCompiled."""
        match expression:
            case ThingClass():
                return fol.Atom(self._class(expression.iri), (_variable(depth),))
            case And():
                return _joined(fol.And, [self.compile(part, depth) for part in expression.Classes])
            case Or():
                return _joined(fol.Or, [self.compile(part, depth) for part in expression.Classes])
            case Not():
                return fol.Not(self.compile(expression.Class, depth))
            case Restriction():
                return self._restriction(expression, depth)
            case OneOf():
                raise NotCompiled("an enumeration of individuals (owl:oneOf)")
            case _:
                raise NotCompiled(f"{expression!r}")

    def _class(self, iri: str) -> str:
        if iri == THING:
            return ROOT
        if iri not in self.classes:
            raise NotCompiled(f"<{iri}>, which is no class of detections")
        return self.classes[iri].name

    # -- restrictions ----------------------------------------------------------------------------------------

    def _restriction(self, restriction: Any, depth: int) -> fol.Formula:
        inverse = isinstance(restriction.property, Inverse)
        named = restriction.property.property if inverse else restriction.property
        iri = getattr(named, "iri", str(named))
        if iri in self.relations:
            return self._on_relation(restriction, self.relations[iri], inverse, depth)
        term = self._measured(iri, _variable(depth))
        if term is None:
            raise NotCompiled(f"a restriction on <{iri}>, which is no relation or attribute of detections")
        return self._on_attribute(restriction, self.attributes.get(iri), term)

    def _on_relation(self, restriction: Any, entry: RelationEntry, inverse: bool, depth: int) -> fol.Formula:
        here, there = _variable(depth), _variable(depth + 1)
        related = fol.Atom(entry.same_as or entry.name, (there, here) if inverse else (here, there))
        kind = restriction.type
        if kind == HAS_SELF:
            return fol.Atom(related.name, (here, here))
        if kind == VALUE:
            raise NotCompiled("a relation to one individual (owl:hasValue)")
        such = None if _is_anything(restriction.value) else self.compile(restriction.value, depth + 1)
        if kind == ONLY:
            if such is None:
                raise NotCompiled("owl:allValuesFrom owl:Thing, which holds of everything")
            return fol.Forall((there.name,), fol.Implies(related, such))
        body = related if such is None else _joined(fol.And, [related, such])
        if kind == SOME:
            return fol.Exists((there.name,), body)
        return fol.ExistsCount(_COUNTS[kind], restriction.cardinality, there.name, body)

    def _measured(self, iri: str, var: fol.Var) -> fol.Apply | None:
        """The attribute, or the measure of the core ontology, as a term."""
        entry = self.attributes.get(iri)
        if entry is not None:
            return fol.Apply(entry.name, (var,)) if entry.of == "detection" else None
        local = iri.removeprefix(NAMESPACE)
        return fol.Apply(local, (var,)) if DETECTION_FUNCTIONS.get(local, (0,))[0] == 1 else None

    def _on_attribute(self, restriction: Any, entry: AttributeEntry | None, term: fol.Apply) -> fol.Formula:
        if restriction.type == VALUE:
            return _equal(entry, term, restriction.value)
        if restriction.type == SOME and isinstance(restriction.value, OneOf):
            return _joined(fol.Or, [_equal(entry, term, value) for value in restriction.value.instances])
        if restriction.type == SOME and isinstance(restriction.value, ConstrainedDatatype):
            return _within(term, restriction.value)
        raise NotCompiled(f"{restriction!r}: of attributes, only values and ranges are compiled")


def _within(term: fol.Apply, datatype: Any) -> fol.Formula:
    """A numeric range: ``area(x) >= 500 & area(x) < 900``."""
    if any(getattr(datatype, facet, None) is not None for facet in _OTHER_FACETS):
        raise NotCompiled(f"{datatype!r}: of ranges, only bounds are compiled")
    bounds = ((op, getattr(datatype, facet, None)) for facet, op in _FACETS.items())
    return _joined(
        fol.And, [fol.Compare(op, term, _number(bound)) for op, bound in bounds if bound is not None]
    )


def _equal(entry: AttributeEntry | None, term: fol.Apply, value: object) -> fol.Formula:
    if isinstance(value, bool):
        if entry is None or entry.kind != "boolean":
            raise NotCompiled(f"{term.name} is not boolean")
        held = fol.Atom(term.name, term.args)
        return held if value else fol.Not(held)
    if entry is not None and entry.kind == "text":
        return fol.Compare("=", term, fol.Text(str(value)))
    if entry is not None and entry.kind == "boolean":
        raise NotCompiled(f"{term.name} is true or false, not {value!r}")
    return fol.Compare("=", term, _number(value))


def _number(value: object) -> fol.Number:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise NotCompiled(f"{value!r} is no number")
    return fol.Number(float(value))


def _is_anything(filler: Any) -> bool:
    return filler is None or getattr(filler, "iri", None) in (THING, NAMESPACE + "Object")


def _joined(join: type[fol.And] | type[fol.Or], parts: list[fol.Formula]) -> fol.Formula:
    """One node for all parts; parts of the same kind are taken in, so that text and tree agree."""
    flat: list[fol.Formula] = []
    for part in parts:
        flat += part.parts if isinstance(part, join) else (part,)
    if not flat:
        raise NotCompiled("an expression without parts")
    return flat[0] if len(flat) == 1 else join(tuple(flat))


def _variable(depth: int) -> fol.Var:
    return fol.Var(_VARIABLES[depth] if depth < len(_VARIABLES) else f"v{depth}")
