"""A store's tables in the engine, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from rune_kb.engine import Engine, RawAnswer, Table
from rune_kb.facts import FactCache
from rune_kb.lineage.grounded import Wanted
from rune_kb.logic.terms import to_prolog
from rune_kb.logic.vocabulary_facts import vocabulary_facts
from rune_kb.proof.prover import Asked
from rune_kb.store import Store
from rune_kb.vocabulary import Vocabulary


class Asking:
    """Keeps an engine up to date with a store; ``name`` is the knowledge base's."""

    def __init__(self, store: Store, name: str, vocabulary: Callable[[], Vocabulary]) -> None:
        self._engine = Engine(name)
        self._facts = FactCache(store, self._engine)
        self._vocabulary = vocabulary
        self._told: Vocabulary | None = None
        self._viewed = False

    def close(self) -> None:
        """Gives the engine back."""
        self._engine.close()

    def engine(self) -> Engine:
        """The engine, which knows the vocabulary as it is now."""
        self._refresh()
        return self._engine

    def prepare(self) -> None:
        """Makes the tables that questions will want."""
        self._refresh()
        self._facts.prepare()

    def answers(self, question: Asked, wanted: Wanted) -> list[RawAnswer]:
        """The answers to a checked question, best first."""
        self._refresh()
        radius, lineage = question.radius, question.scoring in ("exact", "topk")
        options = (
            ("scoring", "lineage" if lineage else question.scoring),
            ("soft", question.soft),
            ("min_score", question.min_score.to_prolog()),
            ("threshold", wanted.threshold),
            ("top", "inf" if wanted.top is None else wanted.top),
            ("near_radius", [radius.metres, radius.pixels]),
        )
        goal = to_prolog(question.formula, self._vocabulary())
        self._facts.ensure([("image", "image")])

        def asked() -> list[RawAnswer] | list[Table]:
            if lineage:
                return self._engine.ask_lineage(goal, options, wanted)
            return self._engine.ask(goal, options)

        found = asked()
        if found and isinstance(found[0], tuple):
            self._facts.ensure(cast(Sequence[Table], found))
            found = asked()
        return cast(list[RawAnswer], found)

    def rows(self, goal: str, limit: int | None) -> list[dict[str, Any]]:
        """A person's Prolog goal: a dictionary of its named variables for each solution."""
        self._refresh()
        if not self._viewed:
            classes = self._vocabulary().classes
            self._engine.define_views([name for name, each in classes.items() if each.definition is None])
            self._viewed = True
        self._facts.ensure([("image", "image"), *self._engine.goal_needs(goal)])
        names, rows = self._engine.rows(goal, limit)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _refresh(self) -> None:
        vocabulary = self._vocabulary()
        if vocabulary is not self._told:
            self._engine.set_vocabulary(vocabulary_facts(vocabulary))
            self._told, self._viewed = vocabulary, False
        self._facts.refresh(vocabulary)
