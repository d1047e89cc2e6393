"""The engine against the reference evaluator on real data.

    python -m bench correctness [NAME...]

Each collection (all, or those whose name contains a NAME) is ingested into a knowledge base. Each of its
formulas is asked of the knowledge base, all answers, and of rune_kb/reference/fast.py, image by image;
images, bindings of free variables and scores (to 1e-9) are compared. Without NAMEs the tables are written
into docs/correctness.md. Exit 1 if anything differs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.collections import COLLECTIONS, Collection, Question
from bench.page import write
from rune_kb import KnowledgeBase
from rune_kb.logic.formula import Formula, free_variables
from rune_kb.reference import Scene, Settings, Taxonomy, fast_answers, written_out

Found = dict[tuple[str, tuple[str, ...]], float]
"""From the image and what the free variables are bound to, to the score."""


@dataclass(frozen=True)
class Outcome:
    """Of one question: answers by engine and by reference, how many of them differ, what they cost."""

    question: Question
    engine: int
    reference: int
    images: int
    different: int
    engine_ms: float
    reference_s: float


@dataclass(frozen=True)
class Reference:
    """A knowledge base's detections as the reference evaluator takes them."""

    scenes: list[Scene]
    taxonomy: Taxonomy
    definitions: dict[str, Formula]

    @classmethod
    def of(cls, kb: KnowledgeBase, stride: int = 1) -> Reference:
        words = kb.vocabulary
        plain = [name for name, entry in words.classes.items() if entry.definition is None]
        flags = [name for name, entry in words.attributes.items() if entry.kind == "boolean"]
        return cls(
            [Scene(image, tuple(kb.detections(image.id))) for image in kb.images()[::stride]],
            Taxonomy({name: words.descendants(name) for name in plain}, frozenset(flags)),
            {name: e.definition for name, e in words.classes.items() if e.definition is not None},
        )

    def answers(self, formula: Formula, question: Question) -> Found:
        plain = written_out(formula, self.definitions)
        settings = Settings(question.scoring, min_score=question.min_score)
        free = free_variables(formula)
        return {
            (scene.image.id, tuple(answer.bindings[name] for name in free)): answer.score
            for scene in self.scenes
            for answer in fast_answers(plain, scene, self.taxonomy, settings)
        }


def compare(kb: KnowledgeBase, reference: Reference, question: Question) -> Outcome:
    """Asks both. The engine is asked twice: its time is that with the tables loaded."""
    for _ in range(2):
        asked = kb.ask(question.text, top=None, scoring=question.scoring, min_score=question.min_score)
    free = free_variables(asked.formula)
    looked_at = {scene.image.id for scene in reference.scenes}
    got: Found = {(a.image, tuple(str(a.bindings[name]) for name in free)): a.score for a in asked}
    seen = {key: score for key, score in got.items() if key[0] in looked_at}
    begun = time.perf_counter()
    wanted = reference.answers(asked.formula, question)
    took = time.perf_counter() - begun
    different = sum(
        abs(seen.get(key, -1) - wanted.get(key, -1)) > 1e-9 for key in seen.keys() | wanted.keys()
    )
    repeated = len(asked) - len(got)
    images = len({image for image, _ in wanted})
    return Outcome(question, len(asked), len(wanted), images, different + repeated, asked.elapsed_ms, took)


def outcomes(collection: Collection, kb: KnowledgeBase) -> Iterable[Outcome]:
    """Of all questions about the collection, which is ingested into the knowledge base."""
    kb.ingest(collection.path)
    reference = Reference.of(kb, collection.stride)
    for question in collection.questions:
        yield compare(kb, reference, question)


def section(collection: Collection, kb: KnowledgeBase, found: list[Outcome]) -> str:
    """A table in Markdown."""
    images = kb.images()
    detections = sum(len(kb.detections(image.id)) for image in images)
    sample = f", the reference at every {collection.stride}th" if collection.stride > 1 else ""
    head = f"### {collection.name}: {len(images):,} images{sample}, {detections:,} detections"
    lines = [
        "| formula | answers, engine | answers, reference | in images | agree | engine, ms | reference, s |",
        "|---|--:|--:|--:|---|--:|--:|",
    ]
    for each in found:
        agree = "yes" if not each.different else f"no: {each.different}"
        lines.append(
            f"| {_cell(each.question)} | {each.engine:,} | {each.reference:,} | {each.images:,} | {agree} "
            f"| {each.engine_ms:,.1f} | {each.reference_s:,.2f} |"
        )
    return "\n".join([head, "", *lines])


def _cell(question: Question) -> str:
    escaped = question.text.replace("|", "\\|")
    how = [] if question.scoring == "best" else [question.scoring]
    how += [f"min_score {question.min_score}"] if question.min_score is not None else []
    return f"`{escaped}`" + (f" ({', '.join(how)})" if how else "")


def main(words: Sequence[str] = ()) -> None:
    names = list(words)
    chosen = [c for c in COLLECTIONS if not names or any(name.lower() in c.name.lower() for name in names)]
    sections, wrong = [], 0
    for collection in chosen:
        if not collection.path.exists():
            sys.exit(f"{collection.path} is not there; set RUNE_SHARED_DATA to the folder of the real data")
        with tempfile.TemporaryDirectory() as folder, KnowledgeBase.create(Path(folder) / "kb") as kb:
            found = []
            for each in outcomes(collection, kb):
                found.append(each)
                wrong += each.different
                print(f"{each.different} differ of {each.reference}: {each.question.text}", file=sys.stderr)
            sections.append(section(collection, kb, found))
            print(sections[-1], flush=True)
    if not names:
        write("correctness.md", "correctness", "\n\n".join(sections))
    if wrong:
        sys.exit(f"bench: {wrong} answers differ")


if __name__ == "__main__":
    main(sys.argv[1:])
