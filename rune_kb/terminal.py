"""What the command line prints: tables people can read, and the same as plain values for --json.

Names come from files, so nothing of them is taken for markup, and no control character reaches a terminal.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from rune_kb.answers import Answers
from rune_kb.errors import OutputClosed
from rune_kb.formats import Written
from rune_kb.formats.base import Problem
from rune_kb.ingest import IngestSummary
from rune_kb.ingest import Progress as OnProgress
from rune_kb.kb import KnowledgeBase
from rune_kb.logic.printer import to_text
from rune_kb.reading import ReadQuestion
from rune_kb.render.words import counted, witnesses, worth
from rune_kb.vocabulary import Vocabulary

SHOWN_PROBLEMS = 10
SHOWN_CLASSES = 40
UNBOUNDED = 100_000
"""Columns where no terminal has an edge."""


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        raise OutputClosed("standard output was closed")


def console() -> Console:
    """Standard output; into a file or a pipe nothing is folded."""
    made = _Console(highlight=False, markup=False, emoji=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = UNBOUNDED
    return made


def print_json(value: Any) -> None:
    """On standard output; escaped where that is not Unicode."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    try:
        print(json.dumps(value, ensure_ascii=not unicode, indent=2), flush=True)
    except BrokenPipeError:
        raise OutputClosed("standard output was closed") from None


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[OnProgress | None]:
    """A bar on standard error while an ingest runs; none with ``quiet`` or where nobody watches."""
    shown = Console(stderr=True)
    if quiet or not shown.is_terminal:
        yield None
        return
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[found]} objects"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=shown, transient=True) as progress:
        task = progress.add_task("reading", total=None, found=0)

        def on_progress(done: int, total: int, detections: int) -> None:
            progress.update(task, completed=done, total=total, found=detections)

        yield on_progress


def print_summary(summary: IngestSummary) -> None:
    """What an ingest read, what was new to it, what it skipped."""
    out = console()
    unchanged = f", {summary.unchanged} unchanged" if summary.unchanged else ""
    out.print(
        f"{counted(summary.images, 'image')}, {counted(summary.detections, 'detection')} "
        f"from {counted(summary.sources, 'source')}{unchanged} ({summary.seconds:.1f} s)"
    )
    if summary.classes:
        out.print(", ".join(f"{name} {number}" for name, number in summary.classes.items()), style="dim")
    if summary.new_classes:
        out.print(f"new classes, which no label of the ontology matched: {', '.join(summary.new_classes)}")
    print_problems(summary.problems)


def summary_dict(summary: IngestSummary) -> dict[str, Any]:
    return {
        "sources": summary.sources,
        "unchanged": summary.unchanged,
        "images": summary.images,
        "detections": summary.detections,
        "classes": dict(summary.classes),
        "new_classes": list(summary.new_classes),
        "problems": [_problem_dict(problem) for problem in summary.problems],
        "seconds": round(summary.seconds, 3),
    }


def print_text(text: str) -> None:
    """Text of ours that names files and classes."""
    out = console()
    for each in text.split("\n"):
        out.print(_safe(each), soft_wrap=True)


def print_read(read: ReadQuestion, *, all_readings: bool) -> None:
    """What a question means and who read it; what else it may mean, or how much there is."""
    out = console()
    if read.translator != "fol":
        out.print(_safe(read.english), soft_wrap=True)
    out.print(_safe(to_text(read.formula), style="cyan"), soft_wrap=True)
    if read.by_model:
        share = "" if read.agreement is None else f", {read.agreement:.0%} of its samples agree"
        out.print(_safe(f"read by a language model, {read.translator}{share}"), style="yellow")
    others = read.readings[1:]
    if others and not all_readings:
        out.print(f"it may mean {counted(len(others), 'other thing')} too; --all-readings shows them")
    for other in others if all_readings else ():
        out.print(_safe(f"or: {other.english}"), soft_wrap=True)
        out.print(_safe(f"    {to_text(other.formula)}", style="cyan"), soft_wrap=True)


def print_answers(
    kb: KnowledgeBase,
    answers: Answers,
    *,
    top: int | None,
    page: Path | None,
    explain: bool = False,
    all_readings: bool = False,
) -> None:
    """The ranked images, with what the variables stand for; ``top`` is how many were asked for."""
    out = console()
    print_read(answers.read, all_readings=all_readings)
    if answers:
        out.print(_answer_table(kb, answers))
    out.print(_found(answers, top))
    for answer in answers if explain else ():
        print_text(f"\n{answer.proof.to_text()}")
    if page is not None:
        out.print(f"pictures: {page}", soft_wrap=True)


def _answer_table(kb: KnowledgeBase, answers: Answers) -> Table:
    scene = lru_cache(kb.detections)
    table = Table()
    for title, right in (("", True), ("image", False), ("score", True), ("witnesses", False)):
        table.add_column(title, justify="right" if right else "left", overflow="fold")
    for rank, answer in enumerate(answers, 1):
        seen = Text("\n").join(
            _safe(f"{name}: {what}") for name, what in witnesses(answer, scene(answer.image))
        )
        table.add_row(str(rank), _safe(answer.image), worth(answer), seen)
    return table


