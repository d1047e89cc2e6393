"""What the worlds in which formulas are compared must be about, read off the formulas.

Classes with those below, above and beside them; as many detections as are counted, and one more; scores,
dates and attributes on both sides of every number and text that these are compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

from rune_kb.logic.formula import (
    Apply,
    Atom,
    Compare,
    Count,
    ExistsCount,
    Formula,
    ImageTerm,
    Node,
    Number,
    Or,
    Text,
    bound_here,
    children,
    free_variables,
    walk,
)
from rune_kb.reference.crisp import METRES, SQUARE_METRES
from rune_kb.vocabulary import ROOT, Vocabulary
from rune_kb.worlds.dates import around
from rune_kb.worlds.frames import Frame, Thresholds

SIZES = (8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384)
"""How many places for detections a layout has."""
LENGTHS = frozenset({"length", "width", "height", "cx", "cy", "distance", "centre_distance"})
NEAR = frozenset({"near", "far", "adjacent"})
MOST_CELLS = 2_000_000
"""Where many variables are in scope there are fewer places: an array may have an axis for each."""
MOST_BELOW = 12
"""Of the classes below one that is mentioned, at most so many take part."""

Value = float | str | bool | None


@dataclass(frozen=True)
class Theme:
    """``formulas`` have defined classes written out; the vocabulary is theirs."""

    formulas: tuple[Formula, ...]
    vocabulary: Vocabulary

    # -- how much -------------------------------------------------------------------------------------------

    @cached_property
    def size(self) -> int:
        """Places for detections: enough for all that is counted, one too many, and something else.

        More than that where much is counted: not every place is near another, or as large as is asked.
        """
        needed = max(_needed(formula) for formula in self.formulas)
        wanted = needed + 3 + max(0, needed - 6) // 2
        size = next((size for size in SIZES if size >= wanted), SIZES[-1])
        fitting = [each for each in SIZES if each <= size and each**self.depth <= MOST_CELLS]
        return fitting[-1] if fitting else SIZES[0]

    @cached_property
    def depth(self) -> int:
        """The most variables in one another's scope, free ones and that of `adjacent` among them."""
        return max(_depth(formula) + len(free_variables(formula)) for formula in self.formulas)

    # -- what is there ---------------------------------------------------------------------------------------

    @cached_property
    def mentioned(self) -> tuple[str, ...]:
        """The classes in the formulas."""
        names = (node.name for node in self._nodes if isinstance(node, Atom))
        return tuple(sorted({name for name in names if name in self.vocabulary.classes}))

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """What detections may be of: the classes in the formulas first, their relatives, any other."""
        words, rng = self.vocabulary, Random("classes")
        found = dict.fromkeys(name for name in self.mentioned if name != ROOT)
        for name in tuple(found):
            below = sorted(words.descendants(name) - {name})
            parents = [parent for parent in words.classes[name].parents if parent != ROOT]
            beside = sorted({each for parent in parents for each in self._just_below(parent)} - found.keys())
            for group, most in ((below, MOST_BELOW), (parents, 1), (beside, 1)):
                found |= dict.fromkeys(rng.sample(group, min(most, len(group))))
        others = [name for name, each in sorted(words.classes.items()) if each.definition is None]
        others = [name for name in others if name not in found and name != ROOT]
        found |= dict.fromkeys(rng.sample(others, min(1 if found else 3, len(others))))
        return tuple(found) or (ROOT,)

    def _just_below(self, parent: str) -> Iterator[str]:
        for name in self.vocabulary.descendants(parent):
            if parent in self.vocabulary.classes[name].parents:
                yield name

    @cached_property
    def scores(self) -> tuple[float, ...]:
        """Around those in the formulas, if any."""
        found = {round(c + d, 6) for c in self._numbers_with("score") for d in (-0.125, 0.0, 0.0625)}
        return tuple(sorted(score for score in found if 0 < score <= 1)) or (1.0,)

    @cached_property
    def attributes(self) -> Mapping[str, tuple[Value, ...]]:
        """The formulas' attributes of detections, with the values each may have; None for no value."""
        found: dict[str, tuple[Value, ...]] = {}
        for node in self._nodes:
            if isinstance(node, Atom | Apply) and node.name in self.vocabulary.attributes:
                entry = self.vocabulary.attributes[node.name]
                if entry.of == "detection" and not isinstance(node.args[0], ImageTerm):
                    found[node.name] = self._values(node.name, entry.kind)
        return dict(sorted(found.items()))

    def _values(self, name: str, kind: str) -> tuple[Value, ...]:
        if kind == "boolean":
            return (True, True, False, None)
        if kind == "text":
            return (*sorted(self._texts_with(name)), "something else", None)
        numbers = sorted({c + d for c in self._numbers_with(name) for d in (-1.0, 0.0, 1.0)})
        return (*(numbers or (1.0, 2.0)), None)

    # -- the image -------------------------------------------------------------------------------------------

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        return self._thresholds().frames(near=any(len(atom.args) == 2 for atom in self._atoms(NEAR)))

    @cached_property
    def dates(self) -> tuple[str | None, ...]:
        return around(self._texts_with("date"))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return ("world", *sorted(self._texts_with("name")))

    def _thresholds(self) -> Thresholds:
        of_length = [number for name in LENGTHS for number in self._constants(name)]
        of_length += [arg for atom in self._atoms(NEAR) for arg in atom.args if isinstance(arg, Number)]
        of_area = list(self._constants("area"))
        plain = (None, "px", "px2")
        return Thresholds(
            pixels=frozenset(n.value for n in of_length if n.unit in plain),
            square_pixels=frozenset(n.value for n in of_area if n.unit in plain),
            metres=frozenset(n.value * METRES[n.unit] for n in of_length if n.unit in METRES),
            square_metres=frozenset(
                n.value * SQUARE_METRES[n.unit] for n in of_area if n.unit in SQUARE_METRES
            ),
            gsds=frozenset(self._numbers_with("gsd")),
        )

    # -- reading the formulas --------------------------------------------------------------------------------

    @cached_property
    def _nodes(self) -> tuple[Node, ...]:
        return tuple(node for formula in self.formulas for node in walk(formula))

    def _atoms(self, names: Iterable[str]) -> Iterator[Atom]:
        return (node for node in self._nodes if isinstance(node, Atom) and node.name in names)

    def _comparisons_with(self, name: str) -> Iterator[Compare]:
        """Those that a function or attribute of this name stands in."""
        for node in self._nodes:
            if isinstance(node, Compare):
                below = walk(node)
                if any(isinstance(each, Apply) and each.name == name for each in below):
                    yield node

    def _constants(self, name: str) -> Iterator[Number]:
        for node in self._comparisons_with(name):
            yield from (each for each in walk(node) if isinstance(each, Number))

    def _numbers_with(self, name: str) -> set[float]:
        return {number.value for number in self._constants(name)}

    def _texts_with(self, name: str) -> set[str]:
        found = self._comparisons_with(name)
        return {each.value for node in found for each in walk(node) if isinstance(each, Text)}


