"""Replies held to a schema: the form that a server knows, found once, and a schema with an end."""

import json
from typing import Any

import jsonschema
import pytest

from agents.errors import ModelUnavailable
from agents.models.base import DeltaKind, Prompt, TextPart, ToolSpec
from agents.models.held import FORMS, PROBE_SCHEMA, step_schema
from agents.tools import load_tools
from agents.types import CallWanted
from tests.agents.models.conftest import Connect
from tests.support.model_server import Body, ModelServer, Reply, Say, Script, Status

SPECS = tuple(ToolSpec(tool.name, tool.description, tool.schema) for tool in load_tools().values())
ASKING = Prompt("You search.", (TextPart("When was it lit?"),), SPECS, must_call=True)
STEP = '{"thought": "I look.", "calls": [{"tool": "grep", "arguments": {"pattern": "lit in"}}]}'
PROBED = json.dumps({"word": PROBE_SCHEMA["properties"]["word"]["enum"][0]})


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


def asks_in(form: str, body: Body) -> bool:
    """True for a request that asks in this form and is a probe."""
    return all(body.get(key) == value for key, value in FORMS[form](PROBE_SCHEMA).items())


def server_of(form: str, other: Reply) -> Script:
    """A server that knows one form and meets the others in its own way."""

    def play(body: Body, _number: int) -> Reply:
        if "You act by calling tools" in str(body["messages"]):
            return Say(STEP)
        return Say(PROBED) if form and asks_in(form, body) else other

    return play


PASSED_OVER, REFUSED = (
    Say("Hello!"),
    Status(400, body={"error": {"message": "Extra inputs are not permitted"}}),
)


@pytest.mark.parametrize("other", [PASSED_OVER, REFUSED], ids=["passed over", "refused"])
@pytest.mark.parametrize("form", FORMS)
def test_the_form_of_a_server_is_found_by_one_probe(connect: Connect, form: str, other: Reply) -> None:
    with ModelServer(server_of(form, other)) as server:
        model = connect(server, "json=schema")
        replies = [model.request(ASKING, unheard) for _ in range(2)]
        assert model.held_form() == form
    assert [reply.calls for reply in replies] == [(CallWanted("grep", {"pattern": "lit in"}),)] * 2
    *probes, first, second = server.requests
    assert len(probes) == [*FORMS].index(form) + 1
    asked = FORMS[form](step_schema(SPECS, 4_096))
    assert all(body[key] == value for body in (first, second) for key, value in asked.items())
    assert "tools" not in first


def test_a_server_that_holds_to_nothing_is_asked_in_words(connect: Connect) -> None:
    with ModelServer(server_of("", PASSED_OVER)) as server:
        model = connect(server, "json=schema")
        assert model.request(ASKING, unheard).calls
        assert model.held_form() == ""
    assert len(server.requests) == len(FORMS) + 1
    assert not {"response_format", "json_schema", "guided_json"} & server.requests[-1].keys()


def test_without_the_setting_nothing_is_probed(connect: Connect) -> None:
    with ModelServer(server_of("json_schema", PASSED_OVER)) as server:
        model = connect(server, "tools=no")
        model.request(ASKING, unheard)
        assert model.held_form() is None
    assert len(server.requests) == 1


def test_a_server_that_does_not_answer_is_no_answer_to_the_probe(connect: Connect) -> None:
    script = server_of("response_format", PASSED_OVER)
    with ModelServer(lambda body, number: script(body, number) if number > 1 else Status(401)) as server:
        model = connect(server, "json=schema")
        with pytest.raises(ModelUnavailable, match="Check its API key"):
            model.held_form()
        assert model.held_form() == "response_format"


def arguments_of(schema: dict[str, Any], tool: str) -> dict[str, Any]:
    calls = schema["properties"]["calls"]["items"]["anyOf"]
    found: dict[str, Any] = next(c["properties"] for c in calls if c["properties"]["tool"]["const"] == tool)
    return found["arguments"]


VALID = {
    "search_text": {"queries": ["lighthouse"], "goal": ""},
    "gate": {"can_answer": True, "confidence": 0.5, "rationale": "Known."},
    "plan": {"operations": [{"op": "add", "key": "g1", "text": "When?"}]},
    "zoom": {"uid": "img_a", "box": {"x0": 0, "y0": 0, "x1": 9, "y1": 9}},
    "finish": {"answer": "In 1854 [e1]."},
    "note": {"document": 1, "quote": "lit"},
    "curate": {"drop": ["passage:1"]},
}
INVALID = {
    "search_text": {"queries": ["x" * 2_000]},
    "gate": {"can_answer": True, "confidence": 7, "rationale": "Known."},
    "plan": {"operations": [{"key": "g1", "text": "Without an op."}]},
    "zoom": {"uid": "img_a", "box": {"x0": 0, "y0": 0, "x1": 9}},
    "finish": {},
    "note": {"surprise": 1},
    "curate": {"importance": {"e1": "high"}},
}


@pytest.mark.parametrize("tool", VALID)
def test_the_schema_holds_what_a_tool_takes(tool: str) -> None:
    schema = step_schema(SPECS, 4_096)
    jsonschema.Draft202012Validator.check_schema(schema)
    arguments = arguments_of(schema, tool)
    jsonschema.validate(VALID[tool], arguments)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(INVALID[tool], arguments)


def unbounded(schema: Any) -> list[Any]:
    """What in a schema has no end."""
    inner = [part for value in schema.values() for part in (value if isinstance(value, list) else [value])]
    open_ended = schema.get("type") == "string" and "maxLength" not in schema and "enum" not in schema
    endless = schema.get("type") == "array" and "maxItems" not in schema
    own = [schema] if (open_ended and "const" not in schema) or endless else []
    return own + [found for part in inner if isinstance(part, dict) for found in unbounded(part)]


@pytest.mark.parametrize("output_tokens", [256, 4_096])
def test_everything_in_the_schema_has_an_end(output_tokens: int) -> None:
    assert unbounded(step_schema(SPECS, output_tokens)) == []
