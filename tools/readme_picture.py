"""Makes docs/images/demo.png, the picture of the README: an answer of the demo, its witnesses outlined.

.venv/bin/python tools/readme_picture.py
"""

import tempfile
from pathlib import Path

from rune_kb import KnowledgeBase, paths
from rune_kb.render.picture import draw_scene

TARGET = Path(__file__).parents[1] / "docs" / "images" / "demo.png"
QUESTION = "exists x (harbor(x) & exists>=3 y (ship(y) & near(y, x)) & ~exists z (bridge(z)))"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.create(Path(folder) / "kb") as kb:
        kb.ingest(paths.SAMPLE / "detections.json", images=paths.SAMPLE / "images")
        best = kb.ask(QUESTION)[0]
        scene = draw_scene(kb.store.image(best.image), kb.detections(best.image), best.bindings, size=640)
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        scene.quantize(128).save(TARGET, optimize=True)
        print(f"{TARGET}: {best.image}, {best.score:.3f}, {dict(best.bindings)}")


if __name__ == "__main__":
    main()
