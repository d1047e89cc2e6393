"""The words of RUNE's own ontology: every spelling of the data sets, plurals, new classes, text and back."""

from __future__ import annotations

import csv
import json
import os
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rune_kb import paths
from rune_kb.logic.kinds import DETECTION_FUNCTIONS, IMAGE_FUNCTIONS
from rune_kb.logic.parser import parse
from rune_kb.logic.words import is_name
from rune_kb.ontology import load_vocabulary
from rune_kb.spelling import snake_case
from rune_kb.vocabulary import LOCAL, ROOT, ClassEntry, Vocabulary, key

SHARED = Path(os.environ.get("RUNE_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")

DOTA = [
    "plane", "ship", "storage-tank", "baseball-diamond", "tennis-court", "basketball-court",
    "ground-track-field", "harbor", "bridge", "large-vehicle",
    "small-vehicle", "helicopter", "roundabout", "soccer-ball-field",
    "swimming-pool", "container-crane", "airport", "helipad",
]  # fmt: skip
DIOR = [
    "airplane", "airport", "baseballfield", "basketballcourt", "bridge", "chimney", "dam",
    "Expressway-Service-area", "Expressway-toll-station", "golffield", "groundtrackfield", "harbor",
    "overpass", "ship", "stadium", "storagetank", "tenniscourt", "trainstation", "vehicle", "windmill",
]  # fmt: skip
NWPU = [
    "airplane", "ship", "storage_tank", "baseball_diamond", "tennis_court", "basketball_court",
    "ground_track_field", "harbor", "bridge", "vehicle",
]  # fmt: skip
HRRSD = [
    "ship", "bridge", "ground track field", "storage tank", "basketball court", "tennis court", "airplane",
    "baseball diamond", "harbor", "vehicle", "crossroad", "T junction", "parking lot",
]  # fmt: skip
SPACENET = ["Building", "Road"]
FLOODNET = [
    "building flooded", "building non-flooded", "Building-flooded", "building-non-flooded", "road flooded",
    "road non-flooded", "Road-Flooded", "tree", "water", "vehicle", "pool", "grass",
]  # fmt: skip
SPOKEN = {
    "boat": "ship", "vessel": "ship", "dock": "harbor", "pier": "harbor", "quay": "harbor", "port": "harbor",
    "harbour": "harbor", "airplane": "plane", "aeroplane": "plane", "car": "small_vehicle",
    "truck": "large_vehicle", "lorry": "large_vehicle", "pool": "swimming_pool",
    "baseball field": "baseball_diamond", "soccer field": "soccer_ball_field",
    "football pitch": "soccer_ball_field", "running track": "ground_track_field", "oil tank": "storage_tank",
    "wind turbine": "windmill", "house": "building", "street": "road", "car park": "parking_lot",
    "railway station": "train_station", "thing": ROOT, "golf field": "golf_course", "crossroads": "crossroad",
}  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary()[0]


# -- spellings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("labels", [DOTA, DIOR, NWPU, HRRSD, SPACENET, FLOODNET])
def test_every_label_of_the_data_sets_is_known(words: Vocabulary, labels: list[str]) -> None:
    found = {label: words.find_class(label) for label in labels}
    assert None not in found.values()
    assert ROOT not in found.values()
    assert words.with_classes(labels) == (words, ())


def test_labels_of_one_data_set_are_told_apart(words: Vocabulary) -> None:
    for labels in (DOTA, DIOR, NWPU, HRRSD, SPACENET):
        assert len({words.find_class(label) for label in labels}) == len(labels)


@pytest.mark.parametrize(("said", "meant"), SPOKEN.items())
def test_what_people_say(words: Vocabulary, said: str, meant: str) -> None:
    assert words.find_class(said) == meant
    assert words.find_class(said.upper()) == meant


def test_plurals(words: Vocabulary) -> None:
    plurals = {
        "ships": "ship",
        "buses": "bus",
        "ferries": "ship",
        "harbours": "harbor",
        "T-junctions": "t_junction",
    }
    assert {said: words.find_class(said) for said in plurals} == plurals
    assert words.find_class("grass") == "grass"
    grown, _ = words.with_classes(["solar panels"])
    assert grown.find_class("solar panel") == grown.find_class("Solar-Panels") == "solar_panels"


def test_relations_and_attributes_by_label(words: Vocabulary) -> None:
    assert words.find_relation("next to") == "adjacent"
    assert words.find_relation("LeftOf") == "left_of"
    assert words.find_relation("north of") == "north_of"
    assert words.relations["north_of"].same_as == "above"
    assert words.find_relation("ship") is None
    assert words.find_attribute("under water") == words.find_attribute("Flooded") == "flooded"
    assert words.find_attribute("ground sample distance") == "gsd"


def test_nwpu_and_dior_vehicles_are_the_general_class(words: Vocabulary) -> None:
    assert words.descendants("vehicle") == {"vehicle", "large_vehicle", "small_vehicle", "bus", "van"}
    assert words.descendants("aircraft") == {"aircraft", "plane", "helicopter"}
    assert words.descendants("flooded_building") == {"flooded_building"}
    defined = {name for name, entry in words.classes.items() if entry.definition is not None}
    assert words.descendants(ROOT) == words.classes.keys() - defined
    with pytest.raises(KeyError):
        words.descendants("unheard_of")


def test_no_word_means_two_things(words: Vocabulary) -> None:
    language = {"exists", "forall", "and", "or", "not", "xor", "image", "count", "abs", *DETECTION_FUNCTIONS}
    meaning = dict.fromkeys((key(word) for word in language), "the language's own")
    of_images = {key(name) for name in IMAGE_FUNCTIONS}
    for entries in (words.classes, words.relations, words.attributes):
        for name, entry in entries.items():
            for word in {key(text) for text in (name, entry.label, *entry.alt_labels)}:
                own = word in of_images and words.find_attribute(word) == name
                assert own or word not in meaning, f"{word}: {name} and {meaning[word]}"
                meaning[word] = name


def test_names_can_be_written_in_formulas(words: Vocabulary) -> None:
    for name in (*words.classes, *words.relations, *words.attributes):
        assert is_name(name)
        assert name == snake_case(name)


def test_labels_of_the_sample(words: Vocabulary) -> None:
    coco = json.loads((paths.SAMPLE / "detections.json").read_text())
    assert {name["name"] for name in coco["categories"] if words.find_class(name["name"]) is None} == set()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_labels_in_the_real_files(words: Vocabulary) -> None:
    labels = {name for name, _ in _classes_in_files()}
    assert len(labels) > 40
    assert {label for label in labels if words.find_class(label) is None} == set()


def _classes_in_files() -> set[tuple[str, str]]:
    found = {
        (row.split()[8], "dota")
        for path in (SHARED / "dota" / "labelTxt").glob("*.txt")
        for row in path.read_text().splitlines()
        if len(row.split()) >= 9
    }
    found |= {(path.stem, "dota") for path in (SHARED / "dota" / "val_detections_gghl").glob("*.txt")}
    coco = json.loads((SHARED / "nwpu_vhr10" / "annotations.json").read_text())
    found |= {(category["name"], "nwpu") for category in coco["categories"]}
    for path in (SHARED / "spacenet8_flood").glob("*.csv"):
        with path.open(newline="") as file:
            found |= {(row["Object"], "spacenet8") for row in csv.DictReader(file)}
    counts = json.loads((SHARED / "floodnet_vqa" / "floodnet_classes_per_image.json").read_text())
    found |= {(name, "floodnet") for name in counts["columns"][5:] if name != "background"}
    counts = json.loads((SHARED / "dota" / "v2_per_image_counts" / "classes_per_image.json").read_text())
    return found | {(name, "dota") for name in counts["columns"][5:]}


# -- near misses -----------------------------------------------------------------------------------------


def test_near_misses(words: Vocabulary) -> None:
    assert words.near_misses("habor")[0] == "harbor"
    assert words.near_misses("shps", ("class",))[0] == "ship"
    assert words.near_misses("aeroplne", ("class",))[0] == "plane"
    assert words.near_misses("neer", ("relation",)) == ["near"]
    assert words.near_misses("floded", ("attribute",)) == ["flooded"]
    assert words.near_misses("zzzzzz") == []
    assert len(words.near_misses("vehicel")) <= 3


# -- new classes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Solar Panel", "solar_panel"),
        ("ship?", "ship_2"),
        ("area", "area_object"),
        ("near", "near_object"),
        ("Image", "image_object"),
        ("747", "class_747"),
        ("Pont d'Été", "pont_d_ete"),
        ("船", "u8239"),
        ("?!", "unnamed"),
        ("x" * 300, "x" * 60),
    ],
)
def test_names_of_new_classes(words: Vocabulary, label: str, name: str) -> None:
    grown, added = words.with_classes([label])
    assert added == (name,)
    assert grown.find_class(label) == name
    assert grown.classes[name].parents == (ROOT,)
    assert grown.classes[name].iri.startswith(LOCAL)
    assert grown.with_classes([label]) == (grown, ())
    assert name in grown.descendants(ROOT)


