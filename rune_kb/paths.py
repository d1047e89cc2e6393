"""Where the files that are not Python live: the reasoner, the ontologies, the sample collection.

In a checkout (and an editable install of it) they stand beside the package, at the root of the repository;
a wheel carries them inside the package, in `share/`.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def share(package: Path) -> Path:
    """The directory that holds prolog/, ontology/ and data/ for the package installed at `package`."""
    carried = package / "share"
    return carried if carried.is_dir() else package.parent


SHARE = share(PACKAGE)
PROLOG = SHARE / "prolog"
ONTOLOGY = SHARE / "ontology"
SAMPLE = SHARE / "data" / "sample"
