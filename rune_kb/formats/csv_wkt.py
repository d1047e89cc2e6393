"""CSV with an outline in well-known text in each row, in pixels, as SpaceNet 8 has it.

``ImageId,Object,WKT_Pix,Flooded,…``: columns for the image, the class, the outline and perhaps the score, by
any of their usual names; every further column becomes an attribute (True and False a bool, numbers a float,
Null and nothing no attribute).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rune_kb.detection import Image
from rune_kb.errors import FormatError
from rune_kb.formats.base import Format, ReadOptions, Report, Scene
from rune_kb.formats.fields import (
    BadRecord,
    attribute_names,
    attributes,
    column,
    image_id,
    label,
    numbers,
    score,
)
from rune_kb.formats.files import SAMPLE, head, listed, recognised, text_lines
from rune_kb.formats.frame import refusal, require_pixels
from rune_kb.formats.gather import Record, Reporter, by_image, observations
from rune_kb.formats.picture import Pictures
from rune_kb.outline import from_wkt

_SUFFIXES = (".csv",)
_FIELD = re.compile(r"""(?:^|,)\s*("[^"]*(?:""[^"]*)*"(?=\s*(?:,|$))|[^,]*)""")
_LONGEST_FIELD = 100
"""Lines that a quoted field may go over."""

Row = tuple[int, list[str]]

_WKT = re.compile(r"\s*(MULTI)?(POLYGON|LINESTRING)\b", re.I)


def recognise(path: Path) -> bool:
    """Whether there are columns for image, class and outline, and well-known text in a row."""
    return recognised(path, _SUFFIXES, _recognise_file)


def files(path: Path) -> list[Path]:
    return listed(path, _SUFFIXES)


def read(file: Path, options: ReadOptions, report: Report) -> Iterator[Scene]:
    """Each image, in order of first mention; raises FormatError without the columns, or if not in pixels."""
    rows = _rows(text_lines(file))
    columns = _Columns.of(rows, file)
    say = Reporter(file, report)
    records: list[Record] = []
    texts: list[str] = []
    for line, fields in rows[1:]:
        try:
            records.append(columns.record(fields, line))
        except BadRecord as bad:
            say(line, str(bad))
            continue
        texts.append(fields[columns.outline])
    made = from_wkt(texts)
    if not columns.titles[columns.outline].lower().endswith("pix"):
        require_pixels(made.outlines, file, "if they are pixels all the same, call the column WKT_Pix")
    pictures = Pictures.of(file, options)
    names = dict.fromkeys(record.image for record in records)
    images = [pictures.describe(Image(name), report) for name in names]
    yield from by_image(images, observations(records, made, say), file)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column is what, by position."""

    titles: Sequence[str]
    image: int
    label: int
    outline: int
    score: int | None
    others: Mapping[int, str]

    @staticmethod
    def of(rows: Sequence[Row], file: Path) -> _Columns:
        """The columns of a table by its titles and, for the outline, its first rows.

        Raises FormatError if one is missing, or the outlines are on the Earth.
        """
        titles = [title.strip() for title in rows[0][1]] if rows else []
        image, word, confidence = (column(role, titles) for role in ("image", "label", "score"))
        wkt = _wkt_columns(rows)
        missing = [name for name, found in (("image", image), ("class", word), ("WKT", wkt)) if not found]
        if image is None or word is None or not wkt:
            raise FormatError(
                f"{file}: no column for {' or '.join(missing)} among {', '.join(titles) or 'none'}; "
                f"right would be ImageId, Object, WKT_Pix"
            )
        in_pixels = [i for i in wkt if titles[i].lower().endswith("pix")]
        outline = (in_pixels or wkt)[0]
        if titles[outline].lower().endswith("geo"):
            raise refusal(file, f"those of the column {titles[outline]} are places on the Earth")
        roles = [titles.index(title) for title in (image, word, confidence) if title is not None]
        rest = [i for i in range(len(titles)) if i not in roles and i not in wkt]
        others = dict(zip(rest, attribute_names(titles[i] for i in rest), strict=True))
        at_score = None if confidence is None else titles.index(confidence)
        return _Columns(titles, roles[0], roles[1], outline, at_score, others)

    def record(self, fields: Sequence[str], line: int) -> Record:
        if len(fields) != len(self.titles):
            raise BadRecord(f"{len(fields)} fields; there are {len(self.titles)} columns")
        text = "" if self.score is None else fields[self.score].strip()
        confidence = score(numbers([text])[0]) if text else 1.0
        extra = attributes(self.others.values(), (fields[i] for i in self.others))
        return Record(image_id(fields[self.image]), label(fields[self.label]), line, confidence, extra)


def _rows(lines: Sequence[str]) -> list[Row]:
    """The rows that are not blank, each with the number of its first line.

    A quoted field may go over several lines, but a quote that is never closed spoils its own line only.
    """
    rows: list[Row] = []
    start = 0
    while start < len(lines):
        after = start + _span(lines, start)
        row = _fields("\n".join(lines[start:after]))
        if after > start + 1 and rows and len(row) != len(rows[0][1]):
            after = start + 1
            row = _fields(lines[start])
        if any(row):
            rows.append((start + 1, row))
        start = after
    return rows


def _span(lines: Sequence[str], start: int) -> int:
    """How many lines from ``start`` belong together because a quote is open at their ends."""
    quotes = 0
    for n, line in enumerate(lines[start : start + _LONGEST_FIELD], start=1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return n
    return 1


def _fields(text: str) -> list[str]:
    """The fields of one record (RFC 4180).

    The csv module has a limit for a field's length that long polygons pass and that can only be changed for
    the whole process.
    """
    return [field[1:-1].replace('""', '"') if field[:1] == '"' else field for field in _FIELD.findall(text)]


def _wkt_columns(rows: Sequence[Row]) -> list[int]:
    """The columns that have an outline in one of the first rows."""
    sample = [fields for _, fields in rows[1:SAMPLE] if len(fields) == len(rows[0][1])]
    width = len(rows[0][1]) if rows else 0
    return [i for i in range(width) if any(_WKT.match(fields[i]) for fields in sample)]


def _recognise_file(file: Path) -> bool:
    rows = _rows(head(file))
    titles = [title.strip() for title in rows[0][1]] if rows else []
    return bool(_wkt_columns(rows)) and None not in (column("image", titles), column("label", titles))


CSV_WKT = Format("csv_wkt", "CSV with outlines in well-known text (SpaceNet 8)", recognise, files, read)
