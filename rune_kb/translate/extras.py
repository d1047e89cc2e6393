"""Optional packages, and quiet ones."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO

from rune_kb.translate.model import ModelError


def require(extra: str, *packages: str) -> None:
    """Raises ModelError, saying what to install, unless all the packages are there."""
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        raise ModelError(
            f"running a language model here needs {', '.join(missing)}: pip install 'rune-kb[{extra}]'"
        )


@contextmanager
def quiet() -> Iterator[None]:
    """Without transformers' warnings and progress bars, which are for those who write programs."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with redirect_stderr(StringIO()):  # reading GGUF has a bar that heeds no setting
            yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
