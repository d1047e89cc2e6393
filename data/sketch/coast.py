"""Scenes at the water: marinas, cargo ports, the open sea, rivers with bridges."""

from __future__ import annotations

from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry

from sketch import craft, structures
from sketch.canvas import Colour, Frame, Texture, shade, smooth
from sketch.site import SIZE, Site

WATER = Texture((58, 96, 118), 9, "soft")
RIVER = Texture((78, 104, 104), 8, "soft")
MIDDLE = SIZE / 2
FAR = 1.2 * SIZE


def waves(site: Site, water: BaseGeometry, count: int = 260) -> None:
    """Short glints across the water."""
    slant = site.rng.uniform(-25, 25)
    for _ in range(count):
        at = Frame(site.rng.uniform(0, SIZE), site.rng.uniform(0, SIZE), slant + site.rng.uniform(-8, 8))
        glint = LineString([at.at(-site.rng.uniform(2, 6), 0), at.at(site.rng.uniform(2, 6), 0)])
        if water.contains(glint):
            site.canvas.wash(glint.buffer(0.45), (214, 232, 236), site.rng.uniform(0.05, 0.2))


def shallows(site: Site, land: BaseGeometry, reach: float = 16, colour: Colour = (128, 168, 166)) -> None:
    for part, strength in ((1.0, 0.22), (0.35, 0.3)):
        site.canvas.wash(land.buffer(part * reach), colour, strength, blur=0.4 * part * reach)


def grove(site: Site, zone: BaseGeometry, count: int, radius: tuple[float, float] = (4, 8)) -> None:
    """Trees where nothing else stands."""
    for _ in range(count):
        x0, y0, x1, y1 = zone.bounds
        x, y, r = site.rng.uniform(x0, x1), site.rng.uniform(y0, y1), site.rng.uniform(*radius)
        spot = Spot(x, y).buffer(r)
        if zone.contains(spot) and site.clear_of(spot):
            structures.tree(site.canvas, x, y, r, site.rng)


def pier(site: Site, frame: Frame, u0: float, v0: float, u1: float, v1: float, *, wood: bool) -> Polygon:
    """A pier from the quay at v0 out to v1; labelled harbor."""
    deck = frame.span(u0, v0, u1, v1)
    site.canvas.shadow(deck, 2.5, 0.5)
    site.canvas.area(deck, Texture((168, 142, 108), 9, "fine") if wood else structures.CONCRETE)
    step, v = (4.0, v0 + 2)
    while wood and v < v1:
        site.canvas.stroke([frame.at(u0, v), frame.at(u1, v)], (120, 100, 76), 0.5, 0.6)
        v += step
    site.canvas.edge(deck, (92, 84, 76), 0.7, 0.7)
    site.add("harbor", deck, 0.94)
    return deck


def marina(
    site: Site, *, piers: int, filled: float, heading: float, sailing: int = 2, length_m: float = 13
) -> None:
    """Finger piers with boats moored stern to, a promenade, gardens and houses behind it.

    ``sailing`` boats are under way, out of reach of the piers.
    """
    rng, canvas = site.rng, site.canvas
    frame = Frame(MIDDLE, MIDDLE, heading)
    quay, out = -86.0, 62.0 + rng.uniform(-10, 10)
    land = frame.span(-FAR, -FAR, FAR, quay)
    water = frame.span(-FAR, quay, FAR, FAR)
    shallows(site, land, 26)
    waves(site, water)
    canvas.area(land, structures.GRASS)
    _promenade(site, frame, quay)
    size = site.px(length_m)
    gap = 2.5 * size + 12
    first = -gap * (piers - 1) / 2
    for i in range(piers):
        u = first + i * gap
        pier(site, frame, u - 4, quay - 2, u + 4, out, wood=True)
        berth = 0.42 * size
        count = int((out - quay - 12) / berth)
        for k in range(count):
            v = quay + 14 + (k + 0.5) * berth
            for side in (-1, 1):
                if rng.random() < filled:
                    long, wide = size * rng.uniform(0.72, 1.05), 0.31 * size * rng.uniform(0.82, 1.0)
                    at = frame.moved(u + side * (6 + long / 2), v, 0 if side > 0 else 180)
                    site.add("ship", craft.yacht(canvas, at, long, wide, rng), 0.86)
    under_way(site, frame, water, sailing, size, out)
    breakwater(site, frame, out)


