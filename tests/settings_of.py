"""The reference's settings under which a proof was made."""

from __future__ import annotations

from reference import TAXONOMY, Settings

from rune_kb.limits import Limits
from rune_kb.proof.tree import Proof


def settings_of(proof: Proof) -> Settings:
    """With a limit for each class by itself: the reference's limits cover the classes below."""
    limits = Limits(proof.min_score, proof.class_min_scores)
    by_class = {cls: limits.of(cls) for cls in TAXONOMY.covers}
    scoring = "boolean" if proof.scoring == "boolean" else "best"
    least = by_class if proof.class_min_scores else proof.min_score
    return Settings(scoring, min_score=least, soft=proof.soft)
