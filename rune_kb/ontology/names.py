"""What terms are called: canonical names, labels, and that no word means two things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import RDFS, SKOS, Literal, URIRef

from rune_kb.logic.kinds import find_function
from rune_kb.logic.words import RESERVED
from rune_kb.ontology.documents import Document, Documents
from rune_kb.ontology.terms import split
from rune_kb.spelling import key, singulars, snake_case, spaced

CLASS = "class"
RELATION = "relation"
ATTRIBUTE = "attribute"
IMAGE_ATTRIBUTE = "image attribute"

_LABELS = (SKOS.prefLabel, RDFS.label, SKOS.altLabel, SKOS.hiddenLabel)


@dataclass(frozen=True)
class Words:
    """A term's name, its label, its other labels and its comment."""

    name: str
    label: str
    alt_labels: tuple[str, ...]
    comment: str


def words_of(term: URIRef, documents: Documents) -> Words:
    """The words of a term; English ones first, other languages are other labels."""
    graph = documents.graph
    notation = graph.value(term, SKOS.notation)
    own = str(notation) if notation is not None else split(term)[1]
    name = snake_case(own)
    pref, plain, alt, hidden = (_texts(term, label, documents) for label in _LABELS)
    preferred, others = [*pref, *plain], [*alt, *hidden]
    label = preferred[0] if preferred else spaced(own)
    seen = {key(name), key(label)}
    alts = []
    for text in (*preferred[1:], *others):
        if key(text) not in seen:
            seen.add(key(text))
            alts.append(text)
    comments = _texts(term, RDFS.comment, documents)
    return Words(name, label, tuple(alts), comments[0] if comments else "")


def _texts(term: URIRef, predicate: URIRef, documents: Documents) -> list[str]:
    """RUNE's own before a user's, English or without a language before the rest, then by the alphabet."""
    found = [text for text in documents.graph.objects(term, predicate) if isinstance(text, Literal)]

    def rank(text: Literal) -> tuple[bool, bool, str]:
        own = (term, predicate, text) in documents.base
        return (not own, (text.language or "en").partition("-")[0] != "en", str(text))

    return [" ".join(str(text).split()) for text in sorted(found, key=rank) if str(text).strip()]


def check_words(documents: Documents, kinds: Mapping[URIRef, str]) -> None:
    """That no word means two terms; ``kinds`` says what each term is (class, relation, …).

    Raises OntologyError, naming the later document, for a word that another term has or that the formula
    language uses. Attributes of images may be called what the formula language calls them (``width``).
    """
    meaning: dict[str, URIRef] = {}
    for document in documents.each:
        for term in sorted(document.subjects & kinds.keys()):
            assert isinstance(term, URIRef)
            for word in (words_of(term, documents).name, *_said(term, document)):
                _check_word(word, term, document, kinds, meaning)
                meaning[key(word)] = term


def _said(term: URIRef, document: Document) -> list[str]:
    """The labels that this very document gives the term."""
    return sorted(str(text) for label in _LABELS for text in document.graph.objects(term, label))


def _check_word(
    word: str, term: URIRef, document: Document, kinds: Mapping[URIRef, str], meaning: Mapping[str, URIRef]
) -> None:
    kind = kinds[term]
    called = f"{kind} {document.short(term)} is called `{word}`"
    if key(word) in RESERVED or (kind != IMAGE_ATTRIBUTE and find_function(word) is not None):
        raise document.refused(f"{called}, which is a word of the formula language", term)
    for spelling in (key(word), *(singulars(key(word)) if kind == CLASS else ())):
        other = meaning.get(spelling, term)
        if other != term:
            plural = "" if spelling == key(word) else f", the plural of `{spelling}`"
            whose = f"a word for the {kinds[other]} {document.short(other)}"
            advice = "use that term, or another word" if kinds[other] == kind else "use another word"
            raise document.refused(f"{called}{plural}, which is {whose}; {advice}", term)
