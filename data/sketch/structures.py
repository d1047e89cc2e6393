"""What stands: buildings, tanks, trees, pools, fields, cranes. Each function returns the drawn outline."""

from __future__ import annotations

import math
import random

from shapely.geometry import Point as Spot
from shapely.geometry import Polygon

from sketch.canvas import Canvas, Colour, Frame, Texture, shade

LINE: Colour = (236, 238, 234)
GRASS = Texture((106, 128, 78), 15, "patchy")
LAWN = Texture((112, 142, 80), 9, "patchy")
ASPHALT = Texture((104, 106, 110), 7, "fine")
CONCRETE = Texture((176, 174, 168), 8, "fine")
PAVING = Texture((196, 190, 178), 8, "fine")
SOIL = Texture((158, 138, 106), 14, "patchy")
ROOFS: tuple[Colour, ...] = (
    (164, 92, 70),
    (150, 84, 66),
    (176, 108, 82),
    (128, 118, 110),
    (112, 110, 112),
    (146, 128, 108),
)
FLAT: tuple[Colour, ...] = (
    (188, 186, 180),
    (170, 168, 166),
    (204, 200, 192),
    (150, 150, 152),
    (182, 172, 158),
)


def tree(canvas: Canvas, x: float, y: float, radius: float, rng: random.Random) -> None:
    green = rng.choice(((64, 92, 52), (72, 100, 54), (58, 86, 56), (84, 106, 58)))
    canvas.wash(Spot(x + 0.5 * radius, y + 0.65 * radius).buffer(radius), (16, 24, 30), 0.4, blur=0.6)
    canvas.disc(x, y, radius, shade(green, -0.18))
    for _ in range(7):
        a, r = rng.uniform(0, 2 * math.pi), rng.uniform(0.2, 0.75) * radius
        lit = -0.12 - 0.2 * (math.cos(a) * 0.62 + math.sin(a) * 0.78)
        canvas.disc(x + r * math.cos(a), y + r * math.sin(a), 0.42 * radius, shade(green, lit + 0.1))
    canvas.disc(x - 0.28 * radius, y - 0.32 * radius, 0.36 * radius, shade(green, 0.16))


def house(canvas: Canvas, frame: Frame, length: float, width: float, rng: random.Random) -> Polygon:
    """A hipped or gabled roof, lit from the upper left."""
    colour = shade(rng.choice(ROOFS), rng.uniform(-0.08, 0.1))
    body = frame.box(length, width)
    canvas.shadow(body, 0.32 * width)
    inset = width / 2 if rng.random() < 0.6 else 0.0
    u, v, ridge = length / 2, width / 2, length / 2 - inset
    faces = [
        ([(-u, -v), (u, -v), (ridge, 0), (-ridge, 0)], -90),
        ([(-u, v), (u, v), (ridge, 0), (-ridge, 0)], 90),
        ([(u, -v), (u, v), (ridge, 0)], 0),
        ([(-u, -v), (-u, v), (-ridge, 0)], 180),
    ]
    for points, normal in faces:
        a = math.radians(frame.heading + normal)
        light = -(math.cos(a) * 0.62 + math.sin(a) * 0.78)
        canvas.fill(frame.shape(points), shade(colour, 0.2 * light if light > 0 else 0.3 * light))
    canvas.stroke([frame.at(-ridge, 0), frame.at(ridge, 0)], shade(colour, 0.3), 0.7, 0.8)
    return body


def block(
    canvas: Canvas, frame: Frame, length: float, width: float, rng: random.Random, height: float = 9
) -> Polygon:
    """A flat-roofed building with its plant on top."""
    colour = rng.choice(FLAT)
    body = frame.box(length, width)
    canvas.shadow(body, height)
    canvas.area(body, Texture(colour, 6, "fine"))
    canvas.edge(frame.box(length - 2, width - 2), shade(colour, -0.2), 1.2, 0.8)
    canvas.edge(frame.box(length - 0.6, width - 0.6), shade(colour, 0.35), 0.9)
    for _ in range(int(length * width / 700) + 1):
        at = frame.moved(rng.uniform(-0.36, 0.36) * length, rng.uniform(-0.32, 0.32) * width)
        unit = at.box(rng.uniform(4, 9), rng.uniform(3, 6))
        canvas.shadow(unit, 2.4, 0.4)
        canvas.fill(unit, shade(colour, rng.choice((0.3, -0.22))))
    return body