def test_order_of_labels_does_not_matter(words: Vocabulary) -> None:
    labels = ["C++", "C#", "c", "Solar-Panel", "solar panels", "ship", "area", "Area?"]
    assert words.with_classes(labels) == words.with_classes(reversed(labels))
    assert words.with_classes(labels)[1] == ("area_object", "area_object_2", "c", "c_2", "c_3", "solar_panel")


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_label_gets_a_class_of_its_own(labels: list[str]) -> None:
    start = Vocabulary({ROOT: ClassEntry(ROOT, "urn:o", ROOT)}, {}, {})
    grown, added = start.with_classes(labels)
    allowed = set(string.ascii_lowercase + string.digits + "_")
    assert all(is_name(name) and set(name) <= allowed for name in added)
    assert all(grown.find_class(label) in grown.classes for label in labels)
    assert all(grown.find_class(name) == name for name in grown.classes)
    assert len({entry.iri for entry in grown.classes.values()}) == len(grown.classes)
    assert Vocabulary.from_json(grown.to_json()) == grown


# -- defined classes, text and back ----------------------------------------------------------------------


def test_flooded_and_dry(words: Vocabulary) -> None:
    assert words.classes["flooded_building"].definition == parse("building(x) & flooded(x)")
    assert words.classes["dry_road"].definition == parse("road(x) & ~flooded(x)")
    assert (
        words.find_class("non-flooded building") == words.find_class("building non-flooded") == "dry_building"
    )
    assert words.attributes["flooded"].kind == "boolean"
    assert words.attributes["length_m"].kind == words.attributes["travel_time_s"].kind == "number"


def test_what_a_labelled_detection_is_stored_as(words: Vocabulary) -> None:
    assert words.stored_as("flooded_building") == ("building", {"flooded": True})
    assert words.stored_as("dry_road") == ("road", {"flooded": False})
    assert words.stored_as("ship") == ("ship", {})
    lone = ClassEntry("lone", "urn:l", "lone", definition=parse("ship(x) & ~exists y (near(x, y))"))
    assert (
        Vocabulary({**words.classes, "lone": lone}, words.relations, words.attributes).stored_as("lone")
        is None
    )


def test_text_and_back(words: Vocabulary) -> None:
    again = Vocabulary.from_json(words.to_json())
    assert again == words
    assert again.to_json() == words.to_json()
    assert again.find_class("Boats") == "ship"


def test_vocabularies_need_no_owl_libraries() -> None:
    program = "import sys, rune_kb.vocabulary; print({'owlready2', 'rdflib', 'lark'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
