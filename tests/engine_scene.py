"""The reference's scenes and formulas, put to the engine: the way from text to answers without a store.

A formula goes through the printer, the parser and the checker, as a person's would; the scenes' detections
become rows of the engine's tables in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from reference import TAXONOMY, Scene, Settings, answers, written_out

from rune_kb.detection import Detection
from rune_kb.engine import Engine, RawAnswer
from rune_kb.kb import MIN_SCORE
from rune_kb.limits import Limits, limits
from rune_kb.lineage.grounded import Wanted
from rune_kb.logic.checker import MetricSupport, check
from rune_kb.logic.formula import Formula, free_variables
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.logic.terms import to_prolog
from rune_kb.logic.vocabulary_facts import vocabulary_facts
from rune_kb.measure import measure
from rune_kb.ontology import load_vocabulary
from rune_kb.outline_cells import geometry_cell
from rune_kb.vocabulary import ROOT, AttributeEntry, ClassEntry, Vocabulary

DEFINITIONS = {
    name: parse(text)
    for name, text in {
        "flooded_building": "building(x) & flooded(x)",
        "dry_building": "building(x) & ~flooded(x)",
        "moored": "ship(x) & exists y (harbor(y) & near(x, y))",
        "lonely": "object(x) & ~exists y (object(y) & near(x, y))",
        "busy_harbor": "harbor(x) & exists>=2 y (ship(y) & near(x, y))",
        "calm_harbor": "harbor(x) & exists<=1 y (moored(y) & near(x, y))",
    }.items()
}
"""Defined classes: of attributes, of relations, under a negation, with a count, one by another."""

OWN_WORDS = """
@prefix : <https://example.org/port#> .
@prefix rune: <https://w3id.org/rune#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:storeys a owl:DatatypeProperty ; rdfs:domain rune:Object ; rdfs:range xsd:decimal .
:damage a owl:DatatypeProperty ; rdfs:domain rune:Object ; rdfs:range xsd:string .
:Moored a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( rune:Ship
    [ a owl:Restriction ; owl:onProperty rune:near ; owl:someValuesFrom rune:Harbor ] ) ] .
:Lonely a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( rune:Object [ a owl:Class ; owl:complementOf
    [ a owl:Restriction ; owl:onProperty rune:near ; owl:someValuesFrom rune:Object ] ] ) ] .
:BusyHarbor a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( rune:Harbor
    [ a owl:Restriction ; owl:onProperty rune:near ;
      owl:minQualifiedCardinality 2 ; owl:onClass rune:Ship ] ) ] .
:CalmHarbor a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( rune:Harbor
    [ a owl:Restriction ; owl:onProperty rune:near ;
      owl:maxQualifiedCardinality 1 ; owl:onClass :Moored ] ) ] .
"""
"""What a real knowledge base must be told to know DEFINITIONS and ATTRIBUTES."""

ATTRIBUTES = (
    AttributeEntry("storeys", "storeys", "storeys", "number"),
    AttributeEntry("damage", "damage", "damage", "text"),
)
MEASURES = ("cx", "cy", "minx", "miny", "maxx", "maxy", "area", "length", "width", "angle")
POINT = 6
"""image, id, score, class, cx, cy: the columns of the projection ``point``, the first of ``full``."""

Key = tuple[str, tuple[tuple[str, str], ...]]
"""An answer but for its score: the image, and (name, detection id) of each free variable, by name."""


@cache
def vocabulary() -> Vocabulary:
    """RUNE's own relations and attributes with the reference's classes, and what is defined by them."""
    own, _ = load_vocabulary()
    classes = {name: replace(own.classes[name], parents=_parents(name)) for name in TAXONOMY.covers}
    defined = {name: ClassEntry(name, name, name, definition=f) for name, f in DEFINITIONS.items()}
    attributes = {**own.attributes, **{entry.name: entry for entry in ATTRIBUTES}}
    made = Vocabulary({**classes, **defined}, own.relations, attributes)
    assert {name: made.descendants(name) for name in classes} == dict(TAXONOMY.covers)
    return made


def _parents(name: str) -> tuple[str, ...]:
    if name == ROOT:
        return ()
    return ("vehicle",) if name != "vehicle" and name in TAXONOMY.covers["vehicle"] else (ROOT,)


class SceneEngine:
    """An engine that holds some scenes, of different images, and nothing else.

    Engines of one name share what they hold.
    """

    def __init__(self, name: str = "scene") -> None:
        self.engine = Engine(name)
        self.engine.set_vocabulary(vocabulary_facts(vocabulary()))
        self.support = MetricSupport(0, 0)

    def hold(self, scenes: Sequence[Scene]) -> None:
        """Forgets what was held and holds these."""
        images = [scene.image for scene in scenes]
        without = [image.id for image in images if image.gsd is None]
        self.support = MetricSupport(len(images), len(without), tuple(without[:3]))
        known = [[i.id, *("none" if v is None else v for v in _image_values(i))] for i in images]
        self._table("image", "image", known)
        for name, entry in vocabulary().attributes.items():
            if entry.of == "detection":
                self._table(name, "attribute", _attribute_rows(name, scenes))
        rows = [row for scene in scenes for row in _rows(scene)]
        sizes = [
            self._class_tables(name, [row for row in rows if row[3] in members])
            for name, members in TAXONOMY.covers.items()
        ]
        self.engine.set_stats([size for size in sizes if size])

    def ask(self, formula: Formula, settings: Settings, *, top: int | None = None) -> list[RawAnswer]:
        """Prints, parses, checks and asks the formula."""
        return self.ask_text(to_text(formula), settings, top=top)

    def ask_text(self, text: str, settings: Settings, *, top: int | None = None) -> list[RawAnswer]:
        return self._asked(self.engine.ask, text, settings.scoring, settings, top)

    def ask_lineage(self, formula: Formula, settings: Settings, wanted: Wanted) -> list[RawAnswer]:
        """In ``exact`` or ``topk`` scoring; of the settings, least score and radius count."""

        def ask(goal: list[Any], options: Sequence[tuple[str, Any]]) -> Sequence[Any]:
            return self.engine.ask_lineage(goal, options, wanted)

        return self._asked(ask, to_text(formula), "lineage", settings, wanted.top)

    def _asked(
        self,
        ask: Callable[[list[Any], Sequence[tuple[str, Any]]], Sequence[Any]],
        text: str,
        scoring: str,
        settings: Settings,
        top: int | None,
    ) -> list[RawAnswer]:
        formula = check(parse(text), vocabulary(), text=text, images=self.support)
        options = (
            ("scoring", scoring),
            ("min_score", self._limits(settings).to_prolog()),
            ("threshold", settings.threshold),
            ("top", "inf" if top is None else top),
            ("near_radius", [settings.near_radius_m, settings.near_radius_px]),
            ("soft", settings.soft),
        )
        found = ask(to_prolog(formula, vocabulary()), options)
        raw = [each for each in found if isinstance(each, RawAnswer)]
        assert len(raw) == len(found), f"tables are missing: {found}"
        return raw

    def _limits(self, settings: Settings) -> Limits:
        return limits(settings.min_score, MIN_SCORE[settings.scoring], vocabulary())

    def _class_tables(self, name: str, rows: list[list[object]]) -> list[object]:
        """Puts the class's tables in place; its size, if it has any."""
        by_image: dict[object, list[float]] = {}
        for row in rows:
            by_image.setdefault(row[0], []).append(row[2])  # type: ignore[arg-type]
        self._table(name, "full", rows)
        self._table(name, "point", [row[:POINT] for row in rows])
        self._table(name, "images", [[image, len(of), max(of)] for image, of in by_image.items()])
        scores = [score for of in by_image.values() for score in of]
        return [name, len(by_image), len(scores), min(scores), max(scores)] if scores else []

    def _table(self, name: str, projection: str, rows: list[list[object]]) -> None:
        self.engine.drop_table((name, projection))
        self.engine.add_rows((name, projection), rows)


