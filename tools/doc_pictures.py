"""Makes the pictures in docs/images: an answer of the demo with its witnesses outlined, and its proof.

.venv/bin/python tools/doc_pictures.py
"""

import tempfile
from pathlib import Path

from rune_kb import KnowledgeBase, paths
from rune_kb.render.picture import draw_scene
from rune_kb.render.proof_picture import picture

IMAGES = Path(__file__).parents[1] / "docs" / "images"
QUESTION = "exists x (harbor(x) & exists>=3 y (ship(y) & near(y, x)) & ~exists z (bridge(z)))"
SIZE = 640


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.create(Path(folder) / "kb") as kb:
        kb.ingest(paths.SAMPLE / "detections.json", images=paths.SAMPLE / "images")
        best = kb.ask(QUESTION)[0]
        detections = kb.detections(best.image)
        outlines = {d.id: d.outline for d in detections}
        made = {
            "demo.png": draw_scene(kb.store.image(best.image), detections, best.bindings, size=SIZE),
            "proof.png": picture(best.proof, outlines, vocabulary=kb.vocabulary, size=SIZE),
        }
        IMAGES.mkdir(parents=True, exist_ok=True)
        for name, scene in made.items():
            scene.quantize(128).save(IMAGES / name, optimize=True)
            print(f"{IMAGES / name}: {best.image}, {best.score:.3f}, {dict(best.bindings)}")


if __name__ == "__main__":
    main()
