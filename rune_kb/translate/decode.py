"""Decoding within a grammar: what a model may say next, and winding up in time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rune_kb.translate.model import ModelError

Choose = Callable[[Any], int]
"""Takes the logits (a tensor, -inf where forbidden) and chooses a token."""

_CLOSING = (")", " ->", "->", " -", "-")
"""What ends a part, best first: a parenthesis, or what leads to the conclusion of a ``forall``."""
_HOPELESS = 10
"""Times ``max_tokens``: a guard, since a grammar with bounded nesting can always be wound up."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """Tokens, and how probable the model found its choices among all there are, allowed or not.

    A model that is made to say what it would not say finds it improbable: its answer is a guess.
    """

    tokens: list[int]
    probability: float


@dataclass(frozen=True, slots=True)
class Decoder:
    """Holds the continuation of a prompt to ``grammar`` (Lark text).

    After ``max_tokens`` it ends as soon as the grammar lets it, closing what is open first.
    """

    tokenizer: Any
    """An llguidance.LLTokenizer."""
    grammar: str
    max_tokens: int

    def continuation(self, logits: Callable[[Sequence[int]], Any], choose: Choose) -> Continuation:
        """What the model says; ``logits(tokens so far)`` is what it expects next."""
        matcher = self._matcher()
        said: list[int] = []
        chance = 0.0
        while True:
            said += self._forced(matcher)
            if matcher.is_stopped():
                break
            allowed = _allowed(matcher)
            late = len(said) >= self.max_tokens
            if late and allowed[self.tokenizer.eos_token]:
                break
            token = self._closing(allowed) if late else None
            if token is None:
                expected = logits(said)
                token = choose(_masked(expected, allowed))
                chance += float(expected.log_softmax(-1)[token])
            if token == self.tokenizer.eos_token:
                break
            if not matcher.consume_token(token) or len(said) > _HOPELESS * self.max_tokens:
                raise ModelError(f"decoding within the grammar failed: {matcher.get_error() or 'no end'}")
            said.append(token)
        return Continuation(said, math.exp(chance))

    def _matcher(self) -> Any:
        from llguidance import LLMatcher

        matcher = LLMatcher(self.tokenizer, LLMatcher.grammar_from_lark(self.grammar), log_level=0)
        if matcher.is_error():
            raise ModelError(f"llguidance does not take the grammar: {matcher.get_error()}")
        return matcher

    @staticmethod
    def _forced(matcher: Any) -> list[int]:
        """Tokens that are the only ones possible: the model need not be asked."""
        tokens: list[int] = matcher.compute_ff_tokens()
        return tokens if tokens and matcher.consume_tokens(tokens) else []

    def _closing(self, allowed: np.ndarray) -> int | None:
        signs = map(self.tokenizer.tokenize_str, _CLOSING)
        return next((sign[0] for sign in signs if len(sign) == 1 and allowed[sign[0]]), None)


def _allowed(matcher: Any) -> np.ndarray:
    """One boolean for each token."""
    bits = np.unpackbits(np.frombuffer(matcher.compute_bitmask(), dtype=np.uint8), bitorder="little")
    return bits.astype(bool)


def _masked(logits: Any, allowed: np.ndarray) -> Any:
    """The logits with -inf where a token is forbidden, and for tokens that only fill up the matrix."""
    import torch

    mask = torch.zeros(logits.shape[-1], dtype=torch.bool)
    common = min(len(allowed), len(mask))
    mask[:common] = torch.from_numpy(allowed[:common])
    return logits.masked_fill(~mask.to(logits.device), float("-inf"))
