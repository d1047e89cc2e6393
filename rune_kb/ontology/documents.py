"""Ontology documents: text to triples, and where in the text a term stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.sax import SAXParseException

from rdflib import Graph, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Identifier, Node

from rune_kb import paths
from rune_kb.errors import OntologyError
from rune_kb.vocabulary import LOCAL

BASE = ("rune.ttl", "aerial.ttl", "flood.ttl")
"""The documents every vocabulary starts from, each after those it imports."""


@dataclass(frozen=True)
class Document:
    """One ontology document. ``base`` is true for RUNE's own."""

    name: str
    text: str
    graph: Graph = field(repr=False)
    base: bool = False

    @cached_property
    def subjects(self) -> frozenset[Identifier]:
        return frozenset(subject for subject in self.graph.subjects() if isinstance(subject, URIRef))

    @cached_property
    def prefixes(self) -> tuple[tuple[str, str], ...]:
        """Prefix and namespace, the longest namespace first."""
        pairs = ((prefix, str(namespace)) for prefix, namespace in self.graph.namespaces())
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[1]), pair)))

    def short(self, iri: object) -> str:
        """The IRI as the document would write it: ``ex:Tug``, or ``<…>`` where no prefix fits."""
        text = str(iri)
        for prefix, namespace in self.prefixes:
            if text.startswith(namespace) and re.fullmatch(r"[\w.-]+", text[len(namespace) :]):
                return f"{prefix}:{text[len(namespace) :]}"
        return f"<{text}>"

    def line(self, iri: object) -> int | None:
        """The line where the term is described, else the first that names it; from 1."""
        local = re.split(r"[#/]", str(iri))[-1]
        written = [self.short(iri), f"<{iri}>", f'"{iri}"', f'"#{local}"', f'ID="{local}"', f"<#{local}>"]
        names = re.compile(rf"(?:{'|'.join(map(re.escape, written))})(?![\w-])")
        mentions = [
            (number, row) for number, row in enumerate(self.text.splitlines(), 1) if names.search(row)
        ]
        described = (number for number, row in mentions if names.match(row) or "rdf:about" in row)
        return next(described, mentions[0][0] if mentions else None)

    def refused(self, message: str, iri: object) -> OntologyError:
        """An error that begins with the document and the line of the term."""
        line = self.line(iri)
        return OntologyError(f"{self.name}{'' if line is None else f':{line}'}: {message}")


@dataclass(frozen=True)
class Documents:
    """RUNE's own documents and a user's, and all their triples in one graph."""

    each: tuple[Document, ...]

    @cached_property
    def graph(self) -> Graph:
        merged = Graph()
        for document in self.each:
            for prefix, namespace in document.graph.namespaces():
                merged.bind(prefix, namespace, override=False)
            for triple in document.graph:
                merged.add(triple)
        return merged

    @cached_property
    def base(self) -> Graph:
        """The triples of RUNE's own documents."""
        own = Graph()
        for document in self.each:
            if document.base:
                own += document.graph
        return own

    @property
    def added(self) -> Iterator[Document]:
        """The user's documents."""
        return (document for document in self.each if not document.base)

    @cached_property
    def base_terms(self) -> frozenset[Identifier]:
        """What RUNE's own documents describe."""
        return frozenset().union(*(document.subjects for document in self.each if document.base))

    def home(self, iri: object) -> Document:
        """The document a message about the term should name: the last that describes it."""
        described = [document for document in self.each if iri in document.subjects]
        return (described or list(self.each))[-1]

    def short(self, iri: object) -> str:
        return self.home(iri).short(iri)

    def refused(self, message: str, iri: object) -> OntologyError:
        return self.home(iri).refused(message, iri)


def read_documents(documents: Sequence[tuple[str, str]]) -> Documents:
    """RUNE's own documents, then these (name, text). Raises OntologyError for one that cannot be read."""
    own = [read_document(path.name, path.read_text(encoding="utf-8"), base=True) for path in base_paths()]
    return Documents((*own, *(read_document(name, text) for name, text in documents)))


def base_paths() -> list[Path]:
    """Where RUNE's own documents are."""
    return [paths.ONTOLOGY / name for name in BASE]


def read_document(name: str, text: str, *, base: bool = False) -> Document:
    """A document in Turtle, N-Triples (which is Turtle) or RDF/XML.

    Raises OntologyError with the line for text that is none of them.
    """
    xml = re.match(r"\ufeff?\s*<(\?xml|!DOCTYPE|!--|rdf:RDF|[\w-]*:?RDF\b)", text) is not None
    graph = Graph()
    try:
        graph.parse(data=text.removeprefix("\ufeff"), format="xml" if xml else "turtle", publicID=LOCAL[:-1])
    except SAXParseException as error:
        raise OntologyError(f"{name}:{error.getLineNumber()}: not RDF/XML: {error.getMessage()}") from None
    except BadSyntax as error:
        line = min(error.lines + 1, len(text.splitlines()))  # of a text cut off, rdflib counts beyond the end
        raise OntologyError(f"{name}:{line}: not Turtle: {_reason(error)}") from None
    except Exception as error:  # rdflib's parsers raise whatever their insides raise
        reason = str(error).partition(" at ^")[0].strip() or type(error).__name__
        raise OntologyError(f"{name}: not {'RDF/XML' if xml else 'Turtle'}: {reason}") from None
    if not graph:
        raise OntologyError(f"{name}: there is nothing in it")
    if broken := sorted({str(term) for triple in graph for term in triple if _is_broken(term)}):
        raise OntologyError(f"{name}: <{broken[0]}> is not an IRI")
    return Document(name, text, graph, base)


def _is_broken(term: Node) -> bool:
    return isinstance(term, URIRef) and re.search(r'[\s<>"{}|\\^`]', term) is not None


def _reason(error: BadSyntax) -> str:
    """What rdflib says is wrong and the text it stopped at.

    >>> _reason(BadSyntax("", 0, "ex:a ex:b", 5, "no verb"))
    'no verb, at `ex:b`'
    """
    why, _, context = str(error).partition(" at ^ in:")
    stopped = context.rpartition("^")[2].removeprefix("b'").split("\\n")[0].strip(" \"'")[:60]
    return why.partition("Bad syntax (")[2].removesuffix(")") + (f", at `{stopped}`" if stopped else "")
