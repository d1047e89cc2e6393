"""The vocabulary as JSON beside the facts: reading OWL takes a second, reading this a few milliseconds."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import rune_kb
from rune_kb import paths
from rune_kb.vocabulary import Vocabulary


def cached_vocabulary(directory: Path, documents: Sequence[tuple[str, str]]) -> Vocabulary:
    """The vocabulary of RUNE's ontologies and these documents, from the cache directory where it is current.

    Raises OntologyError as :func:`rune_kb.ontology.load_vocabulary` does.
    """
    file = directory / f"vocabulary-{_digest(documents)}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        return Vocabulary.from_json(file.read_text(encoding="utf-8"))
    from rune_kb.ontology import load_vocabulary

    vocabulary, _ = load_vocabulary(documents)
    with suppress(OSError):
        directory.mkdir(parents=True, exist_ok=True)
        for old in directory.glob("vocabulary-*"):
            old.unlink()
        scratch = file.with_suffix(f".{os.getpid()}")
        scratch.write_text(vocabulary.to_json(), encoding="utf-8")
        os.replace(scratch, file)
    return vocabulary


def _digest(documents: Sequence[tuple[str, str]]) -> str:
    basis = hashlib.sha256(rune_kb.__version__.encode())
    for path in sorted(paths.ONTOLOGY.glob("*.ttl")):
        basis.update(path.read_bytes())
    for source in sorted((paths.PACKAGE / "ontology").glob("*.py")):  # what reads them, in a checkout at work
        basis.update(f"{source.name}{source.stat().st_mtime_ns}".encode())
    for name, text in documents:
        basis.update(f"\0{name}\0{text}".encode())
    return basis.hexdigest()[:16]
