"""Who reads a question: the grammar, a language model, or first the one and then the other.

A model is named ``openai:MODEL`` (any server that speaks OpenAI's protocol) or ``transformers:PATH`` (a
folder, a GGUF file, a name of the hub); RUNE_MODEL in the environment names the one to use where nobody says.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from rune_kb.errors import RuneError
from rune_kb.translate.english import EnglishTranslator
from rune_kb.translate.translation import CannotBeExpressed, NotUnderstood, Translation, Translator
from rune_kb.vocabulary import Vocabulary

Policy = Literal["auto", "english", "openai", "transformers"]
MODEL_VARIABLE = "RUNE_MODEL"


@dataclass(frozen=True)
class GrammarFirst:
    """The grammar, and the model where the grammar does not understand.

    What the grammar understands as something no detection tells (a colour) no model is asked about.
    """

    grammar: EnglishTranslator
    model: Translator

    @property
    def name(self) -> str:
        return f"{self.grammar.name}, {self.model.name}"

    def translate(self, question: str, vocabulary: Vocabulary) -> Translation:
        try:
            return self.grammar.translate(question, vocabulary)
        except CannotBeExpressed:
            raise
        except NotUnderstood as first:
            try:
                return self.model.translate(question, vocabulary)
            except CannotBeExpressed:
                raise
            except RuneError as second:
                raise NotUnderstood(f"{first}\n{self.model.name}: {second}") from second


def translator_for(
    policy: Policy,
    grammar: Callable[[], EnglishTranslator],
    *,
    model: str | None = None,
    cache: Path | None = None,
) -> Translator:
    """The translator; ``cache`` is the folder in which a model's answers are kept.

    Raises RuneError for a policy there is none of, and where no model is named for one that needs it.
    """
    if policy not in get_args(Policy):
        raise RuneError(f"no translator {policy!r}; there are {', '.join(get_args(Policy))}")
    named = model or os.environ.get(MODEL_VARIABLE) or None
    if policy == "english" or (policy == "auto" and named is None):
        return grammar()
    if policy == "auto":
        assert named is not None
        return GrammarFirst(grammar(), _by_model(named, cache))
    return _by_model(_of_kind(policy, named), cache)


def _of_kind(kind: str, named: str | None) -> str:
    if named is None:
        raise RuneError(
            f"which model? --model {kind}:NAME, or {MODEL_VARIABLE}={kind}:NAME in the environment"
        )
    if ":" in named and named.split(":", 1)[0] in ("openai", "transformers"):
        if not named.startswith(f"{kind}:"):
            raise RuneError(f"the translator is {kind}, but the model is {named}")
        return named
    return f"{kind}:{named}"


def _by_model(named: str, cache: Path | None) -> Translator:
    from rune_kb.translate.models import model_translator

    return model_translator(named, cache)
