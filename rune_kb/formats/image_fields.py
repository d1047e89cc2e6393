"""What records say about an image: size, ground sample distance, date.

Each function gives None where the record says nothing. Where it says something that cannot be used, it
reports a repaired Problem: the image is kept without that.
"""

from __future__ import annotations

from datetime import datetime

from rune_kb.formats.fields import BadRecord, number
from rune_kb.formats.gather import Reporter


def pixels(value: object, name: str, line: int, say: Reporter) -> int | None:
    if value is None:
        return None
    plain = _above_zero(value)
    if plain is not None and plain.is_integer():
        return int(plain)
    say(line, f"the image's {name} is no number of pixels; the image is kept without it", repaired=True)
    return None


def ground_sample_distance(value: object, line: int, say: Reporter) -> float | None:
    """In metres per pixel."""
    if value is None:
        return None
    metres = _above_zero(value)
    if metres is None:
        say(line, "the image's gsd is no number of metres; the image is kept without it", repaired=True)
    return metres


def iso_date(value: object, line: int, say: Reporter) -> str | None:
    """ISO 8601 text; COCO writes ``2013-11-14 17:02:52``, some tools 0 where nothing is known."""
    if value is None or value in ("", 0):
        return None
    text = str(value).strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        say(line, "the image's date is not ISO 8601; the image is kept without it", repaired=True)
        return None
    return moment.date().isoformat() if len(text) <= len("2013-11-14") else moment.isoformat()


def _above_zero(value: object) -> float | None:
    try:
        plain = number(value)
    except BadRecord:
        return None
    return plain if plain > 0 else None
