"""Which word of the vocabulary, or which built-in function, a name in a formula means."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import Apply, Atom, ImageTerm
from rune_kb.logic.kinds import (
    DETECTION_FUNCTIONS,
    IMAGE_FUNCTIONS,
    LENGTH,
    PLAIN,
    Kind,
    TermKind,
    find_function,
    functions,
)
from rune_kb.logic.place import error_on
from rune_kb.vocabulary import AttributeEntry, RelationEntry, Vocabulary

_LETTERS = ("x", "y", "z", "w")
_OF = {"detection": Kind.DETECTION, "image": Kind.IMAGE}


@dataclass(frozen=True, slots=True)
class Signature:
    """A canonical name, what it takes, and what it gives (None: it is true or false)."""

    name: str
    takes: tuple[TermKind, ...]
    gives: TermKind | None = None

    def __str__(self) -> str:
        words = (
            "image" if kind is Kind.IMAGE else "50 m" if kind == LENGTH else letter
            for kind, letter in zip(self.takes, (*_LETTERS, *self.takes), strict=False)
        )
        return f"{self.name}({', '.join(map(str, words))})"


@dataclass(frozen=True, slots=True)
class Names:
    """Looks names up; its errors point into ``text``."""

    vocabulary: Vocabulary
    text: str

    def error(self, message: str, node: Atom | Apply, near: tuple[str, ...] = ()) -> FormulaError:
        return error_on(message, self.text, node.pos, near)

    # -- atoms ---------------------------------------------------------------------------------------------

    def atom(self, node: Atom) -> Signature:
        """The class, relation or boolean attribute an atom names, with as many arguments as it has."""
        found = self._class_or_attribute(node) or self._relation(node)
        if len(node.args) > 1:
            found = self._relation(node) or found
        if found is None:
            raise self._unknown_atom(node)
        if len(found.takes) != len(node.args):
            raise self._wrong_arity(found, node)
        return found

    def _class_or_attribute(self, node: Atom) -> Signature | None:
        cls = self.vocabulary.find_class(node.name)
        if cls is not None:
            return Signature(cls, (Kind.DETECTION,))
        attribute = self._attribute(node.name)
        if attribute is None or attribute.kind != "boolean":
            return None
        return Signature(attribute.name, (_OF[attribute.of],))

    def _relation(self, node: Atom) -> Signature | None:
        entry = self._relation_entry(node.name)
        if entry is None:
            return None
        radius = (LENGTH,) if entry.radius and len(node.args) == entry.arity + 1 else ()
        return Signature(entry.same_as or entry.name, (Kind.DETECTION,) * entry.arity + radius)

    def _unknown_atom(self, node: Atom) -> FormulaError:
        attribute = self._attribute(node.name)
        function = attribute.name if attribute else find_function(node.name)
        if function is not None:
            value = f"{function}({', '.join(_LETTERS[: len(node.args)])})"
            return self.error(
                f"`{function}` is a value, neither true nor false; compare it: {value} = …", node
            )
        if len(node.args) == 1 and isinstance(node.args[0], Apply):
            hint = f"for several variables put commas: exists x, {node.name} (…)"
            return self.error(f"no class is called `{node.name}`; {hint}", node)
        one = len(node.args) < 2
        what = "class or boolean attribute" if one else "relation"
        kinds = ("class", "attribute") if one else ("relation",)
        near = tuple(self.vocabulary.near_misses(node.name, kinds))
        return self.error(f"no {what} is called `{node.name}`", node, near)

    # -- functions -----------------------------------------------------------------------------------------

    def function(self, node: Apply) -> Signature:
        """The built-in function or the attribute a term names, with as many arguments as it has."""
        name = find_function(node.name)
        found = self._built_in(name, node) if name is not None else self._value_attribute(node)
        if found is None:
            raise self._unknown_function(node)
        if len(found.takes) != len(node.args):
            raise self._wrong_arity(found, node)
        return found

    def _built_in(self, name: str, node: Apply) -> Signature:
        of_image = name in IMAGE_FUNCTIONS and (
            name not in DETECTION_FUNCTIONS or any(isinstance(arg, ImageTerm) for arg in node.args)
        )
        if of_image:
            return Signature(name, (Kind.IMAGE,), IMAGE_FUNCTIONS[name])
        if name in DETECTION_FUNCTIONS:
            arity, gives = DETECTION_FUNCTIONS[name]
            return Signature(name, (Kind.DETECTION,) * arity, gives)
        return Signature(name, (PLAIN,), PLAIN)  # abs: the checker lets the dimension through

    def _value_attribute(self, node: Apply) -> Signature | None:
        attribute = self._attribute(node.name)
        if attribute is None or attribute.kind == "boolean":
            return None
        of_kind: TermKind = Kind.TEXT if attribute.kind == "text" else PLAIN
        if attribute.of == "image":  # an ontology has its own words for the image's date: still a date
            of_kind = IMAGE_FUNCTIONS.get(attribute.name, of_kind)
        return Signature(attribute.name, (_OF[attribute.of],), of_kind)

    def _unknown_function(self, node: Apply) -> FormulaError:
        known = (
            self.vocabulary.find_class(node.name)
            or self.vocabulary.find_relation(node.name)
            or self.vocabulary.find_attribute(node.name)
        )
        if known is not None:
            written = f"{known}({', '.join(_LETTERS[: len(node.args)])})"
            return self.error(f"`{known}` is true or false, not a value: write {written} or ~{written}", node)
        attributes = self.vocabulary.near_misses(node.name, ("attribute",))
        near = (*get_close_matches(node.name.casefold(), functions(), n=2), *attributes)
        return self.error(f"no function is called `{node.name}`", node, tuple(dict.fromkeys(near))[:3])

    # -- both ----------------------------------------------------------------------------------------------

    def _wrong_arity(self, found: Signature, node: Atom | Apply) -> FormulaError:
        entry = self._relation_entry(node.name) if isinstance(node, Atom) else None
        right = str(found)
        if entry is not None and entry.radius:
            right += f" or {Signature(found.name, (*found.takes, LENGTH))}"
        wanted, given = len(found.takes), len(node.args)
        plural = "" if wanted == 1 else "s"
        return self.error(f"`{found.name}` takes {wanted} argument{plural}, not {given}: {right}", node)

    def _relation_entry(self, text: str) -> RelationEntry | None:
        name = self.vocabulary.find_relation(text)
        return None if name is None else self.vocabulary.relations[name]

    def _attribute(self, text: str) -> AttributeEntry | None:
        name = self.vocabulary.find_attribute(text)
        return None if name is None else self.vocabulary.attributes[name]
