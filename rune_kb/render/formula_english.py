"""Formulas in English: ``near(x, y)`` is `ship #4 is near harbor #0` where x and y stand for these.

What is true of one thing becomes what is said of it, `every storage tank is near a road`; where the formula
is not of that shape its variables are kept, `there is a ship x such that …`. Either way all of it is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rune_kb.logic.formula import (
    And,
    Apply,
    Arith,
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
    free_variables,
)
from rune_kb.logic.printer import to_text
from rune_kb.render.nouns import Verb, Words, article, line, listed, plural
from rune_kb.vocabulary import ROOT

OPS: dict[CompareOp, str] = {
    "<": "less than", "<=": "at most", ">": "more than", ">=": "at least",
    "=": "equal to", "!=": "other than",
}  # fmt: skip
_TEXT_OPS: Mapping[CompareOp, str] = OPS | {
    "<": "before", "<=": "at or before", ">": "after", ">=": "at or after",
}  # fmt: skip
_COUNTS: Mapping[CountOp, str] = {
    "<": "fewer than", "<=": "at most", ">": "more than", ">=": "at least", "=": "exactly",
}  # fmt: skip
_COUNTS_DENIED: Mapping[CountOp, str] = {
    "<": "at least", "<=": "more than", ">": "at most", ">=": "fewer than", "=": "other than",
}  # fmt: skip
_POSSESSED = ("area", "length", "width", "score", "angle")
_TERMS = {"cx": "x position", "cy": "y position", "gsd": "ground sample distance", "name": "name"}


@dataclass(frozen=True, slots=True)
class English:
    """``names``: what free variables are called; ``flags``: the unary atoms that are attributes."""

    words: Words
    names: Mapping[str, str]
    flags: frozenset[str] = frozenset()

    # -- clauses ---------------------------------------------------------------------------------------------

    def claim(self, formula: Formula, *, holds: bool = True) -> str:
        """A clause that says the formula, or that denies it."""
        match formula:
            case Not(body=body):
                return self.claim(body, holds=not holds)
            case Atom() | Compare() if (said := self._of_subject(formula, holds)) is not None:
                return said
            case Atom(name=name, args=args):
                of = f" of {listed([self.term(arg) for arg in args])}" if args else ""
                return f"{line(name)} {'holds' if holds else 'does not hold'}{of}"
            case Compare(op=op, left=left, right=right):
                verb = "is" if holds else "is not"
                texts = isinstance(left, Text) or isinstance(right, Text)
                ask = {"=": "", "!=": "other than "}.get(op, f"{(_TEXT_OPS if texts else OPS)[op]} ")
                return f"{self.term(left)} {verb} {ask}{self.term(right)}"
            case Exists(vars=names, body=body):
                return self._exists(names, body, holds)
            case ExistsCount(op=op, n=n, var=var, body=body):
                return self._counted(f"{(_COUNTS if holds else _COUNTS_DENIED)[op]} {n}", n, var, body)
            case Forall(vars=names, body=body):
                return self._every(names, body, holds)
            case Implies(left=left, right=right) if not holds:
                return f"{self._part(left)}, but {self.claim(right, holds=False)}"
            case _:
                return self._joined(formula) if holds else f"it is not the case that {self._joined(formula)}"

    def _joined(self, formula: Formula) -> str:
        match formula:
            case And(parts=parts):
                return listed([self._part(part) for part in parts])
            case Or(parts=parts):
                return listed([self._part(part) for part in parts], "or")
            case Implies(left=left, right=right):
                return f"if {self._part(left)}, then {self._part(right)}"
            case Iff(left=left, right=right):
                return f"{self._part(left)} exactly when {self._part(right)}"
            case Xor(left=left, right=right):
                return f"either {self._part(left)} or {self._part(right)}, but not both"
            case _:
                raise TypeError(f"not joined out of others: {formula!r}")

    def _part(self, formula: Formula) -> str:
        """A clause among others; parentheses keep together what is joined itself."""
        text = self.claim(formula)
        return f"({text})" if isinstance(formula, And | Or | Implies | Iff | Xor) else text

    def _of_subject(self, formula: Atom | Compare, holds: bool) -> str | None:
        args = formula.args if isinstance(formula, Atom) else (formula.left,)
        if not args or not isinstance(args[0], Var):
            return None
        said = self.predicate(formula, args[0].name, holds=holds)
        return None if said is None else f"{self.term(args[0])} {said}"

    def _exists(self, names: Sequence[str], body: Formula, holds: bool) -> str:
        inside = self.keeping(names)
        if len(names) > 1:
            things = [inside.named_noun(name, body) for name in names]
            such = inside.without_nouns(names, body)
            start = f"there are {listed(things)}" if holds else f"there are no {listed(things)}"
            start = start if holds else start.replace("no a ", "no ").replace(" and a ", " and ")
            return f"{start} such that {listed(such)}" if such else start
        noun, rest = inside.described(names[0], body)
        said = inside.predicates(rest, names[0])
        if said is None:
            clauses = listed([inside.claim(part) for part in rest])
            some = article(noun) if holds else f"no {noun}"
            return f"there is {some} {names[0]} such that {clauses}"
        if holds:
            return f"there is {article(noun)}" + (f" that {listed(said)}" if said else "")
        return f"no {noun} {listed(said)}" if said else f"there is no {noun}"

    def _counted(self, amount: str, n: int, var: str, body: Formula) -> str:
        inside = self.keeping((var,))
        noun, rest = inside.described(var, body)
        said = inside.predicates(rest, var, many=n != 1)
        things, are = (noun, "is") if n == 1 else (plural(noun), "are")
        if said is None:
            such = listed([inside.claim(part) for part in rest])
            return f"there {are} {amount} {things} {var} such that {such}"
        return f"{amount} {things} {listed(said)}" if said else f"there {are} {amount} {things}"

    def _every(self, names: Sequence[str], body: Formula, holds: bool) -> str:
        inside = self.keeping(names)
        if len(names) == 1 and (said := inside._every_one(names[0], body, holds)) is not None:
            return said
        start = "for all" if holds else "not for all"
        return f"{start} {listed(names)}: {inside.claim(body)}"

    def _every_one(self, var: str, body: Formula, holds: bool) -> str | None:
        """`every ship that is near a harbor is …`; None where the formula is not of that shape."""
        noun, rest = self.words.noun(ROOT), list[Formula]()
        if isinstance(body, Implies):
            noun, rest = self.described(var, body.left)
        that = self.predicates(rest, var)
        said = self.predicate(body.right if isinstance(body, Implies) else body, var)
        if that is None or said is None:
            return None
        return f"{'every' if holds else 'not every'} {noun}{' that ' + listed(that) if that else ''} {said}"

    # -- what is said of a subject ---------------------------------------------------------------------------

    def predicates(self, parts: Sequence[Formula], var: str, *, many: bool = False) -> list[str] | None:
        said = [self.predicate(part, var, many=many) for part in parts]
        found = [each for each in said if each is not None]
        return found if len(found) == len(said) else None

    def predicate(self, formula: Formula, var: str, *, holds: bool = True, many: bool = False) -> str | None:
        """What the formula says of the variable: `is near harbor #0`; None where it is not of that shape."""
        be = ("are" if many else "is") + ("" if holds else " not")
        match formula:
            case Not(body=body):
                return self.predicate(body, var, holds=not holds, many=many)
            case Atom(name=name, args=(Var(name=v),)) if v == var:
                if name in self.flags or name in self._attributes():
                    return f"{be} {self.words.attribute(name)}"
                noun = self.words.noun(name)
                return f"{be} {plural(noun) if many else article(noun)}"
            case Atom(args=args) if len(args) > 1:
                return self._related(formula, var, holds=holds, many=many)
            case Compare(op="=" | "!=" as op, left=Var(name=v), right=Var() as other) if v == var:
                same = holds == (op == "=")
                return f"{'are' if many else 'is'}{'' if same else ' not'} {self.term(other)}"
            case Compare(op=op, left=Apply(name=name, args=(Var(name=v),)), right=right) if (
                v == var and holds
            ):
                return self._possessed(op, name, right, var, many)
            case Exists(vars=(other,), body=body):
                return self._to_some(other, body, var, holds=holds, many=many)
            case And(parts=parts) if holds and (said := self.predicates(parts, var, many=many)) is not None:
                return listed(said)
            case Or(parts=parts) if holds and (said := self.predicates(parts, var, many=many)) is not None:
                return "either " + listed(said, "or")
        return None

    def _related(self, atom: Atom, var: str, *, holds: bool, many: bool) -> str | None:
        subject, *others = atom.args
        verb: Verb | None = self._verb(atom)
        if subject != Var(var) and others == [Var(var)]:
            turned = self.words.turned(atom.name)
            verb, others = (self.words.verb(turned) if turned else None), [subject]
        elif subject != Var(var):
            verb = None
        if verb is None or any(var in free_variables(other) for other in others):
            return None
        said = verb.negative(many=many) if not holds else verb.plural if many else verb.singular
        things = [other for other in others if isinstance(other, Var)]
        if len(things) < len(others) - (atom.name == "near"):
            return None
        return f"{said} {listed([self.term(other) for other in things])}"

    def _verb(self, atom: Atom) -> Verb:
        """Of a relation with a distance of its own: `is within 50 m of`."""
        *_, last = atom.args
        if atom.name == "near" and not isinstance(last, Var):
            return Verb(f"is within {self.term(last)} of", f"are within {self.term(last)} of")
        return self.words.verb(atom.name)

    def _possessed(self, op: CompareOp, name: str, right: Term, var: str, many: bool) -> str | None:
        if name not in _POSSESSED or var in free_variables(right):
            return None
        value = self.term(right) if op == "=" else f"{OPS[op]} {self.term(right)}"
        return f"{'have' if many else 'has'} {article(name)} of {value}"

    def _to_some(self, other: str, body: Formula, var: str, *, holds: bool, many: bool) -> str | None:
        """`is near a road that is flooded`, `is near no road`."""
        inside = self.keeping((other,))
        noun, rest = inside.described(other, body)
        links = [part for part in rest if isinstance(part, Atom) and var in free_variables(part)]
        if len(links) != 1:
            return None
        some = article(noun) if holds else f"no {noun}"
        linked = replace(inside, names={**inside.names, other: some}).predicate(links[0], var, many=many)
        said = inside.predicates([part for part in rest if part is not links[0]], other)
        if linked is None or said is None:
            return None
        return linked + (f" that {listed(said)}" if said else "")

    # -- nouns and terms -------------------------------------------------------------------------------------

    def keeping(self, names: Sequence[str]) -> English:
        """Within a quantifier: its variables are called by their own names."""
        return replace(self, names={**self.names, **{name: name for name in names}})

    def described(self, var: str, body: Formula) -> tuple[str, list[Formula]]:
        """The noun for what the variable ranges over, and what else is said."""
        parts = conjuncts(body)
        for part in parts:
            if self.is_noun(part, var):
                assert isinstance(part, Atom)
                return self.words.noun(part.name), [other for other in parts if other is not part]
        return self.words.noun(ROOT), parts

    def is_noun(self, formula: Formula, var: str) -> bool:
        """Whether the formula says of which class the variable is."""
        match formula:
            case Atom(name=name, args=(Var(name=v),)):
                return v == var and name not in self.flags and name not in self._attributes()
        return False

    def named_noun(self, var: str, body: Formula) -> str:
        return f"{article(self.described(var, body)[0])} {var}"

    def without_nouns(self, names: Sequence[str], body: Formula) -> list[str]:
        """The clauses of the body that are not in the nouns of these variables."""
        parts = conjuncts(body)
        for name in names:
            noun = next((part for part in parts if self.is_noun(part, name)), None)
            parts = [part for part in parts if part is not noun]
        return [self.claim(part) for part in parts]

    def term(self, term: Term) -> str:
        match term:
            case Var(name=name):
                return self.names.get(name, name)
            case ImageTerm():
                return "the image"
            case Count(var=var, body=body):
                return self._number_of(var, body)
            case Apply(name="distance", args=(one, other)):
                return f"the distance between {self.term(one)} and {self.term(other)}"
            case Apply(name="centre_distance", args=(one, other)):
                return f"the distance between the centres of {self.term(one)} and {self.term(other)}"
            case Apply(name="abs", args=(inner,)):
                return f"the absolute value of {self.term(inner)}"
            case Apply(name=name, args=(inner,)):
                return f"the {_TERMS.get(name) or self.words.attribute(name)} of {self.term(inner)}"
        return self._arithmetic(term)

    def _arithmetic(self, term: Term) -> str:
        match term:
            case Arith(op=op, left=left, right=right):
                sign = {"*": "times", "/": "divided by", "+": "plus", "-": "minus"}[op]
                return f"{self._operand(left)} {sign} {self._operand(right)}"
            case Negative(term=inner):
                return f"minus {self._operand(inner)}"
            case Text(value=value):
                return f'"{line(value)}"'
            case Number():
                return to_text(term, unicode=True)
            case _:
                return line(to_text(term))

    def _operand(self, term: Term) -> str:
        return f"({self.term(term)})" if isinstance(term, Arith) else self.term(term)

    def _number_of(self, var: str, body: Formula) -> str:
        inside = self.keeping((var,))
        noun, rest = inside.described(var, body)
        said = inside.predicates(rest, var, many=True)
        if said is None:
            return f"the number of {plural(noun)} {var} such that {listed([inside.claim(p) for p in rest])}"
        return f"the number of {plural(noun)}" + (f" that {listed(said)}" if said else "")

    def _attributes(self) -> frozenset[str]:
        known = self.words.vocabulary
        return frozenset(known.attributes) if known else frozenset()


def conjuncts(formula: Formula) -> list[Formula]:
    """The parts of a conjunction; anything else is one part."""
    return list(formula.parts) if isinstance(formula, And) else [formula]
