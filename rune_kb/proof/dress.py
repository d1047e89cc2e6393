"""From what prolog/explain.pl says to proofs: every step gets its formula, which follows from its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, cast

from rune_kb.logic.checker import term_kind
from rune_kb.logic.formula import (
    And,
    Atom,
    Compare,
    CompareOp,
    CountOp,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Iff,
    Implies,
    Not,
    Number,
    Or,
    Text,
    Var,
    Xor,
    free_variables,
)
from rune_kb.logic.kinds import Quantity
from rune_kb.logic.printer import to_text
from rune_kb.proof.definitions import definition
from rune_kb.proof.tree import Measure, Rule, Search, Step
from rune_kb.proof.verdict import Verdict
from rune_kb.vocabulary import Vocabulary

Env = Mapping[str, str]
"""From variables to detection ids."""

_OPS: dict[str, CompareOp] = {"<": "<", "=<": "<=", ">": ">", ">=": ">=", "=": "=", "\\=": "!="}
_UNITS = {(1, 0): "px", (2, 0): "px2", (0, 1): "deg"}


class Dresser:
    """Dresses the steps and verdicts of one image."""

    def __init__(self, image: str, vocabulary: Vocabulary, classes: Mapping[int, str]) -> None:
        """``classes`` are those of the detections, by number."""
        self._image = image
        self._vocabulary = vocabulary
        self._classes = classes

    def id(self, k: int) -> str:
        """The id of a detection from its number."""
        return f"{self._image}#{k}"

    # -- proofs -------------------------------------------------------------------------

    def step(self, said: Sequence[Any], formula: Formula, env: Env) -> Step:
        """``said`` is Prolog's step, functor first (prolog/proof.pl)."""
        _, rule, score, branch, witnesses, paid, measures, search, below = said
        names = tuple(map(self.id, witnesses))
        branch = None if branch == "none" else int(branch)
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
                return [self._definition(formula, env)]
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
            case "double-neg", Not(body=inner):
                return [self._denied_by(inner, env)]
            case "exists", Exists(vars=names, body=body):
                return [(body, {**env, **dict(zip(names, witnesses, strict=True))})]
            case "exists-count", ExistsCount(op=op, n=n, var=var, body=body):
                members: list[tuple[Formula, Env]] = [(body, {**env, var: id}) for id in witnesses]
                return [*members, (Not(ExistsCount(">", n, var, body)), env)] if op == "=" else members
            case (("member" | "answer"), _):
                return [(formula, env)]
            case _:
                return []

    def _definition(self, atom: Atom, env: Env) -> tuple[Formula, Env]:
        params, body = definition(atom.name, self._vocabulary)
        args = (arg.name for arg in atom.args if isinstance(arg, Var))
        return body, {param: env[arg] for param, arg in zip(params, args, strict=True)}

    def _denied_by(self, formula: Formula, env: Env) -> tuple[Formula, Env]:
        """What a formula denies that is a denial, or is defined as one."""
        while isinstance(formula, Atom):
            formula, env = self._definition(formula, env)
        return denial(formula), env

    def _search(self, said: Sequence[Any], formula: Formula, env: Env) -> Search:
        _, cls, candidates, counter, miss = said
        denied = denial(formula)
        return Search(
            cls=cls,
            candidates=int(candidates),
            counter=None if counter == "none" else self.step(counter, denied, env),
            nearest=None if miss == "none" else self.verdict(miss, denied, env).nearest,
        )

    def _path(self, formula: Formula, env: Env) -> tuple[str, ...]:
        """From the detection's class up to the one asked for, the shortest way."""
        assert isinstance(formula, Atom)
        (id,) = _bound(formula, env).values()
        return path_up(self._vocabulary, self._classes[int(id.rpartition("#")[2])], formula.name)

    # -- verdicts -----------------------------------------------------------------------

    def verdict(self, said: Sequence[Any], formula: Formula, env: Env) -> Verdict:
        """``said`` is a miss as prolog/miss.pl describes it, functor first."""
        bindings = _bound(formula, env)
        match said:
            case ["holds", score]:
                return Verdict("holds", formula, bindings, float(score))
            case ["atom", measures]:
                return Verdict("false", formula, bindings, measures=self._measures(measures, formula))
            case ["definition", below]:
                assert isinstance(formula, Atom)
                body, inner = self._definition(formula, env)
                return Verdict("definition", formula, bindings, parts=(self.verdict(below, body, inner),))
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
                return Verdict("certain", formula, bindings, counter=self.step(counter, denial(formula), env))
        raise TypeError(f"no miss: {said[0]}")

    def _of_closest(self, k: int, below: Sequence[Any], formula: Formula, env: Env) -> dict[str, Any]:
        body, var = _opened(formula)
        return {"chosen": self.id(k), "parts": (self.verdict(below, body, {**env, var: self.id(k)}),)}

    # -- measures -----------------------------------------------------------------------

    def _measures(self, said: Sequence[Sequence[Any]], formula: Formula) -> tuple[Measure, ...]:
        if isinstance(formula, Compare):
            return tuple(
                m for _, _, value, _, op, bound in said for m in self._compared(formula, value, bound)
            )
        return tuple(
            Measure(
                f"{label[0]}({', '.join(label[1:])})",
                value,
                unit,
                _OPS.get(op),
                bound if op in _OPS else None,
            )
            for _, label, value, unit, op, bound in said
        )

    def _compared(self, formula: Compare, left: Any, right: Any) -> list[Measure]:
        """The left side against the right one; and what the right one is, where that is no constant."""
        kind = term_kind(formula.left, self._vocabulary)
        if isinstance(kind, Quantity) and kind.bare:
            kind = term_kind(formula.right, self._vocabulary)
        unit = _UNITS.get((kind.length, kind.angle), "") if isinstance(kind, Quantity) else ""
        left, right = _known(left), _known(right)
        found = [Measure(to_text(formula.left), left, unit, formula.op, right)]
        if not isinstance(formula.right, Number | Text):
            found.append(Measure(to_text(formula.right), right, unit))
        return found


def denial(formula: Formula) -> Formula:
    """What a step of the rules ``not``, ``forall`` and ``at-most`` denies; of ``exists=n``, more than n."""
    match formula:
        case Not(body=body):
            return body
        case Forall(vars=names, body=body):
            return Exists(names, Not(body))
        case ExistsCount(op=op, n=n, var=var, body=body):
            more: CountOp = ">=" if op == "<" else ">"
            return ExistsCount(more, n, var, body)
    raise TypeError(f"nothing is denied by {formula!r}")


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


def _known(value: Any) -> Any:
    return None if value == "none" else value
