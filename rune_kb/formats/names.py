"""Class names by number: from ``data.yaml``, from a list of names, from COCO categories."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from rune_kb.errors import FormatError
from rune_kb.formats.base import ReadOptions
from rune_kb.formats.files import json_document, text_lines
from rune_kb.formats.requirement import RequirementError

USUAL = ("data.yaml", "data.yml", "dataset.yaml", "classes.txt", "obj.names", "classes.names", "classes.json")
"""Files of names that are found by themselves, in the label file's folder or up to three above it."""

_PIECES = re.compile(r"""(?:[^,'"]|'[^']*'|"[^"]*")+""")
_ENTRY = re.compile(r"\s*(?:(\d+)\s*:\s+)?(.*?)\s*", re.S)
_BLOCK_ITEM = re.compile(r"\s*(?:-\s+(.*)|(\d+\s*:\s+.*))")


def class_names(file: Path, options: ReadOptions, example: str) -> Mapping[int, str]:
    """The names for a label file: the ones given, else those of a usual file near it.

    Raises RequirementError if there are none; ``example`` names the file that would be right.
    """
    if options.names is not None:
        return options.names
    for folder in (file.parent, *list(file.parent.parents)[:3]):
        for name in USUAL:
            if (folder / name).is_file():
                return read_names(folder / name)
    raise RequirementError(
        f"{file}: its classes are numbers; give their names with --names FILE or put {example}"
    )


def read_names(path: Path) -> dict[int, str]:
    """Class names from a file.

    A ``.yaml`` has them under ``names`` (a list or numbers with names), a ``.json`` is a list, an object from
    numbers to names, or has COCO ``categories``; any other file has one name a line, from 0.
    Raises FormatError if there are none.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        names = _from_json(json_document(path))
    elif suffix in (".yaml", ".yml"):
        names = _from_yaml("\n".join(text_lines(path)))
    else:
        names = dict(enumerate(line.strip() for line in text_lines(path)))
    names = {number: name for number, name in names.items() if name}
    if not names:
        raise FormatError(
            f"{path}: no class names in it; a list `names: [ship, plane]` or a name a line would do"
        )
    return names


def _from_json(document: object) -> dict[int, str]:
    if isinstance(document, list):
        return {i: name for i, name in enumerate(document) if isinstance(name, str)}
    if not isinstance(document, dict):
        return {}
    if isinstance(document.get("categories"), list):
        categories = [entry for entry in document["categories"] if isinstance(entry, dict)]
        return {
            entry["id"]: entry["name"]
            for entry in categories
            if isinstance(entry.get("id"), int) and isinstance(entry.get("name"), str)
        }
    return {int(k): v for k, v in document.items() if k.isdecimal() and isinstance(v, str)}


def _from_yaml(text: str) -> dict[int, str]:
    """The value of ``names:``; of YAML, what such files use: block and flow lists and mappings."""
    start = re.search(r"^names[ \t]*:", text, re.M)
    if start is None:
        return {}
    rest = re.sub(r"(^|\s)#.*", r"\1", text[start.end() :])
    flow = re.match(r"\s*[\[{]([^\]}]*)[\]}]", rest)
    if flow is not None:
        return _numbered(_PIECES.findall(flow[1]))
    items = []
    for row in filter(str.strip, rest.splitlines()):
        item = _BLOCK_ITEM.fullmatch(row)
        if item is None:
            break
        items.append(item[1] or item[2] or "")
    return _numbered(items)


def _numbered(entries: Sequence[str]) -> dict[int, str]:
    """``0: ship`` has its number, ``ship`` that of its place."""
    names = {}
    for place, entry in enumerate(entries):
        found = _ENTRY.fullmatch(entry)
        number, name = found.groups() if found else (None, entry)
        if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
            name = name[1:-1]
        names[int(number) if number else place] = name
    return names
