"""What a proof is held against: one image's rows of the store, and the slow evaluator over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rune_kb.detection import Detection, Image
from rune_kb.errors import FormulaError
from rune_kb.limits import Limits
from rune_kb.logic.checker import check
from rune_kb.logic.formula import (
    Apply,
    Atom,
    Compare,
    Count,
    Formula,
    ImageTerm,
    Node,
    Term,
    free_variables,
    walk,
)
from rune_kb.proof.unfold import definitions_of
from rune_kb.radius import DEFAULT_RADIUS, Radius
from rune_kb.reference import FastMeaning, NoGroundSampleDistance, Scene, Settings, Taxonomy, written_out
from rune_kb.reference.geometry import RELATIONS
from rune_kb.store import Store
from rune_kb.vocabulary import ROOT, Vocabulary

IMAGE_TERMS = frozenset({"name", "date", "gsd", "width", "height"})
RULED = frozenset({*RELATIONS, "near", "far", "between"})
"""The relations that the evaluator has a rule for."""


class Rows(Protocol):
    """What the checker reads: a :class:`~rune_kb.store.Store`, or what gives the same rows."""

    def image(self, image: str) -> Image: ...

    def detections(self, image: str) -> list[Detection]: ...

    def setting(self, key: str, default: Any = None) -> Any: ...


@dataclass(frozen=True, slots=True)
class CalibratedRows:
    """A store's rows with the scores that answers have: calibrated ones, where a source is."""

    store: Store

    def image(self, image: str) -> Image:
        return self.store.image(image)

    def detections(self, image: str) -> list[Detection]:
        return self.store.detections(image, calibrated=True)

    def setting(self, key: str, default: Any = None) -> Any:
        return self.store.setting(key, default)


class Evidence:
    """One image's detections, those present by ``min_score``, and what formulas are worth over them."""

    def __init__(
        self,
        rows: Rows,
        image: Image,
        vocabulary: Vocabulary,
        *,
        boolean: bool,
        limits: Limits,
        soft: bool = False,
    ) -> None:
        self.image, self.vocabulary, self.boolean = image, vocabulary, boolean
        self.detections = {d.id: d for d in rows.detections(image.id)}
        self.present = {id: d for id, d in self.detections.items() if d.score >= limits.of(d.cls)}
        self.definitions = definitions_of(vocabulary)
        self._defined = {name: e.definition for name, e in vocabulary.classes.items() if e.definition}
        kept = rows.setting("near_radius")
        radius = Radius(*kept) if kept else DEFAULT_RADIUS
        settings = Settings(
            "boolean" if boolean else "best",
            min_score=0.0,  # the scene has those that are present
            near_radius_m=radius.metres,
            near_radius_px=radius.pixels,
            soft=soft,
        )
        flags = frozenset(name for name, e in vocabulary.attributes.items() if e.kind == "boolean")
        plain = [name for name, entry in vocabulary.classes.items() if entry.definition is None]
        taxonomy = Taxonomy({name: vocabulary.descendants(name) for name in plain}, flags)
        scene = Scene(image, tuple(self.present.values()))
        self._meaning = FastMeaning(scene, taxonomy, settings)
        certain = all(d.score == 1 for d in self.present.values())
        self._certain = certain and not soft  # both scorings agree then
        self._plain: dict[Formula, Formula] = {}

    def refused(self, formula: Formula) -> str | None:
        """Why nothing can be said of the formula in this image; None if something can."""
        try:
            canonical = check(formula, self.vocabulary)
            plain = self.plain(formula)
            self._meaning.crisp.check_units(plain)
        except FormulaError as error:
            return error.message
        except NoGroundSampleDistance:
            return "it speaks of metres, and the image's ground sample distance is not known"
        if canonical != formula:
            return "its names are not the vocabulary's own"
        unknown = next((name for node in walk(plain) if (name := self._unknown(node))), None)
        return f"the checker has no rule for `{unknown}`" if unknown else None

    def _unknown(self, node: Node) -> str | None:
        crisp = self._meaning.crisp
        match node:
            case Atom(name=name, args=(ImageTerm(),)):
                return name
            case Atom(name=name) if not crisp.is_class(name):
                return None if name in RULED or name == "adjacent" or name in crisp.taxonomy.flags else name
            case Apply(name=name, args=(ImageTerm(),)):
                return None if name in IMAGE_TERMS else name
            case _:
                return None

    def near_radius(self) -> float:
        """In pixels of this image."""
        return self._meaning.crisp.near_radius()

    def plain(self, formula: Formula) -> Formula:
        """The formula without defined classes."""
        if formula not in self._plain:
            self._plain[formula] = written_out(formula, self._defined)
        return self._plain[formula]

    def members(self, cls: str) -> int:
        """How many detections of the class are present; of a plain class, subclasses included."""
        if cls == ROOT:
            return len(self.present)
        below = self.vocabulary.descendants(cls)
        return sum(d.cls in below for d in self.present.values())

    def degree(self, leaf: Atom | Compare, bindings: Mapping[str, str]) -> float:
        """To which a leaf that is not defined holds; 1 or 0 unless soft."""
        plain = self.plain(leaf)
        assert isinstance(plain, Atom | Compare), "a leaf has no definition"
        return self._meaning.crisp.degree(plain, self._env(bindings))

    def value(self, term: Term, bindings: Mapping[str, str]) -> float | str | None:
        """What a term measures, lengths and areas in pixels; None where it has no value."""
        plain = self.plain(Compare("=", term, term))
        assert isinstance(plain, Compare)
        value = self._meaning.crisp.value(plain.left, self._env(bindings))
        return value if isinstance(value, float | str) else None

    def counted(self, count: Count, bindings: Mapping[str, str]) -> frozenset[str]:
        """The detections that a count counts."""
        plain = self.plain(Compare("=", count, count))
        assert isinstance(plain, Compare), "a comparison stays one"
        assert isinstance(plain.left, Count), "and its terms what they are"
        return self._meaning.counted_by(plain.left, self._env(bindings))

    def worth(self, formula: Formula, bindings: Mapping[str, str], scope: Iterable[str]) -> float:
        """The best score of the formula where what is in scope is paid for; ``boolean``: 1 or 0."""
        plain, env = self.plain(formula), self._env(bindings)
        if self.boolean or self._certain:
            return float(self._meaning.holds(plain, env))
        return self._meaning.score(plain, env, frozenset(self.present[id].k for id in scope))

    def _env(self, bindings: Mapping[str, str]) -> dict[str, Detection]:
        return {name: self.present[id] for name, id in bindings.items()}


def restricted(bindings: Mapping[str, str], formula: Formula) -> dict[str, str]:
    """The bindings of the formula's free variables."""
    return {name: bindings[name] for name in free_variables(formula)}
