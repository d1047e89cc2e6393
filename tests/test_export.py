"""Exports read again by those they are for: rdflib, owlready2, a plain swipl, our own readers."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import NASTY, nasty_kb
from owlready2 import World
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from shapely.geometry import box

from rune_kb import paths
from rune_kb.detection import Image, Observation
from rune_kb.errors import FormatError
from rune_kb.export import TARGETS, export
from rune_kb.formats.base import Scene
from rune_kb.kb import KnowledgeBase
from rune_kb.prolog_text import atom
from rune_kb.rdf.iri import detection_iri
from rune_kb.rdf.ntriples import quoted
from rune_kb.swipl import find, load_janus
from rune_kb.vocabulary import NAMESPACE

SYNTAXES = {"owl": "xml", "ttl": "turtle", "nt": "nt"}
FORMULA = "exists x, y (ship(x) & harbor(y) & near(x, y))"
DOTA = (
    Path(os.environ.get("RUNE_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
    / "dota"
    / "labelTxt"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.create(tmp_path_factory.mktemp("sample") / "kb") as kb:
        kb.ingest(
            [paths.SAMPLE / "detections.json", paths.SAMPLE / "flood.csv"], images=paths.SAMPLE / "images"
        )
        yield kb


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with nasty_kb(tmp_path_factory.mktemp("nasty") / "kb") as kb:
        yield kb


def stored(kb: KnowledgeBase) -> Counter[str]:
    return Counter({count.name: count.detections for count in kb.store.class_counts()})


# -- RDF -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", SYNTAXES)
def test_rdf_counts_by_class(sample: KnowledgeBase, tmp_path: Path, to: str) -> None:
    written = export(sample, to, tmp_path / "kb.rdf")
    assert (written.images, written.detections) == (len(sample.images()), stored(sample).total())
    assert not written.lost
    graph = Graph().parse(written.path, format=SYNTAXES[to])
    rows = graph.query(
        "PREFIX rune: <https://w3id.org/rune#> SELECT ?class (COUNT(?d) AS ?n) "
        "WHERE { ?d rune:inImage ?image . ?d a ?class } GROUP BY ?class"
    )
    counted = {str(cls): n.toPython() for cls, n in rows}
    iris = {entry.iri: name for name, entry in sample.vocabulary.classes.items()}
    assert Counter({iris[iri]: n for iri, n in counted.items() if iri in iris}) == stored(sample)
    assert counted[NAMESPACE + "Detection"] == written.detections


def test_the_three_syntaxes_say_the_same(nasty: KnowledgeBase, tmp_path: Path) -> None:
    graphs = {}
    for to, syntax in SYNTAXES.items():
        graphs[to] = Graph().parse(export(nasty, to, tmp_path / to).path, format=syntax)
    assert isomorphic(graphs["ttl"], graphs["nt"])
    assert len(graphs["owl"]) == len(graphs["nt"])


@pytest.mark.parametrize("to", SYNTAXES)
def test_rdf_of_nasty_names(nasty: KnowledgeBase, tmp_path: Path, to: str) -> None:
    written = export(nasty, to, tmp_path / "kb.rdf")
    assert not written.lost
    graph = Graph().parse(written.path, format=SYNTAXES[to])
    for name in NASTY:
        ship = URIRef(detection_iri(name, 0))
        image = graph.value(ship, URIRef(NAMESPACE + "inImage"))
        assert str(graph.value(image, URIRef(NAMESPACE + "imageName"))) == name
        assert Literal(name) in set(graph.objects(ship))
        assert str(graph.value(ship, URIRef(NAMESPACE + "score"))) == "0.30000000000000004"
        assert (ship, RDF.type, URIRef(NAMESPACE + "Ship")) in graph


@pytest.mark.parametrize("to", ["owl", "nt"])
def test_owlready2_opens_it(nasty: KnowledgeBase, tmp_path: Path, to: str) -> None:
    written = export(nasty, to, tmp_path / "kb.rdf")
    with written.path.open("rb") as file:
        ontology = World().get_ontology(NAMESPACE).load(fileobj=file)
    assert len(ontology.Ship.instances()) == len(NASTY)
    assert len(ontology.Vehicle.instances()) == 2 * len(NASTY)
    for name in NASTY:
        ship = ontology.world[detection_iri(name, 0)]
        assert (ship.inImage.imageName, ship.remark, ship.op) == (name, [name], [1e-7])
    flooded = ontology.FloodedBuilding.equivalent_to[0]
    assert ontology.Building in flooded.Classes


def test_what_xml_has_no_place_for_is_counted(tmp_path: Path) -> None:
    scene = Scene(Image("bell\x07"), (Observation("ship", box(0, 0, 4, 4)),), "s")
    with KnowledgeBase.create(tmp_path / "kb") as kb:
        kb.ingest_scenes([scene], "s")
        written = export(kb, "owl", tmp_path / "kb.owl")
        plain = export(kb, "nt", tmp_path / "kb.nt")
    assert written.lost == {
        "control characters": 3
    }  # the label of the image, its name, the label of the ship
    assert not plain.lost
    ship = URIRef(detection_iri("bell\x07", 0))
    assert Graph().parse(written.path, format="xml").value(ship, RDFS.label) == Literal("bell\ufffd#0")
    assert Graph().parse(plain.path, format="nt").value(ship, RDFS.label) == Literal("bell\x07#0")


def test_a_property_that_xml_cannot_name(tmp_path: Path) -> None:
    document = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
    <http://example.org/o> a owl:Ontology . <http://example.org/o#42> a owl:DatatypeProperty ."""
    (tmp_path / "o.ttl").write_text(document)
    with KnowledgeBase.create(tmp_path / "kb") as kb:
        kb.add_ontology(tmp_path / "o.ttl")
        (name,) = (
            n for n, entry in kb.vocabulary.attributes.items() if entry.iri == "http://example.org/o#42"
        )
        kb.ingest_scenes(
            [Scene(Image("a"), (Observation("ship", box(0, 0, 4, 4), attributes={name: "x"}),), "s")], "s"
        )
        assert Graph().parse(export(kb, "ttl", tmp_path / "kb.ttl").path)
        with pytest.raises(FormatError, match=r"o#42> ends in no name that XML allows"):
            export(kb, "owl", tmp_path / "kb.owl")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kb", "kb.ttl", "o.ttl"]


