"""Proofs: the tree, what makes it, what checks it; and what is said where there is none."""

from rune_kb.proof.explanation import Change, Explanation
from rune_kb.proof.tree import Cited, Measure, NearMiss, Proof, Search, Step
from rune_kb.proof.verdict import Verdict

__all__ = [
    "Change", "Cited", "Explanation", "Measure", "NearMiss", "Proof", "Search", "Step", "Verdict",
]  # fmt: skip