def under_way(site: Site, frame: Frame, water: BaseGeometry, count: int, size: float, out: float) -> None:
    """Boats on the move, well out of reach (30 m) of anything drawn so far."""
    room, tries = water.intersection(site.canvas.frame.buffer(-0.75 * size)), 0
    while count and tries < 3000:
        tries += 1
        at = frame.moved(site.rng.uniform(-FAR, FAR), site.rng.uniform(out, FAR), site.rng.uniform(0, 360))
        long = size * site.rng.uniform(0.8, 1.15)
        hull = at.box(long, 0.34 * long)
        if room.contains(hull) and site.clear_of(hull, site.px(36)):
            craft.wake(site.canvas, at, long, 0.34 * long)
            site.add("ship", craft.yacht(site.canvas, at, long, 0.3 * long, site.rng), 0.9)
            count -= 1


def _promenade(site: Site, frame: Frame, quay: float) -> None:
    rng, canvas = site.rng, site.canvas
    canvas.area(frame.span(-FAR, quay - 15, FAR, quay), structures.PAVING)
    canvas.stroke([frame.at(-FAR, quay - 0.8), frame.at(FAR, quay - 0.8)], (222, 218, 208), 1.8)
    canvas.area(frame.span(-FAR, quay - 47, FAR, quay - 27), structures.ASPHALT)
    canvas.stroke([frame.at(-FAR, quay - 37), frame.at(FAR, quay - 37)], structures.LINE, 0.8, dash=(6, 6))
    for _ in range(7):
        lane = rng.choice((-1, 1))
        at = frame.moved(rng.uniform(-300, 300), quay - 37 + 5 * lane, 0 if lane > 0 else 180)
        long = max(9.0, site.px(4.5))
        if site.clear_of(at.box(long, 6), 3):
            site.add("small-vehicle", craft.car(canvas, at, long, rng), 0.7)
    u = -330.0
    while u < 330:
        long, wide = rng.uniform(40, 64), rng.uniform(28, 36)
        if rng.random() < 0.8:
            at = frame.moved(u + long / 2, quay - 82 + rng.uniform(-3, 3))
            draw = structures.house if rng.random() < 0.6 else structures.block
            body = draw(canvas, at, long, wide, rng)
            if rng.random() < 0.2:
                site.decoy("large-vehicle", body)
        else:
            grove(site, frame.span(u, quay - 100, u + long, quay - 56), 9)
        u += long + rng.uniform(8, 26)
    for i in range(-10, 11):
        structures.tree(canvas, *frame.at(i * 33 + rng.uniform(-4, 4), quay - 21), rng.uniform(3.6, 5), rng)


