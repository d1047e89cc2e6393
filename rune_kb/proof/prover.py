"""Makes proofs, and verdicts where there are none: one image at a time, in Prolog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from rune_kb.detection import Detection, Image
from rune_kb.engine import Engine, Table
from rune_kb.limits import Limits
from rune_kb.logic.formula import Formula, free_variables
from rune_kb.logic.terms import to_prolog
from rune_kb.logic.vocabulary_facts import vocabulary_facts
from rune_kb.proof.dress import Dresser
from rune_kb.proof.one_image import OneImage
from rune_kb.proof.touched import touched
from rune_kb.proof.tree import Cited, Origin, Proof, Step
from rune_kb.proof.unfold import definitions_of
from rune_kb.proof.verdict import Verdict
from rune_kb.radius import Radius
from rune_kb.vocabulary import Vocabulary

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A formula and how it is asked (DESIGN 4.2).

    Proofs are those of `best` in all scorings but `boolean`.
    """

    formula: Formula
    scoring: str
    min_score: Limits
    radius: Radius
    soft: bool = False
    """Relations that have degrees are graded (docs/scoring.md); not in `boolean`."""

    @property
    def rules(self) -> str:
        """The scoring whose rules the proofs follow."""
        return "boolean" if self.scoring == "boolean" else "best"


@dataclass(frozen=True, slots=True)
class _Held:
    """The image that is before Prolog: of which detections (this very list), and which of them."""

    image: Image
    detections: Sequence[Detection]
    min_score: Limits
    classes: frozenset[str] | None
    tables: OneImage


class Prover:
    """Explains images with an engine of its own, in which one image is at a time."""

    def __init__(self, name: str) -> None:
        self._engine = Engine(f"{name}_one_{next(_numbers)}")
        self._told: Vocabulary | None = None
        self._tables: set[Table] = {("image", "image")}
        self._held: _Held | None = None

    def close(self) -> None:
        """Gives the engine back."""
        self._engine.close()

    def explain(
        self,
        asked: Asked,
        image: Image,
        detections: Sequence[Detection],
        vocabulary: Vocabulary,
        bindings: Mapping[str, int],
        *,
        proofs: int = 1,
    ) -> tuple[Proof, ...] | Verdict:
        """The best proofs of the formula in the image, best first; a verdict where there is none.

        ``detections`` are all of the image, ``bindings`` give the number of the detection that each free
        variable stands for. Each of the ``proofs`` rests on other detections, none on all that another does.
        """
        if vocabulary is not self._told:
            self._engine.set_vocabulary(vocabulary_facts(vocabulary))
            self._told, self._held = vocabulary, None
        bindings = {name: bindings[name] for name in free_variables(asked.formula)} if bindings else {}
        present = [d for d in detections if d.score >= asked.min_score.of(d.cls)]
        self._hold(asked, image, detections, present, vocabulary)
        said = self._said(asked, image, bindings, vocabulary, proofs)
        dresser = Dresser(image.id, vocabulary, {d.k: d.cls for d in present})
        env = {name: dresser.id(k) for name, k in bindings.items()}
        match said:
            case ["proofs", steps]:
                by_number = {d.k: d for d in present}
                made = (dresser.step(step, asked.formula, env) for step in steps)
                origin = Origin(vocabulary, detections)
                return tuple(_proof(asked, image, step, by_number, origin) for step in made)
            case ["misses", miss]:
                return dresser.verdict(miss, asked.formula, env)
        raise AssertionError(f"the reasoner says {said[0]}")

    def _hold(
        self,
        asked: Asked,
        image: Image,
        detections: Sequence[Detection],
        present: Sequence[Detection],
        vocabulary: Vocabulary,
    ) -> None:
        """Puts the image before Prolog, unless it is there: one image often has several answers."""
        classes = touched(asked.formula, vocabulary, definitions_of(vocabulary))
        before = self._held
        if (
            before is not None
            and before.image == image
            and before.detections is detections
            and before.min_score == asked.min_score
            and (before.classes is None or (classes is not None and classes <= before.classes))
        ):
            return
        wanted = [d for d in present if classes is None or d.cls in classes]
        self._held = _Held(image, detections, asked.min_score, classes, OneImage(image, wanted, vocabulary))
        self._held.tables.hold(self._engine, self._tables)
        self._held.tables.fill(self._engine, self._tables)

    def _said(
        self,
        asked: Asked,
        image: Image,
        bindings: Mapping[str, int],
        vocabulary: Vocabulary,
        proofs: int,
    ) -> list[Any]:
        options = (
            ("scoring", asked.rules),
            ("min_score", 0.0),
            ("near_radius", [asked.radius.metres, asked.radius.pixels]),
            ("soft", asked.soft),
            ("proofs", proofs),
        )
        formula = to_prolog(asked.formula, vocabulary)
        said = self._engine.explain(formula, options, image.id, bindings)
        if said[0] == "missing":
            missing = [(str(name), str(projection)) for name, projection in said[1]]
            self._tables.update(missing)
            assert self._held is not None, "an image is held before it is asked"
            self._held.tables.fill(self._engine, missing)
            said = self._engine.explain(formula, options, image.id, bindings)
        return said


def _proof(asked: Asked, image: Image, root: Step, present: Mapping[int, Detection], origin: Origin) -> Proof:
    gsd, radius = image.gsd, asked.radius
    return Proof(
        image=image,
        formula=asked.formula,
        scoring=asked.scoring,
        min_score=asked.min_score.default,
        class_min_scores=asked.min_score.by_class,
        origin=origin,
        near_radius=radius.pixels if gsd is None else radius.metres / gsd,
        soft=asked.soft,
        root=root,
        detections={id: Cited.of(present[number(id)]) for id in sorted(_named(root), key=number)},
    )


def _named(step: Step) -> set[str]:
    """Every detection that a step or one below it names."""
    named = {*step.bindings.values(), *step.witnesses}
    if step.search is not None:
        if step.search.counter is not None:
            named |= _named(step.search.counter)
        if step.search.nearest is not None:
            named |= set(step.search.nearest.bindings.values())
    for child in step.children:
        named |= _named(child)
    return named


def number(id: str) -> int:
    """Of a detection, from its id."""
    return int(id.rpartition("#")[2])
