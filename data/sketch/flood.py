"""Streets after a flood: buildings as polygons, roads as lines, each flooded or dry (SpaceNet 8's labels)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from sketch import structures
from sketch.canvas import Frame, Point, Texture, smooth
from sketch.coast import MIDDLE, grove
from sketch.site import Site

MUD = (128, 108, 80)


def blob(site: Site, x: float, y: float, radius: float, wobble: float = 0.18) -> Polygon:
    """A rounded patch."""
    points = [
        Frame(x, y, a).at(radius * (1 + wobble * site.rng.uniform(-1, 1)), 0) for a in range(0, 360, 24)
    ]
    return Polygon(smooth(points, 3, closed=True)).buffer(0)


def streets(
    site: Site,
    *,
    heading: float,
    across: Sequence[float],
    along: Sequence[float],
    flood: BaseGeometry,
    skip: float = 0.12,
) -> None:
    """A street grid with houses on its blocks, then the flood over all that lies within ``flood``.

    ``along`` are the v of streets that run with the frame, ``across`` the u of those across it. A street is
    one road between two crossings; it is flooded when most of it lies under water, a building when its
    centre does.
    """
    canvas, rng = site.canvas, site.rng
    frame = Frame(MIDDLE, MIDDLE, heading)
    pieces = _pieces(frame, across, along)
    ribbon = unary_union([piece.buffer(8, cap_style="square") for piece in pieces])
    houses = _houses(site, frame, across, along, ribbon, skip)
    canvas.area(ribbon.buffer(4), structures.PAVING)
    canvas.area(ribbon, structures.ASPHALT)
    for piece in pieces:
        canvas.stroke(piece.coords, structures.LINE, 0.8, 0.9, dash=(6, 6))
    _water(site, flood)
    for piece in pieces:
        wet = piece.intersection(flood).length > 0.5 * piece.length
        site.add("Road", piece, 0.84 if wet else 0.93, flooded=wet)
    for at, long, wide, flat in houses:
        wet = flood.contains(Spot(at.x, at.y))
        draw = structures.block if flat else structures.house
        body = draw(canvas, at, long, wide, rng)
        if wet:
            canvas.edge(body.buffer(1.4), (174, 158, 128), 1.2, 0.5)
        site.add("Building", body, 0.9 if wet else 0.95, flooded=wet)
    grove(site, canvas.frame.difference(ribbon.buffer(9)).buffer(-1), 150, (3.5, 7))


def _pieces(frame: Frame, across: Sequence[float], along: Sequence[float]) -> list[LineString]:
    """The streets cut at their crossings."""
    ends = 420.0

    def cut(marks: Sequence[float], at: float, turned: bool) -> list[LineString]:
        stops = [-ends, *marks, ends]
        points: list[Point] = [frame.at(at, s) if turned else frame.at(s, at) for s in stops]
        return [LineString(pair) for pair in pairwise(points)]

    rows = [piece for v in along for piece in cut(across, v, turned=False)]
    return rows + [piece for u in across for piece in cut(along, u, turned=True)]


def _houses(
    site: Site,
    frame: Frame,
    across: Sequence[float],
    along: Sequence[float],
    ribbon: BaseGeometry,
    skip: float,
) -> list[tuple[Frame, float, float, bool]]:
    """Places for houses along both sides of the streets, clear of the road and of each other."""
    rng = site.rng
    taken: BaseGeometry = ribbon.buffer(5)
    found: list[tuple[Frame, float, float, bool]] = []
    for v in along:
        for side in (-1, 1):
            u = -400.0
            while u < 400:
                flat = rng.random() < 0.25
                long, wide = (
                    (rng.uniform(34, 52), rng.uniform(24, 30))
                    if flat
                    else (rng.uniform(26, 36), rng.uniform(19, 24))
                )
                at = frame.moved(
                    u + long / 2, v + side * (17 + wide / 2 + rng.uniform(0, 5)), 180 if side > 0 else 0
                )
                body = at.box(long, wide)
                if (
                    rng.random() > skip
                    and not taken.intersects(body)
                    and site.canvas.frame.buffer(20).intersects(body)
                ):
                    found.append((at, long, wide, flat))
                    taken = taken.union(body.buffer(5))
                u += long + rng.uniform(8, 20)
    return found


def _water(site: Site, flood: BaseGeometry) -> None:
    """Muddy water: what lies under it shows through, the deeper the less."""
    canvas = site.canvas
    canvas.wash(flood.buffer(5), (112, 98, 76), 0.3, blur=4)
    canvas.wash(flood, MUD, 0.66, blur=1.2)
    canvas.wash(flood.buffer(-14), (112, 100, 80), 0.5, blur=9)
    for _ in range(240):
        at = Frame(site.rng.uniform(0, 512), site.rng.uniform(0, 512), site.rng.uniform(-14, 14))
        glint = LineString([at.at(-site.rng.uniform(2, 7), 0), at.at(site.rng.uniform(2, 7), 0)]).buffer(0.45)
        if flood.contains(glint):
            canvas.wash(glint, (226, 216, 196), site.rng.uniform(0.06, 0.2))


GROUND = Texture((124, 134, 92), 11, "patchy")
