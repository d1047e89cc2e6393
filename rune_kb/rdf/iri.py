"""IRIs of what a knowledge base holds: images, detections, sources, attributes.

An image is ``https://w3id.org/rune/image/P0001`` and the detections in it are fragments of that:
``https://w3id.org/rune/image/P0001#12`` is the detection ``P0001#12``. What an IRI cannot hold is
percent-encoded, so any id makes a legal IRI and comes back out of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

IMAGES = "https://w3id.org/rune/image/"
SOURCES = "https://w3id.org/rune/source/"
ATTRIBUTES = "https://w3id.org/rune/attribute#"
"""Of attributes that no ontology names: fields met in a source. New classes have another namespace (LOCAL),
because one IRI cannot be a class and a property."""


@lru_cache(maxsize=1024)  # a thousand detections in a row are in one image, from one source
def image_iri(image: str) -> str:
    """
    >>> image_iri("Zürich 1/2")
    'https://w3id.org/rune/image/Z%C3%BCrich%201%2F2'
    """
    return IMAGES + quote(image, safe="")


def detection_iri(image: str, k: int) -> str:
    """The IRI of the detection ``IMAGE#K``."""
    return f"{image_iri(image)}#{k}"


@lru_cache(maxsize=1024)
def source_iri(path: str) -> str:
    """The IRI of a source by its path or name: not a link to a file of this machine."""
    return SOURCES + quote(path, safe="")


def attribute_iri(name: str) -> str:
    """Ends in a name that XML allows: other characters are written ``_x0020_`` (ISO/IEC 9075-14).

    >>> attribute_iri("roof_type"), attribute_iri("2nd floor")
    ('https://w3id.org/rune/attribute#roof_type', 'https://w3id.org/rune/attribute#_x0032_nd_x0020_floor')
    """
    return ATTRIBUTES + re.sub(r"^[0-9]|_(?=x)|[^A-Za-z0-9_]", lambda found: f"_x{ord(found[0]):04X}_", name)


def id_of(iri: str) -> str | None:
    """The id of an image or of a detection, ``IMAGE#K``, from its IRI; None of any other IRI.

    >>> id_of("https://w3id.org/rune/image/P0001#12"), id_of("https://w3id.org/rune#Ship")
    ('P0001#12', None)
    """
    if not iri.startswith(IMAGES):
        return None
    image, hash_sign, k = iri.removeprefix(IMAGES).partition("#")
    return unquote(image) + hash_sign + k