def breakwater(site: Site, frame: Frame, out: float) -> None:
    """Loose rock; a detector may take it for a harbor."""
    rng = site.rng
    v = out + rng.uniform(62, 74)
    line = [frame.at(u, v + 6 * rng.uniform(-1, 1)) for u in range(-330, rng.randint(-140, -60), 5)]
    ribbon = LineString(smooth(line, 2)).buffer(5.5)
    if not site.clear_of(ribbon, 6):
        return
    site.canvas.shadow(ribbon, 2, 0.3)
    site.canvas.area(ribbon, Texture((132, 128, 122), 16, "fine"))
    for x, y in line * 3:
        grey = shade((146, 142, 136), rng.uniform(-0.3, 0.3))
        site.canvas.disc(x + rng.uniform(-4, 4), y + rng.uniform(-4, 4), rng.uniform(1, 2.2), grey)
    x, y = line[len(line) // 2]
    site.decoy("harbor", Spot(x, y).buffer(26).intersection(ribbon).minimum_rotated_rectangle)


def port(site: Site, *, ships: int, heading: float, kind: str = "cargo", tugs: int = 1) -> None:
    """A concrete quay with cranes and container stacks (or tanks), big ships alongside."""
    rng, canvas = site.rng, site.canvas
    frame, quay = Frame(MIDDLE, MIDDLE, heading), 10.0
    land, water = frame.span(-FAR, -FAR, FAR, quay), frame.span(-FAR, quay, FAR, FAR)
    shallows(site, land, 20, (112, 146, 150))
    waves(site, water, 340)
    canvas.shadow(land, 3, 0.5)
    canvas.area(land, Texture((142, 140, 136), 9, "fine"))
    apron = frame.span(-220, quay - 30, 220, quay)
    canvas.area(frame.span(-FAR, quay - 30, FAR, quay), structures.CONCRETE)
    site.add("harbor", apron.intersection(canvas.frame), 0.95)
    for v in (quay - 4, quay - 24):
        canvas.stroke([frame.at(-FAR, v), frame.at(FAR, v)], (96, 92, 88), 0.9)
    if kind == "cargo":
        _stacks(site, frame, quay)
    else:
        _shore_tanks(site, frame, quay)
    long, wide = 178.0 if ships > 1 else 230.0, 30.0
    for i in range(ships):
        at = frame.moved(
            (i - (ships - 1) / 2) * (long + 18), quay + 4 + wide / 2, 180 if rng.random() < 0.5 else 0
        )
        draw = craft.cargo_ship if kind == "cargo" else craft.tanker
        site.add("ship", draw(canvas, at, long * rng.uniform(0.94, 1), wide, rng), 0.97)
    if kind == "cargo":
        for u in (-150, -62, 30, 118):
            crane = structures.crane(canvas, frame.moved(u + rng.uniform(-8, 8), quay - 12, 90), 72, 17)
            site.add("container-crane", crane, 0.85)
    under_way(site, frame, water, tugs, 30, quay + 60)


def _stacks(site: Site, frame: Frame, quay: float) -> None:
    rng, canvas = site.rng, site.canvas
    for row in range(5):
        v = quay - 58 - row * 44
        for block in range(-4, 4):
            u = block * 86 + 10
            for i in range(6):
                for j in range(4):
                    if rng.random() < 0.82:
                        at = frame.moved(u + i * 12.4, v - j * 5.6)
                        canvas.shadow(at.box(11.6, 5), rng.choice((2, 3.5)), 0.3)
                        canvas.fill(at.box(11.6, 5), shade(rng.choice(craft.BOXES), rng.uniform(-0.1, 0.25)))
            if rng.random() < 0.16:
                site.decoy("large-vehicle", frame.moved(u + 24, v).box(13, 5))
        for _ in range(2):
            at = frame.moved(rng.uniform(-240, 240), v + 16 - rng.uniform(1, 4), rng.choice((0, 180)))
            site.add("large-vehicle", craft.truck(canvas, at, 19, rng), 0.76)


def _shore_tanks(site: Site, frame: Frame, quay: float) -> None:
    canvas, rng = site.canvas, site.rng
    canvas.area(frame.span(-FAR, -FAR, FAR, quay - 46), structures.GRASS)
    for row in range(2):
        for i in range(-3, 4):
            if rng.random() < 0.85:
                x, y = frame.at(i * 74 + 20 * row, quay - 96 - row * 84)
                canvas.area(Frame(x, y, frame.heading).box(70, 78), Texture((172, 164, 148), 8, "patchy"))
                site.add("storage-tank", structures.tank(canvas, x, y, rng.uniform(20, 26), rng), 0.95)
    for v in (quay - 34, quay - 38, quay - 42):
        canvas.stroke([frame.at(-FAR, v), frame.at(FAR, v)], (206, 204, 198), 1.2)
    for i in (-2, 0, 2):
        canvas.stroke([frame.at(i * 74, quay - 40), frame.at(i * 74, quay - 10)], (206, 204, 198), 1.2)


def sea(site: Site, ships: int) -> None:
    """Open water, ships under way, an islet."""
    rng = site.rng
    everywhere = site.canvas.frame
    islet = Polygon(
        smooth([Frame(410, 96, a).at(rng.uniform(26, 46), 0) for a in range(0, 360, 30)], 3, closed=True)
    )
    shallows(site, islet, 20)
    waves(site, everywhere, 520)
    site.canvas.area(islet.buffer(4), Texture((202, 186, 146), 10, "fine"))
    site.canvas.area(islet, structures.GRASS)
    grove(site, islet, 40, (3, 6))
    site.decoy("harbor", islet.minimum_rotated_rectangle)
    at = Frame(210, 300, rng.uniform(15, 40))
    craft.wake(site.canvas, at, 150, 24)
    site.add("ship", craft.cargo_ship(site.canvas, at, 150, 25, rng), 0.97)
    room = everywhere.difference(islet.buffer(40)).difference(at.span(-320, -30, 80, 30))
    for _ in range(ships):
        under_way(site, Frame(0, 0), room, 1, rng.uniform(32, 46), 0)


def river(site: Site, *, bridges: int, boats: int, jetty: int = 0) -> None:
    """A winding river between wooded banks, roads over it, a few boats, perhaps a small landing place."""
    rng, canvas = site.rng, site.canvas
    tilt = Frame(MIDDLE, MIDDLE, rng.uniform(-22, 22))
    spine = [tilt.at(u, 34 * rng.uniform(-1, 1)) for u in range(-480, 481, 120)]
    half = 52.0
    stream = LineString(smooth(spine, 4)).buffer(half)
    canvas.area(stream.buffer(5), Texture((150, 140, 110), 12, "patchy"))
    canvas.area(stream, RIVER)
    canvas.wash(stream.buffer(-0.5 * half), (54, 82, 92), 0.4, blur=12)
    waves(site, stream.buffer(-4), 240)
    places = [0.0] if bridges == 1 else [-130.0, 120.0][:bridges]
    roads = [tilt.moved(u, 0, 90 + rng.uniform(-12, 12)) for u in places]
    for road in roads:
        crossing(site, road, stream)
    for k in range(jetty):
        at = tilt.moved(-190 + 66 * k, 0)
        v = 140.0
        while not stream.contains(Spot(at.at(0, v))):
            v -= 1
        v += 10
        pier(site, at, -6, v - 60, 6, v, wood=True)
        for side in (-1, 1):
            boat = at.moved(side * 15, v - 38 + 8 * side, 90)
            site.add("ship", craft.yacht(canvas, boat, 38, 13, rng), 0.86)
    keep_off = LineString([r.at(s * FAR, 0) for r in roads for s in (-1, 1)]).buffer(0.1)
    room = stream.buffer(-14)
    for _ in range(boats):
        under_way(site, Frame(0, 0), room, 1, 34, 0)
    grove(
        site, canvas.frame.buffer(40).difference(stream.buffer(8)).difference(keep_off.buffer(1)), 230, (4, 9)
    )


def crossing(site: Site, road: Frame, stream: BaseGeometry, traffic: int = 9) -> None:
    """A road along the frame; where it crosses the water, a bridge with its label."""
    rng, canvas, half = site.rng, site.canvas, 12.0
    canvas.area(road.span(-FAR, -half, FAR, half), structures.ASPHALT)
    axis = LineString([road.at(-FAR, 0), road.at(FAR, 0)]).intersection(stream.buffer(7))
    reach = axis.length / 2 if axis.geom_type == "LineString" else 70.0
    centre = axis.centroid
    deck = Frame(centre.x, centre.y, road.heading)
    body = deck.box(2 * reach, 2 * half + 6)
    canvas.shadow(body, 9, 0.5)
    canvas.area(body, structures.CONCRETE)
    canvas.area(deck.box(2 * reach + 4, 2 * half - 2), structures.ASPHALT)
    for v in (-half - 1.6, half + 1.6):
        canvas.stroke([deck.at(-reach, v), deck.at(reach, v)], (222, 220, 212), 1.4)
    canvas.stroke([road.at(-FAR, 0), road.at(FAR, 0)], structures.LINE, 0.9, dash=(7, 7))
    site.add("bridge", body, 0.93)
    for _ in range(traffic):
        lane = rng.choice((-1, 1))
        at = deck.moved(rng.uniform(-250, 250), lane * 5.6, 0 if lane > 0 else 180)
        truck = rng.random() < 0.2
        if all(t.label == "bridge" or t.outline.distance(Spot(at.x, at.y)) > 24 for t in site.things):
            if truck:
                site.add("large-vehicle", craft.truck(canvas, at, 26, rng), 0.76)
            else:
                site.add("small-vehicle", craft.car(canvas, at, 12, rng), 0.74)
