"""`python -m bench serve-model PATH`: a model behind an OpenAI-compatible endpoint, to measure with.

POST /v1/chat/completions with `messages`, `n`, `temperature`, and either `response_format` (a JSON schema) or
`grammar` (Lark text) to hold the reply to. For one user of this machine: it listens on 127.0.0.1, no key.

    python -m bench serve-model ~/models/qwen.gguf --port 8080 --threads 2
    RUNE_LLM_URL=http://127.0.0.1:8080/v1 …
"""

from __future__ import annotations

import argparse
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rune_kb.errors import RuneError
from rune_kb.translate.model import Message, Model
from rune_kb.translate.transformers import TransformersModel

ANYTHING = r"start: /(.|\n){1,2000}/"
LONGEST_STRING = 400
"""Characters of a string in JSON, so that a small model comes to an end."""


class ModelServer(ThreadingHTTPServer):
    """Serves ``model``, which takes one conversation at a time."""

    daemon_threads = True

    def __init__(self, model: Model, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.model = model


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_POST(self) -> None:
        if self.path != "/v1/chat/completions":
            self._send(404, _error(f"there is no {self.path}"))
            return
        try:
            request = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self._send(200, completion(self.server.model, request))
        except RuneError as error:
            self._send(500, _error(str(error)))
        except (KeyError, TypeError, ValueError) as error:
            self._send(400, _error(f"not a request for a completion: {error!r}"))

    def _send(self, status: int, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def completion(model: Model, request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request, in OpenAI's form."""
    messages = [Message(turn["role"], str(turn["content"])) for turn in request["messages"]]
    started = time.perf_counter()
    said = model.complete(
        messages,
        grammar_of(request),
        samples=int(request.get("n") or 1),
        temperature=float(request.get("temperature") or 0.0),
    )
    choices = [
        {"index": n, "finish_reason": "stop", "message": {"role": "assistant", "content": each.text}}
        for n, each in enumerate(said)
    ]
    seconds = round(time.perf_counter() - started, 3)
    return {"object": "chat.completion", "model": model.name, "choices": choices, "seconds": seconds}


def grammar_of(request: dict[str, Any]) -> str:
    """The Lark grammar that the reply is held to."""
    if "grammar" in request:
        return str(request["grammar"])
    form = request.get("response_format") or {}
    if form.get("type") != "json_schema":
        return ANYTHING
    return f"start: %json {json.dumps(_bounded(form['json_schema']['schema']))}"


def _bounded(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    bounded = {name: _bounded(value) for name, value in schema.items()}
    kinds = schema.get("type", [])
    if "string" in (kinds if isinstance(kinds, list) else [kinds]):
        bounded.setdefault("maxLength", LONGEST_STRING)
    return bounded


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error"}}


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench serve-model", description=__doc__)
    parser.add_argument("path", help="a directory, a GGUF file or a name on the hub")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(words)
    server = ModelServer(TransformersModel(options.path, threads=options.threads), options.port)
    print(f"http://127.0.0.1:{server.server_address[1]}/v1", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