# -- Prolog ----------------------------------------------------------------------------------------------


def swipl(file: Path, goal: str) -> list[str]:
    """What a plain swipl prints that has consulted the file; warnings and errors fail the test."""
    done = subprocess.run(
        [find().executable, "-f", "none", "--on-warning=status", "-g", f"{goal}, halt", str(file)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_prolog_counts_by_class(sample: KnowledgeBase, tmp_path: Path) -> None:
    written = export(sample, "prolog", tmp_path / "kb.pl")
    assert (written.images, written.detections) == (len(sample.images()), stored(sample).total())
    own, vocabulary = stored(sample), sample.vocabulary
    names = sorted(name for name, entry in vocabulary.classes.items() if entry.definition is None)
    counted = swipl(
        written.path,
        f"forall(member(C, {names}), (length(As, 5), H =.. [C, _|As], functor(F, C, 15), "
        "aggregate_all(count, H, N), aggregate_all(count, F, M), print([C, N, M]), nl))",
    )
    below = [
        sum(own[m] for m in (own if name == "object" else vocabulary.descendants(name))) for name in names
    ]
    assert counted == [f"[{name},{n},{n}]" for name, n in zip(names, below, strict=True)]
    assert swipl(written.path, "aggregate_all(count, image(_, _, _, _, _), N), print(N)") == [
        str(written.images)
    ]
    flooded = sum(1 for _ in sample.store.attribute_rows("flooded"))
    assert swipl(written.path, "aggregate_all(count, flooded(_, _, _), N), print(N)") == [str(flooded)]


def test_prolog_facts_are_the_engines_tables(sample: KnowledgeBase, tmp_path: Path) -> None:
    """The same text of the same rows, printed by the exported program and by the engine."""
    goal = "ship(I, K, S, C, X, Y), print(row(I, K, S, C, X, Y)), nl"
    printed = swipl(export(sample, "prolog", tmp_path / "kb.pl").path, f"forall(({goal}), true)")
    sample.prolog("ship(I, D)")
    rows = sample.prolog("ship(I, K, S, C, X, Y), term_to_atom(row(I, K, S, C, X, Y), A)")
    assert printed == [row["A"] for row in rows]


def test_prolog_of_nasty_names(nasty: KnowledgeBase, tmp_path: Path) -> None:
    file = export(nasty, "prolog", tmp_path / "it's.pl").path
    codes = "forall((GOAL, atom_codes(A, Cs)), (print(Cs), nl))"
    expected = sorted(str([ord(char) for char in name]).replace(" ", "") for name in (*NASTY, "empty"))
    assert sorted(swipl(file, codes.replace("GOAL", "image(A, _, _, _, _)"))) == expected
    assert sorted(swipl(file, codes.replace("GOAL", "remark(_, 0, A)"))) == sorted(
        set(expected) - {_codes("empty")}
    )
    (line,) = swipl(
        file, "harbor('rune chunk', 1, S, C, _, _, _, _, _, _, A, _, _, _, O), print([S, C, A, O])"
    )
    assert line == (
        "[1.0e-12,harbor,1500.0,poly([[40.0,0.0,40.0,40.0,0.0,40.0,0.0,0.0],"
        "[20.0,10.0,20.0,20.0,10.0,20.0,10.0,10.0]])]"
    )
    assert swipl(file, "image('..', W, H, G, D), print([W, H, G, D])") == ["[100,none,1.0e-5,'2024-05-01']"]
    assert swipl(file, "op_('..', 0, V), format('..', 0, W), print(V/W)") == ["1.0e-7/3.0"]
    own, all_of_them = swipl(file, "forall(member(C, ['vehicle only', vehicle]), (functor(H, C, 15), "
        "aggregate_all(count, H, N), print(N), nl))")  # fmt: skip
    assert (int(own), int(all_of_them)) == (len(NASTY), 2 * len(NASTY))
    assert swipl(file, "\\+ helicopter(_, _, _, _, _, _), print(none)") == ["none"]


def _codes(text: str) -> str:
    return str([ord(char) for char in text]).replace(" ", "")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_atoms_are_what_prolog_reads(text: str) -> None:
    row = load_janus().query_once("term_string(T, S), atom(T), atom_codes(T, Codes)", {"S": atom(text)})
    assert row["Codes"] == [ord(char) for char in text]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_string_literals_are_what_rdf_reads(text: str) -> None:
    line = f"<http://a/s> <http://a/p> {quoted(text)} ."
    for syntax in ("nt", "turtle"):
        ((_, _, value),) = Graph().parse(data=line, format=syntax)
        assert str(value) == text


# -- what our own readers take ---------------------------------------------------------------------------


def found(kb: KnowledgeBase) -> list[tuple[str, float, tuple[str, ...]]]:
    """Answers; a source that is read again numbers the detections as it names them."""
    return [(a.image, round(a.score, 9), tuple(sorted(a.bindings))) for a in kb.ask(FORMULA, top=None)]


@pytest.mark.parametrize("to", ["geojson", "geoparquet", "coco"])
def test_scored_formats_bring_the_same_answers(sample: KnowledgeBase, tmp_path: Path, to: str) -> None:
    written = export(sample, to, tmp_path / f"all.{to}")
    with KnowledgeBase.create(tmp_path / "again") as again:
        again.ingest(written.path)
        assert found(again) == found(sample) != []


def test_dota_brings_the_same_answers(tmp_path: Path) -> None:
    with KnowledgeBase.create(tmp_path / "kb") as kb, KnowledgeBase.create(tmp_path / "again") as again:
        kb.ingest(paths.SAMPLE / "truth" / "detections.json")
        written = export(kb, "dota", tmp_path / "labelTxt")
        again.ingest(written.path)
        assert found(again) == found(kb) != []


@pytest.mark.skipif(not DOTA.is_dir(), reason="no ../shared/data/dota/labelTxt")
def test_real_dota_through_every_format(tmp_path: Path) -> None:
    with KnowledgeBase.create(tmp_path / "kb") as kb:
        kb.ingest(DOTA)
        total = stored(kb).total()
        for to in TARGETS:
            written = export(kb, to, tmp_path / f"all.{to}")
            assert (written.images, written.detections) == (len(kb.images()), total)
        assert len(kb.ontology.Detection.instances()) == total
        own = found(kb)
    for to in ("dota", "geojson"):
        with KnowledgeBase.create(tmp_path / f"kb-{to}") as again:
            again.ingest(tmp_path / f"all.{to}")
            assert found(again) == own != []


def test_an_unknown_format_and_a_path_that_cannot_be(sample: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="did you mean geojson"):
        export(sample, "geo-json", tmp_path / "x")
    for to in ("nt", "prolog"):
        with pytest.raises(FormatError, match="cannot be written"):
            export(sample, to, tmp_path / "no" / "folder")
