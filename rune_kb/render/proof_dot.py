"""A proof as the source of a Graphviz graph, for those who lay it out themselves: ``dot -Tpdf proof.dot``."""

from __future__ import annotations

from rune_kb.proof.tree import Proof
from rune_kb.render.nouns import line
from rune_kb.render.proof_boxes import StepBox, step_boxes
from rune_kb.vocabulary import Vocabulary

FILLS = {
    "seen": "#e3f1e6", "derived": "#ffffff", "searched": "#e7eef8", "against": "#fbe9e4", "more": "#f3f1ea",
}  # fmt: skip
"""The ground of a box, by what kind of step it is; the drawn tree has the same."""


def to_dot(proof: Proof, vocabulary: Vocabulary | None = None, *, full: bool = False) -> str:
    """Graphviz source. Long lists of members are cut short unless ``full``."""
    boxes = step_boxes(proof, vocabulary, full=full)
    lines = [
        f"digraph {_quoted(line(proof.image.id))} {{",
        "  rankdir=LR; ordering=out;",
        '  node [shape=box, style="filled,rounded", fontname="monospace", fontsize=10, margin="0.12,0.08"];',
        '  edge [dir=none, color="#8a8f94"];',
        *[f"  s{box.number} [label={_label(box)}, fillcolor={_quoted(FILLS[box.kind])}];" for box in boxes],
        *[f"  s{box.parent} -> s{box.number}{_edge(box)};" for box in boxes if box.parent is not None],
        "}",
    ]
    return "\n".join(lines) + "\n"


def _label(box: StepBox) -> str:
    """Lines set flush left, each ended by ``\\l``."""
    lines = (box.title, *box.formula, *box.facts)
    return '"' + "".join(f"{_escaped(text)}\\l" for text in lines) + '"'


def _edge(box: StepBox) -> str:
    return ' [style=dashed, color="#b5432a", label="against"]' if box.against else ""


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Backslashes begin escapes in a label, ampersands HTML entities."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
