"""Images, detections and sources as OWL individuals, streamed; and all of them in an owlready2 Ontology.

    <…/image/P0001#12> a rune:Ship, rune:Detection ; rune:inImage <…/image/P0001> ; rune:score 0.93 ; …

The terms are those of ontology/rune.ttl; docs/export.md shows a detection whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from rdflib import PROV, RDFS, XSD, Graph, Literal, URIRef

from rune_kb.detection import Detection, Image, Value
from rune_kb.measure import measure
from rune_kb.ontology import ontology_graph
from rune_kb.ontology.world import load
from rune_kb.rdf import Individual, Property
from rune_kb.rdf.iri import attribute_iri, detection_iri, image_iri, source_iri
from rune_kb.rdf.owlready import add_individuals
from rune_kb.rdf.statement import (
    BOOLEAN,
    DATATYPE_PROPERTY,
    DECIMAL,
    INTEGER,
    LABEL,
    NAMED_INDIVIDUAL,
    STRING,
    TYPE,
    lexical,
)
from rune_kb.store import Source, Store
from rune_kb.vocabulary import NAMESPACE, ROOT, Vocabulary

_FLOATING = frozenset({str(XSD.double), str(XSD.float)})

BATCH = 4096
"""Detections that are measured at a time: numpy's overhead is paid once for many small images."""

WAS_DERIVED_FROM = str(PROV.wasDerivedFrom)

_MEASURES = ("cx", "cy", "area", "length", "width", "angle")


def populated_ontology(store: Store, documents: Sequence[tuple[str, str]], vocabulary: Vocabulary) -> Any:
    """An owlready2 Ontology, in memory and in a world of its own: the documents and what the store holds.

    ``ontology.Ship.instances()`` are its ships; ``rune_kb.rdf.iri.id_of(ship.iri)`` is the detection's id.
    """
    graph = ontology_graph(documents, vocabulary)
    ontology = load(graph)
    with store.snapshot():
        add_individuals(ontology, individuals(store, vocabulary, graph))
    return ontology


def individuals(store: Store, vocabulary: Vocabulary, graph: Graph) -> Iterator[Individual]:
    """Sources, then each image with its detections behind it; ``graph`` is of the ontology's documents.

    A field of a source that no ontology names becomes a property where it is first met.
    """
    for source in store.sources():
        yield _source(source)
    describe = _Describe(vocabulary, graph)
    for scenes in _batches(store.scenes()):
        rows = _measured([d for _, detections in scenes for d in detections])
        for image, detections in scenes:
            yield _image(image)
            for detection in detections:
                yield from describe.attributes_new(detection)
                yield describe.detection(detection, next(rows))


def _batches(
    scenes: Iterable[tuple[Image, list[Detection]]],
) -> Iterator[list[tuple[Image, list[Detection]]]]:
    batch: list[tuple[Image, list[Detection]]] = []
    waiting = 0
    for scene in scenes:
        batch.append(scene)
        waiting += len(scene[1])
        if waiting >= BATCH:
            yield batch
            batch, waiting = [], 0
    yield batch


def _measured(detections: Sequence[Detection]) -> Iterator[list[Property]]:
    """The measures and the outline of each."""
    outlines = np.empty(len(detections), dtype=object)
    outlines[:] = [detection.outline for detection in detections]
    measures = measure(outlines)
    columns = [(NAMESPACE + name, getattr(measures, name).tolist()) for name in _MEASURES]
    for i, wkt in enumerate(shapely.to_wkt(outlines, rounding_precision=-1)):
        row: list[Property] = [(name, values[i], DECIMAL) for name, values in columns]
        row.append((NAMESPACE + "outline", wkt, STRING))
        yield row


def _source(source: Source) -> Individual:
    return Individual(
        source_iri(source.path),
        [
            (TYPE, NAMESPACE + "Source", None),
            (TYPE, NAMED_INDIVIDUAL, None),
            (NAMESPACE + "path", source.path, STRING),
        ],
    )


def _image(image: Image) -> Individual:
    said: list[Property] = [
        (TYPE, NAMESPACE + "Image", None),
        (TYPE, NAMED_INDIVIDUAL, None),
        (LABEL, image.id, STRING),
        (NAMESPACE + "imageName", image.id, STRING),
    ]
    about: tuple[tuple[str, Value | None, str], ...] = (
        ("imageWidth", image.width, INTEGER),
        ("imageHeight", image.height, INTEGER),
        ("gsd", image.gsd, DECIMAL),
        ("date", image.date, STRING),
        ("path", image.path, STRING),
    )
    for name, value, datatype in about:
        if value is not None:
            said.append((NAMESPACE + name, value, datatype))
    return Individual(image_iri(image.id), said)


class _Describe:
    """Detections in the words of a vocabulary; ``graph`` tells the datatypes of attributes."""

    def __init__(self, vocabulary: Vocabulary, graph: Graph) -> None:
        self._classes = {name: entry.iri for name, entry in vocabulary.classes.items()}
        self._attributes: dict[str, str] = {
            name: entry.iri for name, entry in vocabulary.attributes.items() if entry.of == "detection"
        }
        self._ranges: Mapping[str, URIRef | None] = {
            iri: next((r for r in graph.objects(URIRef(iri), RDFS.range) if isinstance(r, URIRef)), None)
            for iri in self._attributes.values()
        }

    def detection(self, detection: Detection, measured: list[Property]) -> Individual:
        # Another process may have added a class since the vocabulary was read.
        cls = self._classes.get(detection.cls) or self._classes[ROOT]
        said: list[Property] = [
            (TYPE, cls, None),
            (TYPE, NAMESPACE + "Detection", None),
            (TYPE, NAMED_INDIVIDUAL, None),
            (LABEL, detection.id, STRING),
            (NAMESPACE + "inImage", image_iri(detection.image), None),
            (NAMESPACE + "score", detection.score, DECIMAL),
            *measured,
            (NAMESPACE + "sourceLabel", detection.label, STRING),
        ]
        if detection.source is not None:
            said.append((WAS_DERIVED_FROM, source_iri(detection.source), None))
        if detection.line is not None:
            said.append((NAMESPACE + "sourceLine", detection.line, INTEGER))
        for name, value in detection.attributes.items():
            iri = self._attributes[name]
            said.append((iri, *_literal(value, self._ranges.get(iri))))
        return Individual(detection_iri(detection.image, detection.k), said)

    def attributes_new(self, detection: Detection) -> Iterator[Individual]:
        """Declarations of the attributes that no ontology names and that were not met before."""
        for name in detection.attributes.keys() - self._attributes.keys():
            iri = self._attributes[name] = attribute_iri(name)
            yield Individual(iri, [(TYPE, DATATYPE_PROPERTY, None), (LABEL, name, STRING)])


def _literal(value: Value, datatype: URIRef | None) -> tuple[Value, str]:
    """Value and datatype: the one that the ontology states where the value is of it, else the value's own."""
    own = BOOLEAN if isinstance(value, bool) else STRING if isinstance(value, str) else DECIMAL
    if datatype is None or str(datatype) == own:
        return value, own
    if isinstance(value, float) and value.is_integer() and str(datatype) not in _FLOATING:
        value = int(value)
    # rdflib does not know every datatype (None); then it is not for us to say that the value is of it.
    is_of_it = Literal(lexical(value), datatype=datatype).ill_typed is False
    return (value, str(datatype)) if is_of_it else (value, own)
