"""The command line: `rune`.

What heavy modules a command needs it imports itself, so that `rune --help` is quick.
"""

from __future__ import annotations

import io
import math
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from rune_kb import calibrate_command, explain_command, translate_command
from rune_kb.arguments import (
    AllReadings,
    Fol,
    Json,
    Kb,
    MinScore,
    ModelOption,
    Question,
    Soft,
    Threshold,
    TranslatorName,
    TranslatorOption,
    Yes,
    agreed,
    asked,
    examples,
    min_score_of,
)
from rune_kb.errors import RuneError
from rune_kb.exits import UsageError, run

if TYPE_CHECKING:
    from rune_kb.kb import KnowledgeBase
    from rune_kb.radius import Radius

app = typer.Typer(
    help="Ask a collection of aerial images questions; get ranked images, and why.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _length(metres: float | None) -> float | None:
    if metres is not None and not 0 < metres < math.inf:
        raise typer.BadParameter(f"{metres:g} is no length; it has to be above 0")
    return metres


def _seconds(budget: float) -> float:
    if not budget > 0:
        raise typer.BadParameter(f"{budget:g} is no time; it has to be above 0")
    return budget


class Scoring(StrEnum):
    """How scores are made (docs/scoring.md)."""

    best = "best"
    boolean = "boolean"
    exact = "exact"
    topk = "topk"


class ExportFormat(StrEnum):
    """What `rune export` writes."""

    owl = "owl"
    ttl = "ttl"
    nt = "nt"
    geojson = "geojson"
    geoparquet = "geoparquet"
    coco = "coco"
    dota = "dota"
    prolog = "prolog"


@app.command(
    "ingest",
    epilog=examples(
        "rune ingest kb labelTxt/",
        "rune ingest kb detections.json --images pictures/",
        "rune ingest kb flood.csv --gsd 0.3",
        "rune ingest kb labels/ --format yolo --names data.yaml --images pictures/",
    ),
)
def ingest_command(
    kb: Annotated[Path, typer.Argument(metavar="KB", help="The knowledge base; made if it is not there.")],
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE", help="Files or folders of detections.")],
    format: Annotated[
        str | None, typer.Option(metavar="NAME", help="Their format; found from the content by default.")
    ] = None,
    images: Annotated[Path | None, typer.Option(metavar="DIR", help="A folder of the pictures.")] = None,
    names: Annotated[Path | None, typer.Option(metavar="FILE", help="Class names by number (YOLO).")] = None,
    gsd: Annotated[
        float | None,
        typer.Option(
            metavar="METRES", callback=_length, help="Metres per pixel, where a source does not say."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse everything if a record is malformed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read detections into a knowledge base.

    Reading a source again replaces what it said before.
    """
    from rune_kb.formats import detect_format, find_format, read_names
    from rune_kb.kb import KnowledgeBase
    from rune_kb.terminal import print_json, print_summary, progress_bar, summary_dict

    by_number = dict(read_names(names)) if names else None
    for source in sources:  # before a knowledge base is made for nothing
        find_format(format) if format else detect_format(source)
    with KnowledgeBase.create(kb, exist_ok=True) as base, progress_bar(quiet=as_json) as progress:
        summary = base.ingest(
            sources, format=format, images=images, names=by_number, gsd=gsd, strict=strict, progress=progress
        )
        base.prepare()
    if as_json:
        print_json(summary_dict(summary))
    else:
        print_summary(summary)


@app.command(
    "ask",
    epilog=examples(
        "rune ask kb 'ships near a harbor with no bridge' --top 5",
        "rune ask kb 'at least 3 planes but no helicopter' --html found.html",
        "rune ask kb 'every building near the river is flooded' --all-readings",
        "rune ask kb --fol 'exists x, y (ship(x) & harbor(y) & near(x, y))'",
        "rune ask kb --fol 'exists>=10 x (ship(x) & score(x) > 0.8)' --html found.html",
        "rune ask kb --fol 'storage_tank(x)' --all --json",
        "rune ask kb --fol 'exists x (ship(x)) & ~exists y (bridge(y))' --top 3 --explain",
        "rune ask kb --fol 'exists x (ship(x) & ~exists y harbor(y))' --min-score 0.1,ship=0.6",
        "rune ask kb --fol 'exists>=3 x (ship(x))' --scoring exact --budget 5",
        "rune ask kb --fol 'exists x, y (ship(x) & harbor(y) & near(x, y, 10 m))' --soft",
    ),
)
def ask_command(
    kb: Kb,
    question: Question = None,
    fol: Fol = None,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="How many answers.")] = 20,
    all_answers: Annotated[bool, typer.Option("--all", help="All answers.")] = False,
    scoring: Annotated[Scoring, typer.Option(help="How answers are scored.")] = Scoring.best,
    min_score: MinScore = None,
    threshold: Threshold = 0.1,
    explain: Annotated[bool, typer.Option("--explain", help="Say of each answer why it is one.")] = False,
    k: Annotated[
        int, typer.Option("--k", metavar="N", min=1, help="With --scoring topk: how many proofs count.")
    ] = 10,
    budget: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            callback=_seconds,
            help="With exact or topk: time for an image, after which its score is a bracket.",
        ),
    ] = 1.0,
    soft: Soft = False,
    translator: TranslatorOption = TranslatorName.auto,
    model: ModelOption = None,
    all_readings: AllReadings = False,
    yes: Yes = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with the pictures.")] = None,
    as_json: Json = False,
) -> None:
    """Ask which images answer a question, best first."""
    from rune_kb.terminal import print_answers, print_json

    text, language = asked(question, fol)
    with _opened(kb) as base:
        limit = None if all_answers else top
        read = base.translate(text, language=language, translator=translator.value, model=model)
        agreed(read, yes=yes or as_json)
        answers = base.ask(
            read,
            top=limit,
            scoring=scoring.value,
            min_score=min_score_of(min_score),
            threshold=threshold,
            k=k,
            budget=budget,
            soft=soft,
        )
        if html is not None:
            from rune_kb.render.report import write_report

            write_report(base, answers, html)
        if as_json:
            print_json(answers.to_dict(explain=explain))
        else:
            print_answers(base, answers, top=limit, page=html, explain=explain, all_readings=all_readings)


@app.command("info", epilog=examples("rune info kb", "rune info kb --near-radius '60 px'"))
def info_command(
    kb: Kb,
    near_radius: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="Set what `near` means: '50 m' or '60 px'.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell what a knowledge base holds.

    Images, detections by class, sources, and what of the sources could not be used.
    """
    from rune_kb.terminal import info_dict, print_info, print_json

    with _opened(kb) as base:
        if near_radius is not None:
            base.near_radius = _changed(base.near_radius, near_radius)
        if as_json:
            print_json(info_dict(base))
        else:
            print_info(base)


@app.command(
    "export", epilog=examples("rune export kb --to geojson all.geojson", "rune export kb --to owl kb.owl")
)
def export_command(
    kb: Kb,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file (dota: the folder) to write.")],
    to: Annotated[ExportFormat, typer.Option("--to", help="The format to write.")],
) -> None:
    """Write what a knowledge base holds to a file.

    The detections, the ontology with the detections as its individuals, or the Prolog facts.
    """
    from rune_kb.export import export
    from rune_kb.terminal import print_written

    with _opened(kb) as base:
        print_written(export(base, to.value, path))


calibrate_command.register(app)
explain_command.register(app)
translate_command.register(app)


class OntologyAction(StrEnum):
    """What `rune ontology KB` does."""

    list = "list"
    add = "add"


@app.command("ontology", epilog=examples("rune ontology kb", "rune ontology kb add harbours.ttl"))
def ontology_command(
    kb: Kb,
    action: Annotated[
        OntologyAction, typer.Argument(metavar="ACTION", help="List all words, or add a document.")
    ] = OntologyAction.list,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="To add: OWL in Turtle, N-Triples or RDF/XML.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the words of formulas, or add your own.

    Classes, relations and attributes. A document that contradicts itself or the ontology is refused whole.
    """
    if action is OntologyAction.add and file is None:
        raise UsageError("which document? rune ontology KB add FILE")
    if action is OntologyAction.list and file is not None:
        raise UsageError(f"listing takes no file; to add {file}: rune ontology KB add {file}")
    with _opened(kb) as base:
        if file is not None:
            _add_ontology(base, file)
        elif as_json:
            from rune_kb.terminal import print_json, vocabulary_dict

            print_json(vocabulary_dict(base.vocabulary))
        else:
            from rune_kb.terminal import print_vocabulary

            print_vocabulary(base.vocabulary)


def _add_ontology(kb: KnowledgeBase, file: Path) -> None:
    unused = kb.add_ontology(file)
    typer.echo(f"added {file.name}")
    for line in unused:
        typer.echo(f"  not used: {line}")


@app.command("demo", epilog=examples("rune demo", "rune demo --out /tmp/rune-demo"))
def demo_command(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where all of it goes.")] = Path("out"),
) -> None:
    """Ask the sample collection four questions.

    The answers are printed, and a page with the pictures is written.
    """
    from rune_kb.demo import run_demo
    from rune_kb.terminal import console

    run_demo(out, console())


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        import rune_kb

        typer.echo(f"rune {rune_kb.__version__}")
        raise typer.Exit


def _opened(kb: Path) -> KnowledgeBase:
    from rune_kb.kb import KnowledgeBase

    return KnowledgeBase.open(kb)


def _changed(radius: Radius, text: str) -> Radius:
    try:
        return radius.changed(text)
    except RuneError as error:
        raise typer.BadParameter(str(error), param_hint="'--near-radius'") from error


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs a command and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no Greek is no reason to fail
    sys.exit(run(app, arguments))
