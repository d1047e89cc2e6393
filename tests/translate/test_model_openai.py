"""Models behind an endpoint: real sockets, a server of our own."""

from __future__ import annotations

import json
import re
import socket

import pytest

from rune_kb.logic.printer import to_text
from rune_kb.ontology import load_vocabulary
from rune_kb.translate.model import ModelError
from rune_kb.translate.model_translator import ModelTranslator
from rune_kb.translate.openai import DEFAULT_URL, SCHEMA, OpenAIModel, openai_translator
from rune_kb.translate.translation import CannotBeExpressed, NotUnderstood

from .chat_server import ChatServer, chat_server, formula, good, refusal
from .scripted import same_as

VOCABULARY = load_vocabulary()[0]
SHIP = "exists x (ship(x))"


def read(server: ChatServer, question: str = "boats", key: str | None = "sk-secret") -> str:
    translator = openai_translator("m", base_url=server.url, key=key, timeout=5)
    found = translator.translate(question, VOCABULARY)
    assert found.translator == "openai:m"
    assert found.agreement == 1
    return to_text(found.readings[0])


def failure(*answers: object, key: str | None = "sk-secret", timeout: float = 5) -> str:
    with chat_server(*answers) as server, pytest.raises(ModelError) as caught:
        openai_translator("m", base_url=server.url, key=key, timeout=timeout).translate("boats", VOCABULARY)
    assert "sk-secret" not in str(caught.value)
    assert "Traceback" not in str(caught.value)
    return str(caught.value)


def test_a_good_answer() -> None:
    with chat_server(formula(SHIP)) as server:
        assert read(server) == SHIP
        (request,) = server.requests
        assert request["path"] == "/v1/chat/completions"
        assert request["model"] == "m"
        assert request["temperature"] == 0
        assert request["response_format"]["json_schema"]["schema"] == SCHEMA
        assert server.keys == ["Bearer sk-secret"]
        turns = request["messages"]
        assert turns[0]["role"] == "system"
        assert "near(x, y)" in turns[0]["content"]
        assert turns[-1] == {"role": "user", "content": "ship"}
        examples = [json.loads(turn["content"]) for turn in turns if turn["role"] == "assistant"]
        assert all(set(example) == {"formula", "cannot"} for example in examples)


@pytest.mark.parametrize(
    "text",
    [
        SHIP,
        "exists x (Boats(x))",
        "∃x ship(x)",
        "ship(x)",
        f"```\n{SHIP}\n```",
        f"Formula: {SHIP}",
        f"<think>ships, then</think>\n{SHIP}",
    ],
)
def test_other_ways_to_say_it(text: str) -> None:
    with chat_server(text) as server:
        assert read(server) == SHIP


def test_a_wrong_answer_is_told_so_and_repaired() -> None:
    with chat_server(formula("exists x (shp(x))"), "I think {", formula(SHIP)) as server:
        assert read(server) == SHIP
        first, second = (server.requests[n]["messages"][-1]["content"] for n in (1, 2))
        assert "no class or boolean attribute is called `shp`" in first
        assert "did you mean ship?" in first
        assert second.startswith("This is wrong.")


def test_three_wrong_answers_are_enough() -> None:
    with (
        chat_server(*["exists x (shp(x))"] * 3) as server,
        pytest.raises(NotUnderstood, match=r"no formula that can be checked in 3 tries(.|\n)*shp"),
    ):
        read(server)


def test_empty_answers() -> None:
    with (
        chat_server(formula(""), good(""), "{}") as server,
        pytest.raises(NotUnderstood, match="the last one was"),
    ):
        read(server)


def test_a_refusal_is_respected() -> None:
    with (
        chat_server(refusal("colours were not detected")) as server,
        pytest.raises(CannotBeExpressed, match="colours were not detected"),
    ):
        read(server, "red boats")
    with chat_server('cannot: "no colours"') as server, pytest.raises(CannotBeExpressed, match="no colours"):
        read(server, "red boats")


