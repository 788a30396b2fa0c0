"""What servers refuse: left out where a request can do without it, and not asked for again."""

import logging
from collections.abc import Callable

import pytest

from agents.errors import ModelUnavailable
from agents.models.base import DeltaKind, Prompt, TextPart, ToolSpec
from agents.types import CallWanted
from tests.agents.models.conftest import Connect
from tests.support.model_server import Body, ModelServer, Reply, Say, Script, Status, in_order

SEARCH = ToolSpec("search", "Search.", {"type": "object", "properties": {"words": {"type": "string"}}})
FORCED = Prompt("Be brief.", (TextPart("Find a harbour."),), (SEARCH,), must_call=True)
CALL = CallWanted("search", {"words": "x"})
NATIVE = Say(calls=[("search", {"words": "x"})])
WRITTEN = Say('{"thought": "", "calls": [{"tool": "search", "arguments": {"words": "x"}}]}')


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


def refusing(refuses: Callable[[Body], bool], code: int, message: str) -> Script:
    """A server that refuses some requests, and answers the others in the way that they ask for."""

    def play(body: Body, _number: int) -> Reply:
        if refuses(body):
            return Status(code, body={"error": {"message": message, "code": code}})
        return NATIVE if body.get("tools") else WRITTEN

    return play


def forces(body: Body) -> bool:
    return body.get("tool_choice") == "required"


def offers(body: Body) -> bool:
    return bool(body.get("tools"))


@pytest.mark.parametrize(
    ("refuses", "code", "message", "asked"),
    [
        (forces, 400, "tool_choice=required is not supported", ["required", "auto"]),
        (forces, 422, "Input should be 'none' or 'auto': tool_choice", ["required", "auto"]),
        (
            forces,
            404,
            "No endpoints found that support the provided 'tool_choice' value.",
            ["required", "auto"],
        ),
        (offers, 400, "tool choice requires --tool-call-parser to be set", ["required", "auto", None]),
        (offers, 400, "llava:7b does not support tools", ["required", None]),
        (offers, 500, "tools param requires --jinja flag", ["required", None]),
        (offers, 404, "No endpoints found that support tool use.", ["required", None]),
    ],
)
def test_what_a_server_refuses_is_left_out_from_then_on(
    connect: Connect, refuses: Callable[[Body], bool], code: int, message: str, asked: list[str | None],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.WARNING, "agents.models")
    with ModelServer(refusing(refuses, code, message)) as server:
        model = connect(server)
        replies = [model.request(FORCED, unheard) for _ in range(3)]
    assert [reply.calls for reply in replies] == [(CALL,)] * 3
    assert [len(reply.notes) for reply in replies] == [len(asked) - 1] * 3
    choices = [body.get("tool_choice") for body in server.requests]
    assert choices == [*asked, asked[-1], asked[-1]]
    assert len(caplog.records) == len(asked) - 1


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (
            Status(400, body={"error": {"message": "This model's maximum context length is 4096 tokens."}}),
            "context=",
        ),
        (
            Status(500, body={"error": {"message": "the request exceeds the available context size"}}),
            "context=",
        ),
        (
            Status(500, body={"error": {"message": 'model "x" not found, try pulling it first'}}),
            "Check its name",
        ),
        (
            Status(
                503, body={"error": {"message": "The model `x` does not exist", "code": "model_not_found"}}
            ),
            "name",
        ),
        (Status(404, body="<html><title>404 Not Found</title></html>"), "base_url"),
        (Status(401, body={"detail": "Unauthorized"}), "Check its API key."),
    ],
)
def test_what_cannot_change_is_asked_once(connect: Connect, status: Status, advice: str) -> None:
    with ModelServer(in_order(status)) as server, pytest.raises(ModelUnavailable, match=advice):
        connect(server).request(FORCED, unheard)
    assert len(server.requests) == 1
