"""Answers as one web page that needs nothing else: pictures inside it, no script, no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

import PIL.Image

from rune_kb.render.picture import PALETTE
from rune_kb.render.picture_svg import data_url

PAGE = Path(__file__).with_name("page.html")


@dataclass(frozen=True, slots=True)
class Card:
    """One ranked image: its score, its witnesses in words (variable, what it is) and its picture.

    ``worth`` is the score as text, ``why`` the proof in sentences, if there is one.
    """

    image: str
    score: float
    witnesses: Sequence[tuple[str, str]]
    picture: PIL.Image.Image
    worth: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A question with its formula, a note on what makes it hard, and its best answers.

    ``found`` says in a sentence how many images answer it.
    """

    question: str
    note: str
    formula: str
    found: str
    cards: Sequence[Card]


def page(title: str, lead: str, foot: str, sections: Sequence[Section]) -> str:
    """The page's HTML; all text is escaped."""
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        title=escape(title),
        lead=escape(lead),
        foot=escape(foot),
        contents=_lines(
            f'<li><a href="#q{n}">{n}. {escape(section.question)}</a></li>'
            for n, section in enumerate(sections, 1)
        ),
        sections=_lines(_section(n, section) for n, section in enumerate(sections, 1)),
    )


def _section(n: int, section: Section) -> str:
    cards = _lines(_card(rank, card) for rank, card in enumerate(section.cards, 1))
    return _lines(
        (
            f'<section id="q{n}" aria-labelledby="q{n}-title">',
            f'<h2 id="q{n}-title">{n}. {escape(section.question)}</h2>',
            f'<p class="note">{escape(section.note)}</p>',
            f'<p class="formula">{escape(section.formula)}</p>',
            f'<p class="found">{escape(section.found)}</p>',
            f'<ol class="grid">\n{cards}\n</ol>',
            "</section>",
        )
    )


def _card(rank: int, card: Card) -> str:
    seen = "; ".join(f"{variable} is {what}" for variable, what in card.witnesses)
    alt = f"Aerial scene {card.image}, detections outlined" + (f"; highlighted: {seen}" if seen else "")
    wide, high = card.picture.size
    return _lines(
        (
            '<li class="card">',
            f'<img src="{data_url(card.picture)}" width="{wide}" height="{high}" alt="{escape(alt)}">',
            '<div class="text">',
            f'<h3><span><span class="rank">{rank}</span>{escape(card.image)}</span>'
            f'<span class="score">{escape(card.worth)}</span></h3>',
            f'<div class="bar" aria-hidden="true"><i style="width:{card.score:.1%}"></i></div>',
            f"<dl>{_legend(card.witnesses)}</dl>",
            f"<details><summary>Why</summary><p>{escape(card.why)}</p></details>" if card.why else "",
            "</div></li>",
        )
    )


def _legend(witnesses: Sequence[tuple[str, str]]) -> str:
    """Each variable in the colour it has in the picture."""
    rows = []
    for i, (variable, what) in enumerate(witnesses):
        colour = "rgb({} {} {})".format(*PALETTE[i % len(PALETTE)])
        swatch = f'<i style="background:{colour}" aria-hidden="true"></i>'
        rows.append(f"<dt>{swatch}{escape(variable)}</dt><dd>{escape(what)}</dd>")
    return _lines(rows)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
