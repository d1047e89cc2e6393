"""How many of FOLIO's formulas, which people wrote for their English premises, the parser reads.

    python -m bench.folio [FILE] [--all]

Nothing is checked against a vocabulary: FOLIO's constants are read as variables, its predicates as atoms.
FILE is by default ../shared/data/folio/folio-train.jsonl, or the same under $RUNE_SHARED_DATA. --all prints
every formula that is not read, with its error.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import Arith, Formula, walk
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text

_KINDS = (
    ("unbalanced parentheses", re.compile(r"never closed|closes nothing")),
    (
        "a constant of several words (captain america)",
        re.compile(r"`\(` or `,` or `\)` after `\w+`, not `\w+`"),
    ),
    ("a name with a sign in it (c++, a+, mr.smith, k-12…)", re.compile(r"after `\+`|, not `\.`|not a unit")),
    ("no formula at all", re.compile(r"is empty")),
    ("a connective left out", re.compile(r"expected one of & .* not `\w+`")),
    ("another notation (^)", re.compile(r"^write ")),
    ("a full stop at the end", re.compile(r"full stop")),
)
"""Classes of trouble, by what the error says; the first that fits."""


@dataclass
class Reading:
    """What became of the formulas, each counted as often as it stands in the file; ``rest`` maps a class of
    trouble to its formulas' errors and counts.
    """

    formulas: int = 0
    distinct: int = 0
    read: int = 0
    read_back: int = 0
    with_minus: int = 0
    seconds: float = 0.0
    rest: dict[str, dict[str, int]] = field(default_factory=dict)


def folio_file() -> Path:
    """Where the training part of FOLIO lies, if it is there."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("RUNE_SHARED_DATA", beside)) / "folio" / "folio-train.jsonl"


def premises(path: Path) -> list[str]:
    """The formulas of all premises, as often as they stand in the file."""
    with path.open(encoding="utf-8") as lines:
        return [formula for line in lines for formula in json.loads(line)["premises-FOL"]]


def measure(texts: list[str]) -> Reading:
    """Reads every distinct formula once."""
    counts = Counter(texts)
    reading = Reading(formulas=len(texts), distinct=len(counts))
    for text, count in counts.items():
        begin = time.perf_counter()
        try:
            formula = parse(text)
        except FormulaError as error:
            reading.rest.setdefault(_kind(error), {})[str(error)] = count
            continue
        finally:
            reading.seconds += time.perf_counter() - begin
        reading.read += count
        reading.read_back += count * (parse(to_text(formula)) == formula)
        reading.with_minus += _has_minus(formula)
    return reading


def _kind(error: FormulaError) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(error.message)), "something else")


def _has_minus(formula: Formula) -> bool:
    """FOLIO has no arithmetic: a minus is a hyphen in a constant (gpt-3), not read as it was meant."""
    return any(isinstance(node, Arith) for node in walk(formula))


def report(reading: Reading, everything: bool) -> str:
    share = reading.read / reading.formulas
    out = [
        f"{reading.formulas} formulas ({reading.distinct} distinct), {reading.read} read ({share:.1%}), "
        f"{reading.read_back} of those read back from their text, "
        f"{reading.seconds / reading.distinct * 1000:.2f} ms each",
        f"of those, a hyphen in a constant read as a minus: {reading.with_minus} distinct",
    ]
    for kind, errors in sorted(reading.rest.items(), key=lambda item: -sum(item[1].values())):
        out.append(f"not read, {kind}: {sum(errors.values())} ({len(errors)} distinct)")
        out += errors if everything else []
    return "\n".join(out)


def main(words: Sequence[str] = ()) -> None:
    files = [Path(word) for word in words if word != "--all"]
    path = files[0] if files else folio_file()
    if not path.is_file():
        sys.exit(f"{path} is not there; give the path of folio-train.jsonl")
    print(report(measure(premises(path)), everything="--all" in words))


if __name__ == "__main__":
    main(sys.argv[1:])
