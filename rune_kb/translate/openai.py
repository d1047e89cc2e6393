"""Language models behind an OpenAI-compatible endpoint: one POST to BASE_URL/chat/completions, by the
standard library.

Where the server offers structured output the reply is held to a JSON schema; where it says that it does not,
it is asked without. A server that can be held to a grammar gets it too, if ``grammar_field`` says under what
name.
"""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

from rune_kb import __version__
from rune_kb.translate.cache import AnswerCache
from rune_kb.translate.model import Completion, Message, ModelError
from rune_kb.translate.model_translator import ModelTranslator
from rune_kb.translate.reply import Refusal, read

DEFAULT_URL = "https://api.openai.com/v1"
URL_VARIABLES = ("RUNE_LLM_URL", "OPENAI_BASE_URL")
KEY_VARIABLES = ("RUNE_LLM_KEY", "OPENAI_API_KEY")

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "formula": {"type": ["string", "null"], "description": "the formula, or null"},
        "cannot": {"type": ["string", "null"], "description": "why there is none, or null"},
    },
    "required": ["formula", "cannot"],
    "additionalProperties": False,
}
"""Of a reply."""

_LARGEST = 1_000_000
"""Bytes of a reply that are read."""
_MAX_TOKENS = 1000


def openai_translator(
    model: str,
    *,
    base_url: str | None = None,
    key: str | None = None,
    timeout: float = 60.0,
    samples: int = 1,
    cache: AnswerCache | None = None,
) -> ModelTranslator:
    """A translator that asks ``model`` at the endpoint; see OpenAIModel."""
    asked = OpenAIModel(model, base_url=base_url, key=key, timeout=timeout)
    return ModelTranslator(asked, samples=samples, cache=cache)


