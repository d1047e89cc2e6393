"""Proofs that make no sense but have the shape of proofs, with nasty names, as a Hypothesis strategy."""

from __future__ import annotations

from typing import get_args

from hand_proofs import PROOFS
from hypothesis import strategies as st
from logic.strategies import formulas, simple_formulas, variable_names
from nasty import NASTY

from rune_kb.detection import Image
from rune_kb.logic.formula import CompareOp
from rune_kb.proof import Cited, Measure, NearMiss, Proof, Search, Step

IMAGE = "a\"b<c>&'\\\n#1"
IDS = tuple(f"{IMAGE}#{k}" for k in range(4))

texts = st.sampled_from(NASTY) | st.text(max_size=8)
scores = st.floats(0, 1)
sizes = st.floats(allow_nan=False, allow_infinity=False)
# Steps have simple formulas, or such as make sense: random ones of any depth would take too long to draw.
sensible = [step.formula for _, make in PROOFS.values() for step in make().root.walk()]
of_steps = simple_formulas | st.sampled_from(sensible)
bindings = st.dictionaries(variable_names, st.sampled_from(IDS), max_size=3)
ids = st.lists(st.sampled_from(IDS), max_size=3).map(tuple)
paths = st.lists(texts, max_size=2).map(tuple)
values = sizes | texts
measures = st.lists(
    st.builds(
        Measure,
        st.sampled_from(["distance(x, y)", "area(x)", "dx"]) | texts,
        values | st.none(),
        st.sampled_from(["", "px", "px2", "deg"]),
        st.sampled_from([None, *get_args(CompareOp)]),
        values | st.none(),
    ),
    max_size=2,
).map(tuple)
misses = st.builds(NearMiss, bindings, of_steps, measures)

_LEAVES = ("class", "attribute", "relation", "compare", "not", "forall", "at-most")
_ONE = ("definition", "or", "implies", "exists", "double-neg", "answer")
_TWO = ("iff", "xor")


def _step(
    rules: tuple[str, ...],
    children: st.SearchStrategy[tuple[Step, ...]],
    search: st.SearchStrategy[Search],
    witnesses: st.SearchStrategy[tuple[str, ...]] = ids,
) -> st.SearchStrategy[Step]:
    return st.builds(
        Step, st.sampled_from(rules), of_steps, bindings, scores, children,
        branch=st.none() | st.integers(0, 3), witnesses=witnesses, paid=ids, path=paths, measures=measures,
        search=st.none() | search,
    )  # fmt: skip


def _level(below: st.SearchStrategy[Step] | None) -> st.SearchStrategy[Step]:
    counters = st.none() if below is None else st.none() | below
    search = st.builds(Search, texts, st.integers(0, 50), counters, st.none() | misses)
    leaves = _step(_LEAVES, st.just(()), search)
    if below is None:
        return leaves
    members = _step(("member",), st.tuples(below), search, st.tuples(st.sampled_from(IDS)))
    return st.one_of(
        leaves,
        _step(_ONE, st.tuples(below), search),
        _step(_TWO, st.tuples(below, below), search),
        _step(("and",), st.lists(below, min_size=1, max_size=3).map(tuple), search),
        _step(("exists-count",), st.lists(members, min_size=1, max_size=7).map(tuple), search),
    )


steps = _level(_level(_level(None)))
images = st.builds(
    Image, st.just(IMAGE), st.none() | st.integers(1, 900), st.none() | st.integers(1, 900),
    st.none() | st.floats(0.01, 10), st.none() | texts, st.none() | texts,
)  # fmt: skip


def _cited(id: str) -> st.SearchStrategy[Cited]:
    line = st.none() | st.integers(1, 10**6)
    return st.builds(Cited, st.just(id), texts, texts, scores, st.none() | texts, line)


proofs = st.builds(
    Proof, images, formulas, st.sampled_from(["best", "boolean"]), scores, st.floats(0.1, 1e4), steps,
    st.fixed_dictionaries({id: _cited(id) for id in IDS}),
)  # fmt: skip
