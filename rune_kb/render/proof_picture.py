"""A proof as a picture: what it rests on, what was measured between that, and near misses, dashed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import PIL.Image
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection
from rune_kb.errors import RuneError
from rune_kb.formats.written import new_file
from rune_kb.logic.formula import Atom, Formula, Var
from rune_kb.proof.tree import Measure, NearMiss, Proof
from rune_kb.render.nouns import Words
from rune_kb.render.picture import drawn_plan
from rune_kb.render.picture_svg import svg_plan
from rune_kb.render.proof_steps import nodes, number_of, witnessed
from rune_kb.render.quantities import quantity, score
from rune_kb.render.scene_plan import Link, Marks, Plan, plan_scene
from rune_kb.vocabulary import ROOT, Vocabulary

SIZE = 1024
_CAPTIONS = 40
"""So many members of a count are numbered; of more only the outlines are drawn."""


def draw(
    proof: Proof,
    outlines: Mapping[str, BaseGeometry],
    path: str | Path,
    *,
    vocabulary: Vocabulary | None = None,
    size: int = SIZE,
) -> None:
    """Writes the picture, as PNG or SVG by the path's suffix.

    ``outlines`` are those of all detections of the image, by id. Raises RuneError for another suffix and
    where an outline is missing, FormatError where the file cannot be written.
    """
    target = Path(path)
    suffix = target.suffix.casefold()
    if suffix not in (".png", ".svg"):
        raise RuneError(f"a proof is drawn as .png or .svg, not {target.name}")
    plan = plan_proof(proof, outlines, vocabulary=vocabulary, size=size)
    with new_file(target) as file:
        if suffix == ".svg":
            file.write_text(svg_plan(plan, f"What the answer {proof.image.id} rests on"), encoding="utf-8")
        else:
            drawn_plan(plan).save(file, "PNG")


def picture(
    proof: Proof,
    outlines: Mapping[str, BaseGeometry],
    *,
    vocabulary: Vocabulary | None = None,
    size: int = SIZE,
) -> PIL.Image.Image:
    """The picture, its longer side ``size`` pixels."""
    return drawn_plan(plan_proof(proof, outlines, vocabulary=vocabulary, size=size))


def plan_proof(
    proof: Proof, outlines: Mapping[str, BaseGeometry], *, vocabulary: Vocabulary | None = None, size: int
) -> Plan:
    """What is drawn, and where."""
    detections = [_detection(id, outline, proof) for id, outline in outlines.items()]
    highlights = _highlights(proof)
    marks = _marks(proof, highlights, Words(vocabulary))
    return plan_scene(proof.image, detections, highlights, marks, size)


def _detection(id: str, outline: BaseGeometry, proof: Proof) -> Detection:
    image, _, k = id.rpartition("#")
    cited = proof.detections.get(id)
    if cited is None:
        return Detection(image, int(k), ROOT, ROOT, outline)
    return Detection(image, int(k), cited.cls, cited.label, outline, cited.score)


def _highlights(proof: Proof) -> dict[str, list[str]]:
    """The witnesses of each variable; where two quantifiers use one name the second is x_2."""
    found: dict[tuple[str, int | None], list[str]] = {}
    for node in nodes(proof):
        if not node.denied:
            for name, id in witnessed(node.step, node.above):
                # All members of one count belong together.
                scope = node.parent if node.step.rule == "member" else node.number
                found.setdefault((name, scope), []).append(id)
    highlights: dict[str, list[str]] = {}
    for (name, _), ids in found.items():
        shown, n = name, 2
        while shown in highlights:
            shown, n = f"{name}_{n}", n + 1
        highlights[shown] = ids
    return highlights


def _marks(proof: Proof, highlights: Mapping[str, Sequence[str]], words: Words) -> Marks:
    captions: dict[str, str] = {}
    for name, ids in highlights.items():
        for i, id in enumerate(ids):
            if len(ids) == 1:
                captions.setdefault(id, f"{name}: {_named(proof, id, words)} {_score(proof, id)}")
            else:
                captions.setdefault(id, number_of(id) if i < _CAPTIONS else "")
    missed: dict[str, str] = {}
    links: dict[tuple[str, str, bool], Link] = {}
    for node in nodes(proof):
        step = node.step
        if node.denied:
            for _, id in witnessed(step, node.above):
                missed.setdefault(id, f"against: {_named(proof, id, words)} {_score(proof, id)}")
        if step.rule == "relation":
            _add(links, _links(step.formula, step.bindings, step.measures, proof, words, missed=node.denied))
        if step.search is not None and (miss := step.search.nearest) is not None:
            for id in _searched(miss, step.bindings):
                missed.setdefault(id, f"not: {_named(proof, id, words)} {_score(proof, id)}")
            _add(links, _links(miss.formula, miss.bindings, miss.measures, proof, words, missed=True))
    return Marks(captions, list(links.values()), missed)


def _add(links: dict[tuple[str, str, bool], Link], more: Iterable[Link]) -> None:
    """One line between two detections, for all that is said of them; for a near miss only where none is."""
    for link in more:
        one, other = (link.one, link.other) if link.arrow else sorted((link.one, link.other))
        known = links.get((one, other, link.arrow))
        if known is None or (known.missed and not link.missed):
            links[one, other, link.arrow] = link
        elif known.missed == link.missed and link.text not in known.text.split(", "):
            links[one, other, link.arrow] = replace(known, text=f"{known.text}, {link.text}")


def _searched(miss: NearMiss, bound: Mapping[str, str]) -> list[str]:
    return [id for name, id in miss.bindings.items() if name not in bound]


def _links(
    formula: Formula,
    bindings: Mapping[str, str],
    measures: Sequence[Measure],
    proof: Proof,
    words: Words,
    *,
    missed: bool,
) -> list[Link]:
    """Between the first two detections of a relation: its distance, or else its name with an arrow."""
    if not isinstance(formula, Atom):
        return []
    ids = [bindings[arg.name] for arg in formula.args if isinstance(arg, Var) and arg.name in bindings]
    if len(ids) < 2 or ids[0] == ids[1]:
        return []
    for measure in measures:
        if measure.unit == "px" and "distance" in measure.name:
            told = quantity(measure.value, "px", proof.image.gsd).partition(" (")[0]
            return [Link(ids[0], ids[1], told, missed)]
    said = words.verb(formula.name).singular.removeprefix("is ")
    return [Link(ids[0], other, said, missed, arrow=True) for other in ids[1:]]


def _named(proof: Proof, id: str, words: Words) -> str:
    return f"{words.noun(proof.detections[id].cls)} {number_of(id)}"


def _score(proof: Proof, id: str) -> str:
    return score(proof.detections[id].score)
