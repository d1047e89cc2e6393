"""FloodNet's programs as formulas, its images as scenes (bench/floodnet.py)."""

from __future__ import annotations

import pytest

from bench.collections import shared_data
from bench.floodnet import Answers, forms
from bench.floodnet_data import Asked, noun_phrase, program, questions, scene, scenes
from rune_kb.logic.parser import parse
from rune_kb.ontology import load_vocabulary
from rune_kb.vocabulary import Vocabulary

COLUMNS = ["Image", "Split", "Height", "Width", "Unlabeled"]
COLUMNS += [name for name in ("background", "building flooded", "road non-flooded", "pool") for _ in "12"]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary()[0]


@pytest.mark.parametrize(
    ("text", "formula", "asks"),
    [
        ("Filter(Road, Non_Flooded) & Exists", "exists x (road(x) & ~flooded(x))", "Exists"),
        ("Filter(Buildings, Flooded) & Count", "exists x (building(x) & flooded(x))", "Count"),
        ("Filter(Buildings) & Count", "exists x (building(x))", "Count"),
        ("Filter(All) & Condition", "exists x (object(x))", "Condition"),
    ],
)
def test_programs(text: str, formula: str, asks: str) -> None:
    assert program(text).formula == parse(formula)
    assert program(text).asks == asks


def test_what_is_no_program() -> None:
    with pytest.raises(ValueError, match="not a program"):
        program("Filter(Road) & Sum")


def test_noun_phrases() -> None:
    assert noun_phrase("How many buildings are in the image?") == "buildings"
    assert noun_phrase("How many buildings are flooded?") == "buildings that are flooded"
    assert noun_phrase("How many non flooded buildings can be seen in this image?") == "non flooded buildings"
    assert noun_phrase("Is the entire road flooded?") is None


def test_scenes_and_answers(words: Vocabulary) -> None:
    made = scene(["7.JPG", "train", 300, 400, 0, 1, 50, 2, 10.5, 1, 9, 0, 0], COLUMNS, words)
    assert (made.image.id, made.image.width) == ("7", 400)
    assert [(d.cls, dict(d.attributes)) for d in made.detections] == [
        ("building", {"flooded": True}),
        ("building", {"flooded": True}),
        ("road", {"flooded": False}),
    ]
    answers = Answers(words)

    def answer(text: str) -> str:
        return answers.of_program(program(text), made)

    assert answer("Filter(Buildings) & Count") == "2"
    assert answer("Filter(Buildings, Non_Flooded) & Count") == "0"
    assert answer("Filter(Road, Flooded) & Exists") == "No"
    assert answer("Filter(Road) & Condition") == "non flooded"
    assert answer("Filter(Buildings) & Condition") == "flooded"
    assert answer("Filter(All) & Condition") == "flooded"
    assert answers.number(parse("exists x (flooded_building(x))"), made) == "2"
    assert answers.number(parse("exists x, y (building(x) & road(y))"), made) == "no number"


def test_forms(words: Vocabulary) -> None:
    road = "Filter(Road) & Condition"
    made = scene(["7.jpg", "train", 300, 400, 0], COLUMNS[:5], words)
    asked = [
        Asked("7", "a?", "flooded", road),
        Asked("8", "a?", "flooded", road),
        Asked("7", "b?", "1", road),
    ]
    found = forms(asked, {"7": made})
    assert [(form.text, len(form.asked), form.all) for form in found] == [("a?", 1, 2), ("b?", 1, 1)]


def test_the_data_set(words: Vocabulary) -> None:
    folder = shared_data("floodnet_vqa")
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    found = forms(questions(folder), scenes(folder, words))
    assert len(found) == 15
    assert sum(form.all for form in found) == 3620
