"""RDF as streams of text: an ontology's graph, then its individuals, never all of them in memory.

`iri` names things and `statement` is what is said of one; `ntriples`, `turtle` and `xml` write it,
`owlready` puts it into owlready2.
"""

from rune_kb.rdf.ntriples import ntriples
from rune_kb.rdf.statement import Individual, Property
from rune_kb.rdf.turtle import turtle
from rune_kb.rdf.xml import rdf_xml

__all__ = ["Individual", "Property", "ntriples", "rdf_xml", "turtle"]
