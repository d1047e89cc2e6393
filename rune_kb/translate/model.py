"""What a language model is to the translator: something that completes a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rune_kb.errors import RuneError

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Completion:
    """A reply, and how probable the model itself finds it, held to nothing; None where it does not tell."""

    text: str
    probability: float | None = None


class ModelError(RuneError):
    """A language model that cannot be asked: not installed, not there, not reachable, too slow …"""


class Model(Protocol):
    """Completes conversations. What comes back is text, and nothing is believed about it."""

    @property
    def name(self) -> str:
        """``openai:MODEL`` or ``transformers:MODEL``; part of the key that answers are kept under."""
        ...

    def complete(
        self, messages: Sequence[Message], grammar: str, *, samples: int = 1, temperature: float = 0.0
    ) -> list[Completion]:
        """So many continuations, each within the Lark grammar where the model can be held to one.

        Temperature 0 is the likeliest continuation. Raises ModelError.
        """
        ...
