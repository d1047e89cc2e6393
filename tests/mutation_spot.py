"""Where in a proof a mutation is to happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from proof_edits import Place, edited
from reference import Scene

from rune_kb.proof.tree import Proof, Step

CLASSES = ("ship", "harbor", "small_vehicle", "large_vehicle", "building", "vehicle", "object")


class Spot:
    """A place in a proof, and the chance that decides what to do there."""

    def __init__(self, rng: Random, proof: Proof, scene: Scene, place: Place, step: Step) -> None:
        self.rng, self.proof, self.scene, self.place, self.step = rng, proof, scene, place, step

    def put(self, edit: Callable[[Step], Step] | None = None, **changes: Any) -> Proof:
        """The proof with the step edited, or some of its fields changed."""
        root = edited(self.proof.root, self.place, edit or (lambda step: replace(step, **changes)))
        return replace(self.proof, root=root)

    def other(self, id: str = "") -> str | None:
        """Another detection: mostly of the scene, present or not; else none at all."""
        if self.rng.random() < 0.1:
            return f"{self.scene.image.id}#99"
        ids = [d.id for d in self.scene.detections if d.id != id]
        return self.rng.choice(ids) if ids else None