def _found(answers: Answers, top: int | None) -> str:
    if not answers.images:
        return "the knowledge base has no images yet; rune ingest KB SOURCE... brings some in"
    time = f"{answers.elapsed_ms:.0f} ms"
    if not answers:
        return f"none of {counted(answers.images, 'image')} answers ({time})"
    more = "the best " if len(answers) == top else ""
    hint = "; --all shows all" if more else ""
    return f"{more}{counted(len(answers), 'answer')}, {counted(answers.images, 'image')}, {time}{hint}"


def print_info(kb: KnowledgeBase) -> None:
    """What a knowledge base holds."""
    out = console()
    info = info_dict(kb)
    images, detections, sources = info["images"], info["detections"], len(info["sources"])
    out.print(f"{counted(images, 'image')}, {counted(detections, 'detection')}, {counted(sources, 'source')}")
    out.print(f"ground sample distance known of {counted(info['images_with_gsd'], 'image')}")
    out.print(f"near: within {kb.near_radius}")
    for each in kb.store.calibrations():
        what = f"scores calibrated: {counted(len(each.sources), 'source')}, {each.method}, by {each.labels}"
        out.print(_safe(f"{what} ({each.fitted_at})"), soft_wrap=True)
    if info["ontologies"]:
        out.print(_safe(f"ontologies added: {', '.join(info['ontologies'])}"))
    if info["classes"]:
        table = Table()
        for title, right in (("class", False), ("detections", True), ("images", True)):
            table.add_column(title, justify="right" if right else "left", overflow="fold")
        for row in info["classes"][:SHOWN_CLASSES]:
            table.add_row(row["name"], str(row["detections"]), str(row["images"]))
        out.print(table)
    if len(info["classes"]) > SHOWN_CLASSES:
        out.print(f"and {len(info['classes']) - SHOWN_CLASSES} classes more; --json lists all")
    print_problems(tuple(kb.store.problems()))


def info_dict(kb: KnowledgeBase) -> dict[str, Any]:
    store = kb.store
    counts = store.class_counts()
    images = store.image_count()
    return {
        "directory": str(store.directory),
        "images": images,
        "images_with_gsd": images - store.images_without_gsd()[0],
        "detections": sum(count.detections for count in counts),
        "near_radius": {"metres": kb.near_radius.metres, "pixels": kb.near_radius.pixels},
        "classes": [{"name": c.name, "detections": c.detections, "images": c.images} for c in counts],
        "sources": [
            {
                "path": s.path,
                "format": s.format,
                "images": s.images,
                "ingested_at": s.ingested_at,
                "problems": s.problems,
            }
            for s in store.sources()
        ],
        "ontologies": [document.name for document in store.ontologies()],
        "calibrations": [
            {
                "method": c.method,
                "labels": c.labels,
                "fitted_at": c.fitted_at,
                "own_curve": list(c.curves.by_class),
                "sources": list(c.sources),
            }
            for c in store.calibrations()
        ],
        "problems": [_problem_dict(problem) for problem in store.problems()],
    }


def print_vocabulary(vocabulary: Vocabulary) -> None:
    """The words of formulas in three tables."""
    out = console()
    classes = _table("classes", "name", "also called", "below")
    for entry in vocabulary.classes.values():
        below = to_text(entry.definition) if entry.definition is not None else ", ".join(entry.parents)
        classes.add_row(entry.name, _safe(", ".join(entry.alt_labels)), _safe(below))
    relations = _table("relations", "name", "meaning")
    for relation in vocabulary.relations.values():
        variables = ", ".join("xyzuvwpqr"[: relation.arity]) + (", radius" if relation.radius else "")
        relations.add_row(f"{relation.name}({variables})", _safe(relation.comment or relation.label))
    attributes = _table("attributes", "name", "kind", "of")
    for attribute in vocabulary.attributes.values():
        attributes.add_row(attribute.name, attribute.kind, attribute.of)
    for table in (classes, relations, attributes):
        out.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def vocabulary_dict(vocabulary: Vocabulary) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(vocabulary.to_json())
    return loaded


def print_written(written: Written) -> None:
    """What an export wrote, and what its format had no place for."""
    out = console()
    counts = f"{counted(written.images, 'image')}, {counted(written.detections, 'detection')}"
    out.print(_safe(f"{written.path}: {counts}"), soft_wrap=True)
    for what, number in written.lost.items():
        out.print(f"  {counted(number, 'detection')} lost the {what}: the format has no place for it")


def _safe(text: str, style: str = "") -> Text:
    """The text with control characters written out."""
    return Text("".join(c if c.isprintable() else ascii(c)[1:-1] for c in text), style)


def print_problems(problems: tuple[Problem, ...]) -> None:
    """What of a source could not be used, the first few."""
    if not problems:
        return
    out, repaired = console(), sum(problem.repaired for problem in problems)
    out.print(f"{counted(len(problems) - repaired, 'record')} skipped, {repaired} repaired:")
    for problem in problems[:SHOWN_PROBLEMS]:
        where = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
        out.print(_safe(f"  {where}: {problem.reason}"), soft_wrap=True)
    if len(problems) > SHOWN_PROBLEMS:
        out.print(f"  and {len(problems) - SHOWN_PROBLEMS} more; --json lists all")


def _problem_dict(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "reason": problem.reason,
        "repaired": problem.repaired,
    }
