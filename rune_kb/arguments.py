"""What several commands of the command line share: the knowledge base, --json, examples in the help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rune_kb.exits import UsageError

if TYPE_CHECKING:
    from rune_kb.kb import Language
    from rune_kb.limits import MinScore as Least

Kb = Annotated[Path, typer.Argument(metavar="KB", help="The knowledge base, a directory.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

Question = Annotated[str | None, typer.Argument(metavar="QUESTION", help="A question in English.")]
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

Soft = Annotated[
    bool, typer.Option("--soft", help="`near` and `far` hold to a degree, which is multiplied in.")
]


def asked(question: str | None, fol: str | None) -> tuple[str, Language]:
    """What was asked, and in which language; raises UsageError where it is not one of the two."""
    if (question is None) == (fol is None):
        raise UsageError("ask one thing: a question in English, or --fol FORMULA")
    return (fol, "fol") if fol is not None else (question or "", "english")


def min_score_of(text: str | None) -> Least | None:
    """The least scores that the option says."""
    if text is None:
        return None
    from rune_kb.errors import RuneError
    from rune_kb.limits import parse_limits

    try:
        return parse_limits(text)
    except RuneError as error:
        raise typer.BadParameter(str(error), param_hint="'--min-score'") from error


def examples(*lines: str) -> str:
    """The end of a help text; \\b keeps typer from filling the lines."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
