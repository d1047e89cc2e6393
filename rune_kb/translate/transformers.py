"""Language models run here, by transformers: a local directory, a name on the hub, or a GGUF file.

Decoding is our own loop, because the grammar forces many tokens that then need no forward pass of their own,
and because the keys and values of what two prompts have in common (the rules, most of all) are kept.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rune_kb.translate.cache import AnswerCache
from rune_kb.translate.decode import Choose, Decoder
from rune_kb.translate.extras import quiet, require
from rune_kb.translate.model import Completion, Message, ModelError
from rune_kb.translate.model_translator import ModelTranslator

INT8 = "int8"
"""A ``dtype``: eight-bit weights on a CPU, two to three times as fast as float32; elsewhere bfloat16."""

LEAST_PROBABILITY = 0.1
"""Of an answer that is given (docs/language_models.md has the figures)."""

NEEDED = ("torch", "transformers", "llguidance")
NEEDED_FOR_GGUF = ("gguf", "accelerate")


def transformers_translator(
    path: str | Path,
    *,
    samples: int = 1,
    focus: bool = True,
    least_probability: float = LEAST_PROBABILITY,
    cache: AnswerCache | None = None,
    device: str = "cpu",
    threads: int | None = None,
) -> ModelTranslator:
    """A translator that runs the model at ``path``; it is loaded when the first question is asked."""
    return ModelTranslator(
        TransformersModel(path, device=device, threads=threads),
        samples=samples,
        focus=focus,
        least_probability=least_probability,
        cache=cache,
    )


class TransformersModel:
    """A causal language model, loaded at its first use. One conversation at a time.

    ``path`` is a directory, a ``.gguf`` file, or a name on the hub, which is downloaded. ``threads`` sets
    torch's for the whole process. Samples are drawn from ``seed``, so that a question gets the same answer
    again.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        device: str = "cpu",
        dtype: str = INT8,
        threads: int | None = None,
        max_tokens: int = 200,
        seed: int = 0,
    ) -> None:
        self._path = str(path)
        self._device = device
        self._dtype = dtype
        self._threads = threads
        self._max_tokens = max_tokens
        self._seed = seed
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    @property
    def name(self) -> str:
        return f"transformers:{Path(self._path).name}"

    def complete(
        self, messages: Sequence[Message], grammar: str, *, samples: int = 1, temperature: float = 0.0
    ) -> list[Completion]:
        """Continuations within the grammar."""
        with self._lock:
            model = self._load()
            model.listen(messages)
            decoder = Decoder(model.guide, grammar, self._max_tokens)
            choose = _chooser(temperature, self._seed)
            said = [decoder.continuation(model.logits, choose) for _ in range(samples)]
            return [Completion(model.text(each.tokens), each.probability) for each in said]

    def _load(self) -> _Loaded:
        if self._loaded is None:
            require("llm", *NEEDED, *(NEEDED_FOR_GGUF if self._path.endswith(".gguf") else ()))
            with quiet():
                self._loaded = _Loaded(*load(self._path, self._dtype, self._device, self._threads))
        return self._loaded


