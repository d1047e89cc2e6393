"""A formula against a vocabulary: names made canonical, kinds and units made sure of.

What comes out means the same and holds only canonical names; positions are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rune_kb.errors import FormulaError
from rune_kb.logic.depth import limit_depth
from rune_kb.logic.formula import (
    And,
    Apply,
    Arith,
    Atom,
    Compare,
    Count,
    Exists,
    ExistsCount,
    Forall,
    Formula,
    Iff,
    ImageTerm,
    Implies,
    Negative,
    Node,
    Not,
    Number,
    Or,
    Term,
    Text,
    Var,
    Xor,
    replace,
    walk,
)
from rune_kb.logic.kinds import BARE, PLAIN, Kind, Quantity, TermKind, of_unit
from rune_kb.logic.names import Names
from rune_kb.logic.place import error_on
from rune_kb.logic.printer import to_text
from rune_kb.logic.scopes import check_scopes, free_places
from rune_kb.logic.units import UNITS, canonical, is_metric
from rune_kb.vocabulary import Vocabulary

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d)?)?)?)?)?")


@dataclass(frozen=True, slots=True)
class MetricSupport:
    """How many images there are, how many have no ground sample distance, and the ids of a few of those."""

    images: int
    without_gsd: int
    examples: tuple[str, ...] = ()


def check(
    formula: Formula, vocabulary: Vocabulary, *, text: str = "", images: MetricSupport | None = None
) -> Formula:
    """The formula with canonical names. ``text`` is what it was parsed from, for the caret under an error.

    Without ``images`` metric units are not held against the images. Raises FormulaError.
    """
    limit_depth(formula, text)
    check_scopes(formula, text)
    checker = _Checker(Names(vocabulary, text), text, images)
    checked = checker.formula(formula)
    checker.no_class_as_variable(checked)
    return checked


def term_kind(term: Term, vocabulary: Vocabulary) -> TermKind:
    """What a checked term stands for: the image, a detection, a text, a date, or a quantity."""
    return _Checker(Names(vocabulary, ""), "", None).term(term)[1]


@dataclass(frozen=True, slots=True)
class _Checker:
    names: Names
    text: str
    images: MetricSupport | None

    def error(self, message: str, node: Node) -> FormulaError:
        return error_on(message, self.text, node.pos)

    # -- formulas ------------------------------------------------------------------------------------------

    def formula(self, node: Formula) -> Formula:
        match node:
            case Atom():
                signature = self.names.atom(node)
                args = self.arguments(signature.name, signature.takes, node.args)
                return replace(node, name=signature.name, args=args)
            case Compare():
                return self.compare(node)
            case And(parts=parts) | Or(parts=parts):
                return replace(node, parts=tuple(self.formula(part) for part in parts))
            case Implies(left=left, right=right) | Iff(left=left, right=right) | Xor(left=left, right=right):
                return replace(node, left=self.formula(left), right=self.formula(right))
            case Not(body=body) | Exists(body=body) | Forall(body=body) | ExistsCount(body=body):
                return replace(node, body=self.formula(body))

    def arguments(self, name: str, takes: tuple[TermKind, ...], args: tuple[Term, ...]) -> tuple[Term, ...]:
        terms = []
        for place, (arg, wanted) in enumerate(zip(args, takes, strict=True), start=1):
            term, kind = self.term(arg)
            if not _fits(kind, wanted):
                raise self.error(
                    f"argument {place} of `{name}` must be {wanted}; {to_text(arg)} is {kind}", arg
                )
            terms.append(term)
        return tuple(terms)

    def compare(self, node: Compare) -> Compare:
        (left, left_kind), (right, right_kind) = self.term(node.left), self.term(node.right)
        if left_kind is Kind.DATE or right_kind is Kind.DATE:
            left, left_kind = self.date(left, left_kind)
            right, right_kind = self.date(right, right_kind)
        told = f"{to_text(node.left)} is {left_kind}, {to_text(node.right)} {right_kind}"
        match left_kind, right_kind:
            case (Quantity(), Quantity()):
                if not left_kind.agrees(right_kind):
                    raise self.error(f"these cannot be compared: {told}", node)
            case (Kind.DETECTION, Kind.DETECTION):
                if node.op not in ("=", "!="):
                    raise self.error(f"detections have no order: compare {_sized(node)}, for example", node)
            case (Kind.IMAGE, _) | (_, Kind.IMAGE):
                raise self.error("the image itself cannot be compared; name(image) and date(image) can", node)
            case _ if left_kind is not right_kind:
                raise self.error(f"these cannot be compared: {told}", node)
        return replace(node, left=left, right=right)

    def date(self, term: Term, kind: TermKind) -> tuple[Term, TermKind]:
        """A year or a text beside a date, as a date."""
        if isinstance(term, Number) and term.unit is None and term.value in range(1000, 10_000):
            return Text(str(int(term.value)), pos=term.pos), Kind.DATE
        if isinstance(term, Text):
            if not _DATE.fullmatch(term.value):
                raise self.error("a date is written '2020', '2020-05' or '2020-05-17'", term)
            return term, Kind.DATE
        return term, kind

    # -- terms ---------------------------------------------------------------------------------------------

    def term(self, node: Term) -> tuple[Term, TermKind]:
        match node:
            case Var():
                return node, Kind.DETECTION
            case ImageTerm():
                return node, Kind.IMAGE
            case Text():
                return node, Kind.TEXT
            case Number():
                return self.number(node)
            case Count(body=body):
                return replace(node, body=self.formula(body)), PLAIN
            case Negative(term=below):
                term, quantity = self.quantity(below)
                return replace(node, term=term), quantity
            case Arith():
                return self.arithmetic(node)
            case Apply():
                return self.apply(node)

    def apply(self, node: Apply) -> tuple[Term, TermKind]:
        signature = self.names.function(node)
        if signature.name == "abs":
            term, quantity = self.quantity(node.args[0])
            return replace(node, name="abs", args=(term,)), quantity
        args = self.arguments(signature.name, signature.takes, node.args)
        assert signature.gives is not None, "a function gives something"
        return replace(node, name=signature.name, args=args), signature.gives

    def quantity(self, node: Term) -> tuple[Term, Quantity]:
        term, kind = self.term(node)
        if not isinstance(kind, Quantity):
            raise self.error(f"a number is needed here; {to_text(node)} is {kind}", node)
        return term, kind

    def arithmetic(self, node: Arith) -> tuple[Term, Quantity]:
        (left, a), (right, b) = self.quantity(node.left), self.quantity(node.right)
        done = replace(node, left=left, right=right)
        if node.op in "*/":
            return done, a.times(b, 1 if node.op == "*" else -1)
        if not a.agrees(b):
            told = f"{to_text(node.left)} is {a}, {to_text(node.right)} {b}"
            verb = "added" if node.op == "+" else "subtracted"
            raise self.error(f"these cannot be {verb}: {told}", node)
        return done, a.plus(b)

    def number(self, node: Number) -> tuple[Number, Quantity]:
        if node.unit is None:
            return node, BARE
        unit = canonical(node.unit)
        if unit is None:
            raise self.error(f"`{node.unit}` is not a unit; known are {', '.join(UNITS)}", node)
        images = self.images
        if images is not None and images.without_gsd and is_metric(unit):
            listed = ", ".join((*images.examples[:3], *(["…"] if images.without_gsd > 3 else [])))
            raise self.error(
                f"{to_text(node)} needs the ground sample distance, which {images.without_gsd} of "
                f"{images.images} images lack ({listed}); write pixels (12 px) or ingest with --gsd",
                node,
            )
        return replace(node, unit=unit), of_unit(unit)

    # -- the whole -----------------------------------------------------------------------------------------

    def no_class_as_variable(self, checked: Formula) -> None:
        """``near(x, harbor)`` would ask for any detection at all, under the name harbor: surely not meant."""
        classes = self.names.vocabulary.classes
        typed = {
            arg.name
            for node in walk(checked)
            if isinstance(node, Atom) and node.name in classes
            for arg in node.args
            if isinstance(arg, Var)
        }
        for var in free_places(checked):
            cls = self.names.vocabulary.find_class(var.name)
            if cls is not None and var.name not in typed:
                raise self.error(f"`{var.name}` is a class, not a detection: exists y ({cls}(y) & …)", var)


def _fits(kind: TermKind, wanted: TermKind) -> bool:
    if isinstance(wanted, Quantity):
        return isinstance(kind, Quantity) and kind.agrees(wanted)
    return kind is wanted


def _sized(node: Compare) -> str:
    return f"area({to_text(node.left)}) {node.op} area({to_text(node.right)})"
