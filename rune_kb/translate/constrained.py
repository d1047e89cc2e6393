"""The grammar that a language model is held to: what it lets through parses and checks.

It is made out of the parser's own rules (grammar.lark) for one vocabulary. The rules of the connectives are
taken as they are; each is copied once for every number of variables in scope and of parentheses left, so that

- a variable that no quantifier binds cannot be written, nor one that is bound and unused: each quantifier
  binds one variable, and its body begins with the variable's class (``object`` where any will do);
- only the vocabulary's names can be written, with as many arguments as they take (atoms.py, of this grammar);
- only terms of one dimension can be compared;
- nesting ends. Length does not: whoever decodes winds up after so many tokens (decode.py).

Of two spellings only the first is left, and spaces stand where the printer puts them. Variables are named by
how deep they are bound, x first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lark.grammar import Rule

from rune_kb.logic.grammar import lark_parser
from rune_kb.translate.constrained_atoms import COUNT_NUMBER, VARIABLES, Atoms, quoted
from rune_kb.vocabulary import Vocabulary

REFUSAL = 'cannot: "'
"""How a reply begins that says why there is no formula."""

_PARENTHESES = 2
"""Parentheses inside one another, between two quantifiers."""

_MORE = 5
"""Conditions after the class of a variable."""

_SPACED = ("_and", "_or", "_xor", "_implies", "_iff")
_SCOPED = ("exists", "forall", "exists_count", "comparison", "atom", "parentheses", "negation")
_COUNTING = r"/>=|<=|=|>|</"


def model_grammar(vocabulary: Vocabulary) -> str:
    """The grammar as Lark text, for llguidance. Deterministic, so that it can be a key of a cache."""
    return _grammar(vocabulary.to_json())


@lru_cache(maxsize=4)
def _grammar(vocabulary: str) -> str:
    return "\n".join(_Writer(Atoms(Vocabulary.from_json(vocabulary))).lines())


@dataclass(frozen=True, slots=True)
class _Scope:
    """How many variables are bound here, and how many more parentheses may be opened."""

    depth: int = 0
    parentheses: int = _PARENTHESES

    def __str__(self) -> str:
        return f"_{self.depth}_{self.parentheses}"

    def inner(self, variables: int) -> _Scope:
        return _Scope(self.depth + variables)


@dataclass(frozen=True, slots=True)
class _Writer:
    atoms: Atoms

    def lines(self) -> Iterator[str]:
        yield f"start: formula{_Scope()} | {quoted(REFUSAL)} REASON {quoted(chr(34))}"
        yield r"REASON: /[A-Za-z][A-Za-z0-9 ,;.'-]{2,80}/"
        yield f"COUNTING: {_COUNTING}"
        yield f"COUNT_NUMBER: {COUNT_NUMBER}"
        for depth in range(len(VARIABLES) + 1):
            yield from self.atoms.rules(depth)
            for parentheses in range(_PARENTHESES + 1):
                yield from self._scope(_Scope(depth, parentheses))

    def _scope(self, scope: _Scope) -> Iterator[str]:
        for origin, rules in connectives().items():
            lines = [line for rule in rules if (line := self._alternative(rule, scope))]
            if origin == "unary":
                yield f"unary{scope}: {quoted(first_spelling('tilde'))}? plain{scope}"
                yield f"plain{scope}: {' | '.join(lines)}"
            else:
                yield f"{_plain(origin)}{scope}: {' | '.join(lines)}"
        if scope.depth and scope.parentheses == _PARENTHESES:
            yield from self._bodies(scope.depth)

    def _alternative(self, rule: Rule, scope: _Scope) -> str:
        """One alternative of the parser's rule in this scope; empty where there is none."""
        if rule.origin.name == "unary":
            return self._unary(rule.alias or "", scope)
        return " ".join(self._symbol(symbol.name, scope) for symbol in rule.expansion)

    @staticmethod
    def _symbol(name: str, scope: _Scope) -> str:
        return quoted(f" {first_spelling(name)} ") if name in _SPACED else f"{_plain(name)}{scope}"

    def _unary(self, alias: str, scope: _Scope) -> str:
        depth = scope.depth
        match alias:
            case "exists" | "forall" | "exists_count":
                return " | ".join(self._quantifiers(alias, scope))
            case "comparison":
                return f"comparison_{depth}" if self.atoms.compares(depth) else ""
            case "atom":
                return f"atom_{depth}" if self.atoms.says(depth) else ""
            case "parentheses" if scope.parentheses:
                return f'"(" formula{_Scope(depth, scope.parentheses - 1)} ")"'
            case _:
                return ""

    def _quantifiers(self, alias: str, scope: _Scope) -> Iterator[str]:
        if scope.depth == len(VARIABLES):
            return
        inner, opening = scope.depth + 1, f" {VARIABLES[scope.depth]} ("
        match alias:
            case "exists":
                yield f'{quoted("exists" + opening)} some_{inner} ")"'
            case "forall":
                yield f'{quoted("forall" + opening)} every_{inner} ")"'
            case _:
                yield f'"exists" COUNTING COUNT_NUMBER {quoted(opening)} some_{inner} ")"'

    @staticmethod
    def _bodies(depth: int) -> Iterator[str]:
        """Bodies of quantifiers that bind the ``depth``-th variable: first of all its class."""
        scope = _Scope(depth)
        either, both, then = (quoted(f" {first_spelling(sign)} ") for sign in ("_or", "_and", "_implies"))
        yield f"is_{depth}: CLASS {quoted(f'({VARIABLES[depth - 1]})')}"
        yield f'guard_{depth}: is_{depth} | "(" is_{depth} ({either} is_{depth}){{1,4}} ")"'
        yield f"some_{depth}: guard_{depth} ({both} unary{scope}){{0,{_MORE}}}"
        yield f"conclusion_{depth}: {then} implication{scope}"
        yield f"any_{depth}: is_{depth} ({either} is_{depth}){{0,4}} conclusion_{depth}?"
        yield f"every_{depth}: some_{depth} conclusion_{depth} | any_{depth}"


def connectives() -> dict[str, list[Rule]]:
    """The parser's rules from ``formula`` down to ``unary``, by what they define."""
    found: dict[str, list[Rule]] = {}
    for rule in lark_parser().rules:
        name = rule.origin.name
        if name in ("formula", "implication", "disjunction", "conjunction", "unary") or _is_repeat(name):
            found.setdefault(name, []).append(rule)
    unknown = {rule.alias for rule in found["unary"]} - set(_SCOPED)
    assert not unknown, f"grammar.lark has a kind of formula that is not written here: {unknown}"
    return found


def first_spelling(name: str) -> str:
    """The first of the signs that a rule such as ``_and`` or ``tilde`` allows."""
    parser = lark_parser()
    rule = next(rule for rule in parser.rules if rule.origin.name == name and rule.order == 0)
    (symbol,) = rule.expansion
    return str(parser.get_terminal(symbol.name).pattern.value).replace("\\", "")


def _is_repeat(name: str) -> bool:
    """Whether Lark made the rule for a ``+`` within ``disjunction`` or ``conjunction``."""
    return name.startswith(("__disjunction", "__conjunction"))


def _plain(name: str) -> str:
    return name.strip("_")