class _Loaded:
    """A model in memory, with the keys and values of the tokens it saw last."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        from llguidance.hf import from_tokenizer

        self._model = model
        self._tokenizer = tokenizer
        self.guide = from_tokenizer(tokenizer, n_vocab=max(len(tokenizer), model.config.vocab_size))
        self._prompt: list[int] = []
        self._seen: list[int] = []
        self._kept: Any = None
        self._expected: Any = None

    def prompt(self, messages: Sequence[Message]) -> list[int]:
        """The conversation in the model's own form, up to where its reply begins."""
        turns = [{"role": turn.role, "content": self._harmless(turn.content)} for turn in messages]
        tokens: list[int] = self._tokenizer.encode(self._templated(turns), add_special_tokens=False)
        return tokens

    def _harmless(self, content: str) -> str:
        """Text in which nothing is one of the model's control tokens: a question cannot end its own turn."""
        for special in sorted(_specials(self._tokenizer), key=len, reverse=True):
            if len(special) > 1:
                content = content.replace(special, f"{special[0]} {special[1:]}")
        return content

    def _templated(self, turns: list[dict[str, str]]) -> str:
        if not self._tokenizer.chat_template:
            return "\n\n".join(f"{t['role'].title()}: {t['content']}" for t in turns) + "\n\nAssistant: "
        try:
            return self._template(turns)
        except Exception:  # templates raise what they like; some know no system turn
            first, second, *rest = turns
            merged = {"role": "user", "content": f"{first['content']}\n\n{second['content']}"}
            return self._template([merged, *rest])

    def _template(self, turns: list[dict[str, str]]) -> str:
        text: str = self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        return text

    def text(self, tokens: list[int]) -> str:
        decoded: str = self._tokenizer.decode(tokens, skip_special_tokens=True)
        return decoded.strip()

    def listen(self, messages: Sequence[Message]) -> None:
        """Reads a conversation: the rules, unless they were read for the last one, and then the rest.

        Always in these two parts: in eight bits what a token means depends a little on what is read with it,
        and a question must not get another answer because of the one before.
        """
        self._prompt = self.prompt(messages)
        other = self.prompt([messages[0], Message("user", ".")])
        rules = min(_common(self._prompt, other), len(self._prompt) - 1)
        if self._seen[:rules] != self._prompt[:rules] or not self._forget(len(self._seen) - rules):
            self._seen, self._kept = [], None
            if rules:
                self._read(self._prompt[:rules])
        self._expected = self._read(self._prompt[len(self._seen) :])

    def logits(self, said: Sequence[int]) -> Any:
        """What the model expects after the conversation and what it said itself."""
        tokens = [*self._prompt, *said]
        if len(self._seen) >= len(tokens) or self._seen != tokens[: len(self._seen)]:  # another sample
            self._again()
        return self._read(tokens[len(self._seen) :]) if said else self._expected

    def _again(self) -> None:
        """Back to where the conversation ends."""
        surplus = len(self._seen) - len(self._prompt)
        if not self._forget(surplus):
            self._seen, self._kept = [], None
            self._expected = self._read(self._prompt)

    def _read(self, tokens: list[int]) -> Any:
        import torch

        new = torch.tensor([tokens], device=self._model.device)
        with torch.inference_mode():
            out = self._model(new, cache=self._kept, use_cache=True, logits_to_keep=1)
        self._kept, self._seen = out.cache, [*self._seen, *tokens]
        return out.logits[0, -1].float()

    def _forget(self, count: int) -> bool:
        """Drops the last tokens; false where a model cannot forget."""
        if count:
            try:
                self._kept.crop(-count)
            except (RuntimeError, ValueError, AttributeError, NotImplementedError):
                return False
            self._seen = self._seen[:-count]
        return True


def load(path: str, dtype: str, device: str, threads: int | None = None) -> tuple[Any, Any]:
    """The model and its tokenizer."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    if threads is not None:
        torch.set_num_threads(threads)
    where, options, loading = _source(path)
    eight_bits = dtype == INT8 and device == "cpu"
    loaded_as = "float32" if eight_bits else "bfloat16" if dtype == INT8 else dtype
    try:
        tokenizer = AutoTokenizer.from_pretrained(where, **options)
        model: Any = AutoModelForCausalLM.from_pretrained(
            where, dtype=getattr(torch, loaded_as), **options, **loading
        )
    except Exception as error:  # files of others: they fail in every way there is
        raise ModelError(f"{path} cannot be loaded as a language model: {_first_line(error)}") from error
    return (_eight_bits(model.eval()) if eight_bits else model.to(device).eval()), tokenizer


def _eight_bits(model: Any) -> Any:
    """The model with the weights of its linear layers in eight bits, where torch has the kernels for it.

    Row by row: with one scale for a whole matrix a model of 1.5 billion weights gets questions wrong.
    """
    import torch

    if torch.backends.quantized.engine not in ("x86", "fbgemm", "onednn") or not hasattr(torch, "ao"):
        return model
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch would have us use another package
        each_row = {torch.nn.Linear: torch.ao.quantization.per_channel_dynamic_qconfig}
        return torch.ao.quantization.quantize_dynamic(model, each_row, inplace=True)


def _source(path: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Where to load from, options for both parts, and options for the weights."""
    file = Path(path).expanduser()
    if file.is_dir():
        return str(file), {"local_files_only": True}, {}
    if file.suffix == ".gguf" or file.is_file():
        if not file.is_file():
            raise ModelError(f"there is no file {path}")
        from transformers import GgufConfig

        # Weights that stay packed would fetch a kernel from the hub: code that nobody asked for.
        options = {"gguf_file": file.name, "local_files_only": True}
        return str(file.parent), options, {"quantization_config": GgufConfig(dequantize=True)}
    if path.startswith((".", "/", "~")) or path.count("/") > 1:
        raise ModelError(f"there is no directory or file {path}")
    return path, {}, {}


def _chooser(temperature: float, seed: int) -> Choose:
    """The likeliest token, or one drawn by the softmax of logits / temperature."""
    import torch

    if temperature <= 0:
        return lambda logits: int(logits.argmax())
    generator = torch.Generator().manual_seed(seed)

    def draw(logits: Any) -> int:
        chances = (logits / temperature).softmax(-1).cpu()
        return int(torch.multinomial(chances, 1, generator=generator))

    return draw


def _specials(tokenizer: Any) -> set[str]:
    added = (token.content for token in tokenizer.added_tokens_decoder.values() if token.special)
    return {*map(str, tokenizer.all_special_tokens), *added}


def _common(one: list[int], other: list[int]) -> int:
    """How many tokens the two begin with alike."""
    differing = (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
