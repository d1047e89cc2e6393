"""Searches held against the store: what was gone through, and the near miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from rune_kb.logic.formula import Atom, Formula, Not, bound_here, children, free_variables
from rune_kb.proof.evidence import Evidence, restricted
from rune_kb.proof.measured import agree, measures_of, told
from rune_kb.proof.report import shown
from rune_kb.proof.searched import searched
from rune_kb.proof.tree import NearMiss, Search
from rune_kb.proof.unfold import Definitions, same, unfolded


def search_faults(search: Search, denied: Formula, best: float, evidence: Evidence) -> Iterator[str]:
    """What is wrong with a search for a formula whose best proof is worth ``best`` (0 if there is none)."""
    cls = searched(denied, evidence.vocabulary, evidence.definitions)
    if search.cls != cls:
        yield f"it went through {search.cls or 'nothing'}; {shown(denied)} is about {cls or 'nothing'}"
    number = evidence.members(cls) if cls else 0
    if search.candidates != number:
        yield f"it had {search.candidates} candidates; there are {number} of {cls or 'nothing'}"
    if best >= 1:
        yield f"{shown(denied)} holds beyond doubt, and cannot be denied"
    elif best > 0 and search.counter is None:
        yield f"{shown(denied)} has a proof worth {best}, and none is given"
    if best == 0 and search.counter is not None:
        yield f"{shown(denied)} has no proof at all, and one is given"
    if search.counter is not None and search.nearest is not None:
        yield "it has a near miss beside a counter-proof"


def near_miss_fault(
    miss: NearMiss | None,
    denied: Formula,
    outer: Mapping[str, str],
    scope: frozenset[str],
    evidence: Evidence,
) -> str | None:
    """Why a near miss, if there is one, is not as said: there, bound right, failing a part of ``denied``."""
    if miss is None:
        return None
    places = [inner for part, inner in _parts(denied, evidence.definitions) if _is_of(miss.formula, part)]
    if not places:
        return f"its near miss fails {shown(miss.formula)}, which is no part of {shown(denied)}"
    if not set(miss.bindings) >= set(free_variables(miss.formula)):
        return f"its near miss has to bind the variables of {shown(miss.formula)}"
    for id in miss.bindings.values():
        if id not in evidence.present:
            return f"its near miss {id} is no detection that is present"
    own = restricted(miss.bindings, miss.formula)
    others = {name: id for name, id in miss.bindings.items() if name not in own and id not in scope}
    rebound = {name for name, id in (own | others).items() if outer.get(name) != id}
    if not any(rebound <= inner for inner in places):
        return f"its near miss takes {', '.join(sorted(rebound))} for another detection than the step does"
    if evidence.worth(miss.formula, own, scope.union(miss.bindings.values())) > 0:
        return f"its near miss does not fail {shown(miss.formula)}"
    found = list(measures_of(miss.formula, own, evidence))
    wrong = next((m for m in miss.measures if not any(agree(m, each) for each in found)), None)
    return None if wrong is None else f"its near miss measures {told(wrong)}, which is not so"


def _is_of(formula: Formula, part: Formula) -> bool:
    """Whether a formula is a part or the negation of one."""
    return same(formula, part) or same(formula, Not(part))


def _parts(
    formula: Formula, definitions: Definitions, inner: Set[str] = frozenset()
) -> Iterator[tuple[Formula, Set[str]]]:
    """The formula and all formulas in it, definitions unfolded, each with the variables bound around it."""
    yield formula, inner
    if isinstance(formula, Atom):
        if formula.name in definitions:
            yield from _parts(unfolded(formula, definitions), definitions, inner)
        return
    for part in children(formula):
        if isinstance(part, Formula):
            yield from _parts(part, definitions, inner | set(bound_here(formula)))
