"""Answers as a page of pictures: each image with its witnesses outlined."""

from __future__ import annotations

from pathlib import Path

from rune_kb.answers import Answer, Answers
from rune_kb.errors import RuneError
from rune_kb.formats.written import new_file
from rune_kb.kb import KnowledgeBase
from rune_kb.logic.printer import to_text
from rune_kb.render.page import Card, Section, page
from rune_kb.render.picture import draw_scene
from rune_kb.render.proof_english import english
from rune_kb.render.words import counted, witnesses, worth

PICTURE = 640
"""Pixels of a picture's longer side."""

_LEAD = "Each picture shows an image that answers the question, best first, with its witnesses outlined."
_FOOT = "A score says what the best proof is worth, or how probable the answer is. Made by RUNE."


def section(
    kb: KnowledgeBase, answers: Answers, *, title: str, note: str = "", shown: int | None = None
) -> Section:
    """What the page shows of one question: the best ``shown`` answers, drawn."""
    best = answers[:shown] if shown is not None else answers.items
    found = (
        f"{counted(len(answers), 'answer')}, {counted(answers.images, 'image')}, {answers.elapsed_ms:.0f} ms"
    )
    if len(best) < len(answers):
        found += f"; the best {len(best)} are shown"
    cards = []
    for answer in best:
        scene = kb.detections(answer.image)
        picture = draw_scene(kb.store.image(answer.image), scene, answer.bindings, size=PICTURE)
        seen = witnesses(answer, scene)
        cards.append(Card(answer.image, answer.score, seen, picture, worth(answer), _why(kb, answer)))
    return Section(title, note, to_text(answers.formula, unicode=True), found, cards)


def _why(kb: KnowledgeBase, answer: Answer) -> str:
    """The proof in sentences; nothing where no single proof is the reason."""
    try:
        return english(answer.proof, kb.vocabulary)
    except RuneError:
        return ""


def write_report(kb: KnowledgeBase, answers: Answers, target: Path) -> None:
    """The answers as one HTML file that needs nothing else; raises FormatError where it cannot be written."""
    text = page("RUNE", _LEAD, _FOOT, [section(kb, answers, title=answers.question)])
    with new_file(target) as file:
        file.write_text(text, encoding="utf-8")
