"""How words are written: plurals, names made out of labels, an index of labels by key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

MAX_NAME = 60
"""Characters in a name made out of a label; names become names of files."""


def key(text: str) -> str:
    """What two spellings of a name have in common.

    >>> key("Large-Vehicle") == key("large vehicle") == key("LargeVehicle")
    True
    """
    return text.casefold().replace("_", "").replace("-", "").replace(" ", "")


def singulars(word: str) -> Iterator[str]:
    """What the key may be the English plural of, likeliest first.

    >>> list(singulars("ships")), list(singulars("buses")), list(singulars("ferries"))
    (['ship'], ['bus', 'buse'], ['ferry', 'ferrie'])
    >>> list(singulars("grass"))
    []
    """
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("ves"):
        yield word[:-3] + "f"
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        yield word[:-1]


def snake_case(text: str) -> str:
    """The text as a name: small ASCII letters, digits and ``_``, a letter first.

    Accents are dropped, other letters become ``u`` and their code point; ``unnamed`` if nothing is left.

    >>> snake_case("LargeVehicle"), snake_case("T-junction"), snake_case("747"), snake_case("Café/Bar")
    ('large_vehicle', 't_junction', 'class_747', 'cafe_bar')
    >>> snake_case("船"), snake_case("?!")
    ('u8239', 'unnamed')
    """
    plain = "".join(_ascii(char) for char in unicodedata.normalize("NFKD", spaced(text)))
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_NAME].rstrip("_")
    return f"class_{name}" if name[:1].isdigit() else name or "unnamed"


def spaced(text: str) -> str:
    """The words of a name, in small letters.

    >>> spaced("LargeVehicle"), spaced("HTTPServer"), spaced("storage_tank")
    ('large vehicle', 'http server', 'storage tank')
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return parted.replace("_", " ").casefold()


def _ascii(char: str) -> str:
    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    return f"u{ord(char):x}" if char.isalnum() else " "


def camel_case(name: str) -> str:
    """The local name of an IRI.

    >>> camel_case("storage_tank")
    'StorageTank'
    """
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def numbered(name: str) -> Iterator[str]:
    """The name, then ``name_2``, ``name_3`` and so on."""
    yield name
    yield from (f"{name}_{n}" for n in count(2))


class LabelIndex:
    """Names by the keys of their labels; a plural finds its singular, a singular a label that is a plural."""

    def __init__(self) -> None:
        self.exact: dict[str, str] = {}
        self._singular: dict[str, str] = {}

    def add(self, label: str, name: str) -> None:
        """The first name that a label is given keeps it."""
        word = key(label)
        self.exact.setdefault(word, name)
        for singular in singulars(word):
            self._singular.setdefault(singular, name)

    def find(self, text: str) -> str | None:
        word = key(text)
        found = self.exact.get(word)
        if found is not None:
            return found
        plural_of = (self.exact[singular] for singular in singulars(word) if singular in self.exact)
        return next(plural_of, None) or self._singular.get(word)

    def copy(self) -> LabelIndex:
        twin = LabelIndex()
        twin.exact, twin._singular = dict(self.exact), dict(self._singular)
        return twin
