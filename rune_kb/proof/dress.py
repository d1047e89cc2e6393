"""From what prolog/explain.pl says to proofs: every step gets its formula, which follows from its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from rune_kb.logic.checker import term_kind
from rune_kb.logic.formula import (
    And,
    Atom,
    Compare,
    CompareOp,
    Count,
    Exists,
    ExistsCount,
    Formula,
    Iff,
    Implies,
    Node,
    Not,
    Number,
    Or,
    Text,
    Var,
    Xor,
    children,
    free_variables,
)
from rune_kb.logic.kinds import Quantity
from rune_kb.logic.printer import to_text
from rune_kb.proof.tree import Measure, Rule, Search, Step
from rune_kb.proof.unfold import definitions_of, denied, undenied, unfolded
from rune_kb.proof.verdict import Verdict
from rune_kb.vocabulary import Vocabulary

Env = Mapping[str, str]
"""From variables to detection ids."""

_OPS: dict[str, CompareOp] = {"<": "<", "=<": "<=", ">": ">", ">=": ">=", "=": "=", "\\=": "!="}
_LABELS = {"dx": "abs(cx({0}) - cx({1}))", "dy": "abs(cy({0}) - cy({1}))"}
"""What Prolog calls by a name of its own, as a term of the formula language."""
_UNITS = {(1, 0): "px", (2, 0): "px2", (0, 1): "deg"}


class Dresser:
    """Dresses the steps and verdicts of one image."""

    def __init__(self, image: str, vocabulary: Vocabulary, classes: Mapping[int, str]) -> None:
        """``classes`` are those of the detections, by number."""
        self._image = image
        self._vocabulary = vocabulary
        self._classes = classes
        self._definitions = definitions_of(vocabulary)

    def id(self, k: int) -> str:
        """The id of a detection from its number."""
        return f"{self._image}#{k}"

    # -- proofs -------------------------------------------------------------------------

    def step(self, said: Sequence[Any], formula: Formula, env: Env) -> Step:
        """``said`` is Prolog's step, functor first (prolog/proof.pl)."""
        _, rule, score, branch, witnesses, paid, measures, search, below = said
        names = tuple(map(self.id, witnesses))
        branch = None if branch == "none" else int(branch)
        if rule == "exists-count":
            inner = self._members(below, formula, env)
        else:
            inner = self._below(rule, formula, env, branch, names)
        return Step(
            rule=cast(Rule, rule),
            formula=formula,
            bindings=_bound(formula, env),
            score=float(score),
            children=tuple(self.step(s, f, e) for s, (f, e) in zip(below, inner, strict=True)),
            branch=branch,
            witnesses=names,
            paid=tuple(map(self.id, paid)),
            path=self._path(formula, env) if rule == "class" else (),
            measures=self._measures(measures, formula),
            search=None if search == "none" else self._search(search, formula, env),
        )

    def _below(
        self, rule: str, formula: Formula, env: Env, branch: int | None, witnesses: tuple[str, ...]
    ) -> list[tuple[Formula, Env]]:
        """The formulas of a step's children, and what is bound there."""
        match rule, formula:
            case "definition", Atom():
                return [(unfolded(formula, self._definitions), env)]
            case "and", And(parts=parts):
                return [(part, env) for part in parts]
            case "or", Or(parts=parts):
                return [(parts[branch or 0], env)]
            case "implies", Implies(left=p, right=q):
                return [(q if branch else Not(p), env)]
            case "iff", Iff(left=p, right=q):
                return [(Not(p), env), (Not(q), env)] if branch else [(p, env), (q, env)]
            case "xor", Xor(left=p, right=q):
                return [(Not(p), env), (q, env)] if branch else [(p, env), (Not(q), env)]
            case "double-neg", Not() if (said := undenied(formula, self._definitions)) is not None:
                return [(said, env)]
            case "exists", Exists(vars=names, body=body):
                return [(body, {**env, **dict(zip(names, witnesses, strict=True))})]
            case (("member" | "answer"), _):
                return [(formula, env)]
            case _:
                return []

    def _members(self, below: Sequence[Any], formula: Formula, env: Env) -> list[tuple[Formula, Env]]:
        """Of each member, and of exists=n the denial of more."""
        assert isinstance(formula, ExistsCount)
        ids = [self.id(witnesses[0]) for _, rule, _, _, witnesses, *_ in below if rule == "member"]
        inner: list[tuple[Formula, Env]] = [(formula.body, {**env, formula.var: id}) for id in ids]
        more = Not(ExistsCount(">", formula.n, formula.var, formula.body))
        return [*inner, (more, env)] if len(below) > len(ids) else inner

    def _search(self, said: Sequence[Any], formula: Formula, env: Env) -> Search:
        _, cls, candidates, counter, miss = said
        other = refuted(formula)
        return Search(
            cls=cls,
            candidates=int(candidates),
            counter=None if counter == "none" else self.step(counter, other, env),
            nearest=None if miss == "none" else self.verdict(miss, other, env).nearest,
        )

    def _path(self, formula: Formula, env: Env) -> tuple[str, ...]:
        """From the detection's class up to the one asked for, the shortest way."""
        assert isinstance(formula, Atom)
        (id,) = _bound(formula, env).values()
        return path_up(self._vocabulary, self._classes[int(id.rpartition("#")[2])], formula.name)

    # -- verdicts -----------------------------------------------------------------------

    def verdict(self, said: Sequence[Any], formula: Formula, env: Env) -> Verdict:
        """``said`` is a miss as prolog/miss.pl describes it, functor first."""
        bindings = dict(env)
        match said:
            case ["holds", score]:
                return Verdict("holds", formula, bindings, float(score))
            case ["atom", measures]:
                return Verdict("false", formula, bindings, measures=self._measures(measures, formula))
            case ["definition", below]:
                assert isinstance(formula, Atom)
                body = unfolded(formula, self._definitions)
                return Verdict("definition", formula, bindings, parts=(self.verdict(below, body, env),))
            case ["parts", below]:
                sides = zip(below, _sides(formula), strict=True)
                return Verdict(
                    "parts", formula, bindings, parts=tuple(self.verdict(m, f, env) for m, f in sides)
                )
            case ["nothing", cls]:
                return Verdict("nothing", formula, bindings, cls=cls)
            case ["closest", cls, candidates, tried, k, below]:
                near = self._of_closest(k, below, formula, env)
                return Verdict(
                    "closest", formula, bindings, cls=cls, candidates=candidates, tried=tried, **near
                )
            case ["few", cls, candidates, found, wanted, closest]:
                near = {} if closest == "none" else self._of_closest(closest[0], closest[1], formula, env)
                return Verdict(
                    "few",
                    formula,
                    bindings,
                    cls=cls,
                    candidates=candidates,
                    found=tuple(map(self.id, found)),
                    wanted=wanted,
                    **near,
                )
            case ["certain", counter]:
                return Verdict(
                    "certain", formula, bindings, counter=self.step(counter, refuted(formula), env)
                )
        raise TypeError(f"no miss: {said[0]}")

    def _of_closest(self, k: int, below: Sequence[Any], formula: Formula, env: Env) -> dict[str, Any]:
        body, var = _opened(formula)
        return {"chosen": self.id(k), "parts": (self.verdict(below, body, {**env, var: self.id(k)}),)}

    # -- measures -----------------------------------------------------------------------

    def _measures(self, said: Sequence[Sequence[Any]], formula: Formula) -> tuple[Measure, ...]:
        if isinstance(formula, Compare):
            return self._of_comparison(said, formula)
        if not isinstance(formula, Atom):
            return ()
        names = [arg.name for arg in formula.args if isinstance(arg, Var)]
        return tuple(
            Measure(_label(label, names), value, unit, _OPS.get(op), bound if op in _OPS else None)
            for _, label, value, unit, op, bound in said
        )

    def _of_comparison(self, said: Sequence[Sequence[Any]], formula: Compare) -> tuple[Measure, ...]:
        """The sides, and what each count in them counted."""
        if not said:
            return ()
        (_, _, left, _, _, right), *counted = said
        found = {measure.name: measure for measure in self._compared(formula, left, right)}
        counts = [*_counts(formula.left), *_counts(formula.right)]
        for count, (_, ids) in zip(counts, counted, strict=True):
            name, members = to_text(count), tuple(map(self.id, ids))
            found[name] = replace(found.get(name, Measure(name, float(len(members)))), members=members)
        return tuple(found.values())

    def _compared(self, formula: Compare, left: Any, right: Any) -> list[Measure]:
        """The left side against the right one; and what the right one is, where that is no constant."""
        kind = term_kind(formula.left, self._vocabulary)
        if isinstance(kind, Quantity) and kind.bare:
            kind = term_kind(formula.right, self._vocabulary)
        unit = _UNITS.get((kind.length, kind.angle), "") if isinstance(kind, Quantity) else ""
        found = [Measure(to_text(formula.left), left, unit, formula.op, right)]
        if not isinstance(formula.right, Number | Text):
            found.append(Measure(to_text(formula.right), right, unit))
        return found


