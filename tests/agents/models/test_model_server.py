"""The scripted server itself, asked over plain HTTP."""

import base64
import json
from http.client import HTTPConnection, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.agents.models.conftest import png
from tests.support.model_server import Body, ModelServer, Reply, Say, Silence, Tokens, in_order

URL = "data:image/png;base64," + base64.b64encode(png(56, 84)).decode()
PARTS = [{"type": "text", "text": "x" * 7}, {"type": "image_url", "image_url": {"url": URL}}]


def post(server: ModelServer, **body: Any) -> Any:
    connection = HTTPConnection(urlsplit(server.url).netloc)
    try:
        connection.request("POST", "/v1/chat/completions", json.dumps({"messages": [], **body}))
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def test_a_client_that_does_not_stream_gets_the_reply_in_one_piece() -> None:
    with ModelServer(in_order(Say("Hi.", [("look", {"uid": "a"})], "hm", Tokens(5, 6, 4)))) as server:
        reply = post(server)
    (choice,) = reply["choices"]
    assert choice["message"]["content"] == "Hi."
    assert choice["message"]["reasoning_content"] == "hm"
    assert choice["message"]["tool_calls"][0]["function"] == {"name": "look", "arguments": '{"uid": "a"}'}
    assert choice["finish_reason"] == "tool_calls"
    assert reply["usage"]["prompt_tokens"] == 5
    assert reply["usage"]["prompt_tokens_details"] == {"cached_tokens": 4}


def test_words_and_pictures_are_counted() -> None:
    with ModelServer(in_order(Say("12345"))) as server:
        usage = post(server, messages=[{"role": "user", "content": PARTS}])["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"]) == (2 + 2 * 3, 2)


def test_requests_are_numbered_from_one() -> None:
    with ModelServer(lambda _body, number: Say(str(number))) as server:
        texts = [post(server)["choices"][0]["message"]["content"] for _ in range(3)]
    assert texts == ["1", "2", "3"]


def test_a_mistake_in_a_script_is_raised_at_the_end() -> None:
    def mistaken(_body: Body, _number: int) -> Reply:
        raise ZeroDivisionError

    with (
        pytest.raises(ZeroDivisionError),
        ModelServer(mistaken) as server,
        pytest.raises(RemoteDisconnected),
    ):
        post(server)


def test_a_server_that_is_silent_can_be_closed() -> None:
    with ModelServer(in_order(Silence())) as server:
        connection = HTTPConnection(urlsplit(server.url).netloc)
        connection.request("POST", "/v1/chat/completions", json.dumps({"messages": []}))
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        connection.getresponse()
    connection.close()
