"""A language model's translator by its name."""

from __future__ import annotations

from pathlib import Path

from rune_kb.errors import RuneError
from rune_kb.translate.cache import AnswerCache
from rune_kb.translate.translation import Translator


def model_translator(named: str, cache: Path | None) -> Translator:
    """The translator of ``openai:MODEL`` or ``transformers:PATH``; its answers are kept in ``cache``.

    Raises RuneError for a name of another kind, and what those translators raise.
    """
    kind, _, name = named.partition(":")
    kept = None if cache is None else AnswerCache(cache)
    if kind == "openai" and name:
        from rune_kb.translate.openai import openai_translator

        return openai_translator(name, cache=kept)
    if kind == "transformers" and name:
        from rune_kb.translate.transformers import transformers_translator

        return transformers_translator(name, cache=kept)
    raise RuneError(
        f"a model is openai:NAME, or transformers: with a folder, FILE.gguf or name of the hub, not {named}"
    )
