"""Detections as individuals: kb.ontology, and the IRIs it gives them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from nasty import NASTY, nasty_kb
from rdflib import URIRef
from shapely import from_wkt

from rune_kb import paths
from rune_kb.detection import Image, Observation
from rune_kb.formats.base import Scene
from rune_kb.kb import KnowledgeBase
from rune_kb.rdf.iri import attribute_iri, detection_iri, id_of, image_iri, source_iri


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with nasty_kb(tmp_path_factory.mktemp("nasty") / "kb") as kb:
        yield kb


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.create(tmp_path_factory.mktemp("sample") / "kb") as kb:
        kb.ingest(
            [paths.SAMPLE / "detections.json", paths.SAMPLE / "flood.csv"], images=paths.SAMPLE / "images"
        )
        yield kb


@pytest.mark.parametrize("name", NASTY)
def test_iris_are_legal_and_lead_back(name: str) -> None:
    for iri in (image_iri(name), detection_iri(name, 3), source_iri(name), attribute_iri(name)):
        assert iri.isascii()
        assert URIRef(iri).n3() == f"<{iri}>"  # rdflib refuses what is no IRI
    assert id_of(image_iri(name)) == name
    assert id_of(detection_iri(name, 3)) == f"{name}#3"


def test_iris_do_not_collide() -> None:
    assert attribute_iri("roof type") != attribute_iri("roof_x0020_type") != attribute_iri("roof_type")
    assert detection_iri("a", 1) != image_iri("a#1")


def test_instances_by_class_with_subclasses(sample: KnowledgeBase) -> None:
    own = {count.name: count.detections for count in sample.store.class_counts()}
    for name, entry in sample.vocabulary.classes.items():
        if entry.definition is None and name != "object":
            expected = sum(own.get(member, 0) for member in sample.vocabulary.descendants(name))
            assert len(sample.ontology.world[entry.iri].instances()) == expected, name
    assert len(sample.ontology.Object.instances()) == sum(own.values())
    assert len(sample.ontology.Image.instances()) == len(sample.images())


def test_an_individual_says_what_the_detection_says(sample: KnowledgeBase) -> None:
    for ship in sample.ontology.Ship.instances():
        identity = id_of(ship.iri)
        assert identity is not None
        assert ship.label == [identity]
        image, _, k = identity.rpartition("#")
        detection = sample.detections(image)[int(k)]
        assert (detection.cls, detection.score) == ("ship", ship.score)
        assert ship.inImage.imageName == image
        assert ship in ship.inImage.hasDetection
        assert from_wkt(ship.outline).equals_exact(detection.outline, 1e-9)
        assert ship.area == detection.outline.area
        assert ship.wasDerivedFrom[0].path == [detection.source]
        assert (ship.sourceLabel, ship.sourceLine) == (detection.label, detection.line)


def test_images_and_attributes(sample: KnowledgeBase) -> None:
    for image in sample.images():
        individual = sample.ontology.world[image_iri(image.id)]
        assert (individual.imageWidth, individual.imageHeight) == (image.width, image.height)
        assert (individual.gsd, individual.date) == (image.gsd, image.date)
    flooded = sample.ontology.search(type=sample.ontology.Building, flooded=True)
    stored = {(image, k) for image, k, value in sample.store.attribute_rows("flooded") if value}
    buildings = {
        (d.image, d.k)
        for image in sample.images()
        for d in sample.detections(image.id)
        if d.cls == "building"
    }
    assert {id_of(each.iri) for each in flooded} == {f"{image}#{k}" for image, k in stored & buildings}


def test_nasty_names(nasty: KnowledgeBase) -> None:
    ontology = nasty.ontology
    assert {id_of(each.iri) for each in ontology.Image.instances()} == {*NASTY, "empty"}
    for name in NASTY:
        ship = ontology.world[detection_iri(name, 0)]
        assert (ship.remark, ship.op, ship.score) == ([name], [1e-7], 0.1 + 0.2)
        assert ship.deep == [NASTY.index(name) > 2]
        assert ontology.world[detection_iri(name, 1)].score == 1e-12
        odd = ontology.world[detection_iri(name, 4)]
        assert odd.sourceLabel == name
        assert ontology.Object in odd.is_a[0].ancestors()
    assert len(ontology.Vehicle.instances()) == 2 * len(NASTY)


def test_it_follows_the_knowledge_base(tmp_path: Path) -> None:
    def scene(*labels: str) -> Scene:
        outline = from_wkt("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))")
        return Scene(Image("a"), tuple(Observation(label, outline) for label in labels), "s")

    with KnowledgeBase.create(tmp_path / "kb") as kb:
        assert kb.ontology.Ship.instances() == []
        kb.ingest_scenes([scene("ship", "ship", "beehive")], "s")
        first = kb.ontology
        assert first is kb.ontology
        assert len(first.Ship.instances()) == 2
        assert len(first.world[kb.vocabulary.classes["beehive"].iri].instances()) == 1
        kb.ingest_scenes([scene("ship")], "s")
        assert len(kb.ontology.Ship.instances()) == 1
        kb.ontology.Ship("another")  # it is an ontology like any other
        assert len(kb.ontology.Ship.instances()) == 2


def test_values_have_the_datatype_that_the_ontology_states(tmp_path: Path) -> None:
    document = """
    @prefix : <http://example.org/port#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix rune: <https://w3id.org/rune#> .
    <http://example.org/port> a owl:Ontology .
    :Tug a owl:Class ; rdfs:subClassOf rune:Ship .
    :deck a owl:DatatypeProperty ; rdfs:range xsd:integer .
    :speed a owl:DatatypeProperty ; rdfs:range xsd:double .
    :built a owl:DatatypeProperty ; rdfs:range xsd:date .
    """
    (tmp_path / "port.ttl").write_text(document)
    outline = from_wkt("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))")
    given = [{"deck": 3.0, "speed": 7.5, "built": "1999-12-31"}, {"deck": 3.5, "built": "long ago"}]
    with KnowledgeBase.create(tmp_path / "kb") as kb:
        kb.add_ontology(tmp_path / "port.ttl")
        kb.ingest_scenes(
            [Scene(Image("a"), tuple(Observation("tug", outline, attributes=g) for g in given), "s")], "s"
        )
        first, second = (kb.ontology.world[detection_iri("a", k)] for k in (0, 1))
        assert [str(each) for each in (*first.deck, *first.speed, *first.built)] == ["3", "7.5", "1999-12-31"]
        assert (second.deck, second.built) == ([3.5], ["long ago"])
        assert {first, second} == set(kb.ontology.Ship.instances())
