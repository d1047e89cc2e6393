"""Scenes on dry land: sports grounds, tank farms, car parks, roundabouts, suburbs."""

from __future__ import annotations

from shapely.geometry import LineString
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from sketch import craft, structures
from sketch.canvas import Frame, Texture
from sketch.coast import FAR, MIDDLE, grove
from sketch.site import Site


def street(site: Site, frame: Frame, v: float, width: float = 24, cars: int = 6, car_px: float = 14) -> None:
    """A street along the frame at v, with pavement, centre line and moving cars."""
    canvas, rng = site.canvas, site.rng
    canvas.area(frame.span(-FAR, v - width / 2 - 5, FAR, v + width / 2 + 5), structures.PAVING)
    canvas.area(frame.span(-FAR, v - width / 2, FAR, v + width / 2), structures.ASPHALT)
    canvas.stroke([frame.at(-FAR, v), frame.at(FAR, v)], structures.LINE, 0.8, dash=(7, 7))
    for _ in range(cars):
        lane = rng.choice((-1, 1))
        at = frame.moved(rng.uniform(-270, 270), v + lane * width / 4, 0 if lane > 0 else 180)
        if site.clear_of(at.box(2 * car_px, 6), 4):
            if rng.random() < 0.14:
                site.add("large-vehicle", craft.truck(canvas, at, 2.3 * car_px, rng), 0.74)
            else:
                site.add("small-vehicle", craft.car(canvas, at, car_px, rng), 0.76)


def stadium(site: Site, *, heading: float, courts: int, ball: int, swimming: bool = False) -> None:
    """A running track round a pitch, with stands; courts, a ball field or a pool beside it."""
    canvas, rng = site.canvas, site.rng
    frame = Frame(MIDDLE, MIDDLE, heading)
    street(site, frame, 226, cars=7, car_px=11)
    main = frame.moved(-46, -70)
    site.add("ground-track-field", structures.track(canvas, main, 322, 186), 0.97)
    site.add("soccer-ball-field", structures.pitch(canvas, main, 196, 116), 0.95)
    for s in (-1, 1):
        structures.stands(canvas, main.moved(0, s * 116, 180 if s > 0 else 0), 210, 30, rng)
    canvas.area(frame.span(-260, 66, 260, 206), Texture((150, 152, 120), 9, "patchy"))
    canvas.area(frame.span(-260, 50, 260, 62), structures.PAVING)
    u = -212.0
    for i in range(courts):
        label = "tennis-court" if i % 3 != 2 else "basketball-court"
        at = frame.moved(u, 134, 90)
        site.add(label, structures.court(canvas, at, 108, label, rng), 0.95)
        u += 66
    if ball:
        site.add("baseball-diamond", structures.diamond(canvas, frame.moved(u + 62, 196, -90), 118), 0.95)
        u += 190
    if swimming:
        canvas.area(frame.span(u - 30, 80, u + 104, 192), structures.PAVING)
        site.add("swimming-pool", structures.pool(canvas, frame.moved(u + 36, 116), 104, 44), 0.95)
        site.add("swimming-pool", structures.pool(canvas, frame.moved(u + 20, 170), 36, 22), 0.86)
    _bays(site, frame.moved(172, -92, 90), rows=2, bays=16, filled=0.6, car_px=15)
    grove(site, frame.span(-320, -320, 320, -206), 70, (5, 9))
    grove(site, frame.span(-320, -190, -232, 50), 26, (5, 9))


def _bays(site: Site, frame: Frame, *, rows: int, bays: int, filled: float, car_px: float) -> None:
    """Rows of parking bays in pairs, drive lanes between; centred on the frame."""
    canvas, rng = site.canvas, site.rng
    wide, deep, lane = 0.62 * car_px, 1.2 * car_px, 1.5 * car_px
    pair = 2 * deep + lane
    total, half = rows * pair, bays * wide / 2
    canvas.area(frame.span(-half - 8, -total / 2, half + 8, total / 2), structures.ASPHALT)
    for row in range(rows):
        top = -total / 2 + row * pair
        for side, v in ((90, top + deep / 2), (-90, top + 1.5 * deep + lane)):
            for i in range(bays + 1):
                u = -half + i * wide
                canvas.stroke(
                    [frame.at(u, v - deep / 2), frame.at(u, v + deep / 2)], structures.LINE, 0.6, 0.8
                )
            for i in range(bays):
                if rng.random() < filled:
                    at = frame.moved(
                        -half + (i + 0.5) * wide, v + rng.uniform(-1, 1), side + rng.uniform(-2, 2)
                    )
                    site.add("small-vehicle", craft.car(canvas, at, car_px * rng.uniform(0.9, 1), rng), 0.84)


