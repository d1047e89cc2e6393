"""The real collections and the formulas that are asked of them, of rising difficulty."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Question:
    """A formula and how it is asked. Free variables ask for all bindings."""

    text: str
    scoring: Literal["boolean", "best"] = "best"
    min_score: float | None = None


@dataclass(frozen=True)
class Collection:
    """A source below the shared data. The reference looks at every ``stride``-th image, the engine at all."""

    name: str
    source: str
    questions: tuple[Question, ...]
    stride: int = 1

    @property
    def path(self) -> Path:
        """Where it lies, if it is there."""
        return shared_data(self.source)


def shared_data(source: str) -> Path:
    """Where a source lies that is not part of the project: in the folder that RUNE_SHARED_DATA names."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("RUNE_SHARED_DATA", beside)) / source


def _asked(text: str) -> tuple[Question, ...]:
    """A question a line.

    The reference tries all sets of n witnesses in the scoring ``best``; ``boolean:`` before a formula spares
    it that where there are too many. All scores are 1 there, so the answers are the same.
    """
    lines = (line.strip() for line in text.strip().splitlines())
    return tuple(
        Question(line.removeprefix("boolean: "), "boolean" if line.startswith("boolean: ") else "best")
        for line in lines
    )


DIOR = Collection("DIOR", "dior/train.txt", _asked("""
    exists x windmill(x)
    exists x airport(x) & exists y plane(y)
    exists x, y (ship(x) & harbor(y) & near(x, y))
    exists x, y (vehicle(x) & overpass(y) & on(x, y)) | exists x, y (vehicle(x) & bridge(y) & on(x, y))
    boolean: exists>=10 x ship(x) & exists>=2 y harbor(y)
    boolean: exists x (harbor(x) & exists>=3 y (ship(y) & near(y, x, 50 px)))
    exists x bridge(x) & ~exists y ship(y) & ~exists z vehicle(z)
    forall x (ship(x) -> exists y (harbor(y) & near(x, y, 30 px))) & exists x ship(x)
    count x (ship(x)) > count y (vehicle(y)) & count y (vehicle(y)) > 0
    exists x (tennis_court(x) & count y (tennis_court(y) & adjacent(x, y)) >= 2)
    exists x (sports_field(x) & forall y (sports_field(y) & y != x -> larger_than(x, y) & left_of(x, y)))
    exists=1 x stadium(x) & exists x (stadium(x) & exists y (ground_track_field(y) & inside(y, x)))
    plane(p) & ~exists x (plane(x) & near(p, x, 20 px)) & exists y airport(y)
    exists x, y, z (storage_tank(x) & storage_tank(y) & ship(z) & between(x, y, z))
    """))  # fmt: skip

NWPU = Collection("NWPU VHR-10", "nwpu_vhr10", _asked("""
    exists x bridge(x)
    exists x baseball_diamond(x) & exists y tennis_court(y)
    exists x, y (tennis_court(x) & basketball_court(y) & near(x, y))
    exists>=3 x (plane(x) & area(x) > 2500)
    exists x (sports_field(x) & exists y (sports_field(y) & y != x & overlaps(y, x)))
    exists x (basketball_court(x) & ~exists y (tennis_court(y) & near(x, y)))
    forall x (vehicle(x) -> exists y (vehicle(y) & near(x, y, 40 px))) & exists>=2 x vehicle(x)
    count x (tennis_court(x)) > count y (basketball_court(y)) & exists y basketball_court(y)
    exists x (storage_tank(x) & exists>=4 y (storage_tank(y) & near(x, y, 30 px) & ~larger_than(y, x)))
    exists x (harbor(x) & forall y (harbor(y) -> x = y | parallel_to(x, y))) & exists>=2 x harbor(x)
    plane(p) & plane(q) & adjacent(p, q) & perpendicular_to(p, q)
    exists=2 x (tennis_court(x) & exists y (basketball_court(y) & adjacent(x, y)))
    """))  # fmt: skip

DOTA = Collection("DOTA", "dota/labelTxt", _asked("""
    exists x plane(x)
    exists x harbor(x) & exists y ship(y)
    exists x, y (large_vehicle(x) & small_vehicle(y) & near(x, y))
    boolean: exists>=100 x vehicle(x)
    boolean: exists x (harbor(x) & exists>=5 y (ship(y) & near(x, y) & parallel_to(x, y)))
    exists x storage_tank(x) & ~exists y ship(y)
    forall x (ship(x) -> exists y (harbor(y) & near(x, y))) & exists x ship(x)
    count x (large_vehicle(x)) > count y (small_vehicle(y))
    exists x (swimming_pool(x) & forall y (swimming_pool(y) -> x = y | north_of(x, y)))
    plane(p) & exists x (plane(x) & adjacent(p, x) & ~parallel_to(p, x))
    harbor(p) & count x (ship(x) & near(x, p)) > 2 * count y (harbor(y) & near(y, p))
    large_vehicle(p) & length(p) > 4 * width(p) & exists>=2 x (vehicle(x) & touches(x, p) | overlaps(x, p))
    """))  # fmt: skip

FLOOD = Collection("SpaceNet 8 (04-ZABURO)", "spacenet8_flood/04-ZABURO_final.csv", _asked("""
    exists x flooded_building(x)
    exists x flooded_building(x) & exists y flooded_road(y)
    building(p) & exists y (flooded_road(y) & near(p, y, 50 px))
    flooded_building(p) & exists y (flooded_road(y) & near(p, y, 50 px))
    count x (flooded_building(x)) > count y (dry_building(y))
    exists>=2 x (dry_building(x) & exists y (flooded_road(y) & near(x, y)))
    exists x road(x) & ~exists x (road(x) & flooded(x)) & exists y (building(y) & flooded(y))
    forall x (building(x) -> exists y (road(y) & near(x, y))) & exists x building(x)
    exists x (road(x) & exists y (flooded_road(y) & x != y & intersects(x, y)))
    flooded_road(p) & forall x (building(x) & near(x, p) -> flooded(x)) & exists x (building(x) & near(x, p))
    dry_building(p) & exists>=3 x (flooded_building(x) & near(p, x)) & ~exists y (road(y) & near(p, y))
    count x (road(x) & flooded(x)) >= count y (road(y) & ~flooded(y)) & exists=1 x (flooded_building(x))
    """))  # fmt: skip

GGHL = Collection(
    "DOTA, a detector's output (GGHL)",
    "dota/val_detections_gghl",
    (
        Question("exists x helicopter(x)"),
        Question("exists x ground_track_field(x) & exists y soccer_ball_field(y)"),
        Question("exists x, y (soccer_ball_field(x) & ground_track_field(y) & inside(x, y))"),
        Question("exists>=2 x tennis_court(x) & exists y basketball_court(y)", min_score=0.5),
        Question("exists x (roundabout(x) & ~exists y (helicopter(y)))"),
        Question("exists x baseball_diamond(x) & ~exists y (tennis_court(y) & score(y) > 0.5)"),
        Question("count x (swimming_pool(x)) > count y (tennis_court(y)) & exists y tennis_court(y)"),
        Question("tennis_court(p) & exists x (basketball_court(x) & near(p, x))", min_score=0.3),
        Question("exists>=2 x (tennis_court(x) & exists y (swimming_pool(y) & near(x, y)))", min_score=0.5),
        Question("forall x (tennis_court(x) -> exists y (tennis_court(y) & near(x, y)))", "boolean"),
        Question("exists x helicopter(x) & exists>=2 y (helicopter(y))", "boolean"),
    ),
)

COLLECTIONS = (DIOR, NWPU, DOTA, FLOOD, GGHL)
