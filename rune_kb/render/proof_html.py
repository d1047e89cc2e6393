"""A proof as a piece of HTML for a notebook: the sentences, the picture, and each step for those who open it.

It needs nothing else, no script, no network; styles are on the elements themselves, so that the rest of the
page stays as it is. All text is escaped: names come from files.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

from shapely.geometry.base import BaseGeometry

from rune_kb.proof.tree import Proof
from rune_kb.render.nouns import line
from rune_kb.render.picture_svg import data_url
from rune_kb.render.proof_english import english
from rune_kb.render.proof_picture import picture
from rune_kb.render.proof_svg import to_svg
from rune_kb.render.proof_text import tree_text
from rune_kb.vocabulary import Vocabulary

_PICTURE = 640
"""Pixels of the picture's longer side."""
_PRE = "overflow-x:auto;font-size:0.85em;line-height:1.35;white-space:pre"


def to_html(
    proof: Proof,
    vocabulary: Vocabulary | None = None,
    *,
    outlines: Mapping[str, BaseGeometry] | None = None,
) -> str:
    """The HTML. With ``outlines``, of all detections of the image by id, there is a picture of the scene."""
    told = english(proof, vocabulary)
    image = escape(line(proof.image.id))
    parts = ['<div class="rune-proof" style="max-width:60rem">', f"<p>{escape(told)}</p>"]
    if outlines is not None:
        scene = picture(proof, outlines, vocabulary=vocabulary, size=_PICTURE)
        parts.append(_img(data_url(scene), f"{image} with what the proof rests on outlined"))
    parts += [
        f'<details><summary>Each step</summary><pre style="{_PRE}">',
        f"{escape(tree_text(proof, vocabulary))}</pre></details>",
        "<details><summary>As a drawing</summary>",
        _img(_svg_url(to_svg(proof, vocabulary)), f"The proof that {image} answers, drawn as a tree"),
        "</details>",
        "</div>",
    ]
    return "\n".join(parts)


def _img(url: str, alt: str) -> str:
    return f'<img src="{url}" alt="{alt}" style="max-width:100%;height:auto">'


def _svg_url(text: str) -> str:
    """As a picture of its own, whose styles touch nothing else."""
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode("ascii")
