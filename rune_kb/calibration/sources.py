"""Whose scores are meant: one detector often wrote many files."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection
from fnmatch import fnmatchcase

from rune_kb.errors import RuneError
from rune_kb.ingest import PYTHON, own_path
from rune_kb.store import Store

SHOWN = 3


def matching_sources(store: Store, pattern: str) -> list[str]:
    """The sources that are this file, below this folder, or match this pattern (as in a shell).

    Raises RuneError if there are none.
    """
    path, folder = own_path(os.path.abspath(pattern)), os.path.realpath(pattern)
    paths = [source.path for source in store.sources()]
    found = [
        each
        for each in paths
        if each in (path, pattern)
        or each.startswith(folder.rstrip(os.sep) + os.sep)
        or fnmatchcase(each, pattern)
        or fnmatchcase(each, f"*{os.sep}{pattern}")
    ]
    if not found:
        raise RuneError(f"no source matches {pattern!r}; there are {some(paths)}")
    return found


def sources_about(store: Store, images: Collection[str], besides: Collection[str]) -> list[str]:
    """The sources of the detector that speaks of these images, those about other images too.

    One detector's files are of one format and lie in one folder. ``besides`` are files that are not meant:
    the labels themselves may have been ingested. Raises RuneError where several detectors speak.
    """
    speaking = {path for path, image in store.scene_sources() if image in images} - set(besides)
    if not speaking:
        raise RuneError(_why_none(store, images))
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source in store.sources():
        own = source.path if source.format == PYTHON else os.path.dirname(source.path)
        if source.path not in besides:
            groups[own, source.format].append(source.path)
    meant = [group for group in groups.items() if speaking & set(group[1])]
    if len(meant) > 1:
        names = " and ".join(f"{own} ({format})" for (own, format), _ in meant[:SHOWN])
        raise RuneError(
            f"several detectors speak of these images: {names}; calibrate one after the other with --source "
            "PATTERN, or all as one with --source '*'"
        )
    return meant[0][1]


def _why_none(store: Store, images: Collection[str]) -> str:
    known = [image.id for image in store.images()]
    if set(known) & set(images):
        return "only the labels themselves speak of these images; ingest what the detector said"
    return f"no image is in both: the labels are about {some(images)}, the knowledge base about {some(known)}"


def some(names: Collection[str]) -> str:
    """The first few names."""
    first = sorted(names)[:SHOWN]
    more = f" and {len(names) - len(first)} more" if len(names) > len(first) else ""
    return ", ".join(first) + more if first else "none"
