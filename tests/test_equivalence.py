"""Equivalence of formulas (translate/equivalence.py) and the worlds it looks into (rune_kb/worlds)."""

from __future__ import annotations

import itertools
import math
from random import Random

import numpy as np
import pytest
from engine_scene import vocabulary as scene_vocabulary
from equivalence_pairs import DIFFERENT, SAME, pairs
from hard_formulas import hard_formula
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reference import TAXONOMY, Language, Scene, Settings, Taxonomy, random_formula

from rune_kb.logic.checker import check
from rune_kb.logic.formula import Exists, Formula, Not, free_variables
from rune_kb.logic.parser import parse
from rune_kb.ontology import load_vocabulary
from rune_kb.reference.meaning import Meaning, unfold
from rune_kb.translate.equivalence import alike, compare, plain, renamed, same_meaning
from rune_kb.vocabulary import Vocabulary
from rune_kb.worlds import Degrees, Theme, Worlds

CLASSICAL = Settings("boolean", min_score=0.0)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary()[0]


def formula(text: str, words: Vocabulary) -> Formula:
    return check(parse(text), words, text=text)


def taxonomy(words: Vocabulary) -> Taxonomy:
    names = [name for name, entry in words.classes.items() if entry.definition is None]
    return Taxonomy({name: words.descendants(name) for name in names})


def bindings(formula: Formula, scene: Scene, words: Vocabulary) -> set[tuple[int, ...]]:
    """By the reference evaluator."""
    meaning = Meaning(scene, taxonomy(words), CLASSICAL)
    names = sorted(free_variables(formula))
    chosen = itertools.product(scene.detections, repeat=len(names))
    body = plain(formula, words)
    return {tuple(d.k for d in ds) for ds in chosen if meaning.holds(body, dict(zip(names, ds, strict=True)))}


# -- known pairs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_the_same(one: str, other: str, words: Vocabulary) -> None:
    found = compare(formula(one, words), formula(other, words), words)
    assert found.agreed
    assert found.identical or found.first_true > 0


@pytest.mark.parametrize(("one", "other"), pairs(DIFFERENT))
def test_near_misses_are_told_apart(one: str, other: str, words: Vocabulary) -> None:
    """By a scene in which the reference evaluator finds the difference, too."""
    first, second = formula(one, words), formula(other, words)
    found = compare(first, second, words)
    assert not found.agreed
    assert found.counterexample is not None
    if len(free_variables(first)) == len(free_variables(second)):
        assert bindings(first, found.counterexample, words) != bindings(second, found.counterexample, words)
    assert not same_meaning(second, first, words, seed=1)


def test_enough_pairs() -> None:
    assert len(pairs(SAME)) >= 50
    assert len(pairs(DIFFERENT)) >= 100


def test_a_formula_that_is_never_true_is_weak_evidence(words: Vocabulary) -> None:
    never = formula("exists x (ship(x) & ~watercraft(x))", words)
    also_never = formula("exists x (ship(x) & area(x) < 0)", words)
    assert compare(never, also_never, words).weak
    assert not compare(
        formula("exists x ship(x)", words), formula("count x (ship(x)) > 0", words), words
    ).weak


def test_the_same_seed_gives_the_same_comparison(words: Vocabulary) -> None:
    one = formula("exists x (ship(x) & exists y (harbor(y) & near(x, y)))", words)
    other = formula("exists x, y (ship(x) & harbor(y) & near(y, x))", words)
    first, again = compare(one, other, words, seed=7), compare(one, other, words, seed=7)
    assert first == again
    assert first.agreed


def test_samples_are_put_to_the_vote(words: Vocabulary) -> None:
    texts = [
        "exists x, y (ship(x) & harbor(y))",
        "exists x, y (ship(x) & harbor(y) & near(x, y))",
        "exists x (ship(x) & exists y (harbor(y) & near(y, x)))",
        "exists a (harbor(a) & exists b (boat(b) & near(a, b)))",
        "exists x ship(x) & exists x harbor(x)",
    ]
    assert alike([formula(text, words) for text in texts], words) == [[1, 2, 3], [0, 4]]


def test_names_of_variables_do_not_matter() -> None:
    one = parse(
        "exists x, y (near(x, y) & exists x ship(x) & count z (near(z, y)) > 2 & exists>=2 u near(u, x))"
    )
    other = parse(
        "exists a, b (near(a, b) & exists b ship(b) & count a (near(a, b)) > 2 & exists>=2 c near(c, a))"
    )
    assert renamed(one) == renamed(other)
    assert renamed(one) != renamed(parse("exists x, y (near(y, x))"))


# -- the worlds ---------------------------------------------------------------------------------------------


@given(st.integers(0, 2**32), st.booleans())
@settings(max_examples=150, deadline=None)
def test_worlds_mean_what_the_reference_says(seed: int, hard: bool) -> None:
    """Of every world's scene; that a formula is true and that it is false exclude each other."""
    rng, words = Random(seed), scene_vocabulary()
    language = Language(metres=rng.random() < 0.5)
    made = hard_formula(rng) if hard else random_formula(rng, language, free=rng.choice((0, 1, 2)), depth=3)
    theme, free = Theme((made,), words), free_variables(made)
    assume(theme.size**theme.depth <= 100_000)  # the reference tries every binding
    draws = np.random.default_rng(seed)
    worlds = Worlds.draw(theme, 4, draws).changed(draws)
    shape = (worlds.count, *[theme.size] * len(free))
    degrees = Degrees(worlds)
    true = np.broadcast_to(degrees.of(made, True, free), shape) == 1
    false = np.broadcast_to(degrees.of(made, False, free), shape) == 1
    assert (true ^ false).all()
    for w in range(worlds.count):
        scene = worlds.scene(w)
        if not math.log2(theme.frames[worlds.frame[w]].scale).is_integer():
            continue  # drawn with rounded coordinates, it can differ where a threshold is just met
        meaning = Meaning(scene, TAXONOMY, CLASSICAL)
        for ds in itertools.product(scene.detections, repeat=len(free)):
            held = meaning.holds(made, dict(zip(free, ds, strict=True)))
            assert held == true[(w, *(d.k for d in ds))]


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_rewritten_formulas_are_the_same(seed: int) -> None:
    rng, words = Random(seed), scene_vocabulary()
    made = hard_formula(rng)
    free = free_variables(made)
    again = unfold(Not(Not(Exists(free, made) if free else made)))
    assert same_meaning(made, again, words, worlds=500)


def test_thresholds_are_met_exactly(words: Vocabulary) -> None:
    """In some world a gap is just 50 m, an area just 500 m², a score just 0.8."""
    for text in (
        "exists x, y (distance(x, y) = 50 m)",
        "exists x (area(x) = 500 m2)",
        "exists x (score(x) = 0.8)",
    ):
        theme = Theme((formula(text, words),), words)
        worlds = Worlds.draw(theme, 200, np.random.default_rng(0))
        assert (Degrees(worlds).of(theme.formulas[0]) == 1).any(), text
