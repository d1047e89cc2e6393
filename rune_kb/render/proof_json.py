"""Proofs as JSON (docs/proof.schema.json), and back: ``from_json(to_json(proof)) == proof``.

Formulas are text in the formula language. What is empty is left out of a step.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from rune_kb.detection import Image
from rune_kb.errors import RuneError
from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.proof.tree import Cited, Measure, NearMiss, Proof, Search, Step

VERSION = 1
"""Of the format; it goes up when a reader of the old one would misunderstand the new one."""


def to_json(proof: Proof, *, indent: int | None = None) -> str:
    """The proof as JSON text."""
    return json.dumps(to_dict(proof), ensure_ascii=False, allow_nan=False, indent=indent)


def to_dict(proof: Proof) -> dict[str, Any]:
    """The proof as plain values, as it stands in the answers of ``rune ask --json --explain``."""
    return {
        "version": VERSION,
        "image": given(proof.image),
        "formula": to_text(proof.formula),
        "scoring": proof.scoring,
        "min_score": proof.min_score,
        **({"class_min_scores": dict(proof.class_min_scores)} if proof.class_min_scores else {}),
        "near_radius": proof.near_radius,
        **({"soft": True} if proof.soft else {}),
        "score": proof.score,
        "root": step_dict(proof.root),
        "detections": {id: given(cited) for id, cited in proof.detections.items()},
    }


def step_dict(step: Step) -> dict[str, Any]:
    """A step and what is below it."""
    record: dict[str, Any] = {"rule": step.rule, "formula": to_text(step.formula)}
    record["bindings"] = dict(step.bindings)
    record["score"] = step.score
    if step.branch is not None:
        record["branch"] = step.branch
    for name in ("witnesses", "paid", "path"):
        if values := getattr(step, name):
            record[name] = list(values)
    if step.measures:
        record["measures"] = [given(measure) for measure in step.measures]
    if step.search is not None:
        record["search"] = _search(step.search)
    if step.children:
        record["children"] = [step_dict(child) for child in step.children]
    return record


def _search(search: Search) -> dict[str, Any]:
    record: dict[str, Any] = {"class": search.cls, "candidates": search.candidates}
    if search.counter is not None:
        record["counter"] = step_dict(search.counter)
    if search.nearest is not None:
        record["nearest"] = {
            "bindings": dict(search.nearest.bindings),
            "formula": to_text(search.nearest.formula),
            "measures": [given(measure) for measure in search.nearest.measures],
        }
    return record


def given(value: Image | Measure | Cited) -> dict[str, Any]:
    """The fields that differ from their defaults."""
    defaults = {field.name: field.default for field in fields(value)}
    return {name: each for name, each in asdict(value).items() if each != defaults[name]}


# -- back ----------------------------------------------------------------------------------------------------


def from_json(text: str) -> Proof:
    """The proof that :func:`to_json` wrote; raises RuneError for anything else."""
    try:
        return from_dict(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RuneError(f"this is not a proof in JSON ({type(error).__name__}: {error})") from error


def from_dict(record: Mapping[str, Any]) -> Proof:
    """The proof that :func:`to_dict` made plain values of."""
    if record["version"] != VERSION:
        raise ValueError(f"its version is {record['version']}, not {VERSION}")
    return Proof(
        image=Image(**record["image"]),
        formula=_formula(record["formula"]),
        scoring=record["scoring"],
        min_score=record["min_score"],
        near_radius=record["near_radius"],
        root=_step_of(record["root"]),
        detections={id: Cited(**cited) for id, cited in record["detections"].items()},
        class_min_scores=record.get("class_min_scores", {}),
        soft=record.get("soft", False),
    )


def _step_of(record: Mapping[str, Any]) -> Step:
    return Step(
        rule=record["rule"],
        formula=_formula(record["formula"]),
        bindings=record["bindings"],
        score=record["score"],
        children=tuple(_step_of(child) for child in record.get("children", ())),
        branch=record.get("branch"),
        witnesses=tuple(record.get("witnesses", ())),
        paid=tuple(record.get("paid", ())),
        path=tuple(record.get("path", ())),
        measures=_measures_of(record.get("measures", ())),
        search=_search_of(record["search"]) if "search" in record else None,
    )


def _search_of(record: Mapping[str, Any]) -> Search:
    counter, nearest = record.get("counter"), record.get("nearest")
    return Search(
        cls=record["class"],
        candidates=record["candidates"],
        counter=None if counter is None else _step_of(counter),
        nearest=None
        if nearest is None
        else NearMiss(nearest["bindings"], _formula(nearest["formula"]), _measures_of(nearest["measures"])),
    )


def _measures_of(records: Any) -> tuple[Measure, ...]:
    return tuple(Measure(**{**record, "members": tuple(record.get("members", ()))}) for record in records)


@lru_cache(maxsize=1024)  # members of a count share most of their formulas
def _formula(text: str) -> Formula:
    return parse(text)
