"""Classes that can have no member, found without a reasoner: a small tableau over what is said by name.

A branch is a set of literals: the thing is, or is not, of a class; an attribute of it has a value. A class
opens into what is said above it and what it is defined as; an `or` splits the branch. A class is inconsistent
when every branch closes. Sound, and complete for and, or, not, disjointness and boolean values; any other
restriction is one literal, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product
from typing import Any

from owlready2 import VALUE, And, Not, Nothing, Or, Restriction, Thing, ThingClass
from rdflib import OWL, RDF, URIRef
from rdflib.term import Node

from rune_kb.errors import OntologyError
from rune_kb.ontology.documents import Documents
from rune_kb.ontology.terms import RUNE, Terms

MAX_STEPS = 2000
"""Branches looked at for one class; where that is not enough, the class is taken to be consistent."""

Literal = tuple[bool, str]
Branch = frozenset[Literal]


@dataclass(frozen=True)
class Consistency:
    """Over the classes of an owlready2 ontology; ``terms`` are of the same documents."""

    documents: Documents
    terms: Terms
    ontology: Any

    def check(self) -> None:
        """Raises OntologyError for the first class that can have no member."""
        for term in sorted(self.terms.classes):
            reason = self.contradiction(str(term))
            if reason is not None:
                raise self._refused(term, reason)

    def _refused(self, term: URIRef, reason: str) -> OntologyError:
        """At the class's line in the last user's document that names it."""
        added = [document for document in self.documents.added if document.line(term) is not None]
        where = added[-1] if added else self.documents.each[-1]
        return where.refused(f"{where.short(term)} is inconsistent: {reason}", term)

    def contradiction(self, iri: str) -> str | None:
        """Why nothing can be of the class, or None."""
        reason = None
        branches: list[tuple[Branch, Branch]] = [(frozenset({(True, iri)}), frozenset())]
        for _ in range(MAX_STEPS):
            if not branches:
                return reason
            literals, opened = branches.pop()
            clash = self._clash(literals)
            if clash is not None:
                reason = clash
                continue
            closed = sorted(literals - opened)
            if not closed:
                return None
            literal = closed[0]
            branches += [(literals | more, opened | {literal}) for more in self._open(literal)]
            reason = reason or f"nothing can be {self.documents.short(literal[1])}"
        return None

    def _clash(self, literals: Branch) -> str | None:
        held = {what for holds, what in literals if holds}
        denied = sorted(what for holds, what in literals if not holds and what in held)
        if denied:
            iri, _, value = denied[0].partition("=")
            of = f"{self.documents.short(iri)} {value}".rstrip() if iri.startswith("http") else denied[0]
            return f"whatever is one both is and is not {of}"
        for what in sorted(held):
            if what.endswith("=True") and what.removesuffix("=True") + "=False" in held:
                return f"{self.documents.short(what.removesuffix('=True'))} is both true and false"
        for one in sorted(held & self._disjoint.keys()):
            for other in sorted(held & self._disjoint[one]):
                names = f"{self.documents.short(one)} and {self.documents.short(other)}"
                return f"whatever is one is both {names}, which are disjoint"
        return None

    @cached_property
    def _disjoint(self) -> Mapping[str, frozenset[str]]:
        """For each class, those disjoint with it."""
        graph = self.documents.graph
        groups: list[Iterable[Node]] = list(graph.subject_objects(OWL.disjointWith))
        for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
            groups += map(self.terms.listed, graph.objects(axiom, OWL.members))
        found: dict[str, set[str]] = {}
        for group in groups:
            for one, other in permutations(map(str, group), 2):
                found.setdefault(one, set()).add(other)
        return {one: frozenset(others) for one, others in found.items()}

    @cached_property
    def _terms(self) -> Mapping[str, URIRef]:
        return {str(term): term for term in self.terms.classes}

    # -- opening literals ------------------------------------------------------------------------------------

    def _open(self, literal: Literal) -> list[Branch]:
        """What the literal says, as alternatives."""
        holds, what = literal
        if what not in self._terms:
            return [frozenset()]
        entity = self.ontology.world[what]
        said = [*entity.equivalent_to.indirect(), *(entity.is_a if holds else ())]
        parts = [self._alternatives(part, holds) for part in said if not (part is Thing and not holds)]
        if holds and self._terms[what] not in self.terms.outside:
            parts.append([frozenset({(True, str(RUNE.Object))})])
        return list(_product(parts))

    def _alternatives(self, expression: Any, holds: bool) -> list[Branch]:
        match expression:
            case ThingClass():
                if expression in (Thing, Nothing):
                    return [frozenset()] if holds == (expression is Thing) else []
                return [frozenset({(holds, expression.iri)})]
            case Not():
                return self._alternatives(expression.Class, not holds)
            case And() | Or():
                parts = [self._alternatives(part, holds) for part in expression.Classes]
                every = isinstance(expression, And) == holds
                return list(_product(parts)) if every else [branch for part in parts for branch in part]
            case Restriction(type=kind) if kind == VALUE and isinstance(expression.value, bool):
                iri = getattr(expression.property, "iri", repr(expression.property))
                return [frozenset({(holds, f"{iri}={expression.value}")})]
            case _:
                return [frozenset({(holds, repr(expression))})]


def _product(parts: list[list[Branch]]) -> Iterator[Branch]:
    return (frozenset().union(*choice) for choice in product(*parts))
