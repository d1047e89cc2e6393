"""Documents in OWL: what RUNE's own say, what a user's may say, what is refused and what is noted."""

from __future__ import annotations

import shutil

import pytest
from owlready2 import sync_reasoner
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from rune_kb.errors import OntologyError
from rune_kb.logic.printer import to_text
from rune_kb.ontology import load_vocabulary, ontology_graph, owl_world
from rune_kb.vocabulary import LOCAL, NAMESPACE, Vocabulary

HEAD = """@prefix ex: <http://example.org/#> . @prefix rune: <https://w3id.org/rune#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
FIRST = HEAD.count("\n") + 1
ON = "a owl:Restriction ; owl:onProperty"


def document(body: str) -> list[tuple[str, str]]:
    return [("my.ttl", HEAD + body)]


def definition(expression: str, more: str = "") -> str | None:
    words, _ = load_vocabulary(document(f"{more} ex:Made a owl:Class ; owl:equivalentClass {expression} ."))
    found = words.classes["made"].definition
    return None if found is None else to_text(found)


@pytest.fixture(scope="module")
def own() -> Vocabulary:
    words, notes = load_vocabulary()
    assert notes == []
    return words


# -- RUNE's own ------------------------------------------------------------------------------------------

SYMMETRIC = {
    "near", "far", "adjacent", "intersects", "overlaps", "touches", "parallel_to", "perpendicular_to",
}  # fmt: skip
ORDERS = {
    "left_of": "right_of", "right_of": "left_of", "above": "below", "below": "above", "north_of": "south_of",
    "south_of": "north_of", "east_of": "west_of", "west_of": "east_of", "larger_than": "smaller_than",
    "smaller_than": "larger_than",
}  # fmt: skip
REFLEXIVE_SOMETIMES = {"intersects", "parallel_to", "on"}


def test_characteristics_of_the_relations(own: Vocabulary) -> None:
    entries = own.relations
    assert entries.keys() == SYMMETRIC | ORDERS.keys() | {"inside", "contains", "on", "between"}
    assert {name for name in entries if entries[name].symmetric} == SYMMETRIC
    assert {name for name in entries if entries[name].transitive} == ORDERS.keys()
    assert {name for name in entries if entries[name].asymmetric} == ORDERS.keys()
    assert {name for name in entries if not entries[name].irreflexive} == REFLEXIVE_SOMETIMES
    inverses = {name: entry.inverse for name, entry in entries.items() if entry.inverse}
    assert inverses == ORDERS | {"inside": "contains", "contains": "inside"}
    assert {name: entry.arity for name, entry in entries.items() if entry.arity != 2} == {"between": 3}
    assert [name for name in entries if entries[name].radius] == ["near"]
    same = {name: entry.same_as for name, entry in entries.items() if entry.same_as}
    assert same == {"north_of": "above", "south_of": "below", "east_of": "right_of", "west_of": "left_of"}
    assert entries["adjacent"].parents == ("near",)
    assert entries["inside"].parents == ("intersects",)


def test_attributes(own: Vocabulary) -> None:
    of_image = {name for name, entry in own.attributes.items() if entry.of == "image"}
    assert of_image == {"date", "gsd", "width", "height", "name"}
    assert own.attributes.keys() - of_image == {"flooded", "length_m", "travel_time_s"}


def test_everything_has_a_label_and_relations_a_meaning(own: Vocabulary) -> None:
    assert all(entry.label for entry in own.classes.values())
    assert all(entry.comment for entry in (*own.relations.values(), *own.attributes.values()))
    assert "image" not in own.classes
    assert "detection" not in own.classes


def test_owlready2_ontology() -> None:
    ontology = owl_world(document("ex:Tug a owl:Class ; rdfs:subClassOf rune:Ship ."))
    assert ontology.base_iri == NAMESPACE
    tug = ontology.world["http://example.org/#Tug"]
    assert issubclass(tug, ontology.Ship)
    assert issubclass(tug, ontology.Object)
    assert ontology.northOf in ontology.above.equivalent_to.indirect()
    assert ontology.world is not owl_world().world


def test_classes_met_in_sources_are_in_the_graph(own: Vocabulary) -> None:
    grown, _ = own.with_classes(["solar panel"])
    graph = ontology_graph((), grown)
    panel = URIRef(LOCAL + "SolarPanel")
    assert (panel, RDFS.subClassOf, URIRef(NAMESPACE + "Object")) in graph
    assert len(list(graph.subjects(RDF.type, OWL.Ontology))) == 1
    assert Graph().parse(data=graph.serialize(format="turtle"), format="turtle").isomorphic(graph)


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")
def test_hermit_agrees_that_the_own_ontology_is_consistent() -> None:
    ontology = owl_world()
    sync_reasoner(ontology.world, debug=0)
    assert list(ontology.world.inconsistent_classes()) == []
    assert ontology.Building in ontology.FloodedBuilding.ancestors()


# -- a user's document -----------------------------------------------------------------------------------

HARBOURS = f"""<http://example.org/> a owl:Ontology .
ex:Tug a owl:Class ; rdfs:subClassOf rune:Ship ; skos:prefLabel "tug"@en ;
    skos:altLabel "tugboat"@en, "Schlepper"@de .
