"""The SWI-Prolog that janus was linked to, whatever else is installed.

janus_swi is linked to one libswipl when it is built. At import time that library looks for its home (the
boot file and the Prolog libraries) in SWI_HOME_DIR, then beside the first `swipl` on PATH; when either is of
another SWI-Prolog the process aborts ("incompatible VM-signature"). So we ask the dynamic loader which
libswipl janus gets, and name the home that belongs to it before janus is imported:

    from rune_kb.swipl import load_janus
    janus = load_janus()
    janus.query_once("X is 1+1")        # {'truth': True, 'X': 2}
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from rune_kb.errors import EngineError

OLDEST = 90200
"""The oldest SWI-Prolog we work with, as SWI-Prolog itself writes versions: 9.2.0."""


class NoSwiProlog(EngineError, ImportError):
    """janus, or the SWI-Prolog it was linked to, is missing or unfit; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SwiProlog:
    """One installation: its home directory, its shared library and its version (90209 is 9.2.9)."""

    home: Path
    library: Path
    version: int

    @property
    def executable(self) -> Path:
        """The `swipl` of this installation, for a REPL or a compilation in a process of its own."""
        for path in _executables(self.home):
            if os.access(path, os.X_OK):
                return path
        raise NoSwiProlog(f"the SWI-Prolog in {self.home} has no `swipl` program; {_ADVICE}")

    def __str__(self) -> str:
        major, rest = divmod(self.version, 10000)
        return f"SWI-Prolog {major}.{rest // 100}.{rest % 100} in {self.home}"


@cache
def find() -> SwiProlog:
    """The SWI-Prolog that `import janus_swi` will run on; raises NoSwiProlog."""
    extension = _janus_extension()
    try:
        linked = ctypes.CDLL(str(extension))
    except OSError as error:
        raise NoSwiProlog(
            f"janus_swi does not find the SWI-Prolog it was built with ({error}); {_ADVICE}"
        ) from error
    library = _file_of(linked.PL_initialise)
    version = int(linked.PL_version_info(1))
    home = home_of(library)
    if home is None:
        raise NoSwiProlog(f"{library} has no SWI-Prolog home (no boot.prc) around it; {_ADVICE}")
    found = SwiProlog(home, library, version)
    if version < OLDEST:
        raise NoSwiProlog(f"{found} is too old, 9.2 or later is needed; {_ADVICE}")
    return found


def load_janus() -> ModuleType:
    """Import janus_swi on the right home, and leave the environment as it was.

    SWI_HOME_DIR is put back afterwards because a child process may run another `swipl`.
    """
    if "janus_swi" in sys.modules:
        return sys.modules["janus_swi"]
    home = str(find().home)
    before = os.environ.get("SWI_HOME_DIR")
    os.environ["SWI_HOME_DIR"] = home
    try:
        return import_module("janus_swi")
    finally:
        if before is None:
            del os.environ["SWI_HOME_DIR"]
        else:
            os.environ["SWI_HOME_DIR"] = before


def home_of(library: Path) -> Path | None:
    """The home that belongs to a libswipl: it stands around the library, or beside a directory above it.

    .venv/lib/swipl/lib/x86_64-linux/libswipl.so.9 → .venv/lib/swipl (built here, conda, Homebrew)
    /usr/lib/x86_64-linux-gnu/libswipl.so.9        → /usr/lib/swi-prolog (distributions)
    """
    for parent in library.resolve().parents:
        for home in (parent, parent / "swipl", parent / "swi-prolog"):
            if (home / "boot.prc").is_file():
                return home
    return None


_ADVICE = "run `make setup` in a checkout, or see docs/install.md"


def _janus_extension() -> Path:
    spec = find_spec("janus_swi")
    for directory in (spec.submodule_search_locations or ()) if spec else ():
        for suffix in EXTENSION_SUFFIXES:
            path = Path(directory) / f"_swipl{suffix}"
            if path.is_file():
                return path
    raise NoSwiProlog(f"janus-swi is not installed in {sys.prefix}; {_ADVICE}")


class _DlInfo(ctypes.Structure):
    _fields_ = (
        ("dli_fname", ctypes.c_char_p),
        ("dli_fbase", ctypes.c_void_p),
        ("dli_sname", ctypes.c_char_p),
        ("dli_saddr", ctypes.c_void_p),
    )


def _file_of(function: ctypes._NamedFuncPointer) -> Path:
    """The file the dynamic loader took a function from."""
    info = _DlInfo()
    address = ctypes.cast(function, ctypes.c_void_p)
    if not ctypes.CDLL(None).dladdr(address, ctypes.byref(info)):
        raise NoSwiProlog(f"the dynamic loader does not say where libswipl is; {_ADVICE}")
    return Path(os.fsdecode(info.dli_fname))


def _executables(home: Path) -> Iterator[Path]:
    yield from sorted((home / "bin").glob("*/swipl"))
    yield home / "bin" / "swipl"
    for parent in home.parents:
        yield parent / "bin" / "swipl"
