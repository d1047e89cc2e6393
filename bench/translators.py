"""Translators by the names that are given at the command line."""

from __future__ import annotations

from dataclasses import dataclass

from rune_kb.translate import CannotBeExpressed, NotUnderstood, Translation, Translator
from rune_kb.vocabulary import Vocabulary

NAMES = "english, openai:MODEL, transformers:PATH, auto:openai:MODEL (english, then the model)"


def translators_by_name(name: str) -> Translator:
    """The translator; raises ValueError for a name that is none, ImportError where it needs what is not here.

    Each is imported when it is asked for: a model's library takes seconds to load.
    """
    kind, _, rest = name.partition(":")
    match kind:
        case "english" if not rest:
            from rune_kb.translate.english import EnglishTranslator

            english: Translator = EnglishTranslator()
            return english
        case "openai" if rest:
            from rune_kb.translate.openai import OpenAITranslator

            asked: Translator = OpenAITranslator(rest)
            return asked
        case "transformers" if rest:
            from rune_kb.translate.transformers import TransformersTranslator

            loaded: Translator = TransformersTranslator(rest)
            return loaded
        case "auto" if rest:
            return InTurn(name, translators_by_name("english"), translators_by_name(rest))
    raise ValueError(f"no translator {name!r}; there are {NAMES}")


@dataclass(frozen=True)
class InTurn:
    """The second reads what the first did not understand.

    What the first understood and cannot express it does not pass on: a model would make something of it.
    """

    name: str
    first: Translator
    second: Translator

    def translate(self, question: str, vocabulary: Vocabulary) -> Translation:
        try:
            return self.first.translate(question, vocabulary)
        except CannotBeExpressed:
            raise
        except NotUnderstood:
            return self.second.translate(question, vocabulary)
