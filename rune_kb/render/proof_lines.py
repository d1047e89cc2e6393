"""A step as one line, in parts: its formula with what the variables stand for, and what the step adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from rune_kb.logic.formula import Formula, Node, Var, bound_here, replace
from rune_kb.logic.printer import to_text
from rune_kb.proof.tree import Measure, NearMiss, Proof, Search, Step
from rune_kb.render.nouns import Words, counted, line
from rune_kb.render.proof_steps import Node as Place
from rune_kb.render.proof_steps import Quantified, denied, elided, number_of, witnessed
from rune_kb.render.quantities import SIGNS, score, told

_MARK = "ⵌ"
"""A letter that no formula is likely to have: holds the place of a number while the formula is printed."""


@dataclass(frozen=True, slots=True)
class Line:
    """``formula``: `near(#46, #39)`; ``rule``; ``facts``: witnesses, measures, source, search."""

    formula: str
    rule: str
    facts: tuple[str, ...]
    score: str


def step_line(place: Place, proof: Proof, words: Words) -> Line:
    """The step's line; control characters in what came from files are escaped."""
    step = place.step
    facts = [
        f"{name} = {number_of(id)} ({_cited(proof, id, words)}{'' if _pays(step, id, proof) else ', again'})"
        for name, id in witnessed(step, place.above)
    ]
    if step.rule == "class":
        facts += _class_facts(step, proof)
    if step.branch is not None:
        facts.append(_branch(step))
    if graded(step):
        facts.append(f"to a degree of {score(step.score)}")
    facts += [measured(m, step.bindings, proof.image.gsd, soft=graded(step)) for m in step.measures]
    if step.search is not None:
        facts += _searched(step, step.search, proof, words)
    return Line(bound_text(step.formula, step.bindings), step.rule, tuple(facts), score(step.score))


def graded(step: Step) -> bool:
    """Whether a relation holds to less than the full degree."""
    return step.rule == "relation" and step.score < 1


def _cited(proof: Proof, id: str, words: Words) -> str:
    cited = proof.detections[id]
    return f"{words.noun(cited.cls)} {score(cited.score)}"


def _pays(step: Step, id: str, proof: Proof) -> bool:
    """Whether the witness counts here, and not where it was met before."""
    return id in step.paid or proof.scoring == "boolean"


def _class_facts(step: Step, proof: Proof) -> list[str]:
    """`small_vehicle → vehicle`, then where the detection was read: `P0001.txt:160`."""
    facts = [" → ".join(line(name) for name in step.path)] if len(step.path) > 1 else []
    for id in step.bindings.values():
        cited = proof.detections[id]
        if cited.label != cited.cls:
            facts.append(f'labelled "{line(cited.label)}"')
        if cited.raw_score is not None:
            facts.append(f"calibrated from {score(cited.raw_score)}")
        if cited.source is not None:
            facts.append(line(cited.source) + (f":{cited.line}" if cited.line is not None else ""))
    return facts


def _branch(step: Step) -> str:
    branch = step.branch or 0
    match step.rule:
        case "implies":
            return "the condition fails" if branch == 0 else "the consequence holds"
        case "iff":
            return "both hold" if branch == 0 else "neither holds"
        case "xor":
            return "only the first holds" if branch == 0 else "only the second holds"
        case _:
            return f"part {branch + 1} holds"


def _searched(step: Step, search: Search, proof: Proof, words: Words) -> list[str]:
    facts = []
    if isinstance(denied(step), Quantified):
        facts.append(f"searched {counted(search.candidates, words.noun(search.cls))}")
    if search.counter is not None:
        facts.append(f"a counter-proof is worth {score(search.counter.score)}")
    if search.nearest is not None:
        facts.append(near_miss(search.nearest, proof.image.gsd))
    return facts


def near_miss(miss: NearMiss, gsd: float | None) -> str:
    """`closest: near(#4, #39) fails, distance(#4, #39) = 140 px, not ≤ 100 px`."""
    values = [measured(m, miss.bindings, gsd, fails=True) for m in miss.measures]
    return ", ".join([f"closest: {bound_text(miss.formula, miss.bindings)} fails", *values])


def measured(
    measure: Measure,
    bindings: Mapping[str, str],
    gsd: float | None,
    *,
    fails: bool = False,
    soft: bool = False,
) -> str:
    """`distance(#46, #39) = 12.7 m (42.3 px) ≤ 30 m (100 px)`; `, fully ≤ 30 m` where only to a degree."""
    text = told(measure, gsd)
    asked = ""
    if measure.op is not None and text.bound is not None:
        asked = f"{', not' if fails else ', fully' if soft else ''} {SIGNS[measure.op]} {text.bound}"
    shown, left = elided(measure.members, full=False)
    members = ", ".join([*map(number_of, shown), *([f"{left} more"] if left else [])])
    counted = f": {members}" if members else ""
    return f"{_measure_name(measure.name, bindings)} = {text.value}{asked}{counted}"


def _measure_name(name: str, bindings: Mapping[str, str]) -> str:
    """The name of a measure is a term, or a word: its variables are replaced where it is a call."""
    head, bracket, rest = line(name).partition("(")
    args = rest.removesuffix(")").split(", ")
    if not bracket or any(arg not in bindings for arg in args):
        return line(name)
    return f"{head}({', '.join(number_of(bindings[arg]) for arg in args)})"


# -- formulas ------------------------------------------------------------------------------------------------


def bound_text(formula: Formula, bindings: Mapping[str, str]) -> str:
    """The formula's text with ``#12`` in the place of each variable that stands for ``P0001#12``."""
    marks = {name: f"{_MARK}{i}{_MARK}" for i, name in enumerate(bindings)}
    text = to_text(_renamed(formula, marks), unicode=True)
    for name, mark in marks.items():
        text = text.replace(mark, number_of(bindings[name]))
    return line(text)


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    """The node, or a field of one, with its free variables renamed."""
    if isinstance(node, tuple):
        return tuple(_renamed(part, names) for part in node)
    if isinstance(node, Var):
        return replace(node, name=names.get(node.name, node.name))
    if not is_dataclass(node) or isinstance(node, type):
        return node
    inner = {name: new for name, new in names.items() if name not in _bound(node)}
    parts = {f.name: _renamed(getattr(node, f.name), inner) for f in fields(node) if f.name != "pos"}
    return replace(node, **parts)


def _bound(node: Any) -> tuple[str, ...]:
    return bound_here(node) if isinstance(node, Node) else ()
