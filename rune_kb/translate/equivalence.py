"""Do two formulas mean the same? Found out by looking for a world in which they differ.

Worlds are images with detections, made up around what the formulas speak of (rune_kb/worlds). From random
ones on, a search climbs towards worlds in which the first formula is true and the second false, and towards
the reverse: single detections come, go, change their class or place. Whoever finds one has a proof that the
formulas differ (:attr:`Comparison.counterexample`); who finds none in thousands of worlds takes them for the
same.

What is compared is classical truth (the scoring ``boolean``) over detections that are all present, whatever
their scores; formulas that agree there may still score differently in ``best``. Formulas with the same free
variables are compared binding by binding; if their free variables differ, by whether there is any binding. A
detection may have just the class that is above others, so ``vehicle(x)`` is not the same as all classes below
it together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rune_kb.logic.formula import (
    Count,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Node,
    Var,
    bound_here,
    free_variables,
    rebuilt,
    replace,
)
from rune_kb.reference import Scene, written_out
from rune_kb.vocabulary import Vocabulary
from rune_kb.worlds import Degrees, Theme, Worlds

Array = NDArray[Any]

WORLDS = 4000
AT_ONCE = 64
RARE, LONGER = 50, 3
"""Where the first formula is true (or false) in fewer worlds than one in fifty, three times as many."""
SELECT_EVERY = 5
MOST_CELLS, ALL_CELLS = 3_000_000, 150_000_000
"""Of the arrays that are worked out at once, and of all: some formulas are looked at in fewer worlds."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of two formulas. ``worlds`` is how many were tried, ``first_true`` in how many the first one was true.

    ``identical``: they are one formula but for the names of variables, and no world was needed.
    ``counterexample`` is an image in which they differ.
    """

    agreed: bool
    worlds: int = 0
    first_true: int = 0
    identical: bool = False
    counterexample: Scene | None = field(default=None, compare=False, repr=False)

    @property
    def weak(self) -> bool:
        """Agreed, but only because the first was never true, or never false: nothing was seen to agree on."""
        return self.agreed and not self.identical and self.first_true in (0, self.worlds)


def same_meaning(
    one: Formula, other: Formula, vocabulary: Vocabulary, *, worlds: int = WORLDS, seed: int = 0
) -> bool:
    """Whether no world was found in which the formulas, both checked, differ. The same for the same seed."""
    return compare(one, other, vocabulary, worlds=worlds, seed=seed).agreed


def compare(
    one: Formula, other: Formula, vocabulary: Vocabulary, *, worlds: int = WORLDS, seed: int = 0
) -> Comparison:
    """Whether, and how surely, the formulas mean the same."""
    first, second = (plain(formula, vocabulary) for formula in (one, other))
    if renamed(first) == renamed(second):
        return Comparison(True, identical=True)
    free = free_variables(first)
    if set(free) != set(free_variables(second)):
        first, second, free = closed(first), closed(second), ()
    theme = Theme((first, second), vocabulary)
    at_once = max(4, min(AT_ONCE, MOST_CELLS // theme.size ** min(theme.depth, 4)))
    rng = np.random.default_rng(seed)
    climbs = [
        _Climb(first, second, free, Worlds.draw(theme, at_once, rng), rng),
        _Climb(second, first, free, Worlds.draw(theme, at_once, rng), rng),
    ]
    return _search(climbs, worlds)


def alike(formulas: Sequence[Formula], vocabulary: Vocabulary, *, worlds: int = WORLDS) -> list[list[int]]:
    """The formulas' places grouped by meaning, the largest group first: a model's samples put to the vote."""
    groups: list[list[int]] = []
    for place, formula in enumerate(formulas):
        for group in groups:
            if same_meaning(formulas[group[0]], formula, vocabulary, worlds=worlds):
                group.append(place)
                break
        else:
            groups.append([place])
    return sorted(groups, key=lambda group: (-len(group), group[0]))


# -- the search ---------------------------------------------------------------------------------------------


class _Climb:
    """Towards worlds in which ``true`` is true and ``false`` is not."""

    def __init__(
        self, true: Formula, false: Formula, free: tuple[str, ...], worlds: Worlds, rng: np.random.Generator
    ) -> None:
        self.true, self.false, self.free, self.rng = true, false, free, rng
        self.worlds, self.height = worlds, np.full(worlds.count, -1.0)
        self.tried = self.true_in = self.not_false_in = self.cells = 0

    def steps(self) -> Iterator[Scene | None]:
        """Of each step, a scene in which they differ, if it came to one."""
        candidates = self.worlds
        for step in count(1):
            height = self._look(candidates)
            if (found := np.nonzero(height == 1)[0]).size:
                yield candidates.scene(int(found[0]))
            better = height >= self.height
            self.worlds = self.worlds.where(candidates, better)
            self.height = np.where(better, height, self.height)
            yield None
            if step % SELECT_EVERY == 0:
                self._select()
            candidates = self.worlds.changed(self.rng)

    def _select(self) -> None:
        """Copies of the highest quarter take the place of the lowest."""
        order = np.argsort(self.height, kind="stable")
        quarter = len(order) // 4
        order[:quarter] = self.rng.choice(order[-quarter:], quarter) if quarter else order[:0]
        self.worlds, self.height = self.worlds.taken(order), self.height[order]

    def _look(self, worlds: Worlds) -> Array:
        degrees = Degrees(worlds)
        true = degrees.of(self.true, True, self.free)
        false = degrees.of(self.false, False, self.free)
        self.cells += degrees.cells
        self.tried += worlds.count
        self.true_in += int(_any_binding(true == 1, worlds).sum())
        self.not_false_in += int(_any_binding(false < 1, worlds).sum())
        return _best_binding((true + false) / np.float32(2), worlds)


def _search(climbs: Sequence[_Climb], worlds: int) -> Comparison:
    """In turns, until one finds a difference or enough worlds were looked at."""
    forward, backward = climbs
    turns = zip(*(climb.steps() for climb in climbs), strict=True)
    for turn in turns:
        tried = forward.tried + backward.tried
        first_true = forward.true_in + backward.not_false_in
        for scene in turn:
            if scene is not None:
                return Comparison(False, tried, first_true, counterexample=scene)
        rarer = min(first_true, tried - first_true)
        enough = worlds if rarer * RARE > tried else LONGER * worlds
        if tried >= enough or forward.cells + backward.cells > ALL_CELLS:
            break
    return Comparison(True, tried, first_true)


def _best_binding(degrees: Array, worlds: Worlds) -> Array:
    """Of the free variables, which have an axis each; one degree a world."""
    while degrees.ndim > 1:
        there = worlds.present.reshape(worlds.count, *[1] * (degrees.ndim - 2), -1)
        degrees = np.where(there, degrees, np.float32(0)).max(axis=-1)
    return np.broadcast_to(degrees, (worlds.count,))


def _any_binding(true: Array, worlds: Worlds) -> Array:
    return np.asarray(_best_binding(true.astype(np.float32), worlds) == 1)


# -- the formulas -------------------------------------------------------------------------------------------


def plain(formula: Formula, vocabulary: Vocabulary) -> Formula:
    """Without defined classes."""
    definitions = {
        name: entry.definition for name, entry in vocabulary.classes.items() if entry.definition is not None
    }
    return written_out(formula, definitions)


def closed(formula: Formula) -> Formula:
    """Whether there is any binding of the free variables."""
    free = free_variables(formula)
    return Exists(free, formula) if free else formula


def renamed(formula: Formula) -> Formula:
    """With the bound variables numbered by how deep they are bound; the names that were chosen do not matter.

    >>> from rune_kb.logic.parser import parse
    >>> renamed(parse("exists x ship(x)")) == renamed(parse("exists y ship(y)"))
    True
    """
    result: Formula = _renamed(formula, {}, 0)
    return result


def _renamed(node: Node, names: Mapping[str, str], depth: int) -> Any:
    bound = bound_here(node)
    inner = {**names, **{name: f"#{depth + i}" for i, name in enumerate(bound)}}

    def swap(part: Node) -> Node:
        if part is node:
            return part
        if isinstance(part, Var):
            return replace(part, name=inner.get(part.name, part.name))
        return _renamed(part, inner, depth + len(bound)) if bound_here(part) else part

    new = rebuilt(node, swap)
    match new:
        case Exists() | Forall():
            return replace(new, vars=tuple(inner[name] for name in bound))
        case ExistsCount() | Count():
            return replace(new, var=inner[new.var])
    return new
