"""How long a proof takes in a crowded image, and what is done with it.

    python -m bench proofs

Two synthetic images (seeded), each with 3,000 boxes of DOTA's commoner classes on 6,000 by 6,000 pixels, in a
knowledge base on disk. The images are proved in turn, so that each proof reads its image anew from SQLite;
medians. The table is written into docs/proofs.md.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from shapely.geometry import box

from bench.page import write
from rune_kb import KnowledgeBase
from rune_kb.answers import Answer
from rune_kb.detection import Image, Observation
from rune_kb.formats.base import Scene

OBJECTS = 3_000
SIDE = 6_000
REPEATS = 7
LABELS = ["small-vehicle"] * 20 + ["large-vehicle"] * 6 + ["ship"] * 6 + ["harbor", "plane", "bridge"]
FORMULAS = (
    "exists x, y (ship(x) & harbor(y) & near(x, y))",
    "exists x (harbor(x) & exists>=3 y (ship(y) & near(y, x)) & ~exists z (bridge(z) & near(x, z, 50 px)))",
    "exists x (plane(x) & forall y (vehicle(y) & near(x, y) -> larger_than(x, y)))",
    "exists>=50 x (small_vehicle(x))",
    "count x (ship(x)) > count y (plane(y))",
    "ship(s) & ~exists h (harbor(h) & near(s, h, 500 px))",
)


def crowd(seed: int) -> Scene:
    """The image and what was detected in it."""
    rng = Random(seed)
    found = []
    for _ in range(OBJECTS):
        x, y, width, height = (rng.uniform(*span) for span in ((0, SIDE), (0, SIDE), (5, 40), (5, 40)))
        outline = box(x, y, x + width, y + height)
        found.append(Observation(rng.choice(LABELS), outline, round(rng.uniform(0.1, 1), 3)))
    return Scene(Image(f"crowd{seed}", SIDE, SIDE), tuple(found), "synthetic")


def median_ms(run: Callable[[], object]) -> float:
    """Wall milliseconds."""
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def best(kb: KnowledgeBase, formula: str) -> Answer:
    return kb.ask(formula, top=1, threshold=0.001)[0]


def fresh_ms(kb: KnowledgeBase, formula: str, proofs: int) -> float:
    """Of the proofs of two images in turn, so that each is read anew."""
    times = []
    for _ in range(REPEATS):
        for answer in kb.ask(formula, top=2, threshold=0.001):
            begun = time.perf_counter()
            answer.proofs(proofs)
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def rows(kb: KnowledgeBase) -> Iterator[str]:
    for formula in FORMULAS:
        best(kb, formula)
        ask = median_ms(lambda formula=formula: best(kb, formula))
        proof, three = fresh_ms(kb, formula, 1), fresh_ms(kb, formula, 3)
        found = best(kb, formula).proof
        text = median_ms(found.to_text)
        check = median_ms(lambda found=found: found.check(kb))
        cells = (ask, proof, three, text, check)
        yield f"| `{formula}` | {' | '.join(f'{cell:.1f}' for cell in cells)} |"


def main(words: Sequence[str] = ()) -> None:
    """Prints the table and writes it into docs/proofs.md."""
    lines = [
        "| formula | asked, ms | a proof, ms | 3 proofs, ms | as text, ms | checked, ms |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.create(Path(folder) / "kb") as kb:
        kb.ingest_scenes([crowd(0), crowd(1)], "synthetic")
        for line in rows(kb):
            lines.append(line)
            print(line, flush=True)
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    note = f"{OBJECTS:,} detections in an image; {os.cpu_count()} cores, load averages at the end {loads}."
    write("proofs.md", "proofs", "\n".join([*lines, "", note]))


if __name__ == "__main__":
    main()