rune:Harbor skos:altLabel "basin"@en ; rdfs:subClassOf ex:CoastalSite .
ex:draught a owl:DatatypeProperty ; rdfs:range xsd:decimal ; rdfs:domain rune:Detection .
ex:moored a owl:DatatypeProperty ; rdfs:range xsd:boolean ; skos:altLabel "tied up"@en .
ex:BusyHarbor a owl:Class ; skos:prefLabel "busy harbor"@en ;
    owl:equivalentClass [ owl:intersectionOf ( rune:Harbor
    [ {ON} rune:contains ; owl:minQualifiedCardinality 5 ; owl:onClass rune:Ship ] ) ] .
ex:besides a owl:ObjectProperty ; owl:equivalentProperty rune:adjacent .
"""


def test_a_users_document(own: Vocabulary) -> None:
    words, notes = load_vocabulary(document(HARBOURS))
    assert notes == []
    assert words.find_class("Tugboats") == words.find_class("schlepper") == "tug"
    assert "tug" in words.descendants("watercraft")
    assert words.find_class("basin") == "harbor"
    assert words.descendants("coastal_site") == {"coastal_site", "harbor"}
    assert words.classes["harbor"].parents == ("coastal_site", "transport_structure")
    assert words.attributes["draught"].kind == "number"
    assert words.find_attribute("tied up") == "moored"
    assert words.relations["besides"].same_as == "adjacent"
    assert words.relations["besides"].symmetric
    busy = words.classes["busy_harbor"].definition
    assert busy is not None
    assert to_text(busy) == "harbor(x) & exists>=5 y (contains(x, y) & ship(y))"
    assert Vocabulary.from_json(words.to_json()) == words
    assert own.classes.keys() < words.classes.keys()


def test_rdf_xml_n_triples_and_several_documents(own: Vocabulary) -> None:
    graph = Graph().parse(data=HEAD + HARBOURS, format="turtle")
    expected, _ = load_vocabulary(document(HARBOURS))
    for form in ("xml", "nt"):
        again, notes = load_vocabulary([("my.owl", graph.serialize(format=form))])
        assert notes == []
        assert again == expected
    second = HEAD + "ex:OceanTug rdfs:subClassOf ex:Tug ."
    words, _ = load_vocabulary([*document(HARBOURS), ("more.ttl", second)])
    assert words.classes["ocean_tug"].parents == ("tug",)


@pytest.mark.parametrize(
    ("expression", "formula"),
    [
        ("[ owl:intersectionOf ( rune:Ship rune:Object ) ]", "ship(x) & object(x)"),
        ("[ owl:unionOf ( rune:Ship rune:Plane ) ]", "ship(x) | plane(x)"),
        ("[ a owl:Class ; owl:complementOf rune:Ship ]", "~ship(x)"),
        ("rune:Ship", "ship(x)"),
        (f"[ {ON} rune:flooded ; owl:hasValue false ]", "~flooded(x)"),
        (f"[ {ON} rune:near ; owl:someValuesFrom rune:Ship ]", "exists y (near(x, y) & ship(y))"),
        (f"[ {ON} rune:near ; owl:allValuesFrom rune:Ship ]", "forall y (near(x, y) -> ship(y))"),
        (f"[ {ON} rune:near ; owl:someValuesFrom owl:Thing ]", "exists y (near(x, y))"),
        (f"[ {ON} rune:northOf ; owl:cardinality 2 ]", "exists=2 y (above(x, y))"),
        (f"[ {ON} [ owl:inverseOf rune:on ] ; owl:maxCardinality 3 ]", "exists<=3 y (on(y, x))"),
        (
            f"[ {ON} rune:near ; owl:someValuesFrom [ {ON} rune:inside ; owl:someValuesFrom rune:Harbor ] ]",
            "exists y (near(x, y) & exists z (inside(y, z) & harbor(z)))",
        ),
        (
            f"[ {ON} rune:area ; owl:someValuesFrom [ a rdfs:Datatype ; owl:onDatatype xsd:decimal ;"
            " owl:withRestrictions ( [ xsd:minInclusive 500 ] [ xsd:maxExclusive 900.5 ] ) ] ]",
            "area(x) >= 500 & area(x) < 900.5",
        ),
        (f"[ {ON} rune:lengthM ; owl:hasValue 7 ]", "length_m(x) = 7"),
        ("[ a owl:Class ; owl:oneOf ( ex:a ex:b ) ]", None),
        (f"[ {ON} rune:imageWidth ; owl:hasValue 7 ]", None),
        (f"[ {ON} rune:inImage ; owl:someValuesFrom rune:Image ]", None),
        (f"[ {ON} rune:near ; owl:hasValue ex:a ]", None),
    ],
)
def test_class_expressions(expression: str, formula: str | None) -> None:
    assert definition(expression) == formula


def test_a_subclass_of_a_defined_class_keeps_what_can_be_kept() -> None:
    words, notes = load_vocabulary(document("ex:Wreck a owl:Class ; rdfs:subClassOf rune:FloodedBuilding ."))
    assert words.classes["wreck"].parents == ("building",)
    assert len(notes) == 1
    assert "rune:FloodedBuilding" in notes[0]


# -- what is said and not compiled -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "noted"),
    [
        (
            f"ex:A rdfs:subClassOf rune:Ship, [ {ON} rune:near ; owl:someValuesFrom rune:Dam ] .",
            "rune.near.some",
        ),
        ("ex:A a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:oneOf ( ex:i ) ] .", "owl:oneOf"),
        ("ex:A a owl:Class ; owl:intersectionOf ( rune:Ship rune:Plane ) .", "owl:intersectionOf"),
        ("ex:A a owl:Class ; owl:equivalentClass rune:Ship, rune:Watercraft .", "a second definition"),
        ("ex:p a owl:ObjectProperty .", "not below rune:spatialRelation"),
        ("ex:p a owl:ObjectProperty ; rdfs:subPropertyOf rune:near .", "Prolog has a rule"),
        ("ex:p a rune:Relation ; rune:arity 4 .", "Prolog has a rule"),
        ("ex:p a owl:DatatypeProperty .", "read as text"),
        ("ex:p a owl:DatatypeProperty ; rdfs:range xsd:string ; rdfs:domain rune:Ship .", "rdfs:domain rune"),
        ("ex:p a rdf:Property .", "owl:DatatypeProperty or"),
        ("ex:i a rune:Ship .", "individual"),
        ("ex:P rdfs:subClassOf rune:Image .", "no detections"),
        ("ex: a owl:Ontology ; owl:imports <http://example.org/other> .", "not fetched"),
        (
            "ex:p a owl:ObjectProperty ; owl:propertyChainAxiom ( rune:on rune:on ) .",
            "owl:propertyChainAxiom",
        ),
        ("[] a owl:Class ; owl:unionOf ( rune:Bus rune:Van ) ; rdfs:subClassOf rune:Vehicle .", "expression"),
        ("[] a <http://www.w3.org/2003/11/swrl#Imp> .", "SWRL"),
    ],
)
def test_notes(body: str, noted: str) -> None:
    _, notes = load_vocabulary(document(body))
    assert any(noted in note for note in notes), notes
    assert all(note.startswith("my.ttl: ") and "\n" not in note for note in notes)


def test_imports_of_the_own_documents_are_not_noted() -> None:
    assert (
        load_vocabulary(document("ex: a owl:Ontology ; owl:imports <https://w3id.org/rune/flood> ."))[1] == []
    )


# -- refusals --------------------------------------------------------------------------------------------

CYCLE = "ex:A rdfs:subClassOf ex:B .\nex:B rdfs:subClassOf ex:C .\nex:C rdfs:subClassOf ex:A ."
REFUSED = {
    CYCLE: "subclass cycle: ex:A rdfs:subClassOf ex:B rdfs:subClassOf ex:C rdfs:subClassOf ex:A",
    "ex:A rdfs:subClassOf ex:A .": "subclass cycle: ex:A rdfs:subClassOf ex:A",
    "rune:Ship rdfs:subClassOf ex:A . ex:A rdfs:subClassOf rune:Ship .": "subclass cycle",
    "ex:A a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:complementOf ex:B ] . "
    "ex:B a owl:Class ; owl:equivalentClass [ owl:unionOf ( rune:Ship ex:A ) ] .": "ex:A → ex:B → ex:A",
    "ex:A a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( rune:Ship "
    "[ a owl:Class ; owl:complementOf rune:Watercraft ] ) ] .": "is and is not rune:Watercraft",
    "ex:A rdfs:subClassOf rune:Plane, rune:Helicopter .": "rune:Helicopter and rune:Plane, which are",
    "ex:A rdfs:subClassOf rune:Bus, rune:Bridge .": "rune:Structure and rune:Vehicle, which are disjoint",
    "ex:A rdfs:subClassOf rune:DryRoad, rune:FloodedRoad .": "is and is not rune:flooded True",
    "ex:A rdfs:subClassOf rune:Image, rune:Ship .": "rune:Image and rune:Object",
    "ex:V a owl:Class ; owl:equivalentClass rune:Ship . ex:A rdfs:subClassOf ex:V, rune:Plane .": "ex:A is",
    "ex:A rdfs:subClassOf owl:Nothing .": "nothing can be ex:A",
    "rune:Plane owl:disjointWith rune:Aircraft .": "rune:Plane is inconsistent",
    'ex:A a owl:Class ; skos:altLabel "boat" .': "`boat`, which is a word for the class rune:Ship",
    'ex:A a owl:Class ; skos:altLabel "Boats" .': "the plural of `boat`",
    'rune:Harbor skos:altLabel "boat" .': "class rune:Harbor is called `boat`",
    "ex:Ship a owl:Class .": "use that term",
    "ex:Near a owl:Class .": "a word for the relation rune:near",
    "ex:Flooded a owl:Class .": "a word for the attribute rune:flooded",
    "ex:Area a owl:Class .": "a word of the formula language",
    'ex:A a owl:Class ; skos:altLabel "count" .': "a word of the formula language",
    "ex:score a owl:DatatypeProperty ; rdfs:range xsd:decimal .": "a word of the formula language",
    "ex:A rdfs:subClassOf rune:Shipp .": "did you mean rune:Ship?",
    f"ex:A a owl:Class ; owl:equivalentClass [ {ON} rune:neer ; owl:someValuesFrom rune:Ship ] .": "near?",
    f"ex:A a owl:Class ; owl:equivalentClass [ {ON} rune:near ; owl:someValuesFrom ex:Nix ] .": "no such",
    "rune:near rune:arity 3 .": "rune:near has arity 2",
    "rune:between a owl:ObjectProperty .": "rune:between has arity 3",
    "ex:between a owl:ObjectProperty ; rdfs:subPropertyOf rune:spatialRelation .": "a word for the relation",
    "ex:p a owl:ObjectProperty ; rdfs:subPropertyOf rune:near ; rune:arity 3 .": "which has arity 2",
    "ex:p a rune:Relation .": "needs a rune:arity",
    "rune:near a owl:TransitiveProperty .": "the meaning of RUNE's own terms is fixed",
    "rune:Ship owl:equivalentClass [ owl:unionOf ( rune:Plane rune:Dam ) ] .": "fixed; define a new term",
    'rune:Ship skos:prefLabel "big boat"@en .': "use skos:altLabel",
    "rune:Object rdfs:subClassOf ex:A .": "fixed",
    "ex:A a owl:Class, owl:DatatypeProperty .": "both as a class and as a datatype property",
    "ex:p a owl:ObjectProperty, owl:SymmetricProperty, owl:AsymmetricProperty ; "
    "rdfs:subPropertyOf rune:near .": "symmetric and asymmetric",
    "ex:A a owl:Class ; owl:equivalentClass [ owl:intersectionOf ex:b ] .": "a list that ends",
    f"ex:A a owl:Class ; owl:equivalentClass [ {ON} rune:near ] .": "a restriction needs one of",
    f'ex:A a owl:Class ; owl:equivalentClass [ {ON} rune:near ; owl:minCardinality "x" ] .': "whole number",
    'ex:A rdfs:subClassOf "Ship" .': "needs a term",
    "ex:A skos:altLabel ex:b .": "needs a text",
    "ex:A rdfs:subClassOf owl:SymmetricProperty .": "no such class",
    "ex:A a owl:Class ; owl:equivalentClass [ a rdfs:Datatype ; owl:onDatatype ex:b ; "
    "owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] .": "owlready2 cannot read",
}  # fmt: skip


@pytest.mark.parametrize(("body", "reason"), REFUSED.items())
def test_refusals(body: str, reason: str) -> None:
    with pytest.raises(OntologyError) as refusal:
        load_vocabulary(document(body))
    assert reason in str(refusal.value)
    assert str(refusal.value).startswith(f"my.ttl:{FIRST}: ")
    assert "\n" not in str(refusal.value)


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(OntologyError, match=rf"^my\.ttl:{FIRST + 2}: ex:B is inconsistent"):
        load_vocabulary(
            document("ex:A rdfs:subClassOf rune:Ship .\n\nex:B rdfs:subClassOf ex:A, rune:Plane .")
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HEAD + "ex:A a owl:Class\nex:B a owl:Class .",
            rf"bad:{FIRST + 1}: not Turtle: .*at `ex:B a owl:Class",
        ),
        ("foo:A a foo:B .", r'bad:1: not Turtle: Prefix "foo:" not bound'),
        ("<rdf:RDF>\n<a></b>", r"bad:[12]: not RDF/XML"),
        ('{"@id": "x"}', r"bad:1: not Turtle"),
        ("<http://a> <http://b>\n", r"bad:1: not Turtle"),
        ("Ontology(<http://x>)", r"bad:1: not Turtle"),
        ('<http://a> <http://b> "never closed .', r"bad: not Turtle: Quote expected"),
        ("", r"bad: there is nothing in it"),
        ("<http://a/b c> a <http://x> .", r"bad: <http://a/b c> is not an IRI"),
    ],
)
def test_texts_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(OntologyError, match="^" + message):
        load_vocabulary([("bad", text)])
