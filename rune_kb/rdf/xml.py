"""RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/), an element a subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from rdflib import BNode, Graph, Literal
from rdflib.term import Node

from rune_kb.errors import FormatError
from rune_kb.rdf.prefixes import Prefixes
from rune_kb.rdf.statement import STRING, Individual, lexical

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_ENDS = {"\r": "&#13;"}  # a parser takes a bare one for a line feed


def rdf_xml(graph: Graph, individuals: Iterable[Individual], lost: Counter[str]) -> Iterator[bytes]:
    """The graph, then the individuals.

    XML has no place for control characters: U+FFFD takes theirs, and ``lost`` counts the texts. Raises
    FormatError for a property whose IRI does not end in a name.
    """
    prefixes = Prefixes(graph)
    namespaces = "".join(
        f"\n    xmlns:{prefix}={quoteattr(iri)}" for iri, prefix in prefixes.by_namespace.items()
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{namespaces}>\n'.encode()
    for subject in sorted(set(graph.subjects()), key=str):
        said = [
            _property(str(p), o, prefixes, lost) for p, o in sorted(graph.predicate_objects(subject), key=str)
        ]
        yield _description(_reference(subject, "about"), said)
    for iri, properties in individuals:
        said = [_element(p, *_content(lexical(v), datatype, lost), prefixes) for p, v, datatype in properties]
        yield _description(f"rdf:about={quoteattr(iri)}", said)
    yield b"</rdf:RDF>\n"


def _description(subject: str, said: Iterable[str]) -> bytes:
    return f"<rdf:Description {subject}>\n{''.join(said)}</rdf:Description>\n".encode()


def _property(predicate: str, value: Node, prefixes: Prefixes, lost: Counter[str]) -> str:
    """One of the graph's."""
    if not isinstance(value, Literal):
        return _element(predicate, " " + _reference(value, "resource"), "", prefixes)
    if value.language:
        return _element(predicate, f' xml:lang="{value.language}"', _text(value, lost), prefixes)
    return _element(predicate, *_content(value, str(value.datatype or STRING), lost), prefixes)


def _reference(term: Node, attribute: str) -> str:
    if isinstance(term, BNode):
        return f'rdf:nodeID="b{term}"'
    return f"rdf:{attribute}={quoteattr(str(term))}"


def _content(text: str, datatype: str | None, lost: Counter[str]) -> tuple[str, str]:
    """Attributes and text of a property's element."""
    if datatype is None:
        return f" rdf:resource={quoteattr(text)}", ""
    return "" if datatype == STRING else f" rdf:datatype={quoteattr(datatype)}", _text(text, lost)


def _text(text: str, lost: Counter[str]) -> str:
    if _FORBIDDEN.search(text):
        lost["control characters"] += 1
        text = _FORBIDDEN.sub("\ufffd", text)
    return escape(text, _LINE_ENDS)


def _element(predicate: str, attributes: str, text: str, prefixes: Prefixes) -> str:
    name = prefixes.name(predicate)
    if name is None:
        raise FormatError(f"<{predicate}> ends in no name that XML allows; write ttl or nt instead")
    return f"  <{name}{attributes}>{text}</{name}>\n" if text else f"  <{name}{attributes}/>\n"
