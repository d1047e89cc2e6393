"""`rune calibrate`: the command and what it prints."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rune_kb.arguments import Json, Kb, examples
from rune_kb.exits import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from rune_kb.calibration.calibrate import CalibrationReport
    from rune_kb.calibration.reliability import Bin


class FitMethod(StrEnum):
    """How the curve is fitted (docs/calibration.md)."""

    isotonic = "isotonic"
    platt = "platt"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        "calibrate",
        epilog=examples(
            "rune calibrate kb labels/",
            "rune calibrate kb truth.json --method platt --per-class",
            "rune calibrate kb labels/ --source 'detector_a/*'",
            "rune calibrate kb --remove",
        ),
    )(calibrate_command)


def calibrate_command(
    kb: Kb,
    labels: Annotated[
        Path | None,
        typer.Argument(metavar="LABELS", help="What is really in some of the images: a file or a folder."),
    ] = None,
    format: Annotated[
        str | None, typer.Option(metavar="NAME", help="Their format; found from the content by default.")
    ] = None,
    images: Annotated[Path | None, typer.Option(metavar="DIR", help="A folder of the pictures.")] = None,
    names: Annotated[Path | None, typer.Option(metavar="FILE", help="Class names by number (YOLO).")] = None,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="PATTERN",
            help="Whose scores: a file, a folder or a pattern (default: all files of the detector that "
            "speaks of these images).",
        ),
    ] = None,
    method: Annotated[FitMethod, typer.Option(help="How to fit.")] = FitMethod.isotonic,
    iou: Annotated[
        float,
        typer.Option(
            metavar="SHARE", help="A detection is right if it overlaps a label of its class by this."
        ),
    ] = 0.5,
    per_class: Annotated[
        bool, typer.Option("--per-class", help="A curve of its own for each class with enough examples.")
    ] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the scores as they were said again.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make probabilities of a detector's scores.

    Learnt from labels of some of its images, which are read but not kept. Questions then see probabilities;
    the scores themselves stay in the knowledge base and in exports.
    """
    if remove == (labels is not None):
        raise UsageError("one thing: LABELS to calibrate by, or --remove")
    if not 0 < iou <= 1:
        raise typer.BadParameter(f"{iou:g} is not above 0 and up to 1", param_hint="'--iou'")
    from rune_kb.kb import KnowledgeBase

    with KnowledgeBase.open(kb) as base:
        if labels is None:
            _print_removed(base.remove_calibration(source), as_json)
            return
        from rune_kb.formats import read_names

        report = base.calibrate(
            labels,
            format=format,
            images=images,
            names=dict(read_names(names)) if names else None,
            source=source,
            method=method.value,
            iou=iou,
            per_class=per_class,
        )
        base.prepare()
    _print_report(report, as_json)


def _print_removed(had: list[str], as_json: bool) -> None:
    from rune_kb.render.words import counted
    from rune_kb.terminal import console, print_json

    if as_json:
        print_json({"removed": had})
    else:
        console().print(
            f"{counted(len(had), 'source')} no longer calibrated" if had else "nothing is calibrated"
        )


def _print_report(report: CalibrationReport, as_json: bool) -> None:
    from rune_kb.render.words import counted
    from rune_kb.terminal import console, print_json, print_problems

    if as_json:
        print_json(report.to_dict())
        return
    out = console()
    out.print(
        f"{counted(report.images, 'image')}, {counted(report.labels, 'label')}, "
        f"{counted(report.detections, 'detection')}: "
        f"{report.right} right, {report.detections - report.right} wrong"
    )
    for why, number in report.left_out.items():
        out.print(f"  {counted(number, 'detection')} left out: {why}")
    print_problems(report.problems)
    out.print(_reliability_table(report))
    own = f"; own curves: {', '.join(report.own_curve)}" if report.own_curve else ""
    out.print(
        f"scores of {counted(len(report.sources), 'source')} are probabilities now ({report.method}{own})"
    )


def _reliability_table(report: CalibrationReport) -> Table:
    """Of the detections with such a score (probability), how many there are and the share that is right."""
    from rich.table import Table

    table = Table(
        title="before, and after on images not seen by the fit; ECE: expected calibration error",
        title_justify="left",
    )
    for title in ("", "detections", "mean score", "right", "detections", "probability", "right"):
        table.add_column(title, justify="right")
    before = {each.low: each for each in report.before.bins}
    after = {each.low: each for each in report.after.bins}
    for low in sorted({*before, *after}):
        table.add_row(f"{low:.1f}–{low + 0.1:.1f}", *_cells(before.get(low)), *_cells(after.get(low)))
    table.add_section()
    for name, b, a in (
        ("ECE", report.before.ece, report.after.ece),
        ("Brier", report.before.brier, report.after.brier),
    ):
        table.add_row(name, "", f"{b:.4f}", "", "", f"{a:.4f}", "")
    return table


def _cells(found: Bin | None) -> tuple[str, str, str]:
    return (
        ("", "", "") if found is None else (str(found.detections), f"{found.score:.3f}", f"{found.right:.3f}")
    )
