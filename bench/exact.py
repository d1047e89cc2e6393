"""`exact` scoring over a real detector's output, and against ProbLog where that comes to an end.

    python -m bench exact

Ten formulas over all of GGHL's detections in DOTA's validation images, a second an image: seconds in all, and
in how many images only a bracket was found in that time. Then the same formulas in the images with the fewest
detections that answer, by ProbLog (tests/oracle.py), each in a process of its own that is ended at LIMIT
seconds. The table is written into docs/scoring.md.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oracle import evaluated, program
from reference import Scene, Settings, Taxonomy

from bench.collections import GGHL
from bench.page import write
from rune_kb import KnowledgeBase
from rune_kb.answers import Answer
from rune_kb.logic.formula import Formula

FORMULAS = (
    "exists x helicopter(x)",
    "exists>=3 x (tennis_court(x) & score(x) < 0.9)",
    "exists x, y (swimming_pool(x) & tennis_court(y) & near(x, y))",
    "exists x, y (tennis_court(x) & tennis_court(y) & near(x, y))",
    "exists x (soccer_ball_field(x) & ~exists y (ground_track_field(y) & inside(x, y)))",
    "forall x (swimming_pool(x) -> exists y (tennis_court(y) & near(x, y))) & exists x swimming_pool(x)",
    "count x (basketball_court(x)) > count y (tennis_court(y))",
    "exists>=2 x (tennis_court(x) & exists y (basketball_court(y) & near(x, y, 50 px)))",
    "exists x (baseball_diamond(x) & forall y (baseball_diamond(y) -> x = y | larger_than(x, y)))",
    "exists x, y, z (roundabout(x) & tennis_court(y) & swimming_pool(z) & near(x, y) & near(y, z))",
)
LIMIT = 10.0
SMALLEST = 5


@dataclass(frozen=True)
class Row:
    """Of one formula: the collection, then its smallest images; ``done`` are those ProbLog finished."""

    formula: str
    seconds: float
    answers: int
    brackets: int
    widest: float
    small_ms: float
    problog_s: float
    done: int
    images: int
    furthest: float


def measured(kb: KnowledgeBase, taxonomy: Taxonomy, formula: str) -> Row:
    kb.ask(formula, scoring="boolean", top=1)  # the tables are loaded
    answers = kb.ask(formula, scoring="exact", top=None)
    brackets = [each.bracket for each in answers if each.bracket]
    known = [(len(kb.detections(each.image)), each) for each in answers if not each.bracket]
    smallest = [each for _, each in sorted(known, key=lambda pair: (pair[0], pair[1].image))[:SMALLEST]]
    scenes = [_scene(kb, each) for each in smallest]
    outcomes = [_by_problog(answers.formula, scene, taxonomy) for scene in scenes]
    done = [(p, each.score) for (p, _), each in zip(outcomes, smallest, strict=True) if p is not None]
    return Row(
        formula,
        answers.elapsed_ms / 1000,
        len(answers),
        len(brackets),
        max((high - low for low, high in brackets), default=0.0),
        _alone(formula, scenes),
        sum(seconds for _, seconds in outcomes),
        len(done),
        len(smallest),
        max((abs(p - score) for p, score in done), default=0.0),
    )


def _scene(kb: KnowledgeBase, answer: Answer) -> Scene:
    image = next(each for each in kb.images() if each.id == answer.image)
    return Scene(image, tuple(kb.detections(answer.image)))


def _alone(formula: str, scenes: Sequence[Scene]) -> float:
    """Milliseconds for these images alone, in a knowledge base of their own."""
    from rune_kb.detection import Observation
    from rune_kb.formats.base import Scene as Read

    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.create(Path(folder) / "kb") as kb:
        kb.ingest_scenes(
            (
                Read(s.image, [Observation(d.cls, d.outline, d.score) for d in s.detections], "smallest")
                for s in scenes
            ),
            "smallest",
        )
        kb.ask(formula, scoring="exact", top=None)
        return kb.ask(formula, scoring="exact", top=None).elapsed_ms


def _by_problog(formula: Formula, scene: Scene, taxonomy: Taxonomy) -> tuple[float | None, float]:
    """The probability, None where the limit came first; and the seconds, those of making the program too."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def answer() -> None:
        there.send(evaluated(program(formula, scene, Settings(), taxonomy)).get((), 0.0))

    worker = context.Process(target=answer)
    begun = time.perf_counter()
    worker.start()
    found = here.recv() if here.poll(LIMIT) else None
    seconds = time.perf_counter() - begun
    worker.kill()
    worker.join()
    return found, min(seconds, LIMIT)


def main(words: Sequence[str] = ()) -> None:
    """Prints the rows as they come and writes the table."""
    head = (
        f"| formula | all images, s | answers | brackets | widest | {SMALLEST} smallest images, RUNE ms "
        "| the same, ProbLog s | in time | greatest difference |"
    )
    lines = [head, "|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.create(Path(folder) / "kb") as kb:
        kb.ingest(GGHL.path)
        names = [name for name, entry in kb.vocabulary.classes.items() if entry.definition is None]
        taxonomy = Taxonomy({name: kb.vocabulary.descendants(name) for name in names})
        for formula in FORMULAS:
            lines.append(_line(measured(kb, taxonomy, formula)))
            print(lines[-1], flush=True)
        size = f"{len(kb.images())} images, {sum(len(kb.detections(i.id)) for i in kb.images()):,} detections"
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    lines += ["", f"{size}; budget 1 s an image, ProbLog's limit {LIMIT:g} s an image;"]
    lines.append(f"{os.cpu_count()} cores, load averages at the end {load}.")
    write("scoring.md", "exact", "\n".join(lines))


def _line(row: Row) -> str:
    escaped = row.formula.replace("|", "\\|")
    furthest = f"{row.furthest:.0e}" if row.done else "–"
    return (
        f"| `{escaped}` | {row.seconds:.2f} | {row.answers} | {row.brackets} | {row.widest:.3f} "
        f"| {row.small_ms:.0f} | {row.problog_s:.1f} | {row.done} of {row.images} | {furthest} |"
    )