def car_park(site: Site, *, heading: float, filled: float, lorries: int) -> None:
    """A shopping centre's car park and its loading yard."""
    canvas, rng = site.canvas, site.rng
    frame = Frame(MIDDLE, MIDDLE, heading)
    street(site, frame, 214, cars=6, car_px=15)
    _bays(site, frame.moved(0, 62), rows=4, bays=36, filled=filled, car_px=17)
    yard = frame.span(-250, -240, 250, -90)
    canvas.area(yard, structures.CONCRETE)
    hall = structures.block(canvas, frame.moved(-90, -190), 300, 110, rng, 12)
    site.decoy("large-vehicle", frame.moved(-90, -190).box(24, 8))
    site.decoy("swimming-pool", frame.moved(-40, -200).box(18, 12))
    for k in range(lorries):
        at = frame.moved(96 + 22 * k, -176 + rng.uniform(-6, 6), 90)
        if not hall.intersects(at.box(50, 14)):
            site.add("large-vehicle", craft.truck(canvas, at, 46, rng), 0.86)
    for i in range(-8, 9):
        structures.tree(canvas, *frame.at(i * 31, 191), rng.uniform(4.5, 6.5), rng)
        structures.tree(canvas, *frame.at(i * 31 + 9, -76), rng.uniform(4.5, 6.5), rng)


def roundabout(site: Site, *, heading: float) -> None:
    """Four roads meeting in a roundabout, among houses and trees."""
    canvas, rng = site.canvas, site.rng
    frame = Frame(MIDDLE, MIDDLE, heading)
    arms = [frame.moved(0, 0, turn) for turn in (0, 84, 178, 268)]
    for arm in arms:
        canvas.area(arm.span(0, -17, FAR, 17), structures.ASPHALT)
        canvas.stroke([arm.at(112, 0), arm.at(FAR, 0)], structures.LINE, 1.2, dash=(8, 7))
    canvas.area(frame.ellipse(216, 216, 72), structures.ASPHALT)
    canvas.edge(frame.ellipse(152, 152, 72), structures.LINE, 0.9, 0.8)
    canvas.area(frame.ellipse(98, 98, 72), structures.PAVING)
    canvas.area(frame.ellipse(90, 90, 72), structures.LAWN)
    site.add("roundabout", frame.box(216, 216), 0.94)
    for a in range(0, 360, 45):
        structures.tree(canvas, *frame.moved(0, 0, a).at(26, 0), 7, rng)
    for a in (20, 75, 140, 215, 300):
        ring = frame.moved(0, 0, a).moved(rng.choice((63, 92)), 0, -90)
        site.add("small-vehicle", craft.car(canvas, ring, 16, rng), 0.82)
    for arm in arms * 3:
        lane = rng.choice((-1, 1))
        at = arm.moved(rng.uniform(128, 240), 8.5 * lane, 0 if lane > 0 else 180)
        if site.clear_of(at.box(60, 8)):
            if rng.random() < 0.25:
                site.add("large-vehicle", craft.truck(canvas, at, 40, rng), 0.82)
            else:
                site.add("small-vehicle", craft.car(canvas, at, 16, rng), 0.82)
    roads = unary_union([frame.ellipse(236, 236, 72), *(arm.span(-4, -26, FAR, 26) for arm in arms)])
    _cottages(site, frame, canvas.frame.difference(roads))


def _cottages(site: Site, frame: Frame, free: BaseGeometry) -> None:
    """A few houses on free ground, and trees between them."""
    corners = ((-190, -180), (-100, -205), (170, -190), (-200, 150), (-150, 215), (150, 180), (215, 120))
    for u, v in corners:
        spot = frame.moved(u, v, site.rng.choice((0, 90)))
        if free.contains(spot.box(72, 44)):
            structures.house(site.canvas, spot, 62, 36, site.rng)
            free = free.difference(spot.box(80, 54))
    grove(site, free.buffer(-2), 160, (5, 9))


