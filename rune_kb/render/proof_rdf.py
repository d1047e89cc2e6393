"""Proofs as RDF with PROV-O, to be put into a graph of detections and asked for with SPARQL.

A step is a prov:Entity: the conclusion it reaches, which prov:wasDerivedFrom the conclusions below it and
from the detections it names. (The reasoning that reaches it would be a prov:Activity; nobody asks for that,
and it would double the graph.) A counter-proof is no premise: rune:counterProof leads to it.

The IRI of a proof is made of its content, so that the same proof is the same resource wherever it is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from rdflib import PROV, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

from rune_kb.logic.printer import to_text
from rune_kb.proof.tree import Measure, Proof, Search, Step
from rune_kb.rdf.iri import detection_iri, image_iri
from rune_kb.rdf.statement import lexical
from rune_kb.render.proof_json import to_json
from rune_kb.render.proof_lines import bound_text
from rune_kb.render.proof_steps import Node, nodes, witnessed
from rune_kb.vocabulary import NAMESPACE, Vocabulary

PROOFS = "https://w3id.org/rune/proof/"
RUNE = Namespace(NAMESPACE)


def proof_iri(proof: Proof) -> str:
    """``https://w3id.org/rune/proof/`` and a digest of the proof; its steps are fragments of that."""
    return PROOFS + hashlib.sha256(to_json(proof).encode()).hexdigest()[:16]


def to_rdf(proof: Proof, vocabulary: Vocabulary | None = None) -> Graph:
    """The proof as a graph. ``vocabulary`` gives the IRIs of the classes that were searched."""
    graph = Graph()
    for prefix, namespace in (("rune", RUNE), ("prov", PROV), ("rdfs", RDFS), ("xsd", XSD)):
        graph.bind(prefix, namespace)
    _Writer(graph, proof, vocabulary).write()
    return graph


class _Writer:
    def __init__(self, graph: Graph, proof: Proof, vocabulary: Vocabulary | None) -> None:
        self.graph, self.proof, self.vocabulary = graph, proof, vocabulary
        self.iri = proof_iri(proof)

    def write(self) -> None:
        proof, me = self.proof, URIRef(self.iri)
        self.add(me, RDF.type, RUNE.Proof)
        self.add(me, RUNE.ofImage, URIRef(image_iri(proof.image.id)))
        self.add(me, RUNE.formula, Literal(to_text(proof.formula)))
        self.add(me, RUNE.worth, _decimal(proof.score))
        self.add(me, RUNE.scoring, Literal(proof.scoring))
        self.add(me, RUNE.minScore, _decimal(proof.min_score))
        self.add(me, RUNE.nearRadius, _decimal(proof.near_radius))
        if proof.soft:
            self.add(me, RUNE.soft, Literal(True))
        self.add(me, RUNE.conclusion, self.step_iri(0))
        self.add(me, PROV.wasDerivedFrom, self.step_iri(0))
        for id in proof.rests_on:
            self.add(me, RUNE.restsOn, _detection(id))
        for node in nodes(proof):
            self.step(node)

    def add(self, subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> None:
        self.graph.add((subject, predicate, value))

    def step_iri(self, number: int, part: str = "") -> URIRef:
        return URIRef(f"{self.iri}#step{number}{part}")

    def step(self, node: Node) -> None:
        step, me = node.step, self.step_iri(node.number)
        self.add(me, RDF.type, RUNE.ProofStep)
        self.add(me, RDFS.label, Literal(bound_text(step.formula, step.bindings)))
        self.add(me, RUNE.rule, Literal(step.rule))
        self.add(me, RUNE.formula, Literal(to_text(step.formula)))
        self.add(me, RUNE.worth, _decimal(step.score))
        self.add(me, RUNE.position, Literal(node.number))
        if node.parent is not None:
            link = RUNE.counterProof if node.against else PROV.wasDerivedFrom
            self.add(self.step_iri(node.parent), link, me)
        if step.branch is not None:
            self.add(me, RUNE.branch, Literal(step.branch))
        for id in {*step.witnesses, *step.bindings.values()}:
            self.add(me, PROV.wasDerivedFrom, _detection(id))
        for id in step.paid:
            self.add(me, RUNE.pays, _detection(id))
        self.bindings(me, node.number, {**step.bindings, **dict(witnessed(step, node.above))})
        for i, measure in enumerate(step.measures):
            self.measure(me, self.step_iri(node.number, f"-measure{i}"), measure)
        if step.search is not None:
            self.search(me, node.number, step.search, step)

    def bindings(self, owner: URIRef, number: int, bindings: Mapping[str, str], part: str = "") -> None:
        for i, (name, id) in enumerate(sorted(bindings.items())):
            me = self.step_iri(number, f"{part}-binding{i}")
            self.add(owner, RUNE.binding, me)
            self.add(me, RDF.type, RUNE.Binding)
            self.add(me, RUNE.variable, Literal(name))
            self.add(me, RUNE.standsFor, _detection(id))

    def measure(self, owner: URIRef, me: URIRef, measure: Measure) -> None:
        self.add(owner, RUNE.measure, me)
        self.add(me, RDF.type, RUNE.Measure)
        self.add(me, RDFS.label, Literal(measure.name))
        if measure.value is not None:
            self.add(me, RUNE.value, _literal(measure.value))
        if measure.unit:
            self.add(me, RUNE.unit, Literal(measure.unit))
        if measure.op is not None:
            self.add(me, RUNE.operator, Literal(measure.op))
        if measure.bound is not None:
            self.add(me, RUNE.bound, _literal(measure.bound))

    def search(self, owner: URIRef, number: int, search: Search, step: Step) -> None:
        entry = self.vocabulary.classes.get(search.cls) if self.vocabulary else None
        self.add(owner, RUNE.candidates, Literal(search.candidates))
        self.add(owner, RUNE.searched, URIRef(entry.iri) if entry else Literal(search.cls))
        if search.nearest is None:
            return
        me = self.step_iri(number, "-nearest")
        self.add(owner, RUNE.nearestMiss, me)
        self.add(me, RDF.type, RUNE.NearMiss)
        self.add(me, RDFS.label, Literal(bound_text(search.nearest.formula, search.nearest.bindings)))
        self.add(me, RUNE.formula, Literal(to_text(search.nearest.formula)))
        self.bindings(me, number, search.nearest.bindings, "-nearest")
        for i, measure in enumerate(search.nearest.measures):
            self.measure(me, self.step_iri(number, f"-nearest-measure{i}"), measure)


def _detection(id: str) -> URIRef:
    image, _, k = id.rpartition("#")
    return URIRef(detection_iri(image, int(k)))


def _decimal(value: float) -> Literal:
    return Literal(lexical(float(value)), datatype=XSD.decimal)


def _literal(value: float | str) -> Literal:
    return Literal(value) if isinstance(value, str) else _decimal(value)
