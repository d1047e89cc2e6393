"""What a store's words are at the moment: the vocabulary, and the ontology with its individuals."""

from __future__ import annotations

from typing import Any

from rune_kb.naming import with_new_classes
from rune_kb.store import Store
from rune_kb.vocabulary import Vocabulary
from rune_kb.vocabulary_cache import cached_vocabulary


class WordsNow:
    """Reads them anew when the store has changed, whoever changed it; else they stay the same object."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: tuple[str, int] | None = None
        self._known: Vocabulary | None = None
        self._populated: tuple[tuple[str, int], Any] | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        """Classes, relations and attributes; an equal vocabulary stays the object it was."""
        now = self._now()
        if self._known is None or now != self._read:
            base = cached_vocabulary(self._store.directory / "cache", self.documents())
            known = with_new_classes(base, self._store.new_class_labels())
            if known != self._known:
                self._known = known
            self._read = now
        return self._known

    @property
    def ontology(self) -> Any:
        """The ontology with the detections as individuals, an owlready2 Ontology in memory."""
        from rune_kb.individuals import populated_ontology

        now = self._now()
        if self._populated is None or self._populated[0] != now:
            self._populated = now, populated_ontology(self._store, self.documents(), self.vocabulary)
        return self._populated[1]

    def documents(self) -> list[tuple[str, str]]:
        """The documents that were added: name and text."""
        return [(each.name, each.document) for each in self._store.ontologies()]

    def _now(self) -> tuple[str, int]:
        revisions = self._store.revisions()
        return revisions.identity, revisions.clock