def _image_values(image: object) -> tuple[object, ...]:
    return tuple(getattr(image, name) for name in ("width", "height", "gsd", "date"))


def _attribute_rows(name: str, scenes: Iterable[Scene]) -> list[list[object]]:
    return [
        [d.image, d.k, {True: "true", False: "false"}[value] if isinstance(value, bool) else value]
        for scene in scenes
        for d in scene.detections
        if (value := d.attributes.get(name)) is not None
    ]


def _rows(scene: Scene) -> list[list[object]]:
    """Rows of the projection ``full``, best score first."""
    ds = sorted(scene.detections, key=lambda d: (-d.score, d.k))
    if not ds:
        return []
    measured = measure([d.outline for d in ds])
    columns = [getattr(measured, name).tolist() for name in MEASURES]
    return [
        [d.image, d.k, d.score, d.cls, *(column[i] for column in columns), geometry_cell(d.outline)]
        for i, d in enumerate(ds)
    ]


# -- answers, comparable ------------------------------------------------------------------------------------


def renamed(scene: Scene, name: str) -> Scene:
    """The same scene in an image of another name."""
    detections = tuple(replace(d, image=name) for d in scene.detections)
    return Scene(replace(scene.image, id=name), detections)


def expected(
    formula: Formula,
    scenes: Iterable[Scene],
    settings: Settings,
    definitions: Mapping[str, Formula] = DEFINITIONS,
) -> dict[Key, float]:
    """What the reference answers, image by image."""
    plain = written_out(formula, definitions)
    return {
        (scene.image.id, tuple(sorted(answer.bindings.items()))): answer.score
        for scene in scenes
        for answer in answers(plain, scene, TAXONOMY, settings)
    }


def key(formula: Formula, answer: RawAnswer) -> Key:
    """The engine's answer as the reference would name it. (A free variable's name is bound nowhere else.)"""
    bound = {name: value for name, value, _ in answer.bindings}
    return answer.image, tuple(
        sorted((name, f"{answer.image}#{bound[name]}") for name in free_variables(formula))
    )


def difference(wanted: dict[Key, float], formula: Formula, found: Sequence[RawAnswer]) -> str:
    """What the engine got wrong, in words; empty where it got everything right."""
    got = {key(formula, each): each.score for each in found}
    if len(got) < len(found):
        return f"an answer came twice: {[key(formula, each) for each in found]}"
    if missing := wanted.keys() - got.keys():
        return f"not found: { {k: wanted[k] for k in missing} }"
    if extra := got.keys() - wanted.keys():
        return f"not there: { {k: got[k] for k in extra} }"
    off = {k: (wanted[k], got[k]) for k in wanted if abs(wanted[k] - got[k]) > 1e-9}
    return f"scores (reference, engine): {off}" if off else ""


def witnesses(answer: RawAnswer) -> set[int]:
    """The numbers of all detections that an answer shows."""
    values = (value if isinstance(value, list) else [value] for _, value, _ in answer.bindings)
    return {k for each in values for k in each}


def only(scene: Scene, ks: set[int]) -> Scene:
    """The scene with these detections alone."""
    kept: tuple[Detection, ...] = tuple(d for d in scene.detections if d.k in ks)
    return replace(scene, detections=kept)
