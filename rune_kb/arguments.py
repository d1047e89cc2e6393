"""What several commands of the command line share: the knowledge base, --json, examples in the help."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rune_kb.errors import RuneError
from rune_kb.exits import UsageError

if TYPE_CHECKING:
    from rune_kb.limits import MinScore as Least
    from rune_kb.reading import Language, ReadQuestion


class TranslatorName(StrEnum):
    """Who reads a question in English (docs/language.md)."""

    auto = "auto"
    english = "english"
    openai = "openai"
    transformers = "transformers"


Kb = Annotated[Path, typer.Argument(metavar="KB", help="The knowledge base, a directory.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

Question = Annotated[
    str | None, typer.Argument(metavar="QUESTION", help="A question in English, or a formula.")
]
Fol = Annotated[str | None, typer.Option("--fol", metavar="FORMULA", help="Or a first-order formula.")]
MinScore = Annotated[
    str | None,
    typer.Option(
        metavar="SCORES",
        help="Weaker detections do not exist: 0.3, or by class ship=0.6,harbor=0.2, or both 0.1,ship=0.6 "
        "(default 0.05; boolean 0.5).",
    ),
]
Threshold = Annotated[
    float, typer.Option(metavar="SCORE", min=0, max=1, help="Answers below it are left out.")
]

TranslatorOption = Annotated[
    TranslatorName,
    typer.Option(
        "--translator",
        help="Who reads English: the grammar, a language model, or auto: first the one, then the other.",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        envvar="RUNE_MODEL",
        help="The language model: openai:NAME, or transformers:FOLDER, FILE.gguf or name of the hub.",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Run what a language model made without asking.")]
AllReadings = Annotated[bool, typer.Option("--all-readings", help="Show everything the question may mean.")]

Soft = Annotated[
    bool, typer.Option("--soft", help="`near` and `far` hold to a degree, which is multiplied in.")
]


def asked(question: str | None, fol: str | None) -> tuple[str, Language | None]:
    """What was asked, and in which language if that was said; UsageError where nothing or two things were."""
    if (question is None) == (fol is None):
        raise UsageError("ask one thing: a question in English, or --fol FORMULA")
    return (fol, "fol") if fol is not None else (question or "", None)


def agreed(read: ReadQuestion, *, yes: bool) -> None:
    """A person looks at what a language model made before it is run; ends the command if it is not meant."""
    if not read.by_model or yes:
        return
    from rune_kb.logic.printer import to_text

    typer.echo(f"{read.translator} reads: {read.english}\n  {to_text(read.formula)}", err=True)
    if not sys.stdin.isatty():
        raise RuneError("a language model made this formula; run it with --yes")
    typer.confirm("Is that what you mean?", abort=True, err=True)


def min_score_of(text: str | None) -> Least | None:
    """The least scores that the option says."""
    if text is None:
        return None
    from rune_kb.limits import parse_limits

    try:
        return parse_limits(text)
    except RuneError as error:
        raise typer.BadParameter(str(error), param_hint="'--min-score'") from error


def examples(*lines: str) -> str:
    """The end of a help text; \\b keeps typer from filling the lines."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