def tank(canvas: Canvas, x: float, y: float, radius: float, rng: random.Random) -> Polygon:
    """A storage tank: a lit cylinder's roof, its stair and its shadow."""
    colour = rng.choice(((232, 233, 230), (232, 233, 230), (214, 212, 204), (198, 206, 208)))
    canvas.shadow(Spot(x, y).buffer(radius), 0.55 * radius, 0.45)
    canvas.disc(x, y, radius, shade(colour, -0.3))
    for i in range(8):
        r = radius * (0.97 - 0.085 * i)
        canvas.disc(x - 0.014 * radius * i, y - 0.018 * radius * i, r, shade(colour, -0.14 + 0.032 * i))
    if rng.random() < 0.45:
        canvas.disc(x, y, 0.84 * radius, shade(colour, -0.24))
        canvas.wash(Spot(x - 0.22 * radius, y - 0.28 * radius).buffer(0.8 * radius).intersection(
            Spot(x, y).buffer(0.84 * radius)), (24, 28, 34), 0.22, blur=1.0)  # fmt: skip
    a = rng.uniform(0, 360)
    spoke = Frame(x, y, a)
    canvas.stroke([spoke.at(0.1 * radius, 0), spoke.at(radius, 0)], (150, 150, 146), 1.0)
    canvas.disc(x, y, 0.1 * radius, shade(colour, -0.35))
    return Frame(x, y).box(2 * radius, 2 * radius)


def pool(canvas: Canvas, frame: Frame, length: float, width: float) -> Polygon:
    body = frame.box(length, width)
    canvas.area(frame.box(length + 7, width + 7), PAVING)
    canvas.fill(body, (70, 172, 196))
    canvas.wash(frame.moved(0, -0.22 * width).box(0.9 * length, 0.3 * width), (196, 240, 244), 0.3, blur=1.0)
    canvas.edge(body, (232, 240, 240), 0.9)
    if length > 44:
        for i in range(1, 6):
            v = width * (i / 6 - 0.5)
            canvas.stroke(
                [frame.at(-length / 2, v), frame.at(length / 2, v)], (40, 110, 160), 0.7, dash=(3, 2)
            )
    return body


def court(canvas: Canvas, frame: Frame, length: float, label: str, rng: random.Random) -> Polygon:
    """A tennis or basketball court with its run-off."""
    colours: dict[str, tuple[tuple[Colour, Colour], ...]] = {
        "tennis-court": (
            ((60, 108, 152), (74, 128, 92)),
            ((170, 94, 62), (150, 84, 58)),
            ((74, 128, 92), (150, 88, 66)),
        ),
        "basketball-court": (((178, 112, 74), (96, 128, 148)), ((120, 124, 128), (120, 124, 128))),
    }
    inner, outer = rng.choice(colours[label])
    width = length * (0.5 if label == "tennis-court" else 0.55)
    body = frame.box(length, width)
    canvas.area(body, Texture(outer, 5, "fine"))
    u, v = 0.36 * length, 0.36 * width
    if label == "basketball-court":
        u, v = 0.45 * length, 0.44 * width
    canvas.area(frame.box(2 * u, 2 * v), Texture(inner, 5, "fine"))
    canvas.edge(frame.box(2 * u, 2 * v), LINE, 0.8)
    canvas.stroke([frame.at(0, -v), frame.at(0, v)], LINE, 0.8)
    if label == "tennis-court":
        for s in (-0.74, 0.74):
            canvas.stroke([frame.at(-u, s * v), frame.at(u, s * v)], LINE, 0.6)
        for s in (-0.54, 0.54):
            canvas.stroke([frame.at(s * u, -0.74 * v), frame.at(s * u, 0.74 * v)], LINE, 0.6)
        canvas.stroke([frame.at(-0.54 * u, 0), frame.at(0.54 * u, 0)], LINE, 0.6)
    else:
        canvas.edge(frame.ellipse(0.36 * v, 0.36 * v), LINE, 0.7)
        for s in (-1, 1):
            canvas.edge(frame.moved(s * 0.8 * u, 0).box(0.38 * u, 0.6 * v), LINE, 0.7)
    return body