def _needed(formula: Formula) -> int:
    """As many detections as make it true, or a little more."""
    match formula:
        case Or(parts=parts):
            return max(_needed(part) for part in parts)
        case ExistsCount(n=n, body=body):
            return max(n, 1) + _needed(body) * max(1, min(n, 4))  # few have each its own, many share
        case Compare():
            return _compared(formula)
    inner = sum(_needed(part) for part in children(formula) if isinstance(part, Formula))
    return len(bound_here(formula)) + inner


def _compared(formula: Compare) -> int:
    """What a comparison of counts asks for: the numbers beside them, two for each count."""
    parts = list(_above_counts(formula))
    counts = [node for node in parts if isinstance(node, Count)]
    numbers = [int(node.value) for node in parts if isinstance(node, Number) and node.unit is None]
    inner = sum(_needed(node.body) for node in counts)
    return inner + 2 * len(counts) + sum(numbers) if counts else 0


def _above_counts(node: Node) -> Iterator[Node]:
    """All nodes but those that stand in what is counted."""
    yield node
    if not isinstance(node, Count):
        for child in children(node):
            yield from _above_counts(child)


def _depth(node: Node) -> int:
    own = len(bound_here(node))
    if isinstance(node, Atom):
        own = 1 if node.name == "adjacent" else 0
    return own + max((_depth(child) for child in children(node)), default=0)
