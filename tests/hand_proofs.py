"""Proofs made by hand, one or more for every rule, each with the scene that it is of.

Formulas are parsed, scores multiplied as rune_kb/proof/tree.py says; tests/test_hand_proofs.py holds them to
the reference evaluator.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry

from rune_kb.detection import Detection, Image
from rune_kb.logic.formula import And, Formula, Implies, free_variables
from rune_kb.logic.parser import parse
from rune_kb.logic.printer import to_text
from rune_kb.proof import Cited, Measure, NearMiss, Proof, Search, Step


@dataclass(frozen=True)
class Scene:
    """An image with its detections, and what proves something of it."""

    image: Image
    detections: tuple[Detection, ...]

    def proof(self, root: Step, *, near_radius: float = 100.0, scoring: str = "best") -> Proof:
        cited = {d.id: Cited(d.id, d.cls, d.label, d.score, d.source, d.line) for d in self.detections}
        named = _named(root)
        used = {id: cited[id] for id in cited if id in named}
        return Proof(self.image, root.formula, scoring, 0.05, near_radius, root, used)


def _named(step: Step) -> set[str]:
    names = {*step.bindings.values(), *step.witnesses}.union(*map(_named, step.children))
    if step.search and step.search.counter:
        names |= _named(step.search.counter)
    if step.search and step.search.nearest:
        names |= set(step.search.nearest.bindings.values())
    return names


class Steps:
    """Makes steps about one scene; ``env`` says which detection, by number, each variable stands for."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.score = {d.id: d.score for d in scene.detections}

    def id(self, k: int) -> str:
        return f"{self.scene.image.id}#{k}"

    def step(
        self,
        rule: str,
        formula: str | Formula,
        env: Mapping[str, int],
        *children: Step,
        witnesses: tuple[int, ...] = (),
        paid: tuple[int, ...] | None = None,
        **more: object,
    ) -> Step:
        """A step whose score follows from what is paid in it, from its children and from its search."""
        parsed = parse(formula) if isinstance(formula, str) else formula
        pays = tuple(map(self.id, witnesses if paid is None else paid))
        value = math.prod([self.score[one] for one in pays] + [child.score for child in children])
        search = more.get("search")
        if isinstance(search, Search) and search.counter:
            value = 1 - search.counter.score
        bindings = {name: self.id(env[name]) for name in free_variables(parsed)}
        ids = tuple(map(self.id, witnesses))
        return Step(rule, parsed, bindings, value, children, witnesses=ids, paid=pays, **more)  # type: ignore[arg-type]

    def cls(self, formula: str, env: Mapping[str, int], *path: str) -> Step:
        return self.step("class", formula, env, path=path or (formula.partition("(")[0],))

    def near(
        self, formula: str, env: Mapping[str, int], gap: float, names: str = "x, y", bound: float = 100.0
    ) -> Step:
        measured = (Measure(f"distance({names})", gap, "px", "<=", bound),)
        return self.step("relation", formula, env, measures=measured)

    def joined(self, env: Mapping[str, int], *parts: Step) -> Step:
        return self.step("and", And(tuple(part.formula for part in parts)), env, *parts)

    def missed(self, formula: str, env: Mapping[str, int], *measures: Measure) -> NearMiss:
        parsed = parse(formula)
        return NearMiss({name: self.id(env[name]) for name in free_variables(parsed)}, parsed, measures)


def _scene(
    image: Image, objects: list[tuple[str, BaseGeometry, float]], *, flooded: tuple[int, ...] = ()
) -> Scene:
    detections = tuple(
        Detection(
            image.id, k, cls, cls.replace("_", "-"), outline, score, f"labels/{image.id}.txt", k + 3,
            {"flooded": True} if k in flooded else {},
        )
        for k, (cls, outline, score) in enumerate(objects)
    )  # fmt: skip
    return Scene(image, detections)


# -- a harbor with three ships near it and no bridge (exists, count, relation, negation with its nearest miss)

HARBOUR = _scene(
    Image("harbour_02", 640, 480, gsd=0.3, date="2024-05-01"),
    [
        ("harbor", box(200, 200, 260, 420), 0.97),
        ("ship", box(272.3, 220, 330, 245), 0.94),
        ("ship", box(280, 290, 350, 310), 0.91),
        ("ship", box(110, 330, 165, 350), 0.88),
        ("bridge", box(460, 40, 520, 470), 0.72),
        ("ship", box(540, 60, 600, 90), 0.66),
    ],
)


