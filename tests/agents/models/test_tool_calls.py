"""Tool calls over the wire: native ones, malformed ones, and those written as JSON."""

import pytest

from agents.models.base import DeltaKind, Prompt, TextPart, ToolSpec
from agents.types import CallWanted
from tests.agents.models.conftest import Connect
from tests.support.model_server import ModelServer, Say, in_order, prompt_text

SEARCH = ToolSpec(
    "search",
    "Search the corpus.",
    {"type": "object", "properties": {"words": {"type": "string"}}, "required": ["words"]},
)
ASKING = Prompt("Be brief.", (TextPart("Find a harbour."),), (SEARCH,))


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


def test_tools_go_out_with_their_schemas_and_calls_come_back(connect: Connect) -> None:
    with ModelServer(in_order(Say("I search.", calls=[("search", {"words": "harbour"})]))) as server:
        reply = connect(server).request(ASKING, unheard)
    (tool,) = server.requests[0]["tools"]
    assert tool["function"]["name"] == "search"
    assert tool["function"]["parameters"]["properties"] == {"words": {"type": "string"}}
    assert reply.calls == (CallWanted("search", {"words": "harbour"}),)
    assert reply.text == "I search."


@pytest.mark.parametrize(("must_call", "choice"), [(True, "required"), (False, "auto")])
def test_a_call_is_required_only_when_it_must_be(connect: Connect, must_call: bool, choice: str) -> None:
    prompt = Prompt("Be brief.", (TextPart("Find."),), (SEARCH,), must_call=must_call)
    with ModelServer(in_order(Say(calls=[("search", {"words": "x"})]))) as server:
        connect(server).request(prompt, unheard)
    assert server.requests[0]["tool_choice"] == choice


def test_several_calls_come_back_in_order(connect: Connect) -> None:
    calls = [("search", {"words": word}) for word in ("one", "two", "three")]
    with ModelServer(in_order(Say(calls=calls))) as server:
        reply = connect(server).request(ASKING, unheard)
    assert [call.arguments for call in reply.calls] == [{"words": w} for w in ("one", "two", "three")]


@pytest.mark.parametrize("raw", ['{"words": "harb', "harbour", '["harbour"]', '{"words": NaN}'])
def test_malformed_arguments_are_kept_as_they_were_written(connect: Connect, raw: str) -> None:
    with ModelServer(in_order(Say(calls=[("search", raw)]))) as server:
        reply = connect(server).request(ASKING, unheard)
    assert reply.calls == (CallWanted("search", None, raw),)


def test_a_model_without_tools_is_told_the_form_and_read_by_it(connect: Connect) -> None:
    written = '```json\n{"thought": "look", "calls": [{"tool": "search", "arguments": {"words": "x"}}]}\n```'
    heard: list[str] = []
    with ModelServer(in_order(Say(written))) as server:
        reply = connect(server, "tools=no").request(ASKING, lambda _kind, piece: heard.append(piece))
    assert "tools" not in server.requests[0]
    assert '"calls": [{"tool"' in prompt_text(server.requests[0])
    assert (reply.text, reply.calls) == ("look", (CallWanted("search", {"words": "x"}),))
    assert heard == []


def test_a_provider_with_structured_output_is_asked_for_the_form(connect: Connect) -> None:
    with ModelServer(in_order(Say("{}"))) as server:
        connect(server, "tools=no").request(ASKING, unheard)
        connect(server, "tools=no", "Qwen/Qwen2-VL-2B").request(ASKING, unheard)
    form, none = (body.get("response_format") for body in server.requests)
    assert form["json_schema"]["schema"]["required"] == ["thought", "calls"]
    assert none is None


def test_calls_that_a_server_found_by_itself_count_too(connect: Connect) -> None:
    with ModelServer(in_order(Say("I look.", calls=[("search", {"words": "x"})]))) as server:
        reply = connect(server, "tools=no").request(ASKING, unheard)
    assert (reply.text, reply.calls) == ("I look.", (CallWanted("search", {"words": "x"}),))
