"""A process that ingests is killed at random moments: nothing committed is lost, nothing is half there.

A nursery process imports everything once and forks a child for every round; the child ingests generation
after generation and says so. SIGKILL hits it while it writes, commits, checkpoints or waits for the disk.
"""

from __future__ import annotations

import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from os import kill
from pathlib import Path

import pytest

from rune_kb.store import Store
from rune_kb.store.schema import FILE

KILLS = 50
SEED = 20260101
PATIENCE = 60.0
"""Seconds without a word from the nursery after which the test fails."""

NURSERY = """
import os, sys
from pathlib import Path
import shapely
from rune_kb.detection import Image, Observation
from rune_kb.formats.base import Scene
from rune_kb.ingest import ingest_scenes
from rune_kb.ontology import load_vocabulary
from rune_kb.store import Store, writer

VOCABULARY = load_vocabulary([])[0]
BOXES = [shapely.box(9 * i, 0, 9 * i + 8, 4) for i in range(100)]
writer.BATCH = 40

def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def scene(image, generation, number):
    label = ("ship", "plane")[generation % 2]
    found = tuple(Observation(label, box, 0.5, generation) for box in BOXES[:number])
    return Scene(Image(image, gsd=0.1 + generation), found, "x")

def ingests(directory, generation):
    with Store.open(directory) as store:
        # So little cache that pages reach the log before the commit, and a checkpoint after nearly every one.
        store._connection.execute("PRAGMA cache_size = 10")
        store._connection.execute("PRAGMA wal_autocheckpoint = 20")
        while True:
            say("begin", generation)
            scenes = [scene(f"P{i}", generation, 40 + generation % 5) for i in range(5)]
            scenes.append(scene(f"only{generation}", generation, 3))
            ingest_scenes(store, VOCABULARY, scenes, f"s{generation % 3}")
            say("done", generation)
            generation += 1

def creations(directory, number):
    while True:
        say("begin", number)
        Store.create(Path(directory) / str(number)).close()
        say("done", number)
        number += 1

say("ready", 0)
for line in sys.stdin:
    what, directory, first = line.split()
    hears, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.read(hears, 1)  # the parent has said who it is
        globals()[what](directory, int(first))
    say("child", child)
    os.write(go, b"!")
    os.close(go), os.close(hears)
    os.waitpid(child, 0)
    say("dead", child)
"""


class Nursery:
    """Starts children, hears what they say, kills them."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", NURSERY]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._heard = b""
        self.until("ready")

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)

    def run(self, what: str, directory: Path, first: int, delay: float) -> list[tuple[str, int]]:
        """Lets a child work from ``first`` on and kills it ``delay`` seconds after it began; what it said."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what} {directory} {first}\n".encode())
        heard = self._next(PATIENCE)
        assert heard is not None
        assert heard[0] == "child"
        child, said = heard[1], []
        try:
            while not said:  # the first thing it says is that it begins
                said += [mark for mark in [self._next(PATIENCE)] if mark]
            deadline = time.monotonic() + delay
            while (left := deadline - time.monotonic()) > 0:
                said += [mark for mark in [self._next(left)] if mark]
        finally:
            kill(child, signal.SIGKILL)
        return said + self.until("dead")

    def until(self, word: str) -> list[tuple[str, int]]:
        """All that is said before the word."""
        said = []
        while (mark := self._next(PATIENCE)) is not None:
            if mark[0] == word:
                return said
            said.append(mark)
        raise AssertionError(f"nobody said {word!r}, only {said}")

    def _next(self, timeout: float) -> tuple[str, int] | None:
        """The next word, or None if nobody says one in time."""
        stdout = self._process.stdout
        assert stdout is not None
        while b"\n" not in self._heard:
            if not select.select([stdout], [], [], timeout)[0]:
                return None
            read = stdout.read(4096)
            assert read, "the nursery has died"
            self._heard += read
        line, _, self._heard = self._heard.partition(b"\n")
        word, number = line.decode().split()
        return word, int(number)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    started = Nursery()
    yield started
    started.close()


def expected(last: int) -> Counter[tuple[str, str, str, int]]:
    """Image, source, class and generation of every detection after the ingest of generation ``last``."""
    found: Counter[tuple[str, str, str, int]] = Counter()
    for generation in range(max(0, last - 2), last + 1):
        what = (f"s{generation % 3}", ("ship", "plane")[generation % 2], generation)
        for i in range(5):
            found[(f"P{i}", *what)] = 40 + generation % 5
        found[(f"only{generation}", *what)] = 3
    return found


def check(directory: Path) -> int:
    """Checks the knowledge base whole; the last generation it holds (-1: none)."""
    with closing(sqlite3.connect(directory / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with Store.open(directory) as store:
        scenes = list(store.scenes())
        last = store.revisions().clock - 1  # every ingest here changes something: a tick each
        detections = [each for _, found in scenes for each in found]
        stored = Counter((each.image, each.source or "", each.cls, each.line or 0) for each in detections)
        assert stored == expected(last)
        assert {image.id for image, _ in scenes} == {image for image, *_ in stored}
        assert all(image.gsd == 0.1 + last for image, _ in scenes if image.id.startswith("P"))
        assert sum(count.detections for count in store.class_counts()) == stored.total()
        assert sum(1 for _ in store.class_rows(["ship", "plane"])) == stored.total()
    return last


def test_50_kills_lose_nothing_and_leave_nothing_half_done(nursery: Nursery, tmp_path: Path) -> None:
    directory = tmp_path / "kb"
    Store.create(directory).close()
    moments = random.Random(SEED)
    last, duration, in_the_middle = -1, 0.1, 0
    for _ in range(KILLS):
        started = time.monotonic()
        said = nursery.run("ingests", directory, last + 1, moments.uniform(0, 2 * duration))
        acknowledged = [generation for word, generation in said if word == "done"]
        if acknowledged:
            duration = (time.monotonic() - started) / (len(acknowledged) + 1)
        in_the_middle += said[-1][0] == "begin"
        newest = max(acknowledged, default=last)
        last = check(directory)
        assert newest <= last <= newest + 1, "an acknowledged ingest is lost"
    assert last >= 0
    assert in_the_middle >= KILLS // 2, "the kills did not meet ingests under way"


def test_a_killed_creation_can_be_repeated(nursery: Nursery, tmp_path: Path) -> None:
    moments = random.Random(SEED)
    for round in range(10):
        first = 1000 * round
        said = nursery.run("creations", tmp_path, first, moments.uniform(0, 0.05))
        for number in (number for word, number in said if word == "done"):
            Store.open(tmp_path / str(number)).close()
        begun = tmp_path / str(max(number for _, number in said))
        with Store.create(begun, exist_ok=True) as store:
            assert store.images() == []
