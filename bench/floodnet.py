"""FloodNet's questions: are they read as their programs mean, and do the formulas give the answers?

    python -m bench floodnet [--translators NAME...]

The data set has fifteen forms of questions about flooded and dry roads and buildings, each with a program.
Per form:

- read: what the translator makes of it. `How many N …?` asks for a number, which no formula is; it is asked
  about N instead, and what its formula looks for is counted. `What is the condition …?` asks which of two
  formulas is true: a translator should refuse it;
- as the program: whether the formula means what the program does. (`Entire` does not: the English asks about
  every road, the program for one.)
- right by program, by formula: how often they give the data set's answer over scenes made of the objects per
  class and image. By program is the ceiling; bench/floodnet_data.py says what these files can tell. For a
  number, `there` says how often just its being more than none is right.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bench.collections import shared_data
from bench.floodnet_data import Asked, Program, noun_phrase, program, questions, scenes
from bench.translators import NAMES, translators_by_name
from rune_kb.errors import RuneError
from rune_kb.logic.formula import And, Atom, Count, Exists, Formula, Not, Var
from rune_kb.logic.printer import to_text
from rune_kb.ontology import load_vocabulary
from rune_kb.reference import Scene, Settings, Taxonomy
from rune_kb.reference.meaning import Meaning
from rune_kb.translate import NotUnderstood, Translator
from rune_kb.translate.equivalence import plain, same_meaning
from rune_kb.vocabulary import Vocabulary

FLOODED = Atom("flooded", (Var("x"),))


@dataclass(frozen=True)
class Form:
    """One wording, all questions in it whose images have labels, and how many there are in all."""

    text: str
    program: Program
    asked: tuple[Asked, ...]
    all: int


def forms(asked: Sequence[Asked], known: dict[str, Scene]) -> list[Form]:
    wordings = sorted({(each.program, each.question) for each in asked})
    return [
        Form(text, program(means), tuple(each for each in these if each.image in known), len(these))
        for means, text in wordings
        for these in [[each for each in asked if each.question == text and each.program == means]]
    ]


# -- answers ------------------------------------------------------------------------------------------------


class Answers:
    """What programs and formulas say of a scene, in the data set's words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        names = [name for name, entry in vocabulary.classes.items() if entry.definition is None]
        self.taxonomy = Taxonomy({name: vocabulary.descendants(name) for name in names})

    def of_program(self, asks: Program, scene: Scene) -> str:
        match asks.asks:
            case "Exists":
                return self.yes_or_no(asks.formula, scene)
            case "Count":
                return self.number(asks.formula, scene)
        return self._condition(asks.body, scene)

    def yes_or_no(self, formula: Formula, scene: Scene) -> str:
        return "Yes" if self._meaning(scene).holds(plain(formula, self.vocabulary), {}) else "No"

    def number(self, formula: Formula, scene: Scene) -> str:
        """How many things there are of which a formula says that there is one."""
        if not isinstance(formula, Exists) or len(formula.vars) != 1:
            return "no number"
        counted = Count(formula.vars[0], plain(formula.body, self.vocabulary))
        return str(len(self._meaning(scene).counted_by(counted, {})))

    def _condition(self, body: Formula, scene: Scene) -> str:
        """Of roads: flooded, not, or both; of everything: flooded as soon as something is."""
        flooded = self.yes_or_no(Exists(("x",), And((body, FLOODED))), scene) == "Yes"
        dry = self.yes_or_no(Exists(("x",), And((body, Not(FLOODED)))), scene) == "Yes"
        if isinstance(body, Atom) and body.name == "object":
            return "flooded" if flooded else "non flooded"
        return ",".join(["flooded"] * flooded + ["non flooded"] * dry)

    def _meaning(self, scene: Scene) -> Meaning:
        return Meaning(scene, self.taxonomy, Settings("boolean"))


# -- what is printed ----------------------------------------------------------------------------------------

HEAD = (
    "| question | program | n (labelled) | read | as the program | right by program | right by formula |",
    "|---|---|--:|---|---|--:|--:|",
)


def row(form: Form, translator: Translator, known: dict[str, Scene], answers: Answers) -> str:
    formula = _read(translator, noun_phrase(form.text) or form.text, answers.vocabulary)
    if form.program.asks == "Condition":
        as_program = "should be refused" if formula is not None else "rightly refused"
        formula = None
    elif formula is None:
        as_program = "–"
    else:
        as_program = "yes" if same_meaning(formula, form.program.formula, answers.vocabulary) else "no"
    by_program = [(each.answer, answers.of_program(form.program, known[each.image])) for each in form.asked]
    by_formula = [(each.answer, _answer(formula, form, known[each.image], answers)) for each in form.asked]
    cells = [
        form.text,
        to_text(form.program.formula) + f" & {form.program.asks}",
        f"{form.all:,} ({len(form.asked)})",
        f"`{to_text(formula)}`" if formula is not None else "–",
        as_program,
        _share(by_program),
        _share(by_formula) if formula is not None else "–",
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _read(translator: Translator, question: str, vocabulary: Vocabulary) -> Formula | None:
    try:
        return translator.translate(question, vocabulary).readings[0]
    except NotUnderstood:
        return None


def _answer(formula: Formula | None, form: Form, scene: Scene, answers: Answers) -> str:
    if formula is None:
        return ""
    return (
        answers.number(formula, scene) if form.program.asks == "Count" else answers.yes_or_no(formula, scene)
    )


def _share(pairs: Sequence[tuple[str, str]]) -> str:
    """How many agree; of numbers, also whether they agree that there are any."""
    right = sum(wanted == got for wanted, got in pairs)
    text = f"{right} of {len(pairs)}"
    if pairs and all(wanted.isdigit() and got.isdigit() for wanted, got in pairs):
        text += f" (there: {sum((wanted == '0') == (got == '0') for wanted, got in pairs)})"
    return text


def main(words: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench floodnet", description=__doc__.splitlines()[0])
    parser.add_argument("--translators", nargs="+", default=["english"], metavar="NAME", help=NAMES)
    chosen = parser.parse_args(list(words))
    folder = shared_data("floodnet_vqa")
    if not folder.is_dir():
        print(f"skipped: {folder} is not there; set RUNE_SHARED_DATA to the folder of the real data")
        return
    vocabulary, _ = load_vocabulary()
    asked, known = questions(folder), scenes(folder, vocabulary)
    answers = Answers(vocabulary)
    for name in chosen.translators:
        try:
            translator = translators_by_name(name)
            rows = [row(form, translator, known, answers) for form in forms(asked, known)]
        except (ValueError, RuneError) as error:
            sys.exit(f"bench: {error}")
        print("\n".join([f"\n### FloodNet, {translator.name}\n", *HEAD, *rows]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
