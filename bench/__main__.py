"""`make bench`: measures, and writes the figures into docs/.

python -m bench                  # all of it
python -m bench scale 188000     # one part with its own arguments
python -m bench serve-model PATH # not a part: something to measure with
"""

from __future__ import annotations

import importlib
import sys

PARTS = ("scale", "ingest", "folio", "correctness", "exact", "proofs", "translate", "floodnet", "nlvr")
TOOLS = ("serve-model",)


def main() -> None:
    name, *words = sys.argv[1:] or [""]
    if name and name not in PARTS + TOOLS:
        sys.exit(f"bench: no part {name!r}; there are {', '.join(PARTS + TOOLS)}")
    for part in (name,) if name else PARTS:
        print(f"== {part}", flush=True)
        importlib.import_module(f"bench.{part.replace('-', '_')}").main(words)


if __name__ == "__main__":
    main()
