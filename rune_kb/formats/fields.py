"""Single fields of a record: numbers, scores, attributes, names of images and of columns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any

from rune_kb.detection import Value
from rune_kb.vocabulary import key

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".jp2", ".gif")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "image": ("image", "image_id", "image_name", "img", "file_name"),
    "label": ("label", "class", "class_name", "object", "category", "category_name"),
    "score": ("score", "confidence", "conf"),
}
"""What tables call the image, the class and the score, most telling first; compared by ``vocabulary.key``."""

_ABSENT = frozenset({"", "null", "none", "nan", "na", "n/a"})


class BadRecord(Exception):
    """A record that cannot be used; its text is the reason. Readers turn it into a Problem and go on."""


def numbers(texts: Sequence[str]) -> list[float]:
    """The texts as finite numbers; raises BadRecord naming the first that is not one."""
    try:
        values = [float(text) for text in texts]
    except ValueError:
        raise BadRecord(f"{_first_not_a_number(texts)!r} is not a number") from None
    if not math.isfinite(sum(values)):  # NaN and infinities survive addition
        raise BadRecord("a number is NaN or infinite")
    return values


def number(value: object) -> float:
    """A number of JSON or of an array as a finite float; raises BadRecord for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRecord(f"{_shown(value)} is not a number")
    try:
        plain = float(value)
    except OverflowError:
        raise BadRecord("a number is too large") from None
    if not math.isfinite(plain):
        raise BadRecord("a number is NaN or infinite")
    return plain


def score(value: float) -> float:
    """The value, if it can be a score; raises BadRecord outside [0, 1]."""
    if not 0.0 <= value <= 1.0:
        raise BadRecord(f"the score {value:g} is not between 0 and 1")
    return value


def label(value: object) -> str:
    """A class's word, without the space around it; raises BadRecord if nothing is left."""
    text = value.strip() if isinstance(value, str) else ""
    if not text or "\ufffd" in text:
        raise BadRecord(f"{_shown(value)} is no class name")
    return text


def class_number(text: str, names: Mapping[int, str]) -> str:
    """The name of a class given by its number; raises BadRecord for a number without a name."""
    value = numbers([text])[0]
    if value not in names:
        raise BadRecord(f"there is no class number {text}; the known numbers are {_span(names)}")
    return names[int(value)]


def attribute_value(value: object) -> Value | None:
    """A field as the value of an attribute: a bool, a float or a text; None where nothing is said.

    >>> attribute_value("True"), attribute_value("2.5"), attribute_value("Null"), attribute_value("concrete")
    (True, 2.5, None, 'concrete')
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return None if math.isnan(value) else number(value)
    text = str(value).strip()
    if text.casefold() in _ABSENT:
        return None
    if text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    try:
        plain = float(text)
    except ValueError:
        return text
    return number(plain)


def is_plain(value: object) -> bool:
    """Whether a value of JSON or Python can be one of an attribute: lists and objects cannot."""
    return value is None or isinstance(value, bool | int | float | str)


def attributes(names: Iterable[str], fields: Iterable[object]) -> dict[str, Value]:
    """The fields that say something, under the names for them."""
    values = ((name, attribute_value(field)) for name, field in zip(names, fields, strict=True))
    return {name: value for name, value in values if value is not None}


def attribute_names(titles: Iterable[str]) -> list[str]:
    """The attribute for each column's title; a second one of the same name has its number behind it.

    >>> attribute_names(["Flooded", "flooded", "Height (m)"])
    ['flooded', 'flooded_2', 'height_m']
    """
    names: dict[str, None] = {}
    for title in titles:
        plain = attribute_name(title) or "attribute"
        spellings = chain([plain], (f"{plain}_{n}" for n in count(2)))
        names[next(name for name in spellings if name not in names)] = None
    return list(names)


def attribute_name(text: str) -> str:
    """A column's title as an attribute's name.

    >>> attribute_name("Flooded"), attribute_name("roofType"), attribute_name("Height (m)")
    ('flooded', 'roof_type', 'height_m')
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return re.sub(r"\W+", "_", parted).strip("_").lower()


def image_stem(name: str) -> str:
    """An image's id out of its file's name or path; only a picture's suffix is taken off.

    >>> image_stem("images/P0001.png"), image_stem("P0706__0.5__0___0")
    ('P0001', 'P0706__0.5__0___0')
    """
    last = name.strip().replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = last.rpartition(".")
    return stem if stem and dot + suffix.lower() in PICTURE_SUFFIXES else last


def image_id(value: object) -> str:
    """An image's id out of a field that names it; raises BadRecord if it names none."""
    text = image_stem(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not text or "\ufffd" in text:
        raise BadRecord(f"{_shown(value)} names no image")
    return text


def column(role: str, columns: Iterable[str]) -> str | None:
    """The column that plays a role of COLUMNS, or None."""
    by_key = {key(title.strip()): title for title in columns}
    return next((by_key[key(name)] for name in COLUMNS[role] if key(name) in by_key), None)


def _first_not_a_number(texts: Sequence[str]) -> str:
    for text in texts:
        try:
            float(text)
        except ValueError:
            return text
    return ""


def _span(names: Mapping[int, str]) -> str:
    known = sorted(names)
    if not known:
        return "none"
    whole = known == list(range(known[0], known[-1] + 1))
    return f"{known[0]} to {known[-1]}" if whole else ", ".join(map(str, known))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"
