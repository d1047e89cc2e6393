"""Proofs and explanations of the images of one store, for `KnowledgeBase`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from rune_kb.answers import Binding, Prove
from rune_kb.detection import Detection, Image
from rune_kb.errors import RuneError
from rune_kb.logic.formula import free_variables
from rune_kb.proof.explain import explain
from rune_kb.proof.explanation import Explanation
from rune_kb.proof.prover import Asked, Prover, number
from rune_kb.proof.tree import Proof
from rune_kb.proof.verdict import Verdict
from rune_kb.store import Store
from rune_kb.vocabulary import Vocabulary


class Explainer:
    """Reads an image from the store and puts it before the prover.

    ``name`` is the knowledge base's, ``vocabulary`` gives its words as they are now.
    """

    def __init__(self, store: Store, name: str, vocabulary: Callable[[], Vocabulary]) -> None:
        self._store, self._vocabulary = store, vocabulary
        self._prover = Prover(name)
        self._last: tuple[tuple[str, str, int], tuple[Image, list[Detection]]] | None = None

    def close(self) -> None:
        """Gives the prover's engine back."""
        self._prover.close()

    def prove(self, asked: Asked) -> Prove:
        """What makes the proofs of the answers to a question, each once."""
        free = free_variables(asked.formula)

        @lru_cache(maxsize=256)
        def prove(image: str, bindings: tuple[tuple[str, Binding], ...], k: int) -> tuple[Proof, ...]:
            bound = {name: number(id) for name, id in bindings if name in free and isinstance(id, str)}
            found = self._explained(asked, *self._scene(image), bound, k)
            if isinstance(found, Verdict) and asked.scoring in ("exact", "topk"):
                raise RuneError(f"{image} has no single best proof: it takes several together, or counts")
            if isinstance(found, Verdict):
                raise RuneError(f"{image} has no such answer any more: it was changed since it was asked")
            return found

        return prove

    def explain(
        self, question: str, asked: Asked, image: str, *, threshold: float, proofs: int
    ) -> Explanation:
        """Why the image answers, or why not; StoreError for an image that is not there."""
        found, detections = self._scene(image)

        def attempt(changed: Asked, present: list[Detection]) -> tuple[Proof, ...] | Verdict:
            return self._explained(changed, found, present, {}, proofs)

        return explain(question, asked, found, detections, threshold, attempt, self._vocabulary())

    def _explained(
        self, asked: Asked, image: Image, detections: list[Detection], bound: Mapping[str, int], proofs: int
    ) -> tuple[Proof, ...] | Verdict:
        return self._prover.explain(asked, image, detections, self._vocabulary(), bound, proofs=proofs)

    def _scene(self, image: str) -> tuple[Image, list[Detection]]:
        """An image and its detections; the last one is kept, as it often has several answers."""
        revisions = self._store.revisions()
        now = (image, revisions.identity, revisions.clock)
        if self._last is None or self._last[0] != now:
            self._last = now, (self._store.image(image), self._store.detections(image, calibrated=True))
        return self._last[1]
