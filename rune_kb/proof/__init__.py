"""Proofs: the tree, what makes it, what checks it."""

from rune_kb.proof.tree import Cited, Measure, NearMiss, Proof, Search, Step

__all__ = ["Cited", "Measure", "NearMiss", "Proof", "Search", "Step"]
