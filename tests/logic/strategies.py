"""Every formula the language can write, as Hypothesis strategies: any node kind, odd names, finite numbers.

The formulas make no sense to a vocabulary; they are for reading and writing (meaning: rune_kb/reference).
"""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from rune_kb.logic.formula import (
    And,
    Apply,
    Arith,
    ArithOp,
    Atom,
    Compare,
    CompareOp,
    Count,
    CountOp,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Iff,
    ImageTerm,
    Implies,
    Negative,
    Not,
    Number,
    Or,
    Term,
    Text,
    Var,
    Xor,
)
from rune_kb.logic.units import UNITS
from rune_kb.logic.words import is_name

variable_names = st.one_of(
    st.sampled_from(["x", "y", "z", "m", "px", "e1", "_", "existsx", "Ünï", "船"]),
    st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=4).filter(is_name),
)
names = st.one_of(
    variable_names,
    st.sampled_from(
        ["ship", "large-vehicle", "large vehicle", "and", "Image", "count", "m-x", "a--b", "", "3d"]
    ),
    st.text(max_size=6),
)
numbers = st.one_of(
    st.integers(0, 200).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
)


def _terms(formula: st.SearchStrategy[Formula], term: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(Apply, names, st.lists(term, max_size=3).map(tuple)),
        st.builds(Arith, st.sampled_from(get_args(ArithOp)), term, term),
        st.builds(Negative, term),
        st.builds(Count, variable_names, formula),
    )


def _formulas(
    formula: st.SearchStrategy[Formula], term: st.SearchStrategy[Term]
) -> st.SearchStrategy[Formula]:
    several = st.lists(formula, min_size=2, max_size=3).map(tuple)
    bound = st.lists(variable_names, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(
        st.builds(Atom, names, st.lists(term, max_size=3).map(tuple)),
        st.builds(Compare, st.sampled_from(get_args(CompareOp)), term, term),
        st.builds(Not, formula),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Implies, formula, formula),
        st.builds(Iff, formula, formula),
        st.builds(Xor, formula, formula),
        st.builds(Exists, bound, formula),
        st.builds(Forall, bound, formula),
        st.builds(
            ExistsCount,
            st.sampled_from(get_args(CountOp)),
            st.integers(0, 10**18 - 1),
            variable_names,
            formula,
        ),
    )


simple_terms = st.one_of(
    st.builds(Var, variable_names),
    st.just(ImageTerm()),
    st.builds(Number, numbers, st.sampled_from([None, *UNITS])),
    st.builds(Text, st.text(max_size=8)),
)
simple_formulas = st.builds(Atom, names, st.lists(simple_terms, max_size=2).map(tuple))

# Terms hold formulas (count) and formulas hold terms, so the two grow together, a level at a time.
_LEVELS = 4
terms: st.SearchStrategy[Term] = simple_terms
formulas: st.SearchStrategy[Formula] = simple_formulas
for _ in range(_LEVELS):
    terms, formulas = (
        simple_terms | _terms(formulas, terms),
        simple_formulas | _formulas(formulas, terms),
    )
