"""What is said of a formula is read as one that scores alike, and so are formulas that are held for the same.

``RUNE_CASES=30000 pytest tests/test_said_english.py`` asks more than the default number of random cases.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from random import Random

from engine_scene import vocabulary
from reference import (
    TAXONOMY,
    Language,
    Scene,
    Settings,
    fast_answers,
    random_formula,
    random_scene,
    written_out,
)

from rune_kb.engine import Engine
from rune_kb.logic.formula import (
    And,
    Atom,
    Compare,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Iff,
    Implies,
    Node,
    Not,
    Or,
    Var,
    Xor,
    children,
    rebuilt,
    walk,
)
from rune_kb.logic.printer import to_text
from rune_kb.logic.terms import from_prolog, to_prolog
from rune_kb.logic.vocabulary_facts import vocabulary_facts

CASES = int(os.environ.get("RUNE_CASES", "1500"))
BOOLEAN = (Settings("boolean", min_score=0.25), Settings("boolean", min_score=0.0))
BEST = (Settings("best", min_score=0.0, threshold=0.0), Settings("best", min_score=0.25, threshold=0.0))
DEFINED = {name: entry.definition for name, entry in vocabulary().classes.items() if entry.definition}


@cache
def engine() -> Engine:
    made = Engine("said_english")
    made.set_vocabulary(vocabulary_facts(vocabulary()))
    return made


def scores(
    formula: Formula, scene: Scene, settings_of: Sequence[Settings]
) -> list[list[tuple[tuple[tuple[str, str], ...], float]]]:
    """The answers of a scene, each by what its free variables stand for, in each of the settings."""
    found = []
    for settings in settings_of:
        answers = fast_answers(written_out(formula, DEFINED), scene, TAXONOMY, settings)
        found.append(sorted((tuple(sorted(a.bindings.items())), round(a.score, 12)) for a in answers))
    return found


def denies(formula: Formula) -> bool:
    """Whether anything may be negated: what is in the scope of a negation, order and place decide."""
    return any(
        isinstance(node, Not | Forall | Implies | Iff | Xor)
        or (isinstance(node, ExistsCount) and node.op not in (">", ">="))
        or (isinstance(node, Atom) and node.name in ("adjacent", *DEFINED))
        for node in walk(formula)
    )


def agree(one: Formula, other: Formula, rng: Random) -> None:
    """True of the same scenes; of the same score where no negation can come into another scope."""
    settings = BOOLEAN if denies(one) or denies(other) else (*BOOLEAN, *BEST)
    for _ in range(4):
        scene = random_scene(rng, most=5)
        found, expected = scores(other, scene, settings), scores(one, scene, settings)
        assert found == expected, f"{to_text(one)}\n{to_text(other)}\n{scene}"


# -- what is said --------------------------------------------------------------------------------------------

SIMPLE = Language(positive=False, texts=(), numbers=(), shadowing=False)


def test_what_is_said_is_meant() -> None:
    said = 0
    for i in range(CASES // 3):
        rng = Random(f"said:{i}")
        formula = random_formula(rng, SIMPLE, depth=rng.randint(1, 3))
        data = to_prolog(formula, vocabulary())
        text = engine().say(data)
        known, readings = engine().read_english(text)
        assert known, text
        if text != engine().say_formally(data):
            said += 1
        agree(formula, from_prolog(readings[0]), rng)
    assert said > CASES / 12


# -- what is the same ----------------------------------------------------------------------------------------

TURNED = {"left_of": "right_of", "right_of": "left_of", "above": "below", "below": "above"}
FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


def rewritten(node: Node, rng: Random) -> Node:
    """The same, written otherwise."""

    def again(part: Node) -> Node:
        return rewritten(part, rng)

    match node:
        case And(parts=parts) | Or(parts=parts):
            new = [again(part) for part in parts]
            rng.shuffle(new)
            if len(new) > 2 and rng.random() < 0.5:
                new = [new[0], type(node)(tuple(new[1:]))]
            return type(node)(tuple(new))
        case Not(body=body):
            return again(body.body) if isinstance(body, Not) else Not(again(body))
        case Exists(vars=names, body=body) if len(names) > 1 and rng.random() < 0.5:
            return Exists(names[1:], again(Exists(names[:1], body)))
        case Exists(vars=names, body=body):
            return Exists(tuple(rng.sample(names, len(names))), again(body))
        case Forall(vars=names, body=body) if rng.random() < 0.3:
            return Not(Exists(names, again(Not(body))))
        case Implies(left=a, right=b) if rng.random() < 0.5:
            return Or((again(b), Not(again(a))))
        case ExistsCount(op=">=", n=n, var=var, body=body) if n > 0 and rng.random() < 0.5:
            return ExistsCount(">", n - 1, var, again(body))
        case Iff(left=a, right=b) | Xor(left=a, right=b):
            return type(node)(again(b), again(a))
        case Atom(name=name, args=(one, other)) if name in TURNED and rng.random() < 0.5:
            return Atom(TURNED[name], (other, one))
        case Compare(op=op, left=a, right=b) if rng.random() < 0.5:
            return Compare(FLIPPED[op], again(b), again(a))
        case _ if children(node) and not isinstance(node, Atom):
            return rebuilt(node, lambda part: part if part is node else again(part))
    return node


def changed(formula: Formula, rng: Random) -> Formula:
    """The formula with one node other than it was, often by so little that the two are nearly the same."""
    nodes = [
        node
        for node in walk(formula)
        if isinstance(node, Atom | And | Or | Not | Exists | ExistsCount | Compare)
    ]
    chosen = rng.choice(nodes)

    def swap(node: Node) -> Node:
        if node is not chosen:
            return node
        match node:
            case Atom(name=name, args=args) if len(args) > 1 and isinstance(args[1], Var):
                return Atom(name, (args[1], args[0], *args[2:]))
            case Atom(args=(one,)):
                return Atom(rng.choice(("ship", "vehicle", "small_vehicle", "object")), (one,))
            case And(parts=parts):
                return Or(parts) if rng.random() < 0.5 else And((parts[0], parts[0], *parts[1:]))
            case Or(parts=parts):
                return And(parts)
            case Not(body=And(parts=parts)):
                return Or(tuple(Not(part) for part in parts))
            case Not(body=Or(parts=parts)):
                return And(tuple(Not(part) for part in parts))
            case Not(body=body):
                return body
            case Exists(vars=names, body=body):
                return Not(Exists(names, Not(body)))
            case ExistsCount(op=op, n=n, var=var, body=body):
                return ExistsCount(op, n + 1, var, body)
            case Compare(op=op, left=a, right=b):
                return Compare(op, b, a)
        return node

    new: Formula = rebuilt(formula, swap)
    return new


def _random(rng: Random) -> Formula:
    return random_formula(rng, Language(), free=rng.choice((0, 0, 1)), depth=rng.randint(1, 4))


def test_written_otherwise_is_the_same() -> None:
    for i in range(CASES):
        rng = Random(f"same:{i}")
        formula = _random(rng)
        other = rewritten(formula, rng)
        assert isinstance(other, Node)
        one, two = (to_prolog(each, vocabulary()) for each in (formula, other))
        assert engine().same(one, two), f"{to_text(formula)}\n{to_text(other)}"


def test_the_same_scores_alike() -> None:
    same = 0
    for i in range(CASES):
        rng = Random(f"changed:{i}")
        formula = _random(rng)
        other = changed(formula, rng)
        if other != formula and engine().same(*(to_prolog(each, vocabulary()) for each in (formula, other))):
            same += 1
            agree(formula, other, rng)
    assert same > CASES / 50
