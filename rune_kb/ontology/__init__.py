"""A vocabulary out of OWL: RUNE's own documents (ontology/*.ttl) and a user's.

rdflib reads the documents (Turtle, N-Triples, RDF/XML), owlready2 gives their class expressions; definitions
are compiled to formulas. docs/vocabulary.md tells what of OWL is understood. From left to right: `documents`,
`terms`, `names` and `entries`; `additions` and `consistency` refuse; `expressions` and `definitions` compile;
`unread` says what was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rdflib import Graph

from rune_kb.ontology.additions import check_base_unchanged, check_relations, check_tree
from rune_kb.ontology.consistency import Consistency
from rune_kb.ontology.definitions import Definitions
from rune_kb.ontology.documents import Documents, base_paths, read_documents
from rune_kb.ontology.entries import Entries
from rune_kb.ontology.names import ATTRIBUTE, CLASS, IMAGE_ATTRIBUTE, RELATION, check_words
from rune_kb.ontology.shapes import check_shapes
from rune_kb.ontology.terms import Terms
from rune_kb.ontology.unread import unread
from rune_kb.ontology.world import add_classes, load, read_expressions, self_contained
from rune_kb.vocabulary import Vocabulary

__all__ = ["base_paths", "load_vocabulary", "ontology_graph", "owl_world"]


def load_vocabulary(documents: Sequence[tuple[str, str]] = ()) -> tuple[Vocabulary, list[str]]:
    """The words of RUNE's own documents and of these; and a line for all these say that it cannot hold.

    ``documents`` are a user's: name and text, in the order they were added. Raises OntologyError, with
    document, line and axiom, for text that cannot be read, a circle of subclasses or of definitions, a class
    that can have no member, a word with two meanings, a term used but not declared, a change to RUNE's own.
    """
    read = read_documents(documents)
    check_shapes(read)
    check_base_unchanged(read)
    terms = Terms(read)
    terms.check()
    entries = Entries(read, terms)
    check_relations(read, terms, entries)
    _check_words(read, entries)
    check_tree(read, terms, entries)
    ontology = load(self_contained(read, terms))
    read_expressions(read, terms, ontology)
    definitions = Definitions(read, entries, ontology)
    classes = definitions.classes
    Consistency(read, terms, ontology).check()
    vocabulary = Vocabulary(
        classes=dict(sorted(classes.items())),
        relations={entry.name: entry for entry in entries.relations.values()},
        attributes={entry.name: entry for entry in entries.attributes.values()},
    )
    return vocabulary, [
        *definitions.notes,
        *(line for each in read.added for line in unread(each, terms, entries)),
    ]


def _check_words(read: Documents, entries: Entries) -> None:
    of_image = {term for term, entry in entries.attributes.items() if entry.of == "image"}
    kinds = {
        **dict.fromkeys(entries.classes, CLASS),
        **dict.fromkeys(entries.relations, RELATION),
        **{term: IMAGE_ATTRIBUTE if term in of_image else ATTRIBUTE for term in entries.attributes},
    }
    check_words(read, kinds)


def ontology_graph(documents: Sequence[tuple[str, str]] = (), vocabulary: Vocabulary | None = None) -> Graph:
    """All documents as one rdflib graph without imports; classes only the vocabulary has are added."""
    read = read_documents(documents)
    graph = self_contained(read, Terms(read))
    add_classes(graph, vocabulary.classes.values() if vocabulary is not None else ())
    return graph


def owl_world(documents: Sequence[tuple[str, str]] = (), vocabulary: Vocabulary | None = None) -> Any:
    """The same as an owlready2 Ontology in a world of its own; ``ontology.Ship`` is rune:Ship."""
    return load(ontology_graph(documents, vocabulary))
