"""NLVR's sentences about drawn scenes: another world than aircraft and ships, with an ontology of its own.

    python -m bench nlvr [--translators NAME...] [--failures]

Each sentence is read with the vocabulary of bench/nlvr.ttl; the formula is evaluated over the scene it was
said of (bench/nlvr_scenes.py), and its truth compared with the label. Nobody wrote these sentences for RUNE,
and many have misspellings. They are told apart by the words in them:

- colours: how many colours there are ("only one color"), which no formula over detections counts;
- towers: a tower or a stack is spoken of;
- boxes: a box, or a grey square;
- single objects: none of these, only shapes and what they touch.

`always true` is what saying true of everything read would get right. --failures lists what was not read, with
the complaint, and what was read and is wrong of some scene, with the formula. Some of that is no fault of the
reading: in RUNE's words, which look from above, `on` and `over` do not say what lies higher in a drawing.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.collections import shared_data
from bench.nlvr_scenes import Sentence, sentences
from bench.translators import NAMES, translators_by_name
from rune_kb.errors import RuneError
from rune_kb.logic.formula import Formula, free_variables
from rune_kb.logic.printer import to_text
from rune_kb.ontology import load_vocabulary
from rune_kb.reference import FastMeaning, Settings, Taxonomy
from rune_kb.translate import NotUnderstood, Translator
from rune_kb.translate.equivalence import closed, plain
from rune_kb.vocabulary import Vocabulary

ONTOLOGY = Path(__file__).with_name("nlvr.ttl")
GROUPS = ("single objects", "boxes", "towers", "colours")


@dataclass(frozen=True)
class Outcome:
    """``value`` is what the formula says of the scene; None where there is no formula."""

    sentence: Sentence
    formula: Formula | None
    value: bool | None
    complaint: str = ""

    @property
    def read(self) -> bool:
        return self.formula is not None

    @property
    def right(self) -> bool:
        return self.value == self.sentence.true


def group(text: str) -> str:
    """Which kind of sentence it is.

    >>> group("There are 2 black circles"), group("a black tower"), group("only one color in each box")
    ('single objects', 'towers', 'colours')
    """
    if re.search(r"\bcolou?rs?\b", text, re.IGNORECASE):
        return "colours"
    if re.search(r"\b(tower|stack)s?\b", text, re.IGNORECASE):
        return "towers"
    if re.search(r"\b(box|boxes|gr[ea]y squares?)\b", text, re.IGNORECASE):
        return "boxes"
    return "single objects"


def vocabulary() -> Vocabulary:
    return load_vocabulary([(ONTOLOGY.name, ONTOLOGY.read_text(encoding="utf-8"))])[0]


class Reader:
    """A translator that reads each wording once, and the truth of what it read."""

    def __init__(self, translator: Translator, words: Vocabulary) -> None:
        self.translator, self.words = translator, words
        names = [name for name, entry in words.classes.items() if entry.definition is None]
        flags = [name for name, entry in words.attributes.items() if entry.kind == "boolean"]
        self.taxonomy = Taxonomy({name: words.descendants(name) for name in names}, frozenset(flags))
        self._known: dict[str, tuple[Formula | None, str]] = {}

    def outcome(self, sentence: Sentence) -> Outcome:
        if sentence.text not in self._known:
            self._known[sentence.text] = self._read(sentence.text)
        formula, complaint = self._known[sentence.text]
        value = None if formula is None else self._holds(formula, sentence)
        return Outcome(sentence, formula, value, complaint)

    def _read(self, text: str) -> tuple[Formula | None, str]:
        try:
            return self.translator.translate(text, self.words).readings[0], ""
        except NotUnderstood as error:
            return None, str(error).splitlines()[0]

    def _holds(self, formula: Formula, sentence: Sentence) -> bool:
        meaning = FastMeaning(sentence.scene, self.taxonomy, Settings("boolean"))
        whole = closed(formula) if free_variables(formula) else formula
        return meaning.holds(plain(whole, self.words), {})


# -- what is printed ----------------------------------------------------------------------------------------

HEAD = (
    "| sentences | n | read | right of those read | always true | wordings | read |",
    "|---|--:|--:|--:|--:|--:|--:|",
)


def table(found: Sequence[Outcome]) -> str:
    by_group = {name: [each for each in found if group(each.sentence.text) == name] for name in GROUPS}
    rows = [_row(name, of) for name, of in by_group.items() if of]
    return "\n".join([*HEAD, *rows, _row("**all**", found)])


def _row(name: str, found: Sequence[Outcome]) -> str:
    read = [each for each in found if each.read]
    wordings = {each.sentence.text for each in found}
    cells = [
        str(len(found)),
        _share(len(read), len(found)),
        _share(sum(each.right for each in read), len(read)),
        _share(sum(each.sentence.true for each in read), len(read)),
        str(len(wordings)),
        _share(len({each.sentence.text for each in read}), len(wordings)),
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "–"


def failures(found: Sequence[Outcome]) -> str:
    """Wordings, those that stand most often first."""
    unread = Counter((each.sentence.text, each.complaint) for each in found if not each.read)
    wrong = Counter(each.sentence.text for each in found if each.read and not each.right)
    formulas = {each.sentence.text: each.formula for each in found if each.formula is not None}
    said = Counter(each.sentence.text for each in found)
    lines = ["Not read:"]
    lines += [f"  {times} × {text}\n      {complaint}" for (text, complaint), times in unread.most_common()]
    lines.append("Read, and wrong:")
    for text, times in wrong.most_common():
        lines.append(f"  {times} of {said[text]} × {text}\n      {to_text(formulas[text])}")
    return "\n".join(lines)


def main(words: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench nlvr", description=__doc__.splitlines()[0])
    parser.add_argument("--translators", nargs="+", default=["english"], metavar="NAME", help=NAMES)
    parser.add_argument("--failures", action="store_true", help="list what was not read, or not right")
    chosen = parser.parse_args(list(words))
    path = shared_data("nlvr") / "dev.jsonl"
    if not path.is_file():
        print(f"skipped: {path} is not there; set RUNE_SHARED_DATA to the folder of the real data")
        return
    known, said = vocabulary(), list(sentences(path))
    for name in chosen.translators:
        try:
            reader = Reader(translators_by_name(name), known)
            found = [reader.outcome(sentence) for sentence in said]
        except (ValueError, RuneError) as error:
            sys.exit(f"bench: {error}")
        print(f"\n### NLVR, {reader.translator.name}\n\n{table(found)}\n")
        if chosen.failures:
            print(failures(found))


if __name__ == "__main__":
    main(sys.argv[1:])
