"""The system of record of a knowledge base (DESIGN 4.6): one SQLite file; docs/store.md explains it.

with Store.open("kb") as store:
    for image in store.images():
        print(image.id, len(store.detections(image.id)))
"""

from rune_kb.store.store import Store
from rune_kb.store.values import ClassCount, DetectionRow, OntologyDocument, Revisions, Source
from rune_kb.store.writer import Writer

__all__ = ["ClassCount", "DetectionRow", "OntologyDocument", "Revisions", "Source", "Store", "Writer"]
