"""The proof tree (DESIGN 4.7): plain values. The reasoner makes them, the checker does not trust them.

A proof proves a formula in one image. A step proves a part of it, its free variables bound. Detections are
paid for once, where they first become witnesses, going through the tree depth first and from left to right; a
step's score is the product of what is paid in it and below it, of what its negations leave of 1, and of the
degrees of soft relations (docs/scoring.md).

============== ============================= ================================================================
rule           the formula                   children
============== ============================= ================================================================
class          C(x)                          none; ``path``: from the detection's class up to C
attribute      a(x), a boolean attribute     none
relation       r(x, y)                       none; ``measures``: what was measured. Its score is 1, of a
                                             soft relation its degree
compare        s < t, x = y                  none; ``measures``: of the terms
definition     C(x) or r(x, y), defined      one, of the definition's body
and            F & G                         one of every part, in order
or             F | G                         one, of part ``branch`` (0, 1, …)
implies        F -> G                        one: of ~F (``branch`` 0) or of G (1)
iff            F <-> G                       two: of F and G (``branch`` 0) or of ~F and ~G (1)
xor            F xor G                       two: of F and ~G (``branch`` 0) or of ~F and G (1)
exists         exists x, y (F)               one, of F; ``witnesses``: one a variable
exists-count   exists>=n x (F), > and =      a ``member`` each; for = also one of ~exists>n x (F)
member         F, x bound                    one, of F; ``witnesses``: what x stands for
not            ~F                            none: ``search`` says what was gone through
double-neg     ~~F, ~F where F is a denial   one, of what is denied twice
forall         forall x (F)                  none: ``search`` is for x with ~F
at-most        exists<=n x (F), < and =0     none: ``search`` is for more
answer         with free variables; the root one, of the formula; ``witnesses``: one a variable
============== ============================= ================================================================

A denial is what a ``not``, ``forall`` or ``at-most`` step proves, or a definition whose body is one: denied
in turn, it has the proofs of what it denies (docs/meaning.md: ~~F is F). So ``~forall x (F)`` is proved by a
proof of ``exists x (~F)``, ``~exists<=n x (F)`` by one of ``exists>n x (F)``;
:func:`rune_kb.proof.unfold.undenied` says which. As many members are given as are needed and no more, none
for ``exists>=0``. Where a definition's body binds a variable with the name of an argument, that is ``y_2`` in
the child's formula (:func:`~rune_kb.proof.unfold.unfolded`; the checker takes other names, too).

``not``, ``forall`` and ``at-most`` score 1 minus the best score of what they deny, where the detections that
the variables in scope stand for are paid for already, and nothing else is. In ``boolean`` scoring all scores
are 1 and nothing is paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.logic.formula import CompareOp, Formula
from rune_kb.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pandas import DataFrame
    from rdflib import Graph

    from rune_kb.kb import KnowledgeBase
    from rune_kb.proof.report import CheckReport

Rule = Literal[
    "class", "attribute", "relation", "compare", "definition", "and", "or", "implies", "iff", "xor", "exists",
    "exists-count", "member", "not", "double-neg", "forall", "at-most", "answer",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured, and what was asked of it: ``distance(x, y)`` 42.3 px, <= 100 px.

    ``name`` is a term of the formula language about the step's variables, as the printer writes it, or
    ``turn(x, y)``, the smaller angle between the long axes (:mod:`rune_kb.proof.measured` lists what there
    is).
    ``value`` and ``bound`` are in ``unit``: ``px``, ``px2``, ``deg``, or "" for plain numbers and texts.
    ``op`` and ``bound`` are None where the measure only tells. A ``value`` of None is one that is not known.
    Of a count ``members`` are the detections that were counted.
    """

    name: str
    value: float | str | None
    unit: str = ""
    op: CompareOp | None = None
    bound: float | str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The detection that came closest to what was looked for: what it stands for, and which part it fails.

    ``formula``, false under ``bindings``, is the denied formula, a formula in it (definitions unfolded) or
    the negation of one: what fails of ``~(A -> B)`` may be A or ``~B``. ``bindings`` are of its free
    variables and may be of others in whose scope it stands, as what these stand for is paid for there.
    ``measures`` are what was measured.
    """

    bindings: Mapping[str, str]
    formula: Formula
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What was gone through to deny that something is there.

    Denied is F for ``~F``, ``exists x (~F)`` for ``forall x (F)``, ``exists>n x (F)`` for ``exists<=n x
    (F)`` and for ``exists=0 x (F)``, ``exists>=n x (F)`` for ``exists<n x (F)``. ``counter`` is the best
    proof of it, where it has a score: the step's own score is 1 minus that. Where it has none ``nearest`` is
    the candidate that came closest, if there is one.

    ``candidates`` detections of class ``cls`` are present (score at least ``min_score``, subclasses too).
    ``cls`` is the class that the denied formula says its first quantified variable has:

    - the first quantifier is the first ``exists`` or ``exists>=n`` (>, =) on the way down from the denied
      formula, through conjunctions, leftmost part first, and definitions; its variable is the first that it
      binds. Where there is none (``~near(x, y)``, ``~(F | G)``) ``cls`` is "" and ``candidates`` 0;
    - the class is that of the first atom C(x), C not defined, among the conjuncts of the quantifier's body.
      Conjuncts of F & G are those of F, then those of G; of ``~(A -> B)`` those of A, then those of ``~B``;
      of ``~~F`` those of F; of a defined class or relation those of its body; all else is one conjunct by
      itself. Where there is none ``cls`` is ``object``.

    :func:`rune_kb.proof.searched.searched` is this as a function.
    """

    cls: str
    candidates: int
    counter: Step | None = None
    nearest: NearMiss | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof.

    ``bindings`` say which detection each free variable of ``formula`` stands for (``IMAGE#K``). ``paid`` are
    those of ``witnesses`` whose score is paid here, since they were not paid for before.
    """

    rule: Rule
    formula: Formula
    bindings: Mapping[str, str]
    score: float
    children: tuple[Step, ...] = ()
    branch: int | None = None
    witnesses: tuple[str, ...] = ()
    paid: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    search: Search | None = None

    def walk(self) -> Iterator[Step]:
        """The step and all below it, parents first, without the counter-proofs of searches."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Cited:
    """A detection that a proof speaks of: its class, the source's word, its score, and where it is from.

    ``raw_score`` is the detector's own where the score is calibrated, else None.
    """

    id: str
    cls: str
    label: str
    score: float
    source: str | None = None
    line: int | None = None
    raw_score: float | None = None

    @classmethod
    def of(cls, d: Detection) -> Cited:
        """What a proof says of the detection."""
        return cls(d.id, d.cls, d.label, d.score, d.source, d.line, d.raw_score)


@dataclass(frozen=True, slots=True)
class Origin:
    """What the knowledge base that made a proof knows: the words, and all detections of the image."""

    vocabulary: Vocabulary
    detections: Sequence[Detection]

    @property
    def outlines(self) -> dict[str, BaseGeometry]:
        """The outline of every detection of the image, by id."""
        return {d.id: d.outline for d in self.detections}


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that an image answers a formula.

    ``score`` is what the proof is worth; ``min_score`` (of the classes in ``class_min_scores`` what stands
    there) and ``scoring`` say which detections there are and how they are paid for (DESIGN 4.2).
    ``near_radius`` is what `near` means in this image, in pixels. ``soft``: relations have degrees.
    ``detections`` holds all that the steps name but for what a count counted; ``origin`` is None for a
    proof that was read.
    """

    image: Image
    formula: Formula
    scoring: str
    min_score: float
    near_radius: float
    root: Step
    detections: Mapping[str, Cited] = field(repr=False)
    class_min_scores: Mapping[str, float] = field(default_factory=dict)
    soft: bool = False
    origin: Origin | None = field(default=None, repr=False, compare=False)

    @property
    def score(self) -> float:
        """The score of the whole, in (0, 1]."""
        return self.root.score

    @property
    def rests_on(self) -> frozenset[str]:
        """The detections that the proof rests on: every witness, paid for here or before."""
        return frozenset(id for step in self.root.walk() for id in step.witnesses)

    # The renderers and the checker stand to the right of this module (DESIGN 2), so the methods import them.

    def check(self, kb: KnowledgeBase) -> CheckReport:
        """Proves every step again from the store's rows, by code that shares nothing with the engine."""
        from rune_kb.proof.check import check_proof
        from rune_kb.proof.evidence import CalibratedRows

        return check_proof(self, CalibratedRows(kb.store), kb.vocabulary)

    def to_text(self, *, full: bool = False) -> str:
        """The proof in English sentences, then as an indented tree; long lists cut short unless ``full``."""
        from rune_kb.render.proof_english import english
        from rune_kb.render.proof_text import tree_text

        words = self._words
        return f"{english(self, words, full=full)}\n\n{tree_text(self, words, full=full)}"

    def to_dict(self) -> dict[str, Any]:
        """The proof as plain values (docs/proof.schema.json)."""
        from rune_kb.render.proof_json import to_dict

        return to_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """The same as text."""
        from rune_kb.render.proof_json import to_json

        return to_json(self, indent=indent)

    @staticmethod
    def from_json(text: str) -> Proof:
        """The proof that :meth:`to_json` wrote; raises RuneError for anything else."""
        from rune_kb.render.proof_json import from_json

        return from_json(text)

    def to_rdf(self) -> Graph:
        """The proof as RDF with PROV-O, an rdflib Graph."""
        from rune_kb.render.proof_rdf import to_rdf

        return to_rdf(self, self._words)

    def to_dot(self, *, full: bool = False) -> str:
        """Graphviz source."""
        from rune_kb.render.proof_dot import to_dot

        return to_dot(self, self._words, full=full)

    def to_svg(self, *, full: bool = False) -> str:
        """The tree drawn, as SVG."""
        from rune_kb.render.proof_svg import to_svg

        return to_svg(self, self._words, full=full)

    def to_frame(self) -> DataFrame:
        """A row a step, a pandas DataFrame."""
        from rune_kb.render.proof_frame import to_frame

        return to_frame(self)

    def draw(self, path: str | Path) -> None:
        """Writes a picture of the image with what the proof rests on, PNG or SVG by the suffix.

        Where the picture itself is not there all outlines are drawn as a map. Raises RuneError for another
        suffix, and for a proof that was read from a file: only a knowledge base knows the outlines.
        """
        from rune_kb.errors import RuneError
        from rune_kb.render.proof_picture import draw

        if self.origin is None:
            raise RuneError("this proof does not know the outlines; draw one that a knowledge base made")
        draw(self, self.origin.outlines, path, vocabulary=self._words)

    def _repr_html_(self) -> str:
        from rune_kb.render.proof_html import to_html

        outlines = None if self.origin is None else self.origin.outlines
        return to_html(self, self._words, outlines=outlines)

    @property
    def _words(self) -> Vocabulary | None:
        return None if self.origin is None else self.origin.vocabulary
