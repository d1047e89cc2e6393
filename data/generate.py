"""Draw the sample collection again: ``python data/generate.py`` remakes data/sample byte for byte.

The pictures are the project's own, drawn with Pillow; the detections are what a detector might have made of
them (data/sketch/detector.py), the true labels stand in data/sample/truth. docs/sample.md tells the rest.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image
from shapely.geometry import LineString, Polygon
from sketch.detector import Found, detect, truth
from sketch.scenes import AERIAL, FLOOD, SEED, Plan
from sketch.site import SIZE, Site

SAMPLE = Path(__file__).parent / "sample"


def coco(sites: Sequence[Site], found: Mapping[str, Sequence[Found]]) -> str:
    """COCO text: a record a line, polygons as segmentation, scores on annotations, the GSD on images."""
    names = sorted({one.label for site in sites for one in found[site.name]})
    number = {name: i for i, name in enumerate(names, 1)}
    images: list[dict[str, object]] = []
    annotations: list[dict[str, object]] = []
    for i, site in enumerate(sites, 1):
        images.append(
            {"id": i, "file_name": f"{site.name}.png", "width": SIZE, "height": SIZE, "gsd": site.gsd,
             "date_captured": site.date}
        )  # fmt: skip
        annotations += [
            _annotation(len(annotations) + k, i, number, one) for k, one in enumerate(found[site.name], 1)
        ]
    sections = {
        "images": images,
        "categories": [{"id": i, "name": name} for name, i in number.items()],
        "annotations": annotations,
    }
    info = json.dumps({"description": "RUNE's sample collection, drawn by data/generate.py"})
    body = ",\n".join(
        f'"{name}": [\n' + ",\n".join(json.dumps(record) for record in records) + "\n]"
        for name, records in sections.items()
    )
    return f'{{"info": {info},\n{body}}}\n'


def _annotation(number: int, image: int, categories: Mapping[str, int], one: Found) -> dict[str, object]:
    x0, y0, x1, y1 = one.outline.bounds
    ring = [c for point in _corners(one)[:-1] for c in point]
    return {
        "id": number, "image_id": image, "category_id": categories[one.label],
        "bbox": [round(v, 1) for v in (x0, y0, x1 - x0, y1 - y0)], "area": round(one.outline.area, 1),
        "segmentation": [ring], "iscrowd": 0, "score": one.score,
    }  # fmt: skip


def spacenet(sites: Sequence[Site], found: Mapping[str, Sequence[Found]]) -> str:
    """SpaceNet 8's CSV (buildings as polygons, roads as lines, in pixels) with a score to each row."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["ImageId", "Object", "WKT_Pix", "Flooded", "Score"])
    for site in sites:
        for one in found[site.name]:
            rows.writerow([site.name, one.label, _wkt(one), str(one.flooded), one.score])
    return text.getvalue()


def _wkt(one: Found) -> str:
    points = ", ".join(f"{x:g} {y:g}" for x, y in _corners(one))
    return f"LINESTRING ({points})" if isinstance(one.outline, LineString) else f"POLYGON (({points}))"


def _corners(one: Found) -> list[tuple[float, ...]]:
    """The points of a line, or of a polygon's closed ring."""
    match one.outline:
        case LineString() as line:
            return list(line.coords)
        case Polygon() as polygon:
            return list(polygon.exterior.coords)
    raise TypeError(f"no outline: {one.outline.geom_type}")


def write(folder: Path, aerial: Sequence[Plan] = AERIAL, flood: Sequence[Plan] = FLOOD) -> None:
    """Draw the scenes and write pictures, detections and true labels into the folder."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "truth").mkdir(exist_ok=True)
    for plans, name, form in ((aerial, "detections.json", coco), (flood, "flood.csv", spacenet)):
        sites = [plan.make() for plan in plans]
        for site in sites:
            save(site.canvas.picture(), folder / "images" / f"{site.name}.png")
        seen = {site.name: detect(site, random.Random(f"{SEED} detector {site.name}")) for site in sites}
        (folder / name).write_text(form(sites, seen), encoding="utf-8")
        (folder / "truth" / name).write_text(
            form(sites, {site.name: truth(site) for site in sites}), encoding="utf-8"
        )


def save(picture: Image.Image, path: Path) -> None:
    """The picture as PNG, as small as Pillow makes it."""
    picture.save(path, "PNG", optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "folder", nargs="?", type=Path, default=SAMPLE, help="where to write (default: data/sample)"
    )
    write(parser.parse_args().folder)


if __name__ == "__main__":
    main()
