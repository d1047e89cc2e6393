"""Every renderer against its golden files, and against proofs that are meant to break it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import jsonschema
import PIL.Image
import pytest
from hand_proofs import PROOFS, harbour, port, tanks
from hypothesis import HealthCheck, Phase, given, settings
from logic.strategies import formulas
from nasty import NASTY
from random_proofs import proofs
from rdflib import Graph, URIRef
from shapely.geometry import box

from rune_kb.errors import RuneError
from rune_kb.kb import KnowledgeBase
from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse
from rune_kb.ontology import load_vocabulary
from rune_kb.proof import Measure, Proof
from rune_kb.render.formula_english import English
from rune_kb.render.nouns import Words
from rune_kb.render.proof_boxes import step_boxes
from rune_kb.render.proof_dot import to_dot
from rune_kb.render.proof_english import english
from rune_kb.render.proof_frame import to_frame
from rune_kb.render.proof_html import to_html
from rune_kb.render.proof_json import from_json, to_json
from rune_kb.render.proof_picture import draw, picture
from rune_kb.render.proof_rdf import to_rdf
from rune_kb.render.proof_svg import lay_out, to_svg
from rune_kb.render.proof_text import tree_text
from rune_kb.render.quantities import told
from rune_kb.vocabulary import Vocabulary

ROOT = Path(__file__).parents[1]
SCHEMA, SAMPLE = ROOT / "docs" / "proof.schema.json", ROOT / "data" / "sample"
few = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary()[0]


RENDERERS: dict[str, Callable[[Proof, Vocabulary], str]] = {
    "english.txt": lambda proof, words: english(proof, words) + "\n",
    "tree.txt": lambda proof, words: tree_text(proof, words) + "\n",
    "json": lambda proof, words: to_json(proof, indent=1) + "\n",
    "ttl": lambda proof, words: to_rdf(proof, words).serialize(format="turtle"),
    "dot": to_dot,
    "svg": to_svg,
    "csv": lambda proof, words: to_frame(proof).to_csv(),
    "html": to_html,
}


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.parametrize("name", PROOFS)
def test_golden(name: str, kind: str, words: Vocabulary, golden: Callable[[str, str], None]) -> None:
    golden(f"proofs/{name}.{kind}", RENDERERS[kind](PROOFS[name][1](), words))


# -- text -------------------------------------------------------------------------------------------------


def test_long_lists_are_cut_short_unless_all_is_asked_for() -> None:
    proof = PROOFS["apron"][1]()
    for render in (english, tree_text, to_dot):
        assert "37 more" in render(proof)
        assert "#41" not in render(proof)
        assert "37 more" not in render(proof, full=True)
        assert "#41" in render(proof, full=True)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("ship(x)", "ship #1 is a ship"),
        ("~near(x, y)", "ship #1 is not near harbor #2"),
        ("~contains(y, x)", "harbor #2 does not contain ship #1"),
        ("far(x, y)", "ship #1 is far from harbor #2"),
        ("near(x, y, 50 m)", "ship #1 is within 50 m of harbor #2"),
        ("flooded(x)", "ship #1 is flooded"),
        ("exists z (bridge(z) & near(y, z))", "there is a bridge that is near harbor #2"),
        ("exists z (bridge(z) & left_of(y, z))", "there is a bridge that is right of harbor #2"),
        ("~exists z (bridge(z))", "there is no bridge"),
        ("~exists z (aircraft(z) & near(z, y))", "no aircraft is near harbor #2"),
        ("exists>=3 z (ship(z) & near(z, y))", "at least 3 ships are near harbor #2"),
        ("~exists>=3 z (ship(z))", "there are fewer than 3 ships"),
        ("exists=1 z (bus(z))", "there is exactly 1 bus"),
        ("exists<2 z (water(z) & near(z, x))", "fewer than 2 areas of water are near ship #1"),
        (
            "forall z (storage_tank(z) -> exists r (road(r) & near(z, r, 50 m)))",
            "every storage tank is within 50 m of a road",
        ),
        ("~forall z (ship(z) -> near(z, y))", "not every ship is near harbor #2"),
        (
            "forall z (ship(z) & near(z, y) -> length(z) > 30 m)",
            "every ship that is near harbor #2 has a length of more than 30 m",
        ),
        (
            "exists a, b (ship(a) & ship(b) & near(a, b))",
            "there are a ship a and a ship b such that ship #1 is near ship #1",
        ),
        ("area(x) >= 2 * (area(y) + 3)", None),
        ("date(image) >= '2020'", 'the date of the image is at or after "2020"'),
        ("count z (ship(z) & near(z, y)) > 4", "the number of ships that are near harbor #2 is more than 4"),
        ("x != y", "ship #1 is not harbor #2"),
        ("between(x, y, y)", "ship #1 is between harbor #2 and harbor #2"),
        ("(ship(x) | ship(y)) & near(x, y)", None),
    ],
)
def test_formulas_in_english(formula: str, said: str | None, words: Vocabulary) -> None:
    known = {"x": "ship #1", "y": "harbor #2"}
    found = English(Words(words), known).claim(parse(formula))
    expected = {
        "area(x) >= 2 * (area(y) + 3)": "the area of ship #1 is at least 2 times "
        "(the area of harbor #2 plus 3)",
        "(ship(x) | ship(y)) & near(x, y)": "(ship #1 is a ship or harbor #2 is a ship) and "
        "ship #1 is near harbor #2",
    }
    if formula.startswith("exists a, b"):
        said = "there are a ship a and a ship b such that a is near b"
    assert found == (said or expected[formula])


@few
@given(formulas)
def test_every_formula_can_be_said(formula: Formula) -> None:
    for holds in (True, False):
        said = English(Words(), {"x": "ship #1"}).claim(formula, holds=holds)
        assert said
        assert said.isprintable()


def test_rounding_does_not_hide_a_difference() -> None:
    text = told(Measure("distance(x, y)", 100.00000004, "px", "<=", 100.0), 0.3)
    assert text.value != text.bound
    assert told(Measure("distance(x, y)", 100.0, "px", "<=", 100.0), 0.3).value == "30 m (100 px)"


# -- JSON ---------------------------------------------------------------------------------------------------


@few
@given(proofs)
def test_json_there_and_back(proof: Proof) -> None:
    assert from_json(to_json(proof)) == proof


@few
@given(proofs)
def test_json_is_as_the_schema_says(proof: Proof) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(to_json(proof)))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "image": 3}', "[" * 5000])
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(RuneError, match="not a proof in JSON"):
        from_json(text)


def test_a_formula_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(RuneError):
        from_json(to_json(harbour()).replace("exists y (harbor", "exists y ((harbor"))


# -- RDF --------------------------------------------------------------------------------------------------


def test_sparql_finds_what_an_answer_rests_on_and_what_was_measured() -> None:
    graph = Graph()
    graph += to_rdf(harbour())
    graph += to_rdf(port())
    rows = graph.query(
        """PREFIX rune: <https://w3id.org/rune#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?detection ?distance WHERE {
            ?proof rune:ofImage <https://w3id.org/rune/image/harbour_02> ;
                   rune:restsOn ?detection ; prov:wasDerivedFrom+ ?step .
            ?step rune:rule "relation" ; prov:wasDerivedFrom ?detection ; rune:measure ?measure .
            ?measure rdfs:label "distance(x, y)" ; rune:value ?distance
            FILTER NOT EXISTS { ?proof rune:conclusion / rune:binding / rune:standsFor ?detection } }
        ORDER BY ?distance"""
    )
    found = [(str(row[0]).rpartition("/")[2], float(row[1])) for row in rows]
    assert found == [("harbour_02#1", 12.3), ("harbour_02#2", 20.0), ("harbour_02#3", 35.0)]


def test_counter_proofs_are_no_premises() -> None:
    graph = to_rdf(tanks())
    stray = URIRef("https://w3id.org/rune/image/tanks_01#2")
    rows = graph.query(
        "SELECT ?p WHERE { ?p a <https://w3id.org/rune#Proof> ; prov:wasDerivedFrom+ ?d }",
        initBindings={"d": stray},
    )
    assert not list(rows)
    assert list(graph.query("SELECT ?s WHERE { ?s rune:counterProof/prov:wasDerivedFrom ?d }",
                            initBindings={"d": stray}))  # fmt: skip


def test_written_twice_a_proof_is_one_resource_and_the_ontology_knows_its_terms() -> None:
    graph = to_rdf(harbour())
    assert len(graph + to_rdf(harbour())) == len(graph)
    rune = Graph().parse(ROOT / "ontology" / "rune.ttl")
    used = {
        term
        for _, predicate, value in graph
        for term in (predicate, value)
        if isinstance(term, URIRef) and term.startswith("https://w3id.org/rune#")
    }
    # A class that was searched is of another document of the ontology.
    assert used - set(rune.subjects()) == set()


# -- drawn ------------------------------------------------------------------------------------------------


@few
@given(proofs)
def test_whatever_the_names_all_that_is_written_can_be_read(proof: Proof) -> None:
    for render in (english, tree_text):
        assert all(line.isprintable() for line in render(proof, full=True).split("\n"))
    assert "\n" not in english(proof)
    ElementTree.fromstring(to_svg(proof))
    graph = to_rdf(proof)
    assert len(Graph().parse(data=graph.serialize(format="nt"), format="nt")) == len(graph)
    assert len(to_frame(proof)) >= len(list(proof.root.walk()))
    assert all(_DOT_LINE.fullmatch(line) for line in to_dot(proof).splitlines())
    read = _Elements()
    read.feed(to_html(proof))
    assert set(read.seen) <= {"div", "p", "details", "summary", "pre", "img"}


_STRING = r'"(?:[^"\\]|\\.)*"'
_DOT_LINE = re.compile(rf"(?:[^\"]|{_STRING})*")
"""Every quote that opens in a line is closed in it."""


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        for name, value in attrs:
            assert name in ("style", "class", "src", "alt")
            assert name != "src" or (value or "").startswith("data:image/")


@pytest.mark.parametrize("name", PROOFS)
def test_boxes_do_not_meet(name: str) -> None:
    placed = lay_out(step_boxes(PROOFS[name][1](), full=True))
    columns: dict[float, list[tuple[float, float]]] = {}
    for each in placed:
        columns.setdefault(each.x, []).append((each.y, each.y + each.height))
    for spans in columns.values():
        spans.sort()
        assert all(above[1] <= below[0] for above, below in pairwise(spans))


@pytest.mark.parametrize("name", PROOFS)
def test_pictures(name: str, tmp_path: Path) -> None:
    scene, make = PROOFS[name]
    outlines = {d.id: d.outline for d in scene.detections}
    draw(make(), outlines, tmp_path / "why.png", size=320)
    draw(make(), outlines, tmp_path / "why.svg", size=320)
    with PIL.Image.open(tmp_path / "why.png") as drawn:
        assert max(drawn.size) == 320
    root = ElementTree.parse(tmp_path / "why.svg").getroot()
    assert root.get("viewBox") == f"0 0 {drawn.width} {drawn.height}"


def test_the_picture_shows_measures_and_the_nearest_miss_dashed() -> None:
    scene, _ = PROOFS["harbour"]
    outlines = {d.id: d.outline for d in scene.detections}
    drawn = picture(harbour(), outlines, size=640)
    red = [drawn.getpixel((460, y)) for y in range(100, 400)]
    share = sum(pixel[0] > 200 and pixel[1] < 140 for pixel in red) / len(red)
    assert 0.4 < share < 0.8


def test_pictures_are_refused_where_they_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(RuneError, match=r"\.png or \.svg, not why\.gif"):
        draw(harbour(), {}, tmp_path / "why.gif")
    with pytest.raises(RuneError, match="no such detection"):
        draw(harbour(), {}, tmp_path / "why.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", NASTY)
def test_pictures_and_pages_of_nasty_names(name: str, tmp_path: Path) -> None:
    proof = harbour()
    nasty = replace(
        proof,
        image=replace(proof.image, id=name, path=None),
        detections={id: replace(cited, cls=name) for id, cited in proof.detections.items()},
    )
    outlines = dict.fromkeys(proof.detections, box(10, 10, 90, 90))
    draw(nasty, outlines, tmp_path / "why.svg", size=200)
    ElementTree.parse(tmp_path / "why.svg")
    read = _Elements()
    read.feed(to_html(nasty, outlines=outlines))
    assert "script" not in read.seen


def test_the_table_of_a_proof() -> None:
    frame = to_frame(tanks())
    assert list(frame["rule"]) == ["forall", "exists", "not"]
    assert list(frame["against"]) == [False, True, True]
    assert frame["parent"].isna().tolist() == [True, False, False]
    assert frame.loc[1, "bindings"] == {"x": "tanks_01#2"}


# -- the prover's own -------------------------------------------------------------------------------------

ASKED = {
    "exists y (harbor(y) & exists>=3 x (ship(x) & near(x, y)) & ~exists z (bridge(z)))": "at least 3 ships",
    "exists x, y (plane(x) & plane(y) & adjacent(x, y) & left_of(x, y))": "is adjacent to plane",
    "exists x (ship(x) & ~exists y (ship(y) & larger_than(y, x)))": "no ship is larger than ship",
    "exists x, y (ship(x) & harbor(y) & (far(x, y) xor inside(x, y)))": "only the first does",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.create(tmp_path_factory.mktemp("proofs") / "kb") as kb:
        kb.ingest(SAMPLE / "detections.json", images=SAMPLE / "images")
        yield kb


@pytest.mark.parametrize(("formula", "said"), ASKED.items())
def test_the_provers_proofs(formula: str, said: str, sample: KnowledgeBase, tmp_path: Path) -> None:
    proof = sample.ask(formula)[0].proof
    assert said in english(proof, sample.vocabulary)
    assert from_json(to_json(proof)) == proof
    outlines = {d.id: d.outline for d in sample.detections(proof.image.id)}
    draw(proof, outlines, tmp_path / "why.png", size=256)
    assert "<script" not in to_html(proof, sample.vocabulary, outlines=outlines)
    assert tree_text(proof, sample.vocabulary).count("\n") > 3
