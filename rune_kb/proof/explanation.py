"""What `kb.explain` gives: why an image answers, or why not and what would change that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from rune_kb.detection import Image
from rune_kb.limits import Limits
from rune_kb.logic.formula import Formula
from rune_kb.proof.tree import Proof
from rune_kb.proof.verdict import Verdict
from rune_kb.vocabulary import Vocabulary

ChangeKind = Literal["threshold", "min_score", "radius", "constant", "count", "without"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change that would make the image an answer; each was tried and does.

    ========== ==========================================================================================
    threshold  the threshold lowered from ``before`` to ``after``
    min_score  the least score lowered to ``after``: then ``subject``, a detection, exists
    radius     ``subject``, an atom of `near`, with the radius ``after`` (pixels) in place of ``before``
    constant   ``subject``, a comparison, with the constant ``after`` in place of ``before``
    count      ``subject``, a counting quantifier, with the number ``after`` in place of ``before``
    without    ``subject``, a detection, were it not there
    ========== ==========================================================================================
    """

    kind: ChangeKind
    subject: str
    after: float
    before: float


def reaches(score: float, threshold: float) -> bool:
    """Whether a score is enough, up to rounding, as in prolog/answers.pl: 1 - 0.9 is 0.1."""
    return score >= threshold * (1 - 1e-12)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an image answers a question, or why not.

    The image answers when there is a proof and its score is at least ``threshold``. ``proofs`` are the best
    ones, each resting on other detections; where there is none, ``verdict`` says which part fails.
    ``changes`` are the smallest that would make it an answer, empty if it is one or none was found.
    """

    question: str
    formula: Formula
    image: Image
    scoring: str
    min_score: Limits
    threshold: float
    proofs: tuple[Proof, ...] = ()
    verdict: Verdict | None = None
    changes: tuple[Change, ...] = ()
    vocabulary: Vocabulary | None = field(default=None, repr=False, compare=False)

    @property
    def proof(self) -> Proof | None:
        """The best proof, if there is one."""
        return self.proofs[0] if self.proofs else None

    @property
    def score(self) -> float:
        """Of the best proof; 0 where there is none."""
        return self.proofs[0].score if self.proofs else 0.0

    @property
    def answers(self) -> bool:
        """Whether the image answers the question."""
        return bool(self.proofs) and reaches(self.score, self.threshold)

    def to_text(self, *, full: bool = False) -> str:
        """The proofs, or why not; long lists are cut short unless ``full``."""
        from rune_kb.render.why_not import why_not

        if self.answers:
            return "\n\n".join(proof.to_text(full=full) for proof in self.proofs)
        return why_not(self, self.vocabulary, full=full)

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain values."""
        from rune_kb.render.explanation_json import explanation_dict

        return explanation_dict(self)
