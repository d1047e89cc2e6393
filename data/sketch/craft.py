"""What moves: ships, aircraft, road vehicles. Each function draws one and returns its outline."""

from __future__ import annotations

import random

from shapely.geometry import Polygon

from sketch.canvas import Canvas, Colour, Frame, shade

WHITE: Colour = (240, 242, 241)
GLASS: Colour = (38, 50, 64)
PAINT: tuple[Colour, ...] = (
    (236, 238, 238), (236, 238, 238), (205, 209, 212), (205, 209, 212), (120, 126, 132), (52, 55, 60),
    (52, 55, 60), (158, 44, 40), (44, 78, 132), (62, 96, 84), (186, 158, 112),
)  # fmt: skip
BOXES: tuple[Colour, ...] = (
    (176, 62, 48), (196, 112, 52), (60, 96, 140), (64, 122, 104), (150, 152, 150), (206, 190, 150),
    (116, 58, 64),
)  # fmt: skip


def _hull(frame: Frame, length: float, width: float, bow: float = 0.34) -> Polygon:
    u, v = length / 2, width / 2
    start = u - bow * length
    side = [(-u, 0.78 * v), (-0.86 * u, v), (start, v), (start + 0.55 * (u - start), 0.66 * v), (u, 0.0)]
    return frame.shape([*side, *[(p, -q) for p, q in reversed(side[:-1])]])


def wake(canvas: Canvas, frame: Frame, length: float, width: float) -> None:
    """The white water behind a moving ship."""
    tail, reach, steps = -0.46 * length, 1.5 * length, 9
    for i in range(steps):
        near, far = tail - reach * i / steps, tail - reach * (i + 1) / steps
        half, past = width * (0.3 + 0.3 * i / steps), width * (0.3 + 0.3 * (i + 1) / steps)
        foam = frame.shape([(near, -half), (near, half), (far, past), (far, -past)])
        canvas.wash(foam, WHITE, 0.34 * (1 - i / steps) ** 1.4, blur=0.5)
    for side in (-1, 1):
        for i in range(steps):
            u = 0.2 * length - 1.3 * length * i / steps
            arm = [
                (u, side * (0.5 + 0.13 * i) * width),
                (u - 0.15 * length, side * (0.63 + 0.13 * i) * width),
            ]
            canvas.stroke([frame.at(*p) for p in arm], WHITE, 1.3, 0.22 * (1 - i / steps))


def yacht(canvas: Canvas, frame: Frame, length: float, width: float, rng: random.Random) -> Polygon:
    """A motor yacht or, as often, a sailing boat."""
    hull = _hull(frame, length, width)
    colour = rng.choice((WHITE, WHITE, WHITE, (222, 214, 196), (44, 62, 92), (142, 44, 42)))
    canvas.shadow(hull, 1.8, 0.5)
    canvas.fill(hull, colour)
    canvas.fill(
        _hull(frame.moved(-0.02 * length, 0), 0.84 * length, 0.7 * width), shade((214, 196, 164), 0.15)
    )
    if rng.random() < 0.5:
        cabin = frame.moved(0.02 * length, 0).box(0.36 * length, 0.46 * width)
        canvas.shadow(cabin, 1.5, 0.35)
        canvas.fill(cabin, WHITE)
        canvas.fill(frame.moved(0.13 * length, 0).box(0.09 * length, 0.42 * width), GLASS)
        canvas.fill(frame.moved(-0.3 * length, 0).box(0.14 * length, 0.4 * width), rng.choice(BOXES))
    else:
        mast = frame.at(0.08 * length, 0)
        canvas.stroke([mast, (mast[0] + 0.42 * length, mast[1] + 0.5 * length)], (20, 28, 40), 0.7, 0.3)
        canvas.stroke([frame.at(-0.34 * length, 0), mast], rng.choice(((52, 84, 142), (228, 226, 216))), 1.8)
        canvas.stroke([frame.at(-0.4 * length, 0), frame.at(0.44 * length, 0)], (250, 250, 250), 0.5)
        canvas.disc(*mast, 0.9, (250, 250, 250))
    return frame.box(length, width)


