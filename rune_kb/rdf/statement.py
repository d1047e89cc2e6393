"""What is said of one thing, as plain values: rdflib's terms would take ten times as long to make."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from rdflib import OWL, RDF, RDFS, XSD

from rune_kb.detection import Value

TYPE, LABEL = str(RDF.type), str(RDFS.label)
NAMED_INDIVIDUAL, DATATYPE_PROPERTY = str(OWL.NamedIndividual), str(OWL.DatatypeProperty)
STRING, DECIMAL, INTEGER, BOOLEAN = str(XSD.string), str(XSD.decimal), str(XSD.integer), str(XSD.boolean)

Property = tuple[str, Value, str | None]
"""Predicate, value and the value's datatype; a datatype of None tells that the value is an IRI."""


class Individual(NamedTuple):
    """Something with an IRI and what is said of it."""

    iri: str
    properties: list[Property]


def lexical(value: Value) -> str:
    """The value's text as XSD has it; no digit of a number is lost.

    >>> lexical(0.93), lexical(1e-07), lexical(3), lexical(True)  # decimals have no exponents
    ('0.93', '0.0000001', '3', 'true')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text
