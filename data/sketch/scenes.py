"""The collection: thirty scenes, each with its resolution, its day and how it is drawn.

What the demo asks has answers and near misses here: harbours full and empty, with a bridge and without,
ships far from any harbour, a runway with no plane, knolls in a flood and streets that still lead out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from shapely.geometry import LineString

from sketch import airfield, coast, flood, town
from sketch.canvas import Frame, Texture, smooth
from sketch.site import Site
from sketch.structures import GRASS

SEED = 20240607


@dataclass(frozen=True)
class Plan:
    """How one scene is made; ``gsd`` in metres a pixel."""

    name: str
    gsd: float
    date: str
    ground: Texture
    draw: Callable[[Site], None]

    def make(self) -> Site:
        """Draw it; the same every time."""
        site = Site(self.name, self.gsd, self.date, random.Random(f"{SEED} {self.name}"), self.ground)
        self.draw(site)
        return site


def _bridged_marina(site: Site) -> None:
    coast.marina(site, piers=3, filled=0.7, heading=-6, sailing=0)
    coast.crossing(site, Frame(coast.MIDDLE, 418, 4), site.canvas.frame, traffic=6)


def _cut_off(site: Site) -> None:
    water = flood.blob(site, 190, 268, 246, 0.1).difference(flood.blob(site, 176, 240, 58, 0.1))
    flood.streets(site, heading=8, across=[-190, -10, 170], along=[-190, -66, 66, 190], flood=water)


def _two_knolls(site: Site) -> None:
    knolls = flood.blob(site, 164, 200, 48, 0.1).union(flood.blob(site, 322, 318, 50, 0.1))
    water = flood.blob(site, 250, 262, 330, 0.08).difference(knolls)
    flood.streets(site, heading=-11, across=[-150, 10, 170], along=[-128, 0, 128], flood=water)


def _front(site: Site) -> None:
    water = flood.blob(site, -40, 300, 280, 0.12)
    flood.streets(site, heading=4, across=[-160, 0, 150], along=[-170, -50, 80, 200], flood=water)


def _dry(site: Site) -> None:
    flood.streets(
        site, heading=14, across=[-140, 40, 200], along=[-160, -30, 110], flood=flood.blob(site, 30, 40, 30)
    )


def _drowned(site: Site) -> None:
    flood.streets(
        site, heading=-5, across=[-120, 60], along=[-150, -20, 110], flood=flood.blob(site, 256, 256, 480)
    )


def _river_street(site: Site) -> None:
    spine = LineString(smooth([(-60, 150), (120, 190), (250, 290), (400, 310), (580, 400)], 4))
    flood.streets(
        site, heading=-2, across=[-180, -20, 140], along=[-190, -60, 70, 190], flood=spine.buffer(64)
    )


WATER, STREETS = coast.WATER, flood.GROUND
AERIAL = (
    Plan("harbour_01", 0.3, "2024-06-07", WATER, lambda s: coast.marina(s, piers=3, filled=0.86, heading=12)),
    Plan(
        "harbour_02",
        0.3,
        "2024-06-07",
        WATER,
        lambda s: coast.marina(s, piers=4, filled=0.66, heading=196, length_m=10),
    ),
    Plan("harbour_03", 0.8, "2023-09-18", WATER, lambda s: coast.port(s, ships=2, heading=-8)),
    Plan("harbour_04", 0.3, "2024-06-09", WATER, _bridged_marina),
    Plan(
        "harbour_05",
        0.3,
        "2024-01-21",
        WATER,
        lambda s: coast.marina(s, piers=3, filled=0.0, heading=-24, sailing=2),
    ),
    Plan("harbour_06", 0.8, "2023-09-18", WATER, lambda s: coast.port(s, ships=1, heading=172, kind="oil")),
    Plan(
        "harbour_07",
        0.3,
        "2024-08-02",
        WATER,
        lambda s: coast.marina(s, piers=2, filled=0.5, heading=84, sailing=3, length_m=15),
    ),
    Plan("sea_01", 0.5, "2024-08-02", WATER, lambda s: coast.sea(s, 5)),
    Plan("river_01", 0.4, "2024-05-16", GRASS, lambda s: coast.river(s, bridges=2, boats=3)),
    Plan("river_02", 0.4, "2024-05-16", GRASS, lambda s: coast.river(s, bridges=1, boats=2, jetty=2)),
    Plan("river_03", 0.4, "2024-05-17", GRASS, lambda s: coast.river(s, bridges=0, boats=2, jetty=1)),
    Plan(
        "airport_01", 0.6, "2023-07-04", GRASS, lambda s: airfield.terminal(s, gates=5, taken=0.85, heading=6)
    ),
    Plan(
        "airport_02",
        0.6,
        "2023-07-04",
        GRASS,
        lambda s: airfield.terminal(s, gates=6, taken=0.5, heading=183, taxiing=0),
    ),
    Plan("airport_03", 0.5, "2023-11-30", GRASS, lambda s: airfield.runway_only(s, heading=-28, plane=True)),
    Plan("airport_04", 0.5, "2023-11-30", GRASS, lambda s: airfield.runway_only(s, heading=16, plane=False)),
    Plan(
        "airport_05",
        0.3,
        "2024-04-12",
        GRASS,
        lambda s: airfield.aeroclub(s, planes=8, helicopters=2, heading=8),
    ),
    Plan("stadium_01", 0.4, "2024-05-25", GRASS, lambda s: town.stadium(s, heading=7, courts=4, ball=1)),
    Plan(
        "stadium_02",
        0.4,
        "2024-05-25",
        GRASS,
        lambda s: town.stadium(s, heading=-5, courts=5, ball=0, swimming=True),
    ),
    Plan("stadium_03", 0.4, "2024-05-26", GRASS, lambda s: town.stadium(s, heading=184, courts=2, ball=1)),
    Plan(
        "tanks_01",
        0.5,
        "2023-10-11",
        GRASS,
        lambda s: town.tank_farm(s, rows=3, columns=4, filled=0.9, heading=5),
    ),
    Plan(
        "tanks_02",
        0.5,
        "2023-10-11",
        GRASS,
        lambda s: town.tank_farm(s, rows=4, columns=6, filled=0.8, heading=-7),
    ),
    Plan(
        "carpark_01", 0.3, "2024-03-16", GRASS, lambda s: town.car_park(s, heading=-6, filled=0.75, lorries=6)
    ),
    Plan("roundabout_01", 0.3, "2024-03-16", GRASS, lambda s: town.roundabout(s, heading=12)),
    Plan("suburb_01", 0.3, "2024-07-19", GRASS, lambda s: town.suburb(s, heading=-9, pools=0.6)),
    Plan("suburb_02", 0.3, "2024-07-19", GRASS, lambda s: town.suburb(s, heading=21, pools=0.12)),
)
FLOOD = (
    Plan("flood_01", 0.4, "2021-07-16", STREETS, _cut_off),
    Plan("flood_02", 0.4, "2021-07-16", STREETS, _two_knolls),
    Plan("flood_03", 0.4, "2021-07-16", STREETS, _front),
    Plan("flood_04", 0.4, "2021-07-17", STREETS, _dry),
    Plan("flood_05", 0.4, "2021-07-17", STREETS, _drowned),
    Plan("flood_06", 0.4, "2021-07-17", STREETS, _river_street),
)
