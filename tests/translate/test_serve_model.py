"""The server that measurements are made with: our client and a model of random weights at its two ends."""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Iterator

import pytest

from bench.serve_model import ModelServer, grammar_of
from rune_kb.ontology import load_vocabulary
from rune_kb.translate.model import Message, ModelError
from rune_kb.translate.model_translator import ModelTranslator
from rune_kb.translate.openai import SCHEMA, OpenAIModel
from rune_kb.translate.transformers import TransformersModel
from rune_kb.translate.translation import CannotBeExpressed

from .tiny_model import save_tiny_model

NEEDED = ("torch", "transformers", "llguidance")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"rune-kb[llm] is not installed: {', '.join(MISSING)}")

VOCABULARY = load_vocabulary()[0]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    tiny = save_tiny_model(tmp_path_factory.mktemp("tiny"))
    server = ModelServer(TransformersModel(tiny, max_tokens=60, threads=1), 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


def test_held_to_the_grammar(url: str) -> None:
    model = OpenAIModel("tiny", base_url=url, grammar_field="grammar")
    try:
        assert ModelTranslator(model).translate("ships near a harbor", VOCABULARY).readings
    except CannotBeExpressed:
        return


def test_held_to_the_schema(url: str) -> None:
    (said,) = OpenAIModel("tiny", base_url=url).complete([Message("user", "ships")], "", temperature=1.0)
    assert set(json.loads(said.text)) == {"formula", "cannot"}


def test_several_at_once(url: str) -> None:
    model = OpenAIModel("tiny", base_url=url, grammar_field="grammar")
    said = model.complete([Message("user", "x")], 'start: "a" | "b"', samples=3, temperature=1.0)
    assert len(said) == 3
    assert {each.text for each in said} <= {"a", "b"}


def test_elsewhere_there_is_nothing(url: str) -> None:
    with pytest.raises(ModelError, match="there is no /v1/other/chat/completions"):
        OpenAIModel("tiny", base_url=f"{url}/other").complete([Message("user", "x")], "")


def test_which_grammar() -> None:
    form = {"type": "json_schema", "json_schema": {"schema": SCHEMA}}
    assert grammar_of({"grammar": "start: X", "response_format": form}) == "start: X"
    assert "maxLength" in grammar_of({"response_format": form})
    assert grammar_of({}).startswith("start: /")
