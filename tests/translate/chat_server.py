"""An OpenAI-compatible server on 127.0.0.1: answers what a test has written, keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ChatServer(ThreadingHTTPServer):
    """``answers``: texts (good answers with that content), (status, body, headers), or None (no answer)."""

    daemon_threads = True

    def __init__(self, answers: list[Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append({"path": self.path, **json.loads(body)})
        self.server.keys.append(self.headers.get("Authorization"))
        answer = self.server.answers.pop(0)
        if answer is None:  # until the test is over
            self.server.over.wait(10)
            return
        status, text, headers = answer if isinstance(answer, tuple) else (200, good(answer), {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self) -> None:
        raise AssertionError("a redirection was followed")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


def good(*contents: str) -> str:
    choices = [{"index": 0, "message": {"role": "assistant", "content": content}} for content in contents]
    return json.dumps({"choices": choices})


def formula(text: str) -> str:
    return json.dumps({"formula": text, "cannot": None})


def refusal(reason: str) -> str:
    return json.dumps({"formula": None, "cannot": reason})


@contextmanager
def chat_server(*answers: Any) -> Iterator[ChatServer]:
    server = ChatServer(list(answers))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