class OpenAIModel:
    """A model at an OpenAI-compatible endpoint.

    ``base_url`` and ``key`` default to RUNE_LLM_URL or OPENAI_BASE_URL, and RUNE_LLM_KEY or OPENAI_API_KEY.
    The key goes to ``base_url`` and nowhere else: redirections are not followed. ``grammar_field`` is the
    field of the request under which the server takes a Lark grammar, if it does.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        key: str | None = None,
        timeout: float = 60.0,
        grammar_field: str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._model = model
        self._url = (base_url or _first(environment, URL_VARIABLES) or DEFAULT_URL).rstrip("/")
        self._key = key if key is not None else _first(environment, KEY_VARIABLES)
        self._timeout = timeout
        self._grammar_field = grammar_field
        self._structured = grammar_field is None
        if not self._url.startswith(("http://", "https://")):
            raise ModelError(
                f"{self._url} is not the address of a server; it begins with http:// or https://"
            )

    @property
    def name(self) -> str:
        return f"openai:{self._model}"

    def complete(
        self, messages: Sequence[Message], grammar: str, *, samples: int = 1, temperature: float = 0.0
    ) -> list[Completion]:
        """The replies; JSON where the server was held to the schema."""
        texts: list[str] = []
        while len(texts) < samples:  # not every server heeds `n`
            request = self._request(messages, grammar, samples - len(texts), temperature)
            texts += _contents(self._answer(request))[: samples - len(texts)]
        return [Completion(text) for text in texts]

    def _request(
        self, messages: Sequence[Message], grammar: str, samples: int, temperature: float
    ) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self._model,
            "messages": [self._turn(message) for message in messages],
            "temperature": temperature,
            "max_tokens": _MAX_TOKENS,
        }
        if samples > 1:
            request["n"] = samples
        if self._grammar_field is not None:
            request[self._grammar_field] = grammar
        if self._structured:
            schema = {"name": "formula", "strict": True, "schema": SCHEMA}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        return request

    def _turn(self, message: Message) -> dict[str, str]:
        """Examples are in JSON where replies are to be."""
        content = message.content
        if self._structured and message.role == "assistant":
            said = read(content)
            formula, reason = (None, said.reason) if isinstance(said, Refusal) else (said, None)
            content = json.dumps({"formula": formula, "cannot": reason}, ensure_ascii=False)
        return {"role": message.role, "content": content}

    def _answer(self, request: dict[str, Any]) -> Any:
        try:
            return self._post(request)
        except _Refused as refused:
            if refused.status in (400, 404, 422) and "response_format" in request:
                self._structured = False
                plain = {name: value for name, value in request.items() if name != "response_format"}
                try:
                    return self._post(plain)
                except _Refused as again:
                    refused = again
            raise ModelError(self._explained(refused)) from None

    def _post(self, request: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json", "User-Agent": f"rune-kb/{__version__}"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            call = urllib.request.Request(
                f"{self._url}/chat/completions", json.dumps(request).encode(), headers, method="POST"
            )
            with urllib.request.build_opener(_NoRedirect).open(call, timeout=self._timeout) as reply:
                body = reply.read(_LARGEST)
            return json.loads(body)
        except urllib.error.HTTPError as error:
            raise _Refused(error.code, _said(error)) from None
        except TimeoutError:
            raise ModelError(self._too_slow()) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise ModelError(self._too_slow()) from None
            raise ModelError(self._unreachable(error.reason)) from None
        except (OSError, HTTPException) as error:
            raise ModelError(self._unreachable(error)) from None
        except (ValueError, RecursionError):
            raise ModelError(f"{self._url} answered with something that is not JSON; is it an API?") from None

    # -- what to say ---------------------------------------------------------------------------------------

    def _too_slow(self) -> str:
        return f"{self._url} did not answer within {self._timeout:g} s; allow more, or take a smaller model"

    def _unreachable(self, reason: object) -> str:
        return (
            f"{self._url} cannot be reached ({reason}); "
            f"is the server running, and is {URL_VARIABLES[0]} right?"
        )

    def _explained(self, refused: _Refused) -> str:
        said = f": {refused.said}" if refused.said else ""
        if self._key:
            said = said.replace(self._key, "…")
        match refused.status:
            case 401 | 403:
                which = "the key is not accepted" if self._key else "it wants a key"
                advice = f"set {KEY_VARIABLES[0]} (or {KEY_VARIABLES[1]})"
                return f"{self._url} does not let us in: {which}; {advice}{said}"
            case 404:
                return f"{self._url} knows no model {self._model}, or is no OpenAI-compatible API{said}"
            case 429:
                return f"{self._url} has had enough of us, or the account is used up; try again later{said}"
            case status if 300 <= status < 400:
                return f"{self._url} sends us elsewhere, which is not followed; set {URL_VARIABLES[0]}{said}"
            case status:
                return f"{self._url} answered with HTTP {status}{said}"


class _Refused(Exception):
    """An HTTP status that is no success, and what the server said."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(status, said)
        self.status = status
        self.said = said


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Another host must not get the key."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


def _said(error: urllib.error.HTTPError) -> str:
    """The server's own words, on one line and not too long."""
    try:
        body = error.read(10_000).decode("utf-8", "replace")
    except OSError:
        return ""
    try:
        record = json.loads(body)
        told = record["error"]
        text = told["message"] if isinstance(told, dict) else told
    except (ValueError, KeyError, TypeError, RecursionError):
        text = body
    printable = "".join(char if char.isprintable() else " " for char in str(text))
    return " ".join(printable.split())[:300]


def _contents(answer: Any) -> list[str]:
    try:
        messages = [choice["message"] for choice in answer["choices"]]
        texts = [message.get("content") or message.get("refusal") or "" for message in messages]
    except (KeyError, TypeError, AttributeError):
        texts = []
    if not texts or not all(isinstance(text, str) for text in texts):
        raise ModelError("the server's answer has no choices with a message: it is no OpenAI-compatible API")
    return texts


def _first(environment: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((value for name in names if (value := environment.get(name, "").strip())), None)
