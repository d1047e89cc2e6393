"""Decoding within a grammar: what a model may say next, and winding up in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rune_kb.translate.model import ModelError

Choose = Callable[[Any], int]
"""Takes the logits (a tensor, -inf where forbidden) and chooses a token."""

_CLOSE = ")"
_HOPELESS = 10
"""Times ``max_tokens``: a guard, since a grammar with bounded nesting can always be wound up."""


@dataclass(frozen=True, slots=True)
class Decoder:
    """Holds the continuation of a prompt to ``grammar`` (Lark text).

    After ``max_tokens`` it ends as soon as the grammar lets it, closing what is open first.
    """

    tokenizer: Any
    """An llguidance.LLTokenizer."""
    grammar: str
    max_tokens: int

    def continuation(self, logits: Callable[[Sequence[int]], Any], choose: Choose) -> list[int]:
        """The tokens; ``logits(tokens so far)`` is what the model expects next."""
        matcher = self._matcher()
        said: list[int] = []
        while True:
            said += self._forced(matcher)
            if matcher.is_stopped():
                return said
            allowed = _allowed(matcher)
            late = len(said) >= self.max_tokens
            if late and allowed[self.tokenizer.eos_token]:
                return said
            token = self._closing(allowed) if late else None
            if token is None:
                token = choose(_masked(logits(said), allowed))
            if token == self.tokenizer.eos_token:
                return said
            if not matcher.consume_token(token) or len(said) > _HOPELESS * self.max_tokens:
                raise ModelError(f"decoding within the grammar failed: {matcher.get_error() or 'no end'}")
            said.append(token)

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
        tokens: list[int] = self.tokenizer.tokenize_str(_CLOSE)
        return tokens[0] if len(tokens) == 1 and allowed[tokens[0]] else None


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
