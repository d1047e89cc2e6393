"""The demonstration: four questions of rising difficulty, asked of the sample collection.

``run_demo`` builds a knowledge base, prints a table for each question and writes a page with the pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rune_kb import paths
from rune_kb.answers import Answers
from rune_kb.kb import KnowledgeBase
from rune_kb.logic.printer import to_text
from rune_kb.render.page import Section, page
from rune_kb.render.report import section

SHOWN = 6
"""Answers of a question that get a row and a picture."""
TITLE = "Four questions to thirty-one aerial scenes"
LEAD = (
    "RUNE reasons over what a detector found. Each question below is read as a formula of first-order logic; "
    "each picture shows an image that answers it, best first, with the witnesses of its best proof outlined."
)
FOOT = (
    "The scenes were drawn for RUNE and the detections made up like a detector's, with misses, doubts and "
    "false alarms (docs/sample.md). A score is the probability of the best proof. Made by: rune demo."
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question in English, and what it asks of the reasoner."""

    english: str
    note: str


QUESTIONS = (
    Question(
        "Which scenes show a plane?",
        "One class. The score is that of the surest detection; weak false alarms come last.",
    ),
    Question(
        "Which scenes have a ship near a harbor?",
        "Two objects and a relation: near means 30 m from outline to outline. Ships under way do not count.",
    ),
    Question(
        "Which harbors have at least three ships near them, with no bridge in the scene?",
        "Counting and negation: what was not detected is not there, and a doubtful bridge leaves a little.",
    ),
    Question(
        "Show a dry building near a road, where every road near it is flooded.",
        "For all: one dry road near the building is enough to refuse it. Roads are lines here.",
    ),
)


def run_demo(out: Path, console: Console | None = None) -> Path:
    """Ask the sample collection all questions, print the answers, write the page with the pictures; its path.

    The knowledge base is made in ``out/demo-kb``, or brought up to date if it is there already; the page is
    ``out/demo.html``.
    """
    console = console or Console()
    sections = []
    with _collection(out / "demo-kb") as kb:
        for number, question in enumerate(QUESTIONS, 1):
            answers = kb.ask(question.english, language="english", translator="english", top=None)
            part = section(kb, answers, title=question.english, note=question.note, shown=SHOWN)
            _print(console, number, question, answers, part)
            sections.append(part)
    target = out / "demo.html"
    target.write_text(page(TITLE, LEAD, FOOT, sections), encoding="utf-8")
    pictures = Text.assemble("The pictures, with witnesses outlined: ", (str(target), "bold"))
    console.print(pictures, soft_wrap=True)
    return target


def _collection(folder: Path) -> KnowledgeBase:
    """The sample as a knowledge base; ingesting again what is there already changes nothing."""
    kb = KnowledgeBase.create(folder, exist_ok=True)
    kb.ingest([paths.SAMPLE / "detections.json", paths.SAMPLE / "flood.csv"], images=paths.SAMPLE / "images")
    return kb


def _print(console: Console, number: int, question: Question, answers: Answers, part: Section) -> None:
    console.print(Text(f"{number}. {question.english}", style="bold"))
    console.print(Text(answers.reading))
    console.print(Text(to_text(answers.formula), style="cyan"))
    table = Table()
    table.add_column("", justify="right")
    table.add_column("image")
    table.add_column("score", justify="right")
    table.add_column("witnesses")
    for rank, card in enumerate(part.cards, 1):
        seen = "\n".join(f"{name}: {what}" for name, what in card.witnesses)
        table.add_row(str(rank), Text(card.image), f"{card.score:.3f}", Text(seen))
    console.print(table)
    console.print(part.found, highlight=False)
    console.print()
