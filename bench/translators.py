"""Translators by the names that are given at the command line."""

from __future__ import annotations

from rune_kb.translate import Translator
from rune_kb.translate.english import EnglishTranslator
from rune_kb.translate.models import model_translator
from rune_kb.translate.policy import translator_for

NAMES = "english, openai:MODEL, transformers:PATH, auto:openai:MODEL (english, then the model)"


def translators_by_name(name: str) -> Translator:
    """The translator, which keeps no answers; raises ValueError for a name that is none."""
    kind, _, rest = name.partition(":")
    if name == "english":
        return EnglishTranslator()
    if kind == "auto" and rest:
        return translator_for("auto", EnglishTranslator, model=rest)
    if kind in ("openai", "transformers") and rest:
        return model_translator(name, None)
    raise ValueError(f"no translator {name!r}; there are {NAMES}")
