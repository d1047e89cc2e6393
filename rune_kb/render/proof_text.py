"""A proof as a tree of lines; on the left the score of each step.

0.73  ∃y (harbor(y) ∧ …)  [exists]  y = #0 (harbor 0.97)
   1  ├─ harbor(#0)  [class]  labels/harbour_02.txt:3
"""

from __future__ import annotations

from rune_kb.proof.tree import Proof
from rune_kb.render.nouns import Words, line
from rune_kb.render.proof_lines import Line, step_line
from rune_kb.render.proof_steps import Node, nodes
from rune_kb.render.quantities import quantity, score
from rune_kb.vocabulary import Vocabulary

_LONGEST = 90
"""Characters of a formula; its parts are on the lines below, so that a long one can be cut."""
_WIDE = 7
"""Characters of a score."""


def tree_text(proof: Proof, vocabulary: Vocabulary | None = None, *, full: bool = False) -> str:
    """The proof as an indented tree. Long lists and long formulas are cut short unless ``full``."""
    words = Words(vocabulary)
    places = nodes(proof, full=full)
    below: dict[int | None, list[Node]] = {}
    for place in places:
        below.setdefault(place.parent, []).append(place)
    lines = [_head(proof)]

    def add(place: Node, before: str, joint: str, beneath: str) -> None:
        lines.append(_line(step_line(place, proof, words), before + joint, full=full))
        inner = below.get(place.number, [])
        ends = [(child.number, None) for child in inner]
        for index, child in enumerate(inner):
            final = index == len(ends) - 1 and not place.left_out
            if child.against:
                lines.append(f"{'':{_WIDE}} {before}{beneath}└╌ ✗ what speaks against it, at its best:")
                add(child, before + beneath + "   ", "╰╌ ", "   ")
            else:
                add(child, before + beneath, "└─ " if final else "├─ ", "   " if final else "│  ")
        if place.left_out:
            lines.append(f"{'':{_WIDE}} {before}{beneath}└─ … and {place.left_out} more")

    add(places[0], "", "", "")
    return "\n".join(lines)


def _head(proof: Proof) -> str:
    within = "fully within" if proof.soft else "within"
    near = f"{within} {quantity(proof.near_radius, 'px', proof.image.gsd)}"
    return (
        f"{line(proof.image.id)}: score {score(proof.score)} "
        f"({line(proof.scoring)}, detections from {score(proof.min_score)}, near {near})"
    )


def _line(said: Line, before: str, *, full: bool) -> str:
    formula = said.formula if full or len(said.formula) <= _LONGEST else said.formula[: _LONGEST - 1] + "…"
    facts = "  " + "; ".join(said.facts) if said.facts else ""
    return f"{said.score:>{_WIDE}} {before}{formula}  [{said.rule}]{facts}"
