"""How often a question in English is read as it is meant.

    python -m bench translate [--files FILE...] [--translators NAME...]

Each translator reads each question of the files (tests/queries/dev.jsonl); what it makes of it is compared,
by meaning (rune_kb/translate/equivalence.py), with the formulas that are right. A table is printed for each
translator, by level and in total, then every question that went wrong with what it was taken for.

- right: the preferred reading is a right one, or the question was refused that should be
- among readings: any of the readings is
- refused: no formula was given; in brackets, how often that was right
- silently wrong: a formula was given that is not right, also where none is: what an analyst would not notice
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.questions import LEVELS, Question, questions
from bench.translators import NAMES, translators_by_name
from rune_kb.errors import RuneError
from rune_kb.logic.formula import Formula
from rune_kb.logic.printer import to_text
from rune_kb.ontology import load_vocabulary
from rune_kb.translate import NotUnderstood, Translator
from rune_kb.translate.equivalence import compare
from rune_kb.vocabulary import Vocabulary

QUERIES = Path(__file__).resolve().parents[1] / "tests" / "queries"


@dataclass(frozen=True)
class Outcome:
    """What became of a question.

    ``matches``: which of the readings mean what is right. ``complaint``: why there is no reading.
    ``crashed``: the complaint is not one that a translator may make. ``weak``: the first reading is right as
    far as could be told, but no world was found in which it is true (or false).
    """

    question: Question
    readings: tuple[Formula, ...] = ()
    matches: tuple[bool, ...] = ()
    complaint: str = ""
    crashed: bool = False
    weak: bool = False
    ms: float = 0.0

    @property
    def refused(self) -> bool:
        return not self.readings and not self.crashed

    @property
    def right(self) -> bool:
        return self.matches[0] if self.readings else self._rightly_refused

    @property
    def right_among_readings(self) -> bool:
        return any(self.matches) or self._rightly_refused

    @property
    def silently_wrong(self) -> bool:
        return bool(self.readings) and not self.right

    @property
    def _rightly_refused(self) -> bool:
        return self.refused and not self.question.meanings


def outcome(translator: Translator, question: Question, vocabulary: Vocabulary) -> Outcome:
    """Asks the translator, and compares."""
    begun = time.perf_counter()

    def ms() -> float:
        return (time.perf_counter() - begun) * 1000

    try:
        readings = translator.translate(question.text, vocabulary).readings
    except NotUnderstood as error:
        return Outcome(question, complaint=str(error), ms=ms())
    except RuneError:
        raise  # it cannot be asked at all: no server, no model
    except Exception as error:
        return Outcome(question, complaint=f"{type(error).__name__}: {error}", crashed=True, ms=ms())
    took = ms()
    found = [_match(reading, question, vocabulary) for reading in readings]
    matches = tuple(agreed for agreed, _ in found)
    return Outcome(question, readings, matches, weak=found[0] == (True, True), ms=took)


def _match(reading: Formula, question: Question, vocabulary: Vocabulary) -> tuple[bool, bool]:
    """Whether the reading is one of the right ones, and whether that is weakly founded."""
    for meaning in question.meanings:
        compared = compare(meaning, reading, vocabulary)
        if compared.agreed:
            return True, compared.weak
    return False, False


# -- what is printed ----------------------------------------------------------------------------------------

HEAD = (
    "| questions | n | right | among readings | refused (rightly) | silently wrong | median ms | p95 ms |",
    "|---|--:|--:|--:|--:|--:|--:|--:|",
)


def table(found: Sequence[Outcome]) -> str:
    """By level and in total, in Markdown."""
    by_level = {level: [each for each in found if each.question.level == level] for level in LEVELS}
    rows = [_row(level, of) for level, of in by_level.items() if of]
    return "\n".join([*HEAD, *rows, _row("**total**", found)])


def _row(name: str, found: Sequence[Outcome]) -> str:
    refused = [each for each in found if each.refused]
    times = sorted(each.ms for each in found)
    cells = [
        _share(each.right for each in found),
        _share(each.right_among_readings for each in found),
        f"{_share(each.refused for each in found)} ({sum(each.right for each in refused)})",
        _share(each.silently_wrong for each in found),
        f"{statistics.median(times):,.1f}" if times else "–",
        f"{times[max(0, -(-len(times) * 95 // 100) - 1)]:,.1f}" if times else "–",
    ]
    return f"| {name} | {len(found)} | " + " | ".join(cells) + " |"


def _share(those: Iterable[bool]) -> str:
    listed = list(those)
    return f"{sum(listed)} ({sum(listed) / len(listed):.1%})" if listed else "–"


def failures(found: Sequence[Outcome]) -> str:
    """Each question that was not read right, and what was made of it; then those on weak grounds."""
    lines = [line for each in found if not each.right for line in _failure(each)]
    weak = [each for each in found if each.right and each.weak]
    lines += [f"{_named(each)}\n    right, but never seen both true and false" for each in weak]
    return "\n".join(lines)


def _failure(each: Outcome) -> Iterable[str]:
    yield _named(each)
    meanings = each.question.meanings
    yield f"    meant:   {to_text(meanings[0])}" if meanings else "    meant:   nothing that can be expressed"
    if each.question.note:
        yield f"    note:    {each.question.note}"
    if not each.readings:
        said = " / ".join(line.strip() for line in each.complaint.splitlines() if line.strip())
        yield f"    {'crashed: ' if each.crashed else 'refused: '}{said}"
    for reading, matches in zip(each.readings, each.matches, strict=True):
        mark = " (right)" if matches else ""
        yield f"    read as: {to_text(reading)}{mark}"


def _named(each: Outcome) -> str:
    return f"{each.question.id} ({each.question.level}): {each.question.text}"


def main(words: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench translate", description=__doc__.splitlines()[0])
    parser.add_argument("--files", nargs="+", type=Path, default=[QUERIES / "dev.jsonl"], metavar="FILE")
    parser.add_argument("--translators", nargs="+", default=["english"], metavar="NAME", help=NAMES)
    chosen = parser.parse_args(list(words))
    vocabulary, _ = load_vocabulary()
    if missing := [path for path in chosen.files if not path.is_file()]:
        print(f"skipped: {', '.join(map(str, missing))} not there")
        return
    try:
        asked = [question for path in chosen.files for question in questions(path, vocabulary)]
        translators = [translators_by_name(name) for name in chosen.translators]
    except (ValueError, ImportError) as error:
        sys.exit(f"bench: {error}")
    for translator in translators:
        try:
            found = [outcome(translator, question, vocabulary) for question in asked]
        except RuneError as error:
            sys.exit(f"bench: {translator.name}: {error}")
        print(f"\n### {translator.name}: {', '.join(path.name for path in chosen.files)}\n\n{table(found)}\n")
        print(failures(found), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