def pitch(canvas: Canvas, frame: Frame, length: float, width: float) -> Polygon:
    """A football pitch in mown stripes."""
    body, m = frame.box(length, width), 0.045 * length
    canvas.area(body, Texture((94, 138, 70), 6, "patchy"))
    for i in range(0, 12, 2):
        canvas.wash(
            frame.span(length * (i / 12 - 0.5), -width / 2, length * ((i + 1) / 12 - 0.5), width / 2),
            (150, 190, 100),
            0.24,
        )
    u, v = length / 2 - m, width / 2 - m
    canvas.edge(frame.box(2 * u, 2 * v), LINE, 0.9)
    canvas.stroke([frame.at(0, -v), frame.at(0, v)], LINE, 0.9)
    canvas.edge(frame.ellipse(0.36 * v * 1.5, 0.36 * v * 1.5), LINE, 0.9)
    for s in (-1, 1):
        for depth, half in ((0.3, 0.58), (0.11, 0.27)):
            canvas.edge(frame.span(s * u, -half * v, s * (u - depth * u), half * v), LINE, 0.8)
    return body


def track(canvas: Canvas, frame: Frame, length: float, width: float) -> Polygon:
    """A running track round a pitch; the pitch is labelled by the caller."""
    spine = Frame(0, 0).box(length - width, 0.01)
    ring = Polygon([frame.at(u, v) for u, v in spine.buffer(width / 2, 24).exterior.coords])
    canvas.area(ring, Texture((176, 92, 70), 6, "fine"))
    lanes = 0.02 * length
    for i in range(6):
        canvas.edge(ring.buffer(-1 - i * lanes * 0.9), (230, 214, 206), 0.6, 0.75)
    canvas.area(ring.buffer(-6.2 * lanes * 0.9), LAWN)
    return frame.box(length, width)


def diamond(canvas: Canvas, frame: Frame, side: float) -> Polygon:
    """A baseball field: home plate at the frame, the field ahead of it."""

    def fan(radius: float) -> Polygon:
        arc = [frame.moved(0, 0, a).at(radius, 0) for a in range(-45, 46, 5)]
        return Polygon([frame.at(-0.06 * side, 0), *arc])

    canvas.area(fan(side), LAWN)
    canvas.area(fan(0.52 * side), Texture((186, 146, 102), 10, "patchy"))
    canvas.area(frame.moved(0.27 * side, 0, 45).box(0.29 * side, 0.29 * side), LAWN)
    canvas.disc(*frame.at(0.27 * side, 0), 0.03 * side, (186, 146, 102))
    canvas.disc(*frame.at(0, 0), 0.06 * side, (186, 146, 102))
    for s in (-45, 45):
        canvas.stroke([frame.at(0, 0), frame.moved(0, 0, s).at(side, 0)], LINE, 0.8)
    return frame.moved(0.48 * side, 0).box(1.06 * side, 1.42 * side)


def stands(canvas: Canvas, frame: Frame, length: float, depth: float, rng: random.Random) -> None:
    """Tiers of seats, the low side to the frame's right."""
    canvas.shadow(frame.box(length, depth), 7)
    tint = rng.choice(((70, 104, 150), (158, 70, 66), (150, 152, 154)))
    rows = 6
    for i in range(rows):
        strip = frame.span(
            -length / 2, -depth / 2 + i * depth / rows, length / 2, -depth / 2 + (i + 1) * depth / rows
        )
        canvas.fill(strip, shade(tint if i else (206, 206, 202), 0.22 if i % 2 else 0.05))
    for i in range(1, 8):
        u = length * (i / 8 - 0.5)
        canvas.stroke([frame.at(u, -0.5 * depth), frame.at(u, 0.5 * depth)], (214, 212, 206), 0.8)


def crane(canvas: Canvas, frame: Frame, reach: float, width: float) -> Polygon:
    """A quay crane; its boom points ahead over the water."""
    body = frame.span(-0.45 * reach, -width / 2, 0.62 * reach, width / 2)
    boom = frame.span(-0.45 * reach, -0.16 * width, 0.62 * reach, 0.16 * width)
    for part in (boom, frame.box(0.3 * reach, width)):
        canvas.shadow(part, 7, 0.4)
    for v in (-0.42, 0.42):
        canvas.fill(frame.moved(0, v * width).box(0.34 * reach, 0.14 * width), (38, 84, 138))
    canvas.fill(boom, (54, 112, 170))
    for i in range(9):
        u = (-0.42 + i * 0.125) * reach
        canvas.stroke(
            [frame.at(u, -0.14 * width), frame.at(u + 0.06 * reach, 0.14 * width)], (196, 214, 228), 0.6
        )
    canvas.fill(frame.moved(-0.3 * reach, 0).box(0.16 * reach, 0.5 * width), (226, 228, 226))
    return body
