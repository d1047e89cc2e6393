"""Explanations as plain values, as ``rune explain --json`` prints them (docs/proofs.md)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rune_kb.logic.printer import to_text
from rune_kb.proof.explanation import Explanation
from rune_kb.proof.verdict import Verdict
from rune_kb.render.proof_json import given, step_dict, to_dict


def explanation_dict(explanation: Explanation) -> dict[str, Any]:
    """The explanation; what it has not got is left out."""
    record: dict[str, Any] = {
        "question": explanation.question,
        "formula": to_text(explanation.formula),
        "image": explanation.image.id,
        "scoring": explanation.scoring,
        "threshold": explanation.threshold,
        "answers": explanation.answers,
        "score": explanation.score,
    }
    if explanation.proofs:
        record["proofs"] = [to_dict(proof) for proof in explanation.proofs]
    if explanation.verdict is not None:
        record["verdict"] = verdict_dict(explanation.verdict)
        record["failing"] = verdict_dict(explanation.verdict.failing)
    if explanation.changes:
        record["changes"] = [asdict(change) for change in explanation.changes]
    return record


def verdict_dict(verdict: Verdict) -> dict[str, Any]:
    """A verdict and those below it; fields as in rune_kb/proof/verdict.py, without what is empty."""
    record: dict[str, Any] = {
        "outcome": verdict.outcome,
        "formula": to_text(verdict.formula),
        "bindings": dict(verdict.bindings),
    }
    if verdict.outcome == "holds":
        record["score"] = verdict.score
    if verdict.measures:
        record["measures"] = [given(measure) for measure in verdict.measures]
    if verdict.outcome in ("closest", "few"):
        record |= {"class": verdict.cls, "candidates": verdict.candidates}
    if verdict.outcome == "closest":
        record["tried"] = verdict.tried
    if verdict.outcome == "few":
        record |= {"found": list(verdict.found), "wanted": verdict.wanted}
    if verdict.outcome == "nothing":
        record["class"] = verdict.cls
    if verdict.chosen is not None:
        record["chosen"] = verdict.chosen
    if verdict.counter is not None:
        record["counter"] = step_dict(verdict.counter)
    if verdict.parts:
        record["parts"] = [verdict_dict(part) for part in verdict.parts]
    return record