def cargo_ship(canvas: Canvas, frame: Frame, length: float, width: float, rng: random.Random) -> Polygon:
    hull = _hull(frame, length, width, bow=0.16)
    body = rng.choice(((122, 44, 40), (46, 62, 88), (48, 84, 78)))
    canvas.shadow(hull, 0.16 * width + 3, 0.5)
    canvas.fill(hull, body)
    canvas.fill(_hull(frame, 0.97 * length, 0.88 * width, bow=0.16), (142, 132, 122))
    bays, rows = max(4, round(0.68 * length / 11)), max(3, round(width / 5.5))
    step, lane = 0.64 * length / bays, 0.82 * width / rows
    for i in range(bays):
        for j in range(rows):
            if rng.random() < 0.88:
                at = frame.moved(-0.26 * length + (i + 0.5) * step, -0.41 * width + (j + 0.5) * lane)
                canvas.fill(
                    at.box(0.86 * step, 0.86 * lane), shade(rng.choice(BOXES), rng.uniform(-0.1, 0.2))
                )
    house = frame.moved(-0.37 * length, 0)
    canvas.shadow(house.box(0.1 * length, 0.8 * width), 5, 0.4)
    canvas.fill(house.box(0.1 * length, 0.86 * width), WHITE)
    canvas.fill(house.moved(0.035 * length, 0).box(0.02 * length, 0.8 * width), GLASS)
    canvas.fill(house.moved(-0.04 * length, 0).box(0.05 * length, 0.24 * width), body)
    return frame.box(length, width)


def tanker(canvas: Canvas, frame: Frame, length: float, width: float, rng: random.Random) -> Polygon:
    hull = _hull(frame, length, width, bow=0.16)
    deck = rng.choice(((140, 70, 58), (92, 112, 100), (120, 88, 70)))
    canvas.shadow(hull, 0.12 * width + 3, 0.5)
    canvas.fill(hull, (44, 46, 52))
    canvas.fill(_hull(frame, 0.97 * length, 0.88 * width, bow=0.16), deck)
    for v in (-0.1, 0.0, 0.1):
        canvas.stroke(
            [frame.at(-0.26 * length, v * width), frame.at(0.36 * length, v * width)], (206, 200, 190), 0.8
        )
    for u in (-0.15, 0.0, 0.15, 0.3):
        canvas.stroke(
            [frame.at(u * length, -0.38 * width), frame.at(u * length, 0.38 * width)], shade(deck, -0.3), 1
        )
    house = frame.moved(-0.37 * length, 0)
    canvas.shadow(house.box(0.11 * length, 0.74 * width), 5, 0.4)
    canvas.fill(house.box(0.11 * length, 0.8 * width), WHITE)
    canvas.fill(house.moved(-0.04 * length, 0).box(0.05 * length, 0.24 * width), (196, 120, 52))
    return frame.box(length, width)


def airliner(canvas: Canvas, frame: Frame, length: float, rng: random.Random) -> Polygon:
    """A jet as long as it is wide, nose ahead."""
    h = length / 2
    tint = rng.choice(((40, 76, 140), (176, 44, 46), (32, 120, 112), (228, 160, 40), (90, 96, 108)))
    wing = [(0.22, 0.07), (-0.22, 0.94), (-0.36, 0.94), (-0.16, 0.07)]
    tail = [(-0.72, 0.04), (-0.90, 0.36), (-0.98, 0.36), (-0.90, 0.04)]
    body = frame.moved(0.02 * length, 0).ellipse(0.98 * length, 0.105 * length)
    sides = [frame.shape([(u * h, s * v * h) for u, v in part]) for part in (wing, tail) for s in (1, -1)]
    for part in (body, *sides):
        canvas.wash(Frame(*frame.at(0, 0)).shape([(x - frame.x + 0.07 * length, y - frame.y + 0.09 * length)
                    for x, y in part.exterior.coords]), (18, 22, 30), 0.42, blur=0.6)  # fmt: skip
    for s in (1, -1):
        for place in (0.34, 0.6) if length > 70 else (0.36,):
            canvas.fill(
                frame.moved((0.2 - 0.5 * place) * h, s * place * h).box(0.11 * length, 0.045 * length),
                (150, 156, 162),
            )
    for part, colour in zip(
        sides, ((214, 218, 221), (228, 231, 233), (200, 205, 209), (220, 224, 227)), strict=True
    ):
        canvas.fill(part, colour)
    for s in (1, -1):
        tip = [(-0.215, 0.9), (-0.225, 0.95), (-0.36, 0.95), (-0.35, 0.9)]
        canvas.fill(frame.shape([(u * h, s * v * h) for u, v in tip]), tint)
    canvas.fill(body, (196, 201, 205))
    canvas.fill(
        frame.moved(0.02 * length, -0.012 * length).ellipse(0.97 * length, 0.07 * length), (250, 250, 250)
    )
    canvas.fill(
        frame.shape(
            [(-0.62 * h, 0.012 * h), (-0.99 * h, 0.025 * h), (-0.99 * h, -0.025 * h), (-0.62 * h, -0.012 * h)]
        ),
        tint,
    )
    canvas.fill(frame.moved(0.92 * h, 0).box(0.02 * length, 0.05 * length), GLASS)
    return frame.box(1.01 * length, 0.96 * length)


