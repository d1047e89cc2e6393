"""`make bench`: measures, and writes the figures into docs/.

python -m bench                  # all of it
python -m bench scale            # one part: scale, ingest, folio, correctness
"""

from __future__ import annotations

import importlib
import sys

PARTS = ("scale", "ingest", "folio", "correctness")


def main() -> None:
    chosen = sys.argv[1:] or PARTS
    for name in chosen:
        if name not in PARTS:
            sys.exit(f"bench: no part {name!r}; there are {', '.join(PARTS)}")
        print(f"== {name}")
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