def test_structured_output_is_left_out_where_it_is_not_offered() -> None:
    no = (400, json.dumps({"error": {"message": "response_format is not supported"}}), {})
    with chat_server(no, SHIP, SHIP) as server:
        translator = openai_translator("m", base_url=server.url, key="k")
        for question in ("boats", "ships"):
            translator.translate(question, VOCABULARY)
        assert ["response_format" in request for request in server.requests] == [True, False, False]


def test_a_grammar_is_sent_where_the_server_takes_one() -> None:
    with chat_server(SHIP) as server:
        model = OpenAIModel("m", base_url=server.url, key="", grammar_field="grammar")
        ModelTranslator(model).translate("boats", VOCABULARY)
        (request,) = server.requests
        assert request["grammar"].startswith("start: ")
        assert "response_format" not in request
        assert server.keys == [None]


def test_samples_and_a_vote() -> None:
    many = json.dumps({"choices": [{"message": {"content": formula(text)}} for text in (SHIP, SHIP)]})
    with chat_server(formula("exists x (harbor(x))"), (200, many, {}), formula(SHIP)) as server:
        model = OpenAIModel("m", base_url=server.url, key="k")
        translator = ModelTranslator(model, samples=4, same=same_as())
        found = translator.translate("boats", VOCABULARY)
        assert [to_text(reading) for reading in found.readings] == [SHIP, "exists x (harbor(x))"]
        assert found.agreement == 0.75
        assert [request.get("n") for request in server.requests] == [None, 3, None]
        assert [request["temperature"] for request in server.requests] == [0, 0.7, 0.7]


ERROR = json.dumps({"error": {"message": "Incorrect API key provided: sk-secret"}})


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([(401, ERROR, {})], "the key is not accepted; set RUNE_LLM_KEY"),
        ([(403, "no", {})], "the key is not accepted"),
        ([(404, "nothing here", {})] * 2, "knows no model m, or is no OpenAI-compatible API: nothing here"),
        ([(429, "{}", {})], "try again later"),
        ([(500, "oops\n\x1b[31m", {})], r"answered with HTTP 500: oops \[31m"),
        ([(302, "", {"Location": "/v1/elsewhere"})], "sends us elsewhere, which is not followed"),
        ([(200, "<html>hello</html>", {})], "something that is not JSON"),
        ([(200, '{"choices": []}', {})], "no choices with a message"),
        ([(200, '{"choices": [{"message": {"content": 3}}]}', {})], "no choices with a message"),
        ([(200, "[" * 100_000, {})], "something that is not JSON"),
    ],
)
def test_errors_say_what_to_do(answers: list[object], told: str) -> None:
    text = failure(*answers)
    assert re.search(told, text), text


def test_no_key() -> None:
    assert "it wants a key; set RUNE_LLM_KEY (or OPENAI_API_KEY)" in failure((401, "", {}), key="")


def test_too_slow() -> None:
    assert "did not answer within 0.05 s" in failure(None, timeout=0.05)


def test_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with pytest.raises(ModelError, match=r"cannot be reached .*; is the server running"):
            openai_translator("m", base_url=url, key="k").translate("boats", VOCABULARY)


def test_where_the_address_and_the_key_come_from() -> None:
    def of(**environment: str) -> tuple[str, str | None]:
        model = OpenAIModel("m", environment=environment)
        return model._url, model._key

    assert of() == (DEFAULT_URL, None)
    assert of(OPENAI_BASE_URL="http://a/v1/", OPENAI_API_KEY="b") == ("http://a/v1", "b")
    both = {
        "RUNE_LLM_URL": "http://c",
        "RUNE_LLM_KEY": "d",
        "OPENAI_BASE_URL": "http://a",
        "OPENAI_API_KEY": "b",
    }
    assert of(**both) == ("http://c", "d")


def test_an_address_that_is_none() -> None:
    with pytest.raises(ModelError, match="begins with http:// or https://"):
        OpenAIModel("m", base_url="file:///etc/passwd")
