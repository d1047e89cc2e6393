"""How long an ingest takes, from DOTA label files to the store, and the store's own reading.

    python -m bench.ingest [--objects 200000] [--images 3000]

Makes a folder of synthetic label files (seeded; counts an image are skewed as in DOTA), ingests it, ingests
it again unchanged, and reads it back. Wall and processor seconds: on a busy machine look at the latter.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from rune_kb.ingest import ingest
from rune_kb.ontology import load_vocabulary
from rune_kb.store import Store
from rune_kb.store.schema import FILE

SHARES = {
    "small-vehicle": 0.42, "large-vehicle": 0.13, "ship": 0.2, "plane": 0.07, "storage-tank": 0.06,
    "harbor": 0.05, "tennis-court": 0.02, "swimming-pool": 0.02, "bridge": 0.02, "helicopter": 0.01,
}  # fmt: skip
"""Of the classes; about DOTA's."""


def write_labels(folder: Path, objects: int, images: int, seed: int = 0) -> None:
    """A DOTA label file for each image; boxes of any orientation, 4 to 120 px long."""
    rng = np.random.default_rng(seed)
    share = rng.lognormal(0, 1.2, images)
    counts = rng.multinomial(objects, share / share.sum())
    names = list(SHARES)
    for image, count in enumerate(counts):
        centre = rng.uniform(0, 4000, (count, 1, 2))
        angle, half = rng.uniform(0, np.pi, count), rng.uniform(2, 60, (count, 2))
        along = np.stack([np.cos(angle), np.sin(angle)], axis=1) * half[:, :1]
        across = np.stack([-np.sin(angle), np.cos(angle)], axis=1) * half[:, 1:] / 2
        corners = centre + np.stack([-along - across, along - across, along + across, across - along], axis=1)
        labels = rng.choice(names, count, p=list(SHARES.values()))
        rows = [
            " ".join(f"{value:.1f}" for value in box) + f" {label} 0\n"
            for box, label in zip(corners.reshape(count, 8).tolist(), labels, strict=True)
        ]
        (folder / f"P{image:05d}.txt").write_text("imagesource:synthetic\ngsd:0.3\n" + "".join(rows))


def measured(table: Table, what: str, run: Callable[[], int]) -> None:
    """Adds a row: what was done, how many, wall seconds, processor seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    number = run()
    spent = (time.perf_counter() - wall, time.process_time() - processor)
    table.add_row(what, f"{number:,}", *(f"{seconds:.2f}" for seconds in spent))


def run(objects: int, images: int) -> Table:
    """The measurements as a table."""
    table = Table("what", "detections", "seconds", "processor seconds", title="ingest and store")
    vocabulary = load_vocabulary([])[0]
    with tempfile.TemporaryDirectory(prefix="rune-bench-") as temporary:
        labels, directory = Path(temporary) / "labelTxt", Path(temporary) / "kb"
        labels.mkdir()
        write_labels(labels, objects, images)
        with Store.create(directory) as store:
            measured(table, "ingest", lambda: ingest(store, vocabulary, labels, format="dota").detections)
            measured(table, "ingest again, unchanged", lambda: ingest(store, vocabulary, labels).detections)
        size = (directory / FILE).stat().st_size
        with Store.open(directory) as store:
            classes = [count.name for count in store.class_counts()]
            for each in ("ship", "helicopter"):
                measured(table, f"rows of {each}", lambda each=each: sum(1 for _ in store.class_rows([each])))
            measured(table, "rows of all classes", lambda: sum(1 for _ in store.class_rows(classes)))
            measured(table, "all Detection objects", lambda: sum(len(found) for _, found in store.scenes()))
            measured(table, "counts by class", lambda: sum(each.detections for each in store.class_counts()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.caption = f"{images:,} files; {size / 1e6:.0f} MB on disk; {peak:.0f} MB of memory at most"
    return table


def main(words: Sequence[str] = ()) -> None:
    """Prints the table; ``words`` are the command's arguments."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--objects", type=int, default=200_000)
    arguments.add_argument("--images", type=int, default=3_000)
    given = arguments.parse_args(words)
    Console().print(run(given.objects, given.images))


if __name__ == "__main__":
    main(sys.argv[1:])
