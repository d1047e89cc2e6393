"""What each rule of a proof demands of the steps below it (the table in tree.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    Not,
    Or,
    Xor,
    free_variables,
)
from rune_kb.proof.evidence import Evidence, restricted
from rune_kb.proof.tree import Rule, Step
from rune_kb.proof.unfold import same, undenied, unfolded

LEAVES: frozenset[Rule] = frozenset({"class", "attribute", "relation", "compare"})
DENIALS: frozenset[Rule] = frozenset({"not", "forall", "at-most"})
BRANCHED: frozenset[Rule] = frozenset({"or", "implies", "iff", "xor"})
MEASURED: frozenset[Rule] = frozenset({"relation", "compare"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a step has to prove: a formula by its rule, the free variables bound to detections by id.

    ``scope`` are the detections that the variables stand for in whose scope the step is. ``unfolded``: the
    formula comes out of a definition, and its bound variables may have other names.
    """

    rule: Rule
    formula: Formula
    bindings: Mapping[str, str]
    scope: frozenset[str] = frozenset()
    unfolded: bool = False

    def is_of(self, formula: Formula) -> bool:
        """Whether this is the formula that is to be proved."""
        return formula == self.formula or (self.unfolded and same(formula, self.formula))


def rule_of(formula: Formula, evidence: Evidence) -> Rule:
    """The one rule that proves a formula of this shape."""
    match formula:
        case Atom(name=name):
            if name in evidence.definitions:
                return "definition"
            if name in evidence.vocabulary.classes:
                return "class"
            return "attribute" if name in evidence.vocabulary.attributes else "relation"
        case Not():
            return "not" if undenied(formula, evidence.definitions) is None else "double-neg"
        case ExistsCount(op=op, n=n):
            return "at-most" if op in ("<", "<=") or (op == "=" and n == 0) else "exists-count"
        case Compare():
            return "compare"
        case And():
            return "and"
        case Or():
            return "or"
        case Implies():
            return "implies"
        case Iff():
            return "iff"
        case Xor():
            return "xor"
        case Exists():
            return "exists"
        case Forall():
            return "forall"


def variables_of(rule: Rule, formula: Formula) -> int:
    """How many witnesses a step has."""
    if isinstance(formula, Exists) and rule == "exists":
        return len(formula.vars)
    return {"answer": len(free_variables(formula)), "member": 1}.get(rule, 0)


def branches_of(formula: Formula) -> tuple[tuple[Formula, ...], ...]:
    """What there is to prove by each branch; nothing of a formula that does not branch."""
    match formula:
        case Or(parts=parts):
            return tuple((part,) for part in parts)
        case Implies(left=p, right=q):
            return ((Not(p),), (q,))
        case Iff(left=p, right=q):
            return ((p, q), (Not(p), Not(q)))
        case Xor(left=p, right=q):
            return ((p, Not(q)), (Not(p), q))
        case _:
            return ()


def members_of(formula: ExistsCount) -> int:
    """The least number of members that suffices."""
    return formula.n + 1 if formula.op == ">" else formula.n


def parts_of(step: Step, wanted: Wanted, evidence: Evidence) -> Sequence[Wanted]:
    """What the children of the step have to prove; its formula, branch and witnesses are made sure of."""

    def of(formula: Formula, *, new: Mapping[str, str] | None = None) -> Wanted:
        bound = {**wanted.bindings, **(new or {})}
        scope = wanted.scope.union(step.witnesses)
        out_of_definition = isinstance(step.formula, Atom) or (
            isinstance(step.formula, Not) and isinstance(step.formula.body, Atom)
        )
        return Wanted(
            rule_of(formula, evidence), formula, restricted(bound, formula), scope, out_of_definition
        )

    if step.rule in ("answer", "member"):
        return [of(step.formula)]
    match step.formula:
        case And(parts=parts):
            return [of(part) for part in parts]
        case Or() | Implies() | Iff() | Xor() as formula:
            return [of(part) for part in branches_of(formula)[step.branch or 0]]
        case Exists(vars=names, body=body):
            return [of(body, new=dict(zip(names, step.witnesses, strict=True)))]
        case ExistsCount() as formula if step.rule == "exists-count":
            return _counted(step, formula, wanted, evidence)
        case Atom() as atom if step.rule == "definition":
            return [of(unfolded(atom, evidence.definitions))]
        case Not() as denial if (inner := undenied(denial, evidence.definitions)) is not None:
            return [of(inner)]
        case _:
            return []


def _counted(step: Step, formula: ExistsCount, wanted: Wanted, evidence: Evidence) -> list[Wanted]:
    """The members, each with the witness it names itself, and for ``=`` that there is no other."""
    found = []
    for i in range(members_of(formula)):
        named = step.children[i].witnesses[:1] if i < len(step.children) else ()
        bound = {**wanted.bindings, **dict.fromkeys((formula.var,), *named or ("",))}
        found.append(Wanted("member", formula.body, restricted(bound, formula.body), wanted.scope))
    if formula.op == "=":
        more = Not(ExistsCount(">", formula.n, formula.var, formula.body))
        found.append(Wanted(rule_of(more, evidence), more, wanted.bindings, wanted.scope))
    return found
