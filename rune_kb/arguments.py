"""What several commands of the command line share: the knowledge base, --json, examples in the help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Kb = Annotated[Path, typer.Argument(metavar="KB", help="The knowledge base, a directory.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def examples(*lines: str) -> str:
    """The end of a help text; \\b keeps typer from filling the lines."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
