"""Proofs: the tree, and what is said where there is none.

The checker (`rune_kb.proof.check`) and the renderers are imported where they are used.
"""

from rune_kb.proof.explanation import Change, Explanation
from rune_kb.proof.tree import Cited, Measure, NearMiss, Proof, Search, Step
from rune_kb.proof.verdict import Verdict

__all__ = ["Change", "Cited", "Explanation", "Measure", "NearMiss", "Proof", "Search", "Step", "Verdict"]