def refuted(formula: Formula) -> Formula:
    """What holds where the formula does not: what it denies; of ``exists=n``, that there are more."""
    other = denied(formula)
    if other is None:
        assert isinstance(formula, ExistsCount)
        other = ExistsCount(">", formula.n, formula.var, formula.body)
    return other


def path_up(vocabulary: Vocabulary, below: str, above: str) -> tuple[str, ...]:
    """Classes from ``below`` to ``above``, each a parent of the one before; () if there is no way."""
    paths: deque[tuple[str, ...]] = deque([(below,)])
    while paths:
        path = paths.popleft()
        if path[-1] == above:
            return path
        entry = vocabulary.classes.get(path[-1])
        paths.extend((*path, parent) for parent in (entry.parents if entry else ()) if parent not in path)
    return ()


def _bound(formula: Formula, env: Env) -> dict[str, str]:
    return {name: env[name] for name in free_variables(formula)}


def _counts(term: Node) -> Iterator[Count]:
    """The counts in a term, from left to right; not those in a count's formula."""
    if isinstance(term, Count):
        yield term
    else:
        for below in children(term):
            yield from _counts(below)


def _sides(formula: Formula) -> tuple[Formula, ...]:
    match formula:
        case And(parts=parts) | Or(parts=parts):
            return parts
        case Implies(left=p, right=q):
            return (Not(p), q)
        case Iff(left=p, right=q) | Xor(left=p, right=q):
            return (p, q)
        case Not(body=Not(body=body)):
            return (body,)
        case Not(body=Implies(left=p, right=q)):
            return (p, Not(q))
        case Not(body=And(parts=parts) | Or(parts=parts)):
            return tuple(map(Not, parts))
    raise TypeError(f"no parts: {formula!r}")


def _opened(formula: Formula) -> tuple[Formula, str]:
    """The body of a quantifier without its first variable, and that variable."""
    match formula:
        case Exists(vars=(var, *rest), body=body):
            return (Exists(tuple(rest), body) if rest else body), var
        case ExistsCount(var=var, body=body):
            return body, var
    raise TypeError(f"no quantifier: {formula!r}")


def _label(said: Sequence[Any], names: Sequence[str]) -> str:
    """The term that was measured, from its name and the places of its variables."""
    name, *places = said
    args = [names[place] for place in places]
    return _LABELS.get(name, "{name}({args})").format(*args, name=name, args=", ".join(args))
