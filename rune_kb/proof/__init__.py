"""Proofs: the tree, what makes it, what checks it."""

from rune_kb.proof.check import check_proof
from rune_kb.proof.report import CheckReport, Fault
from rune_kb.proof.tree import Cited, Measure, NearMiss, Proof, Search, Step

__all__ = [
    "CheckReport",
    "Cited",
    "Fault",
    "Measure",
    "NearMiss",
    "Proof",
    "Search",
    "Step",
    "check_proof",
]