def harbour() -> Proof:
    s, env = Steps(HARBOUR), {"y": 0}
    members = []
    for k, gap in ((1, 12.3), (2, 20.0), (3, 35.0)):
        one = {**env, "x": k}
        body = s.joined(one, s.cls("ship(x)", one), s.near("near(x, y)", one, gap))
        members.append(s.step("member", body.formula, one, body, witnesses=(k,)))
    miss = s.missed("near(z, y)", {"y": 0, "z": 4}, Measure("distance(z, y)", 200.0, "px", "<=", 100.0))
    body = s.joined(
        env,
        s.cls("harbor(y)", env),
        s.step("exists-count", "exists>=3 x (ship(x) & near(x, y))", env, *members),
        s.step("not", "~exists z (bridge(z) & near(z, y))", env, search=Search("bridge", 1, nearest=miss)),
    )
    whole = "exists y (harbor(y) & exists>=3 x (ship(x) & near(x, y)) & ~exists z (bridge(z) & near(z, y)))"
    return HARBOUR.proof(s.step("exists", whole, {}, body, witnesses=(0,)))


# -- tanks that all have a road nearby, but for one that may have none (forall with its counter-proof) -------

TANKS = _scene(
    Image("tanks_01", 600, 400),
    [
        ("storage_tank", box(100, 100, 140, 140), 0.95),
        ("storage_tank", box(180, 100, 220, 140), 0.9),
        ("storage_tank", box(480, 300, 520, 340), 0.35),
        ("road", LineString([(40, 200), (400, 200)]), 0.99),
    ],
)
EVERY_TANK = "forall x (storage_tank(x) -> exists y (road(y) & near(x, y)))"


def tanks() -> Proof:
    s, stray = Steps(TANKS), {"x": 2}
    body = parse(EVERY_TANK).body  # type: ignore[union-attr]
    assert isinstance(body, Implies)
    miss = s.missed("near(x, y)", {"x": 2, "y": 3}, Measure("distance(x, y)", 128.0624847, "px", "<=", 100.0))
    search = Search("object", 0, nearest=miss)
    no_road = s.step("not", f"~({to_text(body)})", stray, search=search)
    counter = s.step("exists", f"exists x (~({to_text(body)}))", {}, no_road, witnesses=(2,))
    return TANKS.proof(s.step("forall", EVERY_TANK, {}, search=Search("storage_tank", 3, counter)))


# -- a flooded building and a vehicle (definition, attribute, subclass, or, implies, iff, xor, not, not not) -

FLOOD = _scene(
    Image("flood_03", 500, 400, gsd=0.5),
    [("building", box(100, 100, 220, 200), 0.9), ("small_vehicle", box(260, 130, 300, 150), 0.8)],
    flooded=(0,),
)
FLOODED = "building(x) & flooded(x)"


def flood() -> Proof:
    s, env = Steps(FLOOD), {"x": 0, "y": 1}
    wet = s.joined(env, s.cls("building(x)", env), s.step("attribute", "flooded(x)", env))
    small = Measure("area(y)", 800.0, "px2", ">", 4000.0)
    areas = (Measure("area(x)", 12000.0, "px2", ">", 800.0),)
    leftward = (
        Measure("cx(x)", 160.0, "px", "<", 280.0), Measure("abs(cx(x) - cx(y))", 120.0, "px", ">=", 10.0)
    )  # fmt: skip
    rightward = (
        Measure("cx(y)", 280.0, "px", "<", 160.0), Measure("abs(cx(y) - cx(x))", 120.0, "px", ">=", 10.0)
    )  # fmt: skip
    not_large = s.step("not", "~(area(y) > 4000)", env, search=Search("object", 0, nearest=NearMiss(
        {"y": s.id(1)}, parse("area(y) > 4000"), (small,))))  # fmt: skip
    left = s.step("relation", "left_of(x, y)", env, measures=leftward)
    other = NearMiss({"x": s.id(0), "y": s.id(1)}, parse("right_of(x, y)"), rightward)
    not_right = s.step("not", "~right_of(x, y)", env, search=Search("object", 0, nearest=other))
    differ = s.step("compare", "x != y", env)
    larger = s.step("relation", "larger_than(x, y)", env, measures=areas)
    parts = [
        s.step("definition", "flooded_building(x)", env, wet),
        s.cls("vehicle(y)", env, "small_vehicle", "vehicle"),
        s.step("or", "inside(y, x) | near(x, y)", env, s.near("near(x, y)", env, 40.0, bound=60.0), branch=1),
        s.step("implies", "area(y) > 4000 -> flooded(y)", env, not_large, branch=0),
        s.step(
            "iff", "flooded(x) <-> larger_than(x, y)", env,
            s.step("attribute", "flooded(x)", env), larger, branch=0,
        ),
        s.step("xor", "left_of(x, y) xor right_of(x, y)", env, left, not_right, branch=0),
        s.step("double-neg", "~~(x != y)", env, differ),
    ]  # fmt: skip
    body = s.joined(env, *parts)
    root = Step("exists", replace(parse("exists x, y (ship(x) & ship(y))"), body=body.formula), {}, 0.0)  # type: ignore[type-var]
    root = s.step("exists", root.formula, {}, body, witnesses=(0, 1))
    return FLOOD.proof(root, near_radius=60.0)


