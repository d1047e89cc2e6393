"""Airports and airfields: aprons with parked planes, runways, taxiways, helipads."""

from __future__ import annotations

from shapely.geometry import Point as Spot

from sketch import craft, structures
from sketch.canvas import Frame, Texture
from sketch.coast import FAR, MIDDLE, grove
from sketch.site import Site

APRON = Texture((186, 186, 182), 8, "fine")
TARMAC = Texture((92, 94, 98), 8, "fine")
YELLOW = (222, 182, 62)


def _slabs(site: Site, frame: Frame, u0: float, v0: float, u1: float, v1: float, step: float = 24) -> None:
    """Concrete with its joints and a few oil stains."""
    site.canvas.area(frame.span(u0, v0, u1, v1), APRON)
    u, v = u0, v0
    while u < u1:
        site.canvas.stroke([frame.at(u, v0), frame.at(u, v1)], (150, 150, 148), 0.6, 0.6)
        u += step
    while v < v1:
        site.canvas.stroke([frame.at(u0, v), frame.at(u1, v)], (150, 150, 148), 0.6, 0.6)
        v += step
    for _ in range(26):
        x, y = frame.at(site.rng.uniform(u0, u1), site.rng.uniform(v0, v1))
        site.canvas.wash(Spot(x, y).buffer(site.rng.uniform(2, 7)), (60, 58, 56), 0.16, blur=2)


def runway(site: Site, frame: Frame, width: float = 58) -> None:
    """Tarmac with edges, centre line and, within sight, the threshold's keys."""
    canvas = site.canvas
    canvas.area(frame.span(-FAR, -width / 2 - 8, FAR, width / 2 + 8), Texture((128, 126, 120), 8, "fine"))
    canvas.area(frame.span(-FAR, -width / 2, FAR, width / 2), TARMAC)
    for s in (-1, 1):
        canvas.stroke(
            [frame.at(-FAR, s * (width / 2 - 3)), frame.at(FAR, s * (width / 2 - 3))], structures.LINE, 1.2
        )
    canvas.stroke([frame.at(-120, 0), frame.at(FAR, 0)], structures.LINE, 1.8, dash=(26, 18))
    for i in range(-5, 6):
        if i:
            canvas.fill(frame.span(-196, i * 4.4 - 1.2, -158, i * 4.4 + 1.2), structures.LINE)
    for s in (-1, 1):
        canvas.fill(frame.span(-70, s * 11 - 3, -30, s * 11 + 3), structures.LINE)
        rubber = frame.moved(-20, s * 4).box(190, 5)
        canvas.wash(rubber, (30, 30, 32), 0.4, blur=3)


def taxiway(site: Site, frame: Frame, v: float, width: float = 30) -> None:
    canvas = site.canvas
    canvas.area(frame.span(-FAR, v - width / 2, FAR, v + width / 2), TARMAC)
    canvas.stroke([frame.at(-FAR, v), frame.at(FAR, v)], YELLOW, 1.0)


def terminal(site: Site, *, gates: int, taken: float, heading: float, taxiing: int = 1) -> None:
    """A terminal with airliners nose-in at its gates, a taxiway and a piece of the runway."""
    rng, canvas = site.rng, site.canvas
    frame = Frame(MIDDLE, MIDDLE, heading)
    _slabs(site, frame, -FAR, -168, FAR, 40)
    runway(site, frame.moved(0, 178))
    taxiway(site, frame, 62)
    for u in (-190, 150):
        canvas.area(frame.span(u - 16, 60, u + 16, 152), TARMAC)
        canvas.stroke([frame.at(u, 62), frame.at(u, 176)], YELLOW, 1.0)
    _forecourt(site, frame)
    hall = frame.span(-252, -196, 252, -136)
    canvas.shadow(hall, 10)
    canvas.area(hall, Texture((206, 204, 198), 5, "fine"))
    canvas.stroke([frame.at(-252, -166), frame.at(252, -166)], (128, 150, 164), 9)
    for u in range(-244, 245, 14):
        canvas.stroke([frame.at(u, -194), frame.at(u, -138)], (176, 176, 172), 0.7)
    for s in (-1, 1):
        canvas.edge(hall.buffer(-1.0 - s), (236, 236, 232), 1.0)
    pitch = 470 / gates
    for i in range(gates):
        _gate(site, frame.moved((i - (gates - 1) / 2) * pitch, -134), pitch, rng.random() < taken)
    for _ in range(taxiing):
        at = frame.moved(rng.uniform(-90, 90), 62, rng.choice((0, 180)))
        site.add("plane", craft.airliner(canvas, at, 76, rng), 0.98)


def _gate(site: Site, gate: Frame, room: float, taken: bool) -> None:
    rng, canvas = site.rng, site.canvas
    length = min(92.0, room * 0.92) * rng.uniform(0.88, 1.0)
    canvas.stroke([gate.at(0, 18), gate.at(0, 190)], YELLOW, 1.0)
    bridge = [gate.at(0.2 * length, 0), gate.at(0.2 * length, 15), gate.at(0.06 * length, 26)]
    canvas.stroke(bridge, (120, 126, 130), 7)
    canvas.stroke(bridge, (214, 216, 214), 5)
    if taken:
        plane = gate.moved(0, 20 + length / 2, -90)
        site.add("plane", craft.airliner(canvas, plane, length, rng), 0.98)
    for _ in range(rng.randint(1, 3)):
        at = gate.moved(
            rng.choice((-1, 1)) * rng.uniform(0.26, 0.42) * length,
            rng.uniform(10, 40),
            rng.uniform(-30, 30) + 90,
        )
        outline = at.box(16, 7)
        if all(t.label == "plane" or t.outline.distance(outline) > 3 for t in site.things):
            if rng.random() < 0.4:
                site.add("large-vehicle", craft.truck(canvas, at, 19, rng), 0.68)
            else:
                site.add("small-vehicle", craft.car(canvas, at, 9, rng), 0.6)


