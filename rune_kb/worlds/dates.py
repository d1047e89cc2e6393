"""Dates on both sides of those that a formula names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def around(texts: Iterable[str]) -> tuple[str | None, ...]:
    """None for an image without a date. '2020' is a whole year, '2020-05' a month.

    >>> around(["2020"])
    ('2019-07-01', '2019-12-31', '2020-01-01', '2020-07-01', '2020-12-31', '2021-01-01', '2021-07-01', None)
    >>> around([])
    (None,)
    """
    found: set[str] = set()
    for text in texts:
        try:
            first, last = _span(text)
        except ValueError:  # '2021-02-30' may be asked for, too
            found.add(text)
            continue
        for day in (first - timedelta(1), first, last, last + timedelta(1)):
            found.add(day.isoformat())
        found |= {f"{year}-07-01" for year in range(first.year - 1, first.year + 2)}
        if "T" in text:
            found |= {text, f"{text[:10]}T00:00", f"{text[:10]}T23:59:59"}
    return (*sorted(found), None)


def _span(text: str) -> tuple[date, date]:
    """The first and the last day that a date, or the beginning of one, speaks of."""
    numbers = [int(part) for part in text[:10].split("-")]
    match numbers:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            after = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), after - timedelta(1)
        case [year, month, day]:
            return date(year, month, day), date(year, month, day)
    raise ValueError(f"not a date: {text}")
