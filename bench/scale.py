"""How long ingest, opening and the first question take, and how much memory, by size of the collection.

    python -m bench scale            # 188,000 and 1,790,000 detections: about ten minutes
    python -m bench scale 188000     # one size

Every figure is of a whole `rune` process, from exec to exit, as the operating system accounts for it.
Questions are run three times, the median counts. The collections are those of ../shared/bench/gen.py
(synthetic, with DOTA's classes and skew). The table is written into docs/performance.md.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.page import write

ROOT = Path(__file__).resolve().parents[1]
GENERATOR = Path(os.environ.get("RUNE_SHARED", ROOT.parent / "shared")) / "bench" / "gen.py"
SIZES = {188_000: 2_806, 1_790_000: 11_268}
"""Detections and images: DOTA 1.0 and DOTA 2.0 in size."""

ONE_CLASS = "exists x (small_vehicle(x))"
EVERYTHING = "exists x (area(x) > 1000000 px2)"
TWO_CLASSES = "exists x, y (ship(x) & harbor(y) & near(x, y))"
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process: wall and processor seconds, and its greatest resident memory in MB."""

    wall: float
    cpu: float
    memory: float


def main(words: Sequence[str] = ()) -> None:
    sizes = [int(word) for word in words] or list(SIZES)
    if not GENERATOR.is_file():
        sys.exit(f"bench: {GENERATOR} is not there; set RUNE_SHARED to the folder with bench/gen.py")
    lines = ["| detections | what | wall s | processor s | memory MB |", "|---|---|---|---|---|"]
    for size in sizes:
        for what, cost in measured(size):
            lines.append(f"| {size:,} | {what} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} |")
            print(lines[-1], flush=True)
    write("performance.md", "scale", "\n".join([*lines, "", machine()]))


def measured(size: int) -> Iterator[tuple[str, Cost]]:
    """Each figure of one collection."""
    with tempfile.TemporaryDirectory(prefix="rune-scale-") as folder:
        data, kb = Path(folder) / "data", Path(folder) / "kb"
        images = SIZES.get(size, max(1, size // 100))
        generate = [sys.executable, str(GENERATOR), "--objects", str(size), "--images", str(images)]
        subprocess.run([*generate, "--out", str(data), "--labels"], check=True, stdout=subprocess.DEVNULL)
        yield "ingest of DOTA files, tables made", rune("ingest", str(kb), str(data / "labelTxt"))
        yield "the same again, unchanged", rune("ingest", str(kb), str(data / "labelTxt"))
        yield "first question, one class", median(kb, ONE_CLASS)
        yield "first `near` question, its tables made", rune("ask", str(kb), "--fol", TWO_CLASSES)
        yield "`near` question, tables there", median(kb, TWO_CLASSES)
        yield "all `near` answers", median(kb, TWO_CLASSES, "--all", "--json")
        yield "a question of all classes, its table made", rune("ask", str(kb), "--fol", EVERYTHING)
        yield "a question of all classes, all outlines in memory", median(kb, EVERYTHING)
        for file in (kb / "cache").rglob("*.qlf"):
            file.unlink()
        yield "first question, no tables there", rune("ask", str(kb), "--fol", ONE_CLASS)


def median(kb: Path, formula: str, *options: str) -> Cost:
    costs = [rune("ask", str(kb), "--fol", formula, *options) for _ in range(REPEATS)]
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.memory for cost in costs),
    )


def rune(*arguments: str) -> Cost:
    """The cost of one `rune` command; its output is dropped, its failure ends the benchmark."""
    command = [str(Path(sys.executable).with_name("rune")), *arguments]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"bench: {' '.join(command)} ended with {process.returncode}")
    wall = time.perf_counter() - started
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def machine() -> str:
    """What it was measured on, and how busy that was."""
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"{os.cpu_count()} cores; load averages at the end {loads}; Python {sys.version.split()[0]}."


if __name__ == "__main__":
    main(sys.argv[1:])
