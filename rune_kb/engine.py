"""The Prolog engine: the only file that talks to janus.

One engine serves a process; each open knowledge base is a Prolog module in it, named by :class:`Engine`. All
goals are constant strings, what varies goes in as data (lists of atoms and numbers), so no text of a user, a
file or a model is ever read as Prolog, except where a person asks for Prolog (:meth:`Engine.rows`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from rune_kb import paths
from rune_kb.errors import EngineError
from rune_kb.lineage.grounded import GROUNDING, Collector, Wanted
from rune_kb.swipl import find, load_janus

Table = tuple[str, str]
"""A table to load: class and projection (``point``, ``full``, ``images``), or (name, ``attribute``)."""

HEARTBEAT = 10_000
"""Inferences between two looks at Python's signals: Ctrl-C arrives within a few milliseconds."""


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as the engine gives it: the image, the score, and (name, detection numbers, many) triples.

    Where the score is not known there is a ``bracket`` around it, of which the score is the lower end.
    """

    image: str
    score: float
    bindings: tuple[tuple[str, Any, bool], ...]
    bracket: tuple[float, float] | None = None


class _RowSource:
    """What Prolog pulls the rows of a table from, a chunk at a time."""

    def __init__(self, chunks: Iterator[list[list[Any]]]) -> None:
        self._chunks = chunks

    def next_rows(self) -> list[list[Any]]:
        return next(self._chunks, [])


@dataclass(slots=True)
class _Module:
    """A Prolog module in use: by how many, and the tables in it with the files they came from."""

    users: int
    loaded: dict[Table, Path]


class Engine:
    """A knowledge base's module in the Prolog engine.

    Whoever opens the same knowledge base in this process shares its module: Prolog loads a file into one
    module only.
    """

    _lock = threading.RLock()
    _modules: ClassVar[dict[str, _Module]] = {}

    def __init__(self, name: str) -> None:
        """``name`` is the knowledge base's, a name that no other in this process has."""
        self._janus = _started()
        self.module = f"kb_{name}"
        with Engine._lock:
            shared = Engine._modules.setdefault(self.module, _Module(0, {}))
            shared.users += 1
        self._loaded = shared.loaded
        self._closed = False

    @property
    def version(self) -> str:
        """What the cache files depend on: the SWI-Prolog version, ``90209``."""
        return str(find().version)

    def close(self) -> None:
        """Forgets the module's tables and vocabulary, once nobody uses it any more."""
        with Engine._lock:
            shared = Engine._modules.get(self.module)
            if self._closed or shared is None:
                return
            self._closed = True
            shared.users -= 1
            if shared.users == 0:
                del Engine._modules[self.module]
                self._once("rune_facts:drop_kb(Kb), rune_vocabulary:drop_vocabulary(Kb)", Kb=self.module)

    def set_vocabulary(self, facts: Sequence[Sequence[Any]]) -> None:
        """Replaces the vocabulary; the facts are described in prolog/border.pl."""
        self._once("rune_border:py_vocabulary(Kb, Facts)", Kb=self.module, Facts=[list(f) for f in facts])

    def set_stats(self, stats: Sequence[Sequence[Any]]) -> None:
        """Replaces the sizes of the classes: (class, images, detections, least score, best score)."""
        self._once("rune_facts:set_stats(Kb, Stats)", Kb=self.module, Stats=[list(s) for s in stats])

    def define_views(self, classes: Iterable[str]) -> None:
        """Defines ``ship(Image, D)`` and its like in the module."""
        self._once("rune_views:define_views(Kb, Classes)", Kb=self.module, Classes=list(classes))

    def loaded(self) -> dict[Table, Path]:
        """The tables that are loaded and the files they came from."""
        return dict(self._loaded)

    def load_table(self, table: Table, file: Path) -> None:
        """Makes the table the one in this cache file."""
        if self._loaded.get(table) == file:
            return
        self._once(
            "rune_facts:load_table(Kb, Class, Projection, File)",
            Kb=self.module,
            Class=table[0],
            Projection=table[1],
            File=str(file),
        )
        self._loaded[table] = file

    def add_rows(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows, the image first, to a table in memory; one that came from a file is dropped first."""
        self._once(
            "rune_facts:add_rows(Kb, Class, Projection, Rows)",
            Kb=self.module,
            Class=table[0],
            Projection=table[1],
            Rows=[list(row) for row in rows],
        )
        self._loaded.pop(table, None)

    def drop_table(self, table: Table) -> None:
        """Unloads the table."""
        self._once("rune_facts:drop_table(Kb, C, P)", Kb=self.module, C=table[0], P=table[1])
        self._loaded.pop(table, None)

    def compile_table(
        self, name: str, chunks: Sequence[Any] | Iterator[list[list[Any]]], count: int, file: Path
    ) -> None:
        """Writes ``file`` (``*.qlf``) from ``count`` chunks of rows."""
        self._once(
            "rune_border:py_compile_table(Name, Chunks, Source, File)",
            Name=name,
            Chunks=count,
            Source=_RowSource(iter(chunks)),
            File=str(file.with_suffix("")),
        )

    def ask(self, formula: list[Any], options: Sequence[tuple[str, Any]]) -> list[RawAnswer] | list[Table]:
        """The answers, or the tables that must be loaded first (a list of Table)."""
        found = self._once(
            "rune_border:py_ask(Kb, Formula, Options, Result)",
            Kb=self.module,
            Formula=formula,
            Options=[list(o) for o in options],
        )["Result"]
        if found[0] == "missing":
            return [(str(c), str(p)) for c, p in found[1]]
        return [
            RawAnswer(str(image), float(score), tuple((str(n), v, many == "many") for n, v, many in bindings))
            for image, score, bindings in found[1]
        ]

    def explain(
        self,
        formula: list[Any],
        options: Sequence[tuple[str, Any]],
        image: str,
        bindings: Mapping[str, int],
    ) -> list[Any]:
        """Why the image answers, or why not: what prolog/explain.pl says, terms as lists, functor first.

        ``["missing", tables]`` names the tables that must be there first.
        """
        found: list[Any] = self._once(
            "rune_border:py_explain(Kb, Formula, Options, Image, Bindings, Result)",
            Kb=self.module,
            Formula=formula,
            Options=[list(o) for o in options],
            Image=image,
            Bindings=[list(b) for b in bindings.items()],
        )["Result"]
        return found

    def ask_lineage(
        self, formula: list[Any], options: Sequence[tuple[str, Any]], wanted: Wanted
    ) -> list[RawAnswer] | list[Table]:
        """The answers in ``exact`` and ``topk`` scoring, or the tables that must be loaded first."""
        collector = Collector(wanted)
        found = self._once(
            "rune_border:py_lineages(Kb, Formula, Options, Sink, Result)",
            Kb=self.module,
            Formula=formula,
            Options=[*([*o] for o in options), ["budget", wanted.budget * GROUNDING]],
            Sink=collector,
        )["Result"]
        if found[0] == "missing":
            return [(str(c), str(p)) for c, p in found[1]]
        names = [str(name) for name in found[1]]
        return [
            RawAnswer(
                each.image,
                each.bounds[0],
                tuple((name, k, False) for name, k in zip(names, each.ids, strict=True)),
                each.bounds if each.bounds[0] < each.bounds[1] else None,
            )
            for each in collector.answers()
        ]

    def read_english(self, question: str) -> tuple[bool, list[Any]]:
        """Whether the grammar read the question, and its readings as nested lists, or else what it did not
        understand: the complaints of prolog/english/complaint.pl."""
        found = self._once("rune_border:py_english(Kb, Text, Result)", Kb=self.module, Text=question)[
            "Result"
        ]
        return found[0] == "readings", found[1]

    def say(self, formula: list[Any]) -> str:
        """The formula in English, as a person would say it where that is not mistaken for another."""
        return self._said(formula)[0]

    def say_formally(self, formula: list[Any]) -> str:
        """The formula in English that keeps its variables and is read by :meth:`formal`."""
        return self._said(formula)[1]

    def formal(self, text: str) -> list[Any] | None:
        """The formula that such a text says, as nested lists; None where it is no such text."""
        found: list[Any] = self._once("rune_border:py_formal(Kb, Text, Formula)", Kb=self.module, Text=text)[
            "Formula"
        ]
        return found or None

    def same(self, one: list[Any], other: list[Any]) -> bool:
        """Whether the two are one formula written in two ways, which score alike everywhere."""
        found = self._once("rune_border:py_same(Kb, One, Other, Same)", Kb=self.module, One=one, Other=other)
        return bool(found["Same"] == "yes")

    def _said(self, formula: list[Any]) -> tuple[str, str]:
        found = self._once("rune_border:py_say(Kb, Formula, Texts)", Kb=self.module, Formula=formula)
        english, formal = found["Texts"]
        return str(english), str(formal)

    def goal_needs(self, text: str) -> list[Table]:
        """The tables that the views named in a Prolog goal read and that are not loaded."""
        found = self._once("rune_border:py_goal_needs(Kb, Text, Tables)", Kb=self.module, Text=text)
        return [(str(c), str(p)) for c, p in found["Tables"]]

    def rows(self, text: str, limit: int | None) -> tuple[list[str], list[list[Any]]]:
        """Runs a goal that a person wrote; names of its variables and rows of plain values."""
        found = self._once(
            "rune_border:py_rows(Kb, Text, Limit, Result)",
            Kb=self.module,
            Text=text,
            Limit="inf" if limit is None else limit,
        )["Result"]
        return [str(name) for name in found[0]], [list(row) for row in found[1]]

    def _once(self, goal: str, **bindings: Any) -> dict[str, Any]:
        with Engine._lock:
            return _run(self._janus.query_once, goal, bindings)


def _run(query_once: Callable[..., Any], goal: str, bindings: dict[str, Any]) -> dict[str, Any]:
    """Runs a goal that must succeed; Prolog's errors become EngineError, an interrupt KeyboardInterrupt."""
    janus = load_janus()
    try:
        found: dict[str, Any] = query_once(goal, bindings)
    except janus.PrologError as error:
        text = str(error)
        if "KeyboardInterrupt" in text:
            raise KeyboardInterrupt from None
        raise EngineError(f"Prolog: {text}") from error
    if not found["truth"]:
        raise EngineError(f"Prolog: {goal} failed; this is a fault of RUNE")
    return found


@cache
def _started() -> ModuleType:
    """janus with the reasoner loaded."""
    janus = load_janus()
    for name in ("rune", "border"):
        found = janus.query_once(
            "load_files(File, [if(not_loaded), silent(true)])", {"File": str(paths.PROLOG / f"{name}.pl")}
        )
        errors = janus.query_once("statistics(errors, N)")["N"]
        if errors or not found["truth"]:
            raise EngineError(f"{paths.PROLOG / name}.pl does not load without errors")
    janus.heartbeat(HEARTBEAT)
    return janus