def light_plane(canvas: Canvas, frame: Frame, length: float, rng: random.Random) -> Polygon:
    """A propeller plane with a straight wing, a little wider than long."""
    tint = rng.choice(((176, 44, 46), (40, 76, 140), (60, 110, 70), (222, 150, 40)))
    parts = [
        frame.ellipse(length, 0.13 * length),
        frame.moved(0.14 * length, 0).box(0.17 * length, 1.2 * length),
        frame.moved(-0.42 * length, 0).box(0.11 * length, 0.4 * length),
    ]
    for part in parts:
        canvas.shadow(part, 2.2, 0.4)
    for part, colour in zip(parts[::-1], ((222, 225, 226), (238, 240, 240), (228, 230, 231)), strict=True):
        canvas.fill(part, colour)
    for s in (1, -1):
        canvas.fill(frame.moved(0.14 * length, s * 0.53 * length).box(0.17 * length, 0.1 * length), tint)
    canvas.stroke([frame.at(-0.48 * length, 0), frame.at(-0.2 * length, 0)], tint, 1.4)
    canvas.fill(frame.moved(0.2 * length, 0).box(0.08 * length, 0.1 * length), GLASS)
    canvas.stroke(
        [frame.at(0.51 * length, -0.12 * length), frame.at(0.51 * length, 0.12 * length)], (60, 60, 60), 0.6
    )
    return frame.box(1.04 * length, 1.22 * length)


def helicopter(canvas: Canvas, frame: Frame, length: float, rng: random.Random) -> Polygon:
    colour = rng.choice(((176, 44, 46), (228, 190, 48), (54, 84, 128), (70, 84, 62)))
    cabin = frame.moved(0.16 * length, 0).ellipse(0.46 * length, 0.24 * length)
    for part in (cabin, frame.moved(-0.25 * length, 0).box(0.5 * length, 0.06 * length)):
        canvas.shadow(part, 3, 0.45)
        canvas.fill(part, colour)
    canvas.fill(frame.moved(0.29 * length, 0).ellipse(0.16 * length, 0.18 * length), GLASS)
    canvas.fill(frame.moved(-0.46 * length, 0).box(0.05 * length, 0.26 * length), shade(colour, -0.2))
    hub = frame.moved(0.12 * length, 0, rng.uniform(0, 90))
    canvas.wash(hub.ellipse(0.9 * length, 0.9 * length), WHITE, 0.12)
    for turn in (0, 90):
        blade = hub.moved(0, 0, turn)
        canvas.stroke([blade.at(-0.45 * length, 0), blade.at(0.45 * length, 0)], (42, 44, 48), 1.0)
    return frame.moved(0.03 * length, 0).box(1.06 * length, 0.78 * length)


def car(canvas: Canvas, frame: Frame, length: float, rng: random.Random) -> Polygon:
    width = 0.45 * length
    colour = shade(rng.choice(PAINT), rng.uniform(-0.06, 0.06))
    body = frame.box(length, width)
    canvas.shadow(body, 0.13 * length + 0.5, 0.5)
    canvas.fill(frame.box(length, 0.84 * width), colour)
    canvas.fill(frame.box(0.88 * length, width), colour)
    canvas.fill(frame.moved(0.14 * length, 0).box(0.15 * length, 0.82 * width), GLASS)
    canvas.fill(frame.moved(-0.33 * length, 0).box(0.1 * length, 0.74 * width), GLASS)
    canvas.fill(frame.moved(-0.09 * length, 0).box(0.32 * length, 0.76 * width), shade(colour, 0.14))
    return body


def truck(canvas: Canvas, frame: Frame, length: float, rng: random.Random) -> Polygon:
    """A lorry, as often a bus."""
    width = 0.24 * length
    body = frame.box(length, width)
    canvas.shadow(body, 0.12 * length + 0.8, 0.5)
    if rng.random() < 0.5:
        canvas.fill(
            frame.moved(-0.11 * length, 0).box(0.78 * length, width), shade(rng.choice((WHITE, *BOXES)), 0.1)
        )
        canvas.fill(frame.moved(0.41 * length, 0).box(0.18 * length, 0.92 * width), rng.choice(PAINT))
        canvas.fill(frame.moved(0.46 * length, 0).box(0.05 * length, 0.8 * width), GLASS)
    else:
        colour = rng.choice((WHITE, (226, 178, 46), (70, 120, 160), (168, 54, 48)))
        canvas.fill(body, colour)
        canvas.fill(frame.moved(0.45 * length, 0).box(0.06 * length, 0.86 * width), GLASS)
        for u in (-0.2, 0.15):
            canvas.fill(frame.moved(u * length, 0).box(0.14 * length, 0.46 * width), shade(colour, -0.14))
    return body
