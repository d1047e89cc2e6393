"""Figures go into the pages of docs/, between the marks of the part that made them."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"


def write(page: str, part: str, text: str) -> None:
    """Puts the text in the place of what the part wrote before; at the end where it is new."""
    begin, end = f"<!-- {part}: made by python -m bench {part} -->", f"<!-- {part} ends -->"
    old = (DOCS / page).read_text(encoding="utf-8")
    block = f"{begin}\n{text}\n{end}"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    new = pattern.sub(lambda _: block, old) if pattern.search(old) else f"{old.rstrip()}\n\n{block}\n"
    (DOCS / page).write_text(new, encoding="utf-8")
