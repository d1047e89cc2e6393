"""Formulas that other people wrote: FOLIO's, as docs/formulas.md tells of them."""

from __future__ import annotations

import pytest

from bench.folio import folio_file, measure, premises


@pytest.mark.skipif(not folio_file().is_file(), reason="shared/data/folio is not there")
def test_what_is_read_of_folio() -> None:
    reading = measure(premises(folio_file()))
    assert (reading.formulas, reading.distinct) == (5239, 1649)
    assert reading.read == reading.read_back == 5166
    assert {kind: sum(errors.values()) for kind, errors in reading.rest.items()} == {
        "a name with a sign in it (c++, a+, mr.smith, k-12…)": 26,
        "unbalanced parentheses": 21,
        "a constant of several words (captain america)": 12,
        "no formula at all": 6,
        "a connective left out": 4,
        "another notation (^)": 3,
        "a full stop at the end": 1,
    }