def _forecourt(site: Site, frame: Frame) -> None:
    canvas, rng = site.canvas, site.rng
    canvas.area(frame.span(-FAR, -FAR, FAR, -168), structures.GRASS)
    canvas.area(frame.span(-FAR, -232, FAR, -204), structures.ASPHALT)
    canvas.stroke([frame.at(-FAR, -218), frame.at(FAR, -218)], structures.LINE, 0.8, dash=(6, 6))
    for _ in range(9):
        lane = rng.choice((-1, 1))
        at = frame.moved(rng.uniform(-250, 250), -218 + 7 * lane, 0 if lane > 0 else 180)
        if site.clear_of(at.box(14, 8)):
            site.add("small-vehicle", craft.car(canvas, at, 9.5, rng), 0.66)
    grove(site, frame.span(-280, -300, 280, -236), 60, (4, 7))


def runway_only(site: Site, *, heading: float, plane: bool) -> None:
    """A runway through fields; perhaps one plane rolling on it."""
    canvas, rng = site.canvas, site.rng
    frame = Frame(MIDDLE, MIDDLE, heading)
    for i in range(9):
        at = frame.moved(-300 + 150 * (i % 4) + 40, (-170, 190, -250)[i // 4], 0)
        colour = rng.choice(((146, 146, 88), (122, 140, 82), (168, 152, 106), (104, 124, 74)))
        field = at.box(136, 92)
        canvas.area(field, Texture(colour, 9, "patchy"))
        for k in range(14):
            canvas.stroke([at.at(-66, -42 + k * 6.5), at.at(66, -42 + k * 6.5)], (84, 90, 54), 0.8, 0.25)
    runway(site, frame, 72)
    taxiway(site, frame, 92, 26)
    for u in (-150, 190):
        canvas.area(frame.span(u - 14, 30, u + 14, 92), TARMAC)
        canvas.stroke([frame.at(u, 0), frame.at(u, 92)], YELLOW, 1.0)
    if plane:
        site.add("plane", craft.airliner(canvas, frame.moved(110, 0, 180), 96, rng), 0.99)
    for u in (-60, 210):
        hut = frame.moved(u, -92)
        roof = structures.block(canvas, hut, 34, 18, rng, 6)
        site.decoy("plane", roof)
    grove(site, frame.span(-320, 120, 320, 142), 40, (4, 7))


def aeroclub(site: Site, *, planes: int, helicopters: int, heading: float) -> None:
    """Light aircraft on grass and concrete, hangars, helipads."""
    canvas, rng = site.canvas, site.rng
    frame = Frame(MIDDLE, MIDDLE, heading)
    canvas.area(frame.span(-FAR, 120, FAR, 190), Texture((134, 148, 88), 8, "patchy"))
    for u in range(-300, 300, 60):
        canvas.fill(frame.moved(u, 122).box(12, 2.4), structures.LINE)
        canvas.fill(frame.moved(u, 188).box(12, 2.4), structures.LINE)
    canvas.area(frame.span(-24, 60, 6, 124), TARMAC)
    _slabs(site, frame, -235, -70, 130, 66, 30)
    for u, long in ((-170, 96), (-60, 88), (52, 92)):
        hangar = frame.moved(u, -112)
        body = hangar.box(long, 60)
        canvas.shadow(body, 10)
        for i in range(10):
            part = hangar.span(long * (i / 10 - 0.5), -30, long * ((i + 1) / 10 - 0.5), 30)
            tone = (196, 200, 202) if i % 2 else (182, 187, 190)
            canvas.fill(part, tone)
        canvas.stroke([hangar.at(-long / 2, 0), hangar.at(long / 2, 0)], (226, 228, 228), 2)
    spots = [(-200 + 62 * (i % 6), -28 + 62 * (i // 6)) for i in range(12)]
    rng.shuffle(spots)
    for u, v in sorted(spots[:planes]):
        at = frame.moved(u + rng.uniform(-4, 4), v + rng.uniform(-4, 4), 90 + rng.uniform(-20, 20))
        site.add("plane", craft.light_plane(canvas, at, 36, rng), 0.94)
    for k in range(helicopters):
        pad = frame.moved(190, -86 + 92 * k)
        canvas.area(pad.ellipse(66, 66), structures.ASPHALT)
        canvas.edge(pad.ellipse(58, 58), structures.LINE, 1.6)
        for bar in ([(-10, -9), (-10, 9)], [(10, -9), (10, 9)], [(-10, 0), (10, 0)]):
            canvas.stroke([pad.at(*p) for p in bar], structures.LINE, 2.4)
        site.add("helipad", pad.box(66, 66), 0.88)
        if k != 1:
            site.add(
                "helicopter", craft.helicopter(canvas, pad.moved(0, 0, rng.uniform(0, 360)), 46, rng), 0.92
            )
    canvas.area(frame.span(-FAR, -220, FAR, -188), structures.ASPHALT)
    for k in range(16):
        at = frame.moved(-230 + 15 * k, -176, 90)
        if rng.random() < 0.55:
            site.add("small-vehicle", craft.car(canvas, at, 14, rng), 0.78)
    grove(site, frame.span(-300, -300, 300, -226), 60, (5, 9))
    grove(site, frame.span(-300, 200, 300, 330), 50, (5, 9))