def tank_farm(site: Site, *, rows: int, columns: int, filled: float, heading: float) -> None:
    """Tanks in bunds, pipe racks, a loading yard with tank lorries."""
    canvas, rng = site.canvas, site.rng
    frame = Frame(MIDDLE, MIDDLE, heading)
    canvas.area(frame.span(-FAR, -FAR, FAR, FAR), Texture((150, 144, 124), 11, "patchy"))
    pitch = min(430 / columns, 330 / rows)
    for i in range(columns):
        for j in range(rows):
            at = frame.moved((i - (columns - 1) / 2) * (pitch + 8), -62 + (j - (rows - 1) / 2) * (pitch + 6))
            bund = at.box(pitch - 4, pitch - 4)
            canvas.shadow(bund, 2, 0.3)
            canvas.area(bund, Texture((186, 176, 156), 8, "patchy"))
            canvas.edge(at.box(pitch - 6, pitch - 6), (212, 206, 190), 2)
            if rng.random() < filled:
                radius = pitch * rng.uniform(0.3, 0.38)
                site.add("storage-tank", structures.tank(canvas, at.x, at.y, radius, rng), 0.96)
                canvas.stroke([at.at(0, radius), at.at(0, pitch / 2 + 3)], (208, 206, 200), 1.6)
            else:
                canvas.edge(at.ellipse(0.62 * pitch, 0.62 * pitch), (160, 150, 130), 2, 0.8)
                site.decoy("storage-tank", at.box(0.62 * pitch, 0.62 * pitch))
    base = 128.0
    for k in range(4):
        canvas.stroke([frame.at(-FAR, base + 3.4 * k), frame.at(FAR, base + 3.4 * k)], (206, 204, 198), 1.6)
    street(site, frame, 178, width=30, cars=2, car_px=15)
    for k in range(6):
        at = frame.moved(-150 + 58 * k + rng.uniform(-6, 6), 185, 0)
        if rng.random() < 0.7 and site.clear_of(at.box(46, 12), 2):
            site.add("large-vehicle", craft.truck(canvas, at, 40, rng), 0.84)
    structures.block(canvas, frame.moved(-160, 228), 120, 42, rng)
    structures.block(canvas, frame.moved(60, 232), 90, 36, rng)
    grove(site, frame.span(120, 206, 320, 300), 26, (5, 8))


def suburb(site: Site, *, heading: float, pools: float) -> None:
    """Houses with gardens along two streets; in some gardens a swimming pool."""
    canvas, rng = site.canvas, site.rng
    frame = Frame(MIDDLE, MIDDLE, heading)
    lots: list[Frame] = []
    for v in (-170, 86):
        street(site, frame, v, width=22, cars=5, car_px=15)
        for side in (-1, 1):
            for i in range(-4, 5):
                u = i * 84 + rng.uniform(-4, 4)
                lots.append(frame.moved(u, v + side * 56, 0 if side > 0 else 180))
    for lot in lots:
        garden = lot.span(-38, -34, 38, 66)
        canvas.area(
            garden, Texture(rng.choice(((116, 146, 84), (124, 142, 84), (108, 134, 76))), 8, "patchy")
        )
        canvas.edge(garden, (92, 104, 68), 1.6, 0.8)
        canvas.area(lot.span(18, -40, 28, -8), structures.PAVING)
        structures.house(canvas, lot.moved(-4, 2), 46, 30, rng)
        if rng.random() < pools:
            at = lot.moved(rng.uniform(-12, 12), 42, rng.choice((0, 90, 0)))
            site.add("swimming-pool", structures.pool(canvas, at, rng.uniform(20, 26), 12.5), 0.88)
        else:
            site.decoy("swimming-pool", lot.moved(8, 44).box(16, 12))
        if rng.random() < 0.55:
            site.add("small-vehicle", craft.car(canvas, lot.moved(23, -25, 90), 14.5, rng), 0.8)
        for _ in range(4):
            x, y = lot.at(rng.uniform(-32, 32), rng.uniform(24, 62))
            if site.clear_of(Spot(x, y).buffer(6), 1):
                structures.tree(canvas, x, y, rng.uniform(3.5, 7), rng)
    verge = LineString([frame.at(-FAR, -43), frame.at(FAR, -43)]).buffer(3)
    canvas.wash(verge, (70, 92, 54), 0.4, blur=2)
