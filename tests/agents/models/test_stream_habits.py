"""How real servers stream: each habit is played over the wire, and read as it was meant."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from agents.errors import ModelUnavailable
from agents.models.base import DeltaKind, Prompt, TextPart, ToolSpec
from agents.models.client import PydanticModel
from agents.types import CallWanted
from tests.agents.models.conftest import Connect
from tests.support.chat_format import chunk
from tests.support.model_server import ModelServer, Raw, Say, in_order

SEARCH = ToolSpec("search", "Search.", {"type": "object", "properties": {"words": {"type": "string"}}})
ASKING = Prompt("Be brief.", (TextPart("Find a harbour."),), (SEARCH,))

Delta = Mapping[str, Any]


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


def event(delta: Delta, finish: str | None = None, **others: Any) -> str:
    return f"data: {json.dumps({**chunk(dict(delta), finish), **others})}\n\n"


def whole(**message: Any) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
    return {"id": "1", "object": "chat.completion", "created": 0, "model": "x", "choices": [choice]}


HARBOUR, END, DONE = event({"content": "A harbour."}), event({}, "stop"), "data: [DONE]\n\n"


@pytest.mark.parametrize(
    "body",
    [
        "data:\n\n" + HARBOUR + "data: \n\n" + END + DONE,
        ": keep-alive\n\n" + HARBOUR + ":\n\n" + END + DONE,
        "event: ping\ndata: {}\n\n" + HARBOUR + "data: ping\n\n" + END + DONE,
        HARBOUR + DONE,
        HARBOUR + END,
        event({"content": "A har"}, "") + event({"content": "bour."}, "") + DONE,
        event({"content": "A har"}, "stop") + event({"content": "bour."}, "stop") + DONE,
        HARBOUR + event({}, "eos_token") + DONE,
        HARBOUR + event({}, "STOP") + "data:[DONE]\n\n",
        (HARBOUR + END + DONE).replace("\n\n", "\n"),
        (HARBOUR + END + DONE).replace("\n", "\r\n"),
        (HARBOUR + END + DONE).replace("data: ", "data:"),
        (HARBOUR + END).replace("data: ", "").replace("\n\n", "\n"),
        "\ufeff" + HARBOUR + END + DONE,
        "data: null\n\n" + HARBOUR + "data: []\n\n" + event({}, "stop", error=None) + DONE,
        HARBOUR + "data: " + json.dumps({"choices": []}) + "\n\n" + END + DONE,
        event({"content": [{"type": "text", "text": "A "}, {"type": "text", "text": "harbour."}]})
        + END
        + DONE,
        f"data: {json.dumps(whole(content='A harbour.'))}\n\n{DONE}",
        json.dumps(whole(content="A harbour.")),
        json.dumps(whole(content="A harbour."), indent=2) + "\n",
    ],
    ids=(
        "empty data, comments, ping, done alone, no done, empty finish, finish everywhere, "
        "odd finish, loud finish, no blank lines, carriage returns, no spaces, no data fields, "
        "bom, null and empty list, no choices, parts, whole in an event, whole, "
        "whole and indented"
    ).split(", "),
)
def test_a_reply_is_read_whole_at_once(connect: Connect, body: str) -> None:
    heard: list[str] = []
    with ModelServer(in_order(Raw(body))) as server:
        reply = connect(server).request(ASKING, lambda _kind, piece: heard.append(piece))
    assert (reply.text, reply.finish, reply.attempts) == ("A harbour.", "stop", 1)
    assert "".join(heard) == "A harbour."


@pytest.mark.parametrize("finish", ["length", "max_tokens", "MAX_TOKENS", "model_length"])
def test_every_word_for_a_cut_reply_is_understood(connect: Connect, finish: str) -> None:
    with ModelServer(in_order(Raw(HARBOUR + event({}, finish) + DONE))) as server:
        assert connect(server).request(ASKING, unheard).finish == "length"


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning", "thinking"])
def test_thoughts_are_read_wherever_they_stand(connect: Connect, field: str) -> None:
    with ModelServer(in_order(Raw(event({field: "Hm."}) + HARBOUR + END + DONE))) as server:
        reply = connect(server).request(ASKING, unheard)
    assert (reply.thinking, reply.text) == ("Hm.", "A harbour.")


def said(model: PydanticModel) -> str:
    with pytest.raises(ModelUnavailable) as given_up:
        model.request(ASKING, unheard)
    return str(given_up.value)


PAGE = "<!DOCTYPE html>\n<html><head><title>Open &amp; Web UI</title></head><body>Hello</body></html>"
LOST = "The model is not here."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f"error: {json.dumps({'code': 400, 'message': LOST})}\n\n", LOST),
        (f"error: {LOST}\n\n", LOST),
        (f"data: {json.dumps({'error': {'message': LOST}})}\n\n", LOST),
        (f"data: {json.dumps({'error': LOST})}\n\n", LOST),
        (HARBOUR + f"event: error\ndata: {json.dumps({'message': LOST})}\n\n", LOST),
        (f"event: error\ndata: {LOST}\n\n", LOST),
        (f"data: error: {LOST}\n\n", LOST),
        (json.dumps({"error": {"message": LOST, "type": "invalid_request_error"}}), LOST),
        (json.dumps([{"error": {"message": LOST}}]), LOST),
        (json.dumps({"object": "error", "message": LOST, "code": 40303}), LOST),
        (json.dumps({"detail": LOST}), LOST),
        (HARBOUR + json.dumps({"error": {"message": LOST}}), LOST),
        (PAGE, "answers with a web page (Open & Web UI). Check base_url"),
        ("<html>Welcome</html>", "answers with a web page. Check base_url"),
        ("\n  " + PAGE, "answers with a web page (Open & Web UI). Check base_url"),
        (f"{LOST} Go away.", f"answers with plain text ({LOST} Go away.). Check base_url"),
    ],
)
def test_an_error_with_status_200_is_told_in_its_words_and_asked_once(
    connect: Connect, body: str, words: str
) -> None:
    with ModelServer(in_order(Raw(body))) as server:
        assert words in said(connect(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [(PAGE, "text/html; charset=utf-8", "answers with a web page"),
     (json.dumps({"error": LOST}), "application/json", LOST)],
)  # fmt: skip
def test_an_honest_content_type_changes_nothing(connect: Connect, body: str, kind: str, words: str) -> None:
    with ModelServer(in_order(Raw(body, kind))) as server:
        assert words in said(connect(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "body",
    [
        HARBOUR,
        HARBOUR + 'data: {"choices": [{"ind',
        "",
        "\n",
        f"data: {json.dumps({'error': {'message': 'Provider overloaded, try again.'}})}\n\n",
        f"data: {json.dumps({'error': {'message': 'Nobody is there.', 'code': 503}})}\n\n",
        event({"content": "A har"}, "error") + DONE,
    ],
    ids=("no end, cut event, nothing, blank, busy words, busy status, finished by an error").split(", "),
)
def test_a_stream_that_may_end_better_is_asked_for_again(connect: Connect, body: str) -> None:
    with ModelServer(in_order(Raw(body), Say("Here."))) as server:
        reply = connect(server).request(ASKING, unheard)
    assert (reply.text, reply.attempts) == ("Here.", 2)


CALL = CallWanted("search", {"words": "old harbour"})
OTHER = CallWanted("search", {"words": "bridge"})


def piece(arguments: Any = None, name: str = "", index: int | None = 0, **others: Any) -> Delta:
    function = {key: value for key, value in (("name", name), ("arguments", arguments)) if value}
    call = {"index": index, "type": "function", "function": function, **others}
    return {"tool_calls": [{key: value for key, value in call.items() if value is not None}]}


HEAD, TAIL = '{"words": "old ', 'harbour"}'
WHOLE, BRIDGE = HEAD + TAIL, '{"words": "bridge"}'


@pytest.mark.parametrize(
    ("deltas", "calls"),
    [
        ([piece(name="search", id="a"), piece(HEAD), piece(TAIL)], [CALL]),
        ([piece(WHOLE, "search", id="a"), piece(BRIDGE, "search", id="b")], [CALL, OTHER]),
        ([piece(WHOLE, "search"), piece(BRIDGE, "search")], [CALL, OTHER]),
        (
            [piece(name="search", id="a"), piece(WHOLE), piece(name="search", id="b"), piece(BRIDGE)],
            [CALL, OTHER],
        ),
        ([piece(WHOLE, "search", None), piece(BRIDGE, "search", None)], [CALL, OTHER]),
        ([piece(HEAD, "search"), piece(TAIL, "search")], [CALL]),
        ([piece(HEAD, "search", id="a"), piece(TAIL, "search", id="a")], [CALL]),
        ([piece(HEAD, "search", id="a"), piece(TAIL, id="b")], [CALL]),
        ([piece(HEAD, "search", None), piece(TAIL, "search", None)], [CALL]),
        ([piece(HEAD, "search"), piece(TAIL, index=None)], [CALL]),
        ([piece(name="sea"), piece(name="rch"), piece(WHOLE)], [CALL]),
        ([piece(name="sea"), piece(name="search"), piece(WHOLE)], [CALL]),
        ([piece(HEAD, "search"), piece(WHOLE, "search")], [CALL]),
        ([piece(WHOLE, "search"), piece(WHOLE, "search")], [CALL]),
        ([piece({"words": "old harbour"}, "search")], [CALL]),
        ([{"tool_calls": [{"index": 0, "name": "search", "arguments": WHOLE}]}], [CALL]),
        (
            [{"tool_calls": [{"function": {"name": "search", "parameters": {"words": "old harbour"}}}]}],
            [CALL],
        ),
        ([{"tool_calls": {"function": {"name": "search", "arguments": WHOLE}}}], [CALL]),
        (
            [
                {"function_call": {"name": "search", "arguments": HEAD}},
                {"function_call": {"arguments": TAIL}},
            ],
            [CALL],
        ),
        ([piece(HEAD, "search", 0), piece(BRIDGE, "search", 1), piece(TAIL, index=0)], [CALL, OTHER]),
        ([piece(WHOLE, "search", 3), piece(BRIDGE, "search", 7)], [CALL, OTHER]),
    ],
    ids=(
        "as documented, one index, one index without ids, one index in pieces, no index, "
        "name in every piece, name and id in every piece, new id in every piece, "
        "name and no index, index once, name in pieces, name growing, arguments growing, "
        "repeated at the end, object, flat, parameters, no list, function_call, interleaved, "
        "gaps"
    ).split(", "),
)
def test_calls_are_put_together_from_any_pieces(
    connect: Connect, deltas: list[Delta], calls: list[CallWanted]
) -> None:
    body = "".join(map(event, deltas)) + event({}, "tool_calls") + DONE
    with ModelServer(in_order(Raw(body))) as server:
        assert connect(server).request(ASKING, unheard).calls == tuple(calls)


def test_the_calls_of_a_whole_completion_are_told_apart(connect: Connect) -> None:
    calls = [{"function": {"name": "search", "arguments": given}} for given in (WHOLE, BRIDGE)]
    with ModelServer(
        in_order(Raw(json.dumps(whole(content=None, tool_calls=calls)), "application/json"))
    ) as server:
        assert connect(server).request(ASKING, unheard).calls == (CALL, OTHER)
