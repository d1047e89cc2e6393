"""FloodNet's questions, with their programs as formulas and their images as scenes.

What the files can tell and what they cannot:

- the objects per class and image are counts of connected segments: in the annotation that is there, one a
  class, whatever the number of buildings. That something is there can be taken from them, how many cannot;
- of five images in six there are no labels at all ("Unlabeled" is 100 %).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shapely.geometry import box

from rune_kb.detection import Detection, Image
from rune_kb.logic.formula import And, Atom, Exists, Formula, Not, Var
from rune_kb.reference import Scene
from rune_kb.vocabulary import Vocabulary

X = Var("x")
CLASSES = {"Road": "road", "Buildings": "building", "All": "object"}
CONDITIONS: Mapping[str, Formula] = {
    "Flooded": Atom("flooded", (X,)),
    "Non_Flooded": Not(Atom("flooded", (X,))),
}
Asks = Literal["Exists", "Count", "Condition"]
_PROGRAM = re.compile(r"Filter\((\w+)(?:, (\w+))?\) & (Exists|Count|Condition)")
_HOW_MANY = re.compile(
    r"how many (?P<noun>.+?) (?:(?:are|can be seen) in (?:this|the) image"
    r"|are (?P<state>flooded|non flooded)(?: in (?:this|the) image)?)\?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Program:
    """What is looked for, as a formula about x, and what is asked of it."""

    body: Formula
    asks: Asks

    @property
    def formula(self) -> Formula:
        """That there is such a thing."""
        return Exists(("x",), self.body)


@dataclass(frozen=True)
class Asked:
    """One question of the data set."""

    image: str
    question: str
    answer: str
    program: str


def program(text: str) -> Program:
    """A program of the data set, read.

    >>> from rune_kb.logic.printer import to_text
    >>> to_text(program("Filter(Road, Non_Flooded) & Exists").formula)
    'exists x (road(x) & ~flooded(x))'
    """
    found = _PROGRAM.fullmatch(text)
    if found is None:
        raise ValueError(f"not a program: {text}")
    body: Formula = Atom(CLASSES[found[1]], (X,))
    if found[2]:
        body = And((body, CONDITIONS[found[2]]))
    asks: dict[str, Asks] = {"Exists": "Exists", "Count": "Count", "Condition": "Condition"}
    return Program(body, asks[found[3]])


def noun_phrase(question: str) -> str | None:
    """What a question for a number counts, as a question that a formula answers; None for any other question.

    >>> noun_phrase("How many buildings are non flooded in this image?")
    'buildings that are non flooded'
    >>> noun_phrase("How many flooded buildings can be seen in this image?")
    'flooded buildings'
    """
    found = _HOW_MANY.fullmatch(question)
    if found is None:
        return None
    return found["noun"] + (f" that are {found['state']}" if found["state"] else "")


def questions(folder: Path) -> list[Asked]:
    records = json.loads((folder / "Train_Questions_Programs.json").read_text(encoding="utf-8")).values()
    return [Asked(_stem(r["Image_ID"]), r["Question"], str(r["Ground_Truth"]), r["Program"]) for r in records]


def scenes(folder: Path, vocabulary: Vocabulary) -> dict[str, Scene]:
    """By the stem of the image's name; only of images with labels."""
    table = json.loads((folder / "floodnet_classes_per_image.json").read_text(encoding="utf-8"))
    return {_stem(row[0]): scene(row, table["columns"], vocabulary) for row in table["data"] if row[4] < 100}


def scene(row: list[object], columns: list[str], vocabulary: Vocabulary) -> Scene:
    """A box for each object counted, none meeting another. What is behind all (`background`) is left out."""
    image = Image(_stem(str(row[0])), int(str(row[3])), int(str(row[2])))
    found: list[Detection] = []
    for name, count in _counts(row, columns):
        stored = vocabulary.stored_as(vocabulary.find_class(name) or "")
        assert stored is not None, f"{name} is no class of detections"
        cls, attributes = stored
        for _ in range(count):
            k = len(found)
            outline = box(20 * k, 0, 20 * k + 10, 10)
            found.append(Detection(image.id, k, cls, name, outline, attributes=attributes))
    return Scene(image, tuple(found))


def _counts(row: list[object], columns: list[str]) -> Iterator[tuple[str, int]]:
    """Each class has two columns: how many objects, how much area."""
    for at in range(5, len(columns), 2):
        if columns[at] != "background":
            yield columns[at], int(str(row[at]))


def _stem(name: str) -> str:
    return name.lower().removesuffix(".jpg")
