"""What a proof says of detections, beside its tree, held against the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from rune_kb.detection import Image
from rune_kb.proof.evidence import Evidence
from rune_kb.proof.report import Fault
from rune_kb.proof.tree import Cited, Proof, Step


def cited_faults(proof: Proof, evidence: Evidence) -> list[Fault]:
    """Detections that are named and not told of, or told of wrongly."""
    missing = dict.fromkeys(id for id in _named(proof.root) if id not in proof.detections)
    messages = [f"{id} is named and not among its detections" for id in missing]
    for id, said in proof.detections.items():
        found = evidence.detections.get(id)
        if found is None:
            messages.append(f"{id} is no detection of image {evidence.image.id}")
        elif difference := differing(said, Cited.of(found)):
            messages.append(f"{id} has {difference}")
    return [Fault("proof", "", message) for message in messages]


def differing(said: Cited | Image, stored: Cited | Image) -> str:
    """Which fields are other than the store's, in words; "" where none is."""
    pairs = ((f.name, getattr(said, f.name), getattr(stored, f.name)) for f in fields(stored))
    return ", ".join(f"{name} {one!r}, in the store {other!r}" for name, one, other in pairs if one != other)


def _named(step: Step) -> Iterator[str]:
    """Every detection that the step and what is below it name, searches included."""
    for each in step.walk():
        yield from (*each.bindings.values(), *each.witnesses, *each.paid)
        if each.search is not None:
            if each.search.counter is not None:
                yield from _named(each.search.counter)
            if each.search.nearest is not None:
                yield from each.search.nearest.bindings.values()
