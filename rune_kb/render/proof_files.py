"""A proof as a file, the form chosen by the suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from rune_kb.errors import RuneError
from rune_kb.formats.written import new_file
from rune_kb.proof.tree import Proof

_TEXTS: Mapping[str, Callable[[Proof], str]] = {
    ".txt": lambda proof: proof.to_text(full=True),
    ".json": lambda proof: proof.to_json(indent=2),
    ".ttl": lambda proof: proof.to_rdf().serialize(format="turtle"),
    ".dot": lambda proof: proof.to_dot(full=True),
    ".svg": lambda proof: proof.to_svg(full=True),
    ".csv": lambda proof: proof.to_frame().to_csv(index=False),
    ".html": lambda proof: proof._repr_html_(),
}

SUFFIXES = (*_TEXTS, ".png")
"""What a proof can be written as; ``.svg`` is the tree drawn, ``.png`` the picture."""


def write_proof(proof: Proof, path: Path) -> None:
    """Writes the proof. Raises RuneError for a suffix that says nothing, FormatError where it cannot be."""
    suffix = path.suffix.casefold()
    if suffix == ".png":
        proof.draw(path)
    elif suffix in _TEXTS:
        with new_file(path) as file:
            file.write_text(_TEXTS[suffix](proof), encoding="utf-8")
    else:
        raise RuneError(
            f"{path}: a proof is written as {', '.join(SUFFIXES)}, not {path.suffix or 'nothing'}"
        )
