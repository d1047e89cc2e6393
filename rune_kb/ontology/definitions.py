"""Definitions of classes: equivalent classes as formulas, and what follows for the tree of classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from owlready2 import And, ThingClass
from rdflib import OWL, URIRef

from rune_kb.errors import FormulaError
from rune_kb.logic import formula as fol
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.ontology.additions import cyclic, find_cycle
from rune_kb.ontology.documents import Documents
from rune_kb.ontology.entries import Entries
from rune_kb.ontology.expressions import Compiler, NotCompiled
from rune_kb.vocabulary import ROOT, ClassEntry


@dataclass(frozen=True)
class Definitions:
    """Completes the classes of ``entries``; ``notes`` grows by a line for all that is not compiled."""

    documents: Documents
    entries: Entries
    ontology: Any
    notes: list[str] = field(default_factory=list)

    @cached_property
    def classes(self) -> Mapping[str, ClassEntry]:
        """By name, with definitions. Raises OntologyError for a class defined through itself."""
        plain = self.entries.classes
        formulas = {term: self._definition(term) for term in plain}
        above = {term: self._above(term) for term in plain}
        term_of = {entry.name: term for term, entry in plain.items()}
        uses = {
            term: sorted({*above[term], *(term_of[name] for name in _class_names(formula, term_of))})
            for term, formula in formulas.items()
        }
        cycle = find_cycle(uses)
        if cycle is not None:
            raise cyclic("a class defined through itself", cycle, "→", self.documents)
        complete = {}
        for term, entry in plain.items():
            formula = formulas[term]
            if formula is None:
                parents = self._parents(term, above[term], formulas, term_of)
                complete[entry.name] = replace(entry, parents=parents)
            else:
                self._report_more(term, above[term], formula, term_of)
                complete[entry.name] = replace(entry, parents=(), definition=formula)
        return complete

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler.of(self.entries)

    # -- what is said of one class ---------------------------------------------------------------------------

    def _class(self, term: URIRef) -> Any:
        return self.ontology.world[str(term)]

    def _definition(self, term: URIRef) -> fol.Formula | None:
        """The first equivalent class that can be compiled."""
        found = None
        expressions = (part for part in self._class(term).equivalent_to if not isinstance(part, ThingClass))
        for expression in (*self._other_words(term), *expressions):
            if found is not None:
                self._note(term, f"a second definition, {expression!r}; the first is used")
                continue
            try:
                found = _writable(self._compiler.compile(expression))
            except NotCompiled as reason:
                self._note(term, f"the definition {expression!r}: {reason}")
        return found

    def _other_words(self, term: URIRef) -> list[Any]:
        """Named classes this one is another word for: the subject is, but never RUNE's own for a user's."""
        graph, own = self.documents.graph, self.documents.base_terms
        others = {other for other in graph.objects(term, OWL.equivalentClass) if term not in own}
        if term not in own:
            others |= {other for other in graph.subjects(OWL.equivalentClass, term) if other in own}
        named = sorted(other for other in others if isinstance(other, URIRef))
        return [self._class(other) for other in named]

    def _above(self, term: URIRef) -> list[URIRef]:
        """Named classes above, also inside an `and`; what else is said of every member is noted."""
        above = set(self.entries.parents(term))
        todo = [part for part in self._class(term).is_a if not isinstance(part, ThingClass)]
        while todo:
            part = todo.pop()
            if isinstance(part, And):
                todo += part.Classes
            elif isinstance(part, ThingClass):
                above.add(URIRef(part.iri))
            else:
                self._note(term, f"that every member is {part!r}; only definitions (owl:equivalentClass) are")
        return sorted(above & self.entries.classes.keys())

    # -- the tree --------------------------------------------------------------------------------------------

    def _parents(
        self,
        term: URIRef,
        above: Iterable[URIRef],
        formulas: Mapping[URIRef, fol.Formula | None],
        term_of: Mapping[str, URIRef],
    ) -> tuple[str, ...]:
        """Parents that have detections; of a defined parent, the classes that its definition names."""
        found: set[str] = set()
        for parent in above:
            formula = formulas[parent]
            if formula is None:
                found.add(self.entries.classes[parent].name)
                continue
            self._note(
                term,
                f"that every member is {self._short(term, parent)}; only the classes in that definition are",
            )
            bases = [term_of[name] for name in _conjuncts(formula) if name in term_of]
            found |= set(self._parents(term, bases, formulas, term_of))
        plain = self.entries.classes[term]
        return tuple(sorted(found)) or (() if plain.name == ROOT else (ROOT,))

    def _report_more(
        self, term: URIRef, above: Iterable[URIRef], formula: fol.Formula, term_of: Mapping[str, URIRef]
    ) -> None:
        """Parents of a defined class that its definition does not give it already."""
        given: set[URIRef] = set()
        todo = [term_of[name] for name in _conjuncts(formula) if name in term_of]
        while todo:
            parent = todo.pop()
            if parent not in given:
                given.add(parent)
                todo += self.entries.parents(parent)
        for parent in above:
            if parent not in given and self.entries.classes[parent].name != ROOT:
                self._note(term, f"that every member is {self._short(term, parent)}; it has a definition")

    def _short(self, term: URIRef, other: URIRef) -> str:
        return self.documents.home(term).short(other)

    def _note(self, term: URIRef, text: str) -> None:
        home = self.documents.home(term)
        self.notes.append(f"{home.name}: {home.short(term)}: not compiled: {text}")


def _writable(formula: fol.Formula) -> fol.Formula:
    """The formula itself; a vocabulary is stored as text, so it must survive writing and reading."""
    try:
        if parse(to_text(formula)) == formula:
            return formula
    except FormulaError as error:
        raise NotCompiled(error.message) from None
    raise NotCompiled(f"it reads back otherwise: {to_text(formula)}")


def _class_names(formula: fol.Formula | None, known: Mapping[str, URIRef]) -> set[str]:
    if formula is None:
        return set()
    return {node.name for node in fol.walk(formula) if isinstance(node, fol.Atom) and node.name in known}


def _conjuncts(formula: fol.Formula) -> list[str]:
    """The atoms about x alone that the formula implies."""
    parts = formula.parts if isinstance(formula, fol.And) else (formula,)
    return [part.name for part in parts if isinstance(part, fol.Atom) and len(part.args) == 1]
