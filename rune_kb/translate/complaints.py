"""What of a question was not understood, in words: the complaints of prolog/english/complaint.pl."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rune_kb.translate.translation import CannotBeExpressed, NotUnderstood

HINT = (
    "Say for example: ships near a harbor with no bridge; at least 3 planes; every storage tank is within "
    "50 m of a road (docs/language.md has more)."
)
_WHY = {
    "colour": "is a matter of colour, which no detection has",
    "amount": "does not say how many; say for example `at least 5`",
    "count": "asks for a number, and answers are images; say `ships`, or `at least 5 ships`",
    "size": "does not say how large; say for example `longer than 50 m` or `larger than 500 m²`",
    "activity": "is about what something does, which no detection tells",
    "state": "is about what something is like or is for, which no detection tells",
    "scene": "is about the weather or the time of day, which no detection tells",
}


def not_understood(question: str, complaints: Sequence[Sequence[Any]]) -> NotUnderstood:
    """The error for these complaints: CannotBeExpressed where all else is understood."""
    lines = [_said(each, question) for each in complaints] or [f"no reading of {question!r} makes sense"]
    if complaints and all(each[0] == "beyond" for each in complaints):
        return CannotBeExpressed("\n".join(lines))
    return NotUnderstood("\n".join([*lines, HINT]))


def _said(complaint: Sequence[Any], question: str) -> str:
    match complaint:
        case ["unknown", start, end, word, likes]:
            mean = f"; did you mean {' or '.join(map(str, likes))}?" if likes else ""
            return _pointed(question, start, end, f"I don't know the word `{word}`{mean}")
        case ["beyond", start, end, word, why]:
            return _pointed(question, start, end, f"`{word}` {_WHY[str(why)]}")
        case ["unsure", start, end, reading]:
            return _pointed(question, start, end, f"I am not sure of this. If you mean `{reading}`, ask that")
        case ["stuck", start, end, ""]:
            return _pointed(question, start, end, "I know the words, but not this way of putting them")
        case ["stuck", start, end, read]:
            return _pointed(question, start, end, f"I understand `{read}`, but not what follows")
        case ["long", most]:
            return f"the question has more than {most} characters"
    raise ValueError(f"no complaint: {complaint!r}")


def _pointed(question: str, start: int, end: int, message: str) -> str:
    return f"{message}\n  {question}\n  {' ' * start}{'^' * max(1, end - start)}"
