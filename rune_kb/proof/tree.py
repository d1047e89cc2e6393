"""The proof tree (DESIGN 4.7): plain values. The reasoner makes them, the checker does not trust them.

A proof proves a formula in one image. A step proves a part of it, its free variables bound. Detections are
paid for once, where they first become witnesses, going through the tree depth first and from left to right; a
step's score is the product of what is paid in it and below it and of what its negations leave of 1.

============== ============================= ================================================================
rule           the formula                   children
============== ============================= ================================================================
class          C(x)                          none; ``path``: from the detection's class up to C
attribute      a(x), a boolean attribute     none
relation       r(x, y)                       none; ``measures``: what was measured
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
double-neg     ~F, F a denial of G (below)   one, of G; F may also be defined as such a denial
forall         forall x (F)                  none: ``search`` is for x with ~F
at-most        exists<=n x (F), < and =0     none: ``search`` is for more
answer         with free variables; the root one, of the formula; ``witnesses``: one a variable
============== ============================= ================================================================

Denials are ~G, ``forall x (F)`` (of ``exists x (~F)``), ``exists<=n x (F)`` (of ``exists>n``), ``exists<n x
(F)`` (of ``exists>=n``) and ``exists=0 x (F)``.

``not``, ``forall`` and ``at-most`` score 1 minus the best score of what they deny, where the detections that
the variables in scope stand for are paid for already, and nothing else is. In ``boolean`` scoring all scores
are 1 and nothing is paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rune_kb.detection import Image
from rune_kb.logic.formula import CompareOp, Formula

Rule = Literal[
    "class", "attribute", "relation", "compare", "definition", "and", "or", "implies", "iff", "xor", "exists",
    "exists-count", "member", "not", "double-neg", "forall", "at-most", "answer",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured, and what was asked of it: ``distance(x, y)`` 42.3 px, <= 100 px.

    ``value`` and ``bound`` are in ``unit``: ``px``, ``px2``, ``deg``, or "" for plain numbers and texts.
    ``op`` and ``bound`` are None where the measure only tells. A ``value`` of None is one that is not known.
    """

    name: str
    value: float | str | None
    unit: str = ""
    op: CompareOp | None = None
    bound: float | str | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The detection that came closest to what was looked for: what it stands for, and which part it fails.

    ``bindings`` are of the variables of the part, ``measures`` what was measured of it.
    """

    bindings: Mapping[str, str]
    formula: Formula
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What was gone through to deny that something is there.

    ``candidates`` detections of ``cls`` (the class that the first variable of the denied formula is said to
    have; ``object`` where nothing is said) were looked at. ``counter`` is the best proof of what is denied,
    where it has a score: the step's own score is 1 minus that. Where it has none ``nearest`` is the candidate
    that came closest, if there is one.
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
    """A detection that a proof speaks of: its class, the source's word, its score, and where it is from."""

    id: str
    cls: str
    label: str
    score: float
    source: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that an image answers a formula.

    ``score`` is what the proof is worth; ``min_score`` and ``scoring`` say which detections there are and how
    they are paid for (DESIGN 4.2). ``near_radius`` is what `near` means in this image, in pixels.
    ``detections`` holds everything that the steps name.
    """

    image: Image
    formula: Formula
    scoring: str
    min_score: float
    near_radius: float
    root: Step
    detections: Mapping[str, Cited] = field(repr=False)

    @property
    def score(self) -> float:
        """The score of the whole, in (0, 1]."""
        return self.root.score

    @property
    def rests_on(self) -> frozenset[str]:
        """The detections that the proof rests on: all that are paid."""
        return frozenset(id for step in self.root.walk() for id in step.witnesses)
