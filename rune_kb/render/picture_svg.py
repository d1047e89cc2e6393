"""A planned scene as SVG: the ground as a picture inside it, outlines and labels as vectors."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from html import escape

import PIL.Image
from shapely.geometry.base import BaseGeometry

from rune_kb.render.nouns import line
from rune_kb.render.picture import INK, arrow_head
from rune_kb.render.scene_plan import Chip, Colour, Drawn, Plan, Shown, is_line, leader_of, paths

QUALITY = 80
"""Of WebP pictures; about 60 KB for one of 640 pixels."""
_FONTS = "system-ui,'DejaVu Sans',sans-serif"


def svg_plan(plan: Plan, title: str) -> str:
    """The SVG text; ``title`` is what a screen reader says."""
    wide, high = plan.ground.size
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" role="img">',
        f"<title>{escape(line(title))}</title>",
        f'<image width="{wide}" height="{high}" href="{data_url(plan.ground)}"/>',
        *_others(plan),
        *(part for shown in plan.shown for part in _shown(shown, plan.unit)),
        *(part for link in plan.links for part in _link(link, plan.unit)),
        *(part for chip in plan.chips for part in _leader(chip)),
        *(part for chip in plan.chips for part in _chip(chip, plan.letters)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def data_url(picture: PIL.Image.Image) -> str:
    """The picture as WebP in a `data:` URL."""
    stream = io.BytesIO()
    picture.save(stream, "WEBP", quality=QUALITY, method=4)
    return "data:image/webp;base64," + base64.b64encode(stream.getvalue()).decode("ascii")


def _others(plan: Plan) -> Iterator[str]:
    if not plan.others:
        return
    path = "".join(_path(outline) for outline in plan.others)
    for colour, opacity, width in ((INK, 0.47, 2.6), ((255, 255, 255), 0.78, 1.2)):
        yield _stroked(path, colour, width * plan.unit, f' stroke-opacity="{opacity * plan.crowd:.2g}"')


def _shown(shown: Shown, unit: float) -> Iterator[str]:
    path = _path(shown.outline)
    width = (8.0 if is_line(shown.outline) else 3.6) * unit
    dash = f' stroke-dasharray="{11 * unit:.4g} {7 * unit:.4g}"' if shown.missed else ""
    if not shown.missed and not is_line(shown.outline):
        yield f'<path d="{path}" fill="{_rgb(shown.colour)}" fill-opacity="0.24" fill-rule="evenodd"/>'
    yield _stroked(path, INK, width + 2.6 * unit, dash + ' stroke-opacity="0.8"')
    yield _stroked(path, shown.colour, width, dash)


def _link(drawn: Drawn, unit: float) -> Iterator[str]:
    (x0, y0), (x1, y1) = drawn.start, drawn.end
    path = f"M{x0:.5g} {y0:.5g}L{x1:.5g} {y1:.5g}"
    dash = f' stroke-dasharray="{11 * unit:.4g} {7 * unit:.4g}"' if drawn.link.missed else ""
    yield _stroked(path, INK, 5 * unit, dash + ' stroke-opacity="0.8"')
    yield _stroked(path, drawn.colour, 2.4 * unit, dash)
    if drawn.link.arrow:
        corners = " ".join(f"{x:.5g},{y:.5g}" for x, y in arrow_head(drawn.start, drawn.end, 13 * unit))
        yield f'<polygon points="{corners}" fill="{_rgb(drawn.colour)}" stroke="{_rgb(INK)}"/>'
        return
    for x, y in (drawn.start, drawn.end):
        radius = f'r="{3.6 * unit:.4g}"'
        yield f'<circle cx="{x:.5g}" cy="{y:.5g}" {radius} fill="{_rgb(drawn.colour)}" stroke="{_rgb(INK)}"/>'


def _leader(chip: Chip) -> Iterator[str]:
    if (leader := leader_of(chip)) is not None:
        (x0, y0), (x1, y1) = leader
        path = f"M{x0:.5g} {y0:.5g}L{x1:.5g} {y1:.5g}"
        yield _stroked(path, INK, 1 if chip.faint else 4, "")
        if not chip.faint:
            yield _stroked(path, chip.colour, 2, "")


def _chip(chip: Chip, letters: int) -> Iterator[str]:
    x0, y0, x1, y1 = chip.box
    colour = _rgb(chip.colour)
    yield (
        f'<rect x="{x0:.5g}" y="{y0:.5g}" width="{x1 - x0:.5g}" height="{y1 - y0:.5g}" rx="4" '
        f'fill="{_rgb(INK)}" stroke="{colour}" stroke-width="2"/>'
    )
    # The box was measured with another font than the reader's: the text is made to fit it.
    inner = x1 - x0 - letters * 0.6 - 4
    yield (
        f'<text x="{(x0 + x1) / 2:.5g}" y="{(y0 + y1) / 2:.5g}" fill="{colour}" font-size="{letters}" '
        f'font-family="{_FONTS}" text-anchor="middle" dominant-baseline="central" '
        f'textLength="{inner:.5g}" lengthAdjust="spacingAndGlyphs">{escape(chip.text)}</text>'
    )


def _path(outline: BaseGeometry) -> str:
    return "".join(
        "M" + "L".join(f"{x:.5g} {y:.5g}" for x, y in points) + ("Z" if closed else "")
        for points, closed in paths(outline)
    )


def _stroked(path: str, colour: Colour, width: float, more: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{_rgb(colour)}" stroke-width="{width:.3g}" '
        f'stroke-linejoin="round"{more}/>'
    )


def _rgb(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
