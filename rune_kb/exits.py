"""How a command ends: its exit code, and what went wrong as one message on standard error, never a traceback.

Exit 0: done; 1: it could not be done (or was interrupted); 2: the command was not a command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from rune_kb.errors import OutputClosed, RuneError

# typer carries a click of its own in newer versions; its public BadParameter leads to the one in use.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]
INTERRUPTED = 130
"""What typer makes of Ctrl-C."""


def run(command: Callable[..., Any], arguments: Sequence[str] | None = None) -> int:
    """The exit code of a command; what went wrong is printed as one message."""
    try:
        result = command(arguments, standalone_mode=False, prog_name="rune")
        if result == INTERRUPTED:
            raise KeyboardInterrupt
    except UsageError as error:
        return _misused(error)
    except (typer.Abort, KeyboardInterrupt):
        return _failed("interrupted; nothing was left half done", 1)
    except OutputClosed:
        # `rune ... | head` has what it wanted; what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (RuneError, OSError) as error:
        return _failed(str(error), 1)
    return result if isinstance(result, int) else 0


def _misused(error: Any) -> int:
    """A command that is none: what is wrong with it, or, where it was empty, the help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.ctx.get_help())
        return 2
    message = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
    where = f" ({error.ctx.command_path} --help tells more)" if error.ctx else ""
    return _failed(message + where, 2)


def _failed(message: str, code: int) -> int:
    typer.echo(f"rune: {message}", err=True)
    return code
