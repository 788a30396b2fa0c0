"""When a request is made again, and what is said when that did not help."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from socket import create_server

import pytest

from agents.errors import ModelUnavailable
from agents.models.base import DeltaKind, Prompt, TextPart
from agents.models.client import PydanticModel
from agents.models.spec import parse_model
from tests.agents.models.conftest import KEY, Connect, noted
from tests.support.model_server import Cut, ModelServer, Say, Status, in_order

HELLO = Prompt("Be brief.", (TextPart("Hello."),))


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


def said(model: PydanticModel) -> str:
    with pytest.raises(ModelUnavailable) as given_up:
        model.request(HELLO, unheard)
    return str(given_up.value)


@pytest.mark.parametrize("code", [408, 409, 425, 429, 500, 502, 503, 504, 529])
def test_a_status_that_may_pass_is_asked_again(connect: Connect, waits: list[float], code: int) -> None:
    with ModelServer(in_order(Status(code), Say("Here."))) as server:
        reply = connect(server).request(HELLO, unheard)
    assert (reply.text, reply.attempts, len(waits)) == ("Here.", 2, 1)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 422])
def test_a_status_that_will_not_pass_is_not_asked_again(connect: Connect, code: int) -> None:
    with ModelServer(in_order(Status(code))) as server:
        sentence = said(connect(server))
    assert len(server.requests) == 1
    assert f"The model openai:some-model answered {code}: as the script says." in sentence


def test_a_wrong_key_is_said_without_the_key(connect: Connect) -> None:
    body = {"error": {"message": f"Incorrect API key provided: {KEY}, or sk-abc****wxyz."}}
    with ModelServer(in_order(Status(401, body=body))) as server:
        sentence = said(connect(server))
    assert "Incorrect API key provided: ***, or ***" in sentence
    assert "Check its API key." in sentence


def test_four_attempts_are_all(connect: Connect, waits: list[float]) -> None:
    with ModelServer(in_order(Status(500))) as server:
        sentence = said(connect(server))
    assert len(server.requests) == 4
    assert "(4 attempts)" in sentence
    assert [0.5 * 2**n <= wait <= 2**n for n, wait in enumerate(waits)] == [True] * 3


def test_the_wait_is_the_one_the_provider_asks_for(connect: Connect, waits: list[float]) -> None:
    with ModelServer(in_order(Status(429, {"Retry-After": "7"}), Say("Here."))) as server:
        connect(server).request(HELLO, unheard)
    assert waits == [7]


def test_a_provider_may_ask_for_a_wait_until_a_date(connect: Connect, waits: list[float]) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    with ModelServer(in_order(Status(503, {"Retry-After": date}), Say("Here."))) as server:
        connect(server).request(HELLO, unheard)
    assert 0 < waits[0] <= 50


def test_a_long_wait_is_not_waited(connect: Connect, waits: list[float]) -> None:
    with ModelServer(in_order(Status(429, {"Retry-After": "61"}))) as server:
        sentence = said(connect(server))
    assert "It asks to wait 61 s." in sentence
    assert waits == []


def test_a_wait_beyond_the_total_is_not_waited(connect: Connect, waits: list[float]) -> None:
    with ModelServer(in_order(Status(429, {"Retry-After": "30"}))) as server:
        assert "answered 429" in said(connect(server, "total=20"))
    assert waits == []


def test_a_provider_may_say_that_asking_again_does_not_help(connect: Connect) -> None:
    with ModelServer(in_order(Status(500, {"x-should-retry": "false"}))) as server:
        said(connect(server))
    assert len(server.requests) == 1


def test_spent_credit_is_not_asked_again(connect: Connect) -> None:
    body = {"error": {"message": "You exceeded your quota.", "code": "insufficient_quota"}}
    with ModelServer(in_order(Status(429, body=body))) as server:
        assert "You exceeded your quota." in said(connect(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize("cut", [Cut(0), Cut(30), Cut(0, is_orderly=True), Cut(30, is_orderly=True)])
def test_a_stream_that_breaks_off_is_asked_again(connect: Connect, cut: Cut) -> None:
    heard: list[str] = []
    with ModelServer(in_order(cut, Say("Here."))) as server:
        reply = connect(server).request(HELLO, lambda _kind, piece: heard.append(piece))
    assert (reply.text, reply.attempts) == ("Here.", 2)
    assert "".join(heard) == "x" * cut.after_characters + "Here."


def test_a_refused_connection_is_asked_again_and_named(waits: list[float]) -> None:
    with create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    spec = parse_model(f"openai:x base_url=http://127.0.0.1:{port}/v1")
    model = PydanticModel(spec, lambda _uid: (b"", ""), noted(waits))
    sentence = said(model)
    model.close()
    assert "could not be reached: [Errno" in sentence
    assert str(port) not in sentence
    assert len(waits) == 3


def test_a_page_instead_of_json_is_quoted_in_part(connect: Connect) -> None:
    page = "<html>" + "bad gateway " * 100
    with ModelServer(in_order(Status(502, body=page))) as server:
        sentence = said(connect(server))
    assert "answered 502: <html>bad gateway" in sentence
    assert len(sentence) < 450
