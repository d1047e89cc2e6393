"""Errors for the person who made them: one readable message, no traceback at the command line."""

from __future__ import annotations


class RuneError(Exception):
    """Base of every error RUNE raises on purpose; ``str(error)`` is fit for the person who made it."""


class FormulaError(RuneError):
    """A formula that cannot be read or checked. Lines and columns are counted from 1."""

    def __init__(
        self,
        message: str,
        *,
        text: str = "",
        line: int = 1,
        column: int = 1,
        length: int = 1,
        suggestions: tuple[str, ...] = (),
    ) -> None:
        self.message = message
        self.text = text
        self.line = line
        self.column = column
        self.length = max(1, length)
        self.suggestions = suggestions
        super().__init__(self._rendered())

    def _rendered(self) -> str:
        where = f"line {self.line}, column {self.column}: " if self.text else ""
        lines = [where + self.message]
        rows = self.text.splitlines()
        if 0 < self.line <= len(rows):
            lines += ["  " + rows[self.line - 1], "  " + " " * (self.column - 1) + "^" * self.length]
        if self.suggestions:
            lines.append("did you mean " + " or ".join(self.suggestions) + "?")
        return "\n".join(lines)


class StoreError(RuneError):
    """A knowledge base that is missing, foreign, newer than this program, or locked."""


class FormatError(RuneError):
    """A source that cannot be read at all (single bad records are Problems, not errors)."""


class OntologyError(RuneError):
    """An ontology document that is refused; the message names the axiom."""


class EngineError(RuneError):
    """The Prolog engine refused a goal or failed."""


class OutputClosed(RuneError):
    """Whoever read standard output has stopped reading, as `head` does."""
