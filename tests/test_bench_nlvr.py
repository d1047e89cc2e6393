"""NLVR's drawn scenes and their ontology (bench/nlvr.py)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bench.nlvr import Outcome, Reader, failures, group, table, vocabulary
from bench.nlvr_scenes import Sentence, Shape, is_tower, scene
from rune_kb.logic.checker import check
from rune_kb.logic.parser import parse
from rune_kb.reference import Settings, Taxonomy, answers
from rune_kb.translate import NotUnderstood, Translation
from rune_kb.vocabulary import Vocabulary


def shape(kind: str, color: str, x: int, y: int, size: int = 20) -> Shape:
    return {"type": kind, "color": color, "x_loc": x, "y_loc": y, "size": size}


ITEMS = [
    [shape("circle", "Yellow", 0, 50, 10), shape("triangle", "#0099ff", 80, 80)],
    [shape("square", "Black", 40, 40, 30)],
    [],
]
TOWERS = [
    [shape("square", "Black", 40, 80), shape("square", "Yellow", 40, 59)],
    [shape("square", "Black", 40, 80)],
    [shape("square", "#0099ff", 40, 80)],
]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary()


def holds(text: str, boxes: Sequence[Sequence[Shape]], words: Vocabulary) -> bool:
    names = [name for name, entry in words.classes.items() if entry.definition is None]
    flags = frozenset(name for name, entry in words.attributes.items() if entry.kind == "boolean")
    taxonomy = Taxonomy({name: words.descendants(name) for name in names}, flags)
    return bool(answers(check(parse(text), words), scene("s", boxes), taxonomy, Settings("boolean")))


@pytest.mark.parametrize(
    "text",
    [
        "exists=3 x (box(x))",
        "exists=3 x (shape(x))",
        "exists x (circle(x) & yellow(x) & small(x) & at_edge(x) & ~at_corner(x) & ~at_base(x))",
        "exists x (triangle(x) & blue(x) & medium(x) & at_edge(x) & at_corner(x) & at_base(x))",
        "exists x (square(x) & black(x) & big(x) & ~at_edge(x) & topmost(x) & lowest(x))",
        "exists=1 x (box(x) & exists=2 y (shape(y) & inside(y, x)))",
        "exists=1 x (box(x) & exists=2 y (shape(y) & near(y, x)))",
        "exists=1 x (box(x) & ~exists y (shape(y) & near(y, x)))",
        "exists x, y (circle(x) & yellow(x) & triangle(y) & topmost(x) & lowest(y) & ~topmost(y))",
        "~exists x (tower(x))",
    ],
)
def test_items(text: str, words: Vocabulary) -> None:
    assert holds(text, ITEMS, words)


@pytest.mark.parametrize(
    "text",
    [
        "exists=3 x (tower(x))",
        "exists=1 x (tower(x) & exists=2 y (square(y) & near(y, x)))",
        "exists=1 x (tower(x) & black(x)) & exists=1 x (tower(x) & blue(x)) & exists=3 x tower(x)",
        "exists x, y (square(x) & yellow(x) & topmost(x) & square(y) & black(y) & above(x, y))",
        "exists x, y (tower(x) & square(y) & yellow(y) & inside(y, x))",
    ],
)
def test_towers(text: str, words: Vocabulary) -> None:
    assert is_tower(TOWERS[0])
    assert not is_tower(ITEMS[1])
    assert holds(text, TOWERS, words)


def test_words_of_the_ontology(words: Vocabulary) -> None:
    assert words.find_class("grey boxes") == "box"
    assert words.find_class("blocks") == "square"
    assert words.find_attribute("touching the wall") == "at_edge"
    assert words.find_class("ships") == "ship"


class Fixed:
    """Reads one sentence."""

    name = "fixed"

    def translate(self, question: str, vocabulary: Vocabulary) -> Translation:
        if question != "a circle":
            raise NotUnderstood("what?")
        return Translation(question, (check(parse("exists x (circle(x))"), vocabulary),), self.name)


def test_the_table(words: Vocabulary) -> None:
    reader = Reader(Fixed(), words)
    made = [scene("a", ITEMS), scene("b", TOWERS)]
    said = [
        Sentence("a circle", True, made[0]),
        Sentence("a circle", True, made[1]),
        Sentence("a tower", True, made[1]),
    ]
    found: list[Outcome] = [reader.outcome(each) for each in said]
    assert [each.right for each in found] == [True, False, False]
    rows = table(found).splitlines()[2:]
    assert rows == [
        "| single objects | 2 | 2 (100.0%) | 1 (50.0%) | 2 (100.0%) | 1 | 1 (100.0%) |",
        "| towers | 1 | 0 (0.0%) | – | – | 1 | 0 (0.0%) |",
        "| **all** | 3 | 2 (66.7%) | 1 (50.0%) | 2 (100.0%) | 2 | 1 (50.0%) |",
    ]
    assert "1 × a tower" in failures(found)
    assert "1 of 2 × a circle" in failures(found)


def test_groups() -> None:
    assert group("One of the grey squares has six objects") == "boxes"
    assert group("There are two black squares") == "single objects"
    assert group("A tower with blocks of one colour") == "colours"