# -- ships away from every harbor, each an answer of its own (answer, negation with a counter-proof) ---------

SEA = _scene(
    Image("sea_07", 400, 400),
    [("ship", box(100, 100, 160, 130), 0.93), ("harbor", box(200, 90, 230, 300), 0.3)],
)
ALONE = "ship(x) & ~exists y (harbor(y) & near(x, y))"


def alone() -> Proof:
    s, env = Steps(SEA), {"x": 0}
    both = {"x": 0, "y": 1}
    found = s.joined(both, s.cls("harbor(y)", both), s.near("near(x, y)", both, 40.0))
    counter = s.step("exists", "exists y (harbor(y) & near(x, y))", env, found, witnesses=(1,))
    lonely = s.step("not", "~exists y (harbor(y) & near(x, y))", env, search=Search("harbor", 1, counter))
    body = s.joined(env, s.cls("ship(x)", env), lonely)
    return SEA.proof(s.step("answer", ALONE, env, body, witnesses=(0,)))


# -- counts (compare with counts, exists=2, at-most) ---------------------------------------------------------

PORT = _scene(
    Image("port_11", 800, 600, date="2023-08-14"),
    [
        ("harbor", box(100, 100, 140, 300), 0.96),
        ("harbor", box(300, 100, 340, 300), 0.9),
        *[("ship", box(150 + 70 * i, 320, 200 + 70 * i, 345), 0.95 - i / 50) for i in range(6)],
        ("harbor", box(600, 100, 640, 300), 0.2),
    ],
)


def port() -> Proof:
    s = Steps(PORT)
    counts = (Measure("count x (ship(x))", 6.0, "", ">", 4.0), Measure("2 * count y (harbor(y))", 4.0))
    many = s.step("compare", "count x (ship(x)) > 2 * count y (harbor(y))", {}, measures=counts)
    taken = Measure("date(image)", "2023-08-14", "", ">", "2020")
    recent = s.step("compare", "date(image) > '2020'", {}, measures=(taken,))
    members = [_harbor(s, k) for k in (0, 1)]
    three = s.step("exists-count", "exists>2 z (harbor(z))", {}, *[_harbor(s, k) for k in (0, 1, 8)])
    no_more = s.step("not", "~exists>2 z (harbor(z))", {}, search=Search("harbor", 3, three))
    two = s.step("exists-count", "exists=2 z (harbor(z))", {}, *members, no_more)
    one = s.step("at-most", "exists<=1 w (bridge(w))", {}, search=Search("bridge", 0))
    return PORT.proof(s.joined({}, many, recent, two, one))


def _harbor(s: Steps, k: int) -> Step:
    return s.step("member", "harbor(z)", {"z": k}, s.cls("harbor(z)", {"z": k}), witnesses=(k,))


# -- a crowd -------------------------------------------------------------------------------------------------

APRON = _scene(
    Image("airport_05", 900, 600, gsd=0.5),
    [("plane", box(40 + 80 * (i % 10), 60 + 110 * (i // 10), 95 + 80 * (i % 10), 110 + 110 * (i // 10)), 1.0)
     for i in range(44)],
)  # fmt: skip


def apron() -> Proof:
    s = Steps(APRON)
    members = [
        s.step("member", "plane(x)", {"x": k}, s.cls("plane(x)", {"x": k}), witnesses=(k,)) for k in range(42)
    ]
    return APRON.proof(s.step("exists-count", "exists>=42 x (plane(x))", {}, *members), near_radius=60.0)


PROOFS: Mapping[str, tuple[Scene, Callable[[], Proof]]] = {
    "harbour": (HARBOUR, harbour),
    "tanks": (TANKS, tanks),
    "flood": (FLOOD, flood),
    "alone": (SEA, alone),
    "port": (PORT, port),
    "apron": (APRON, apron),
}
