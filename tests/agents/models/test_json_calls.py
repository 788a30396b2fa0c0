"""Calls as JSON in text: found among prose, and no rubbish raises."""

import json

import pytest
from hypothesis import given, strategies

from agents.models.base import ToolSpec
from agents.models.json_calls import (
    json_instructions,
    json_schema,
    parse_json_calls,
    read_arguments,
    storable,
)
from agents.types import CallWanted

REPLY = '{"thought": "see", "calls": [{"tool": "look", "arguments": {"uid": "img_1"}}]}'
CALL = CallWanted("look", {"uid": "img_1"})
LOOK = ToolSpec("look", "Look at a picture.", {"type": "object", "properties": {"uid": {"type": "string"}}})


@pytest.mark.parametrize(
    "text",
    [
        REPLY,
        f"```json\n{REPLY}\n```",
        f"Sure! I will look {{closely}}.\n{REPLY}\nThat is all.",
        f"{REPLY}\n{{}}",
        REPLY.replace('{"uid": "img_1"}', '"{\\"uid\\": \\"img_1\\"}"'),
    ],
)
def test_the_first_json_object_has_the_calls(text: str) -> None:
    assert parse_json_calls(text) == ("see", (CALL,))


def test_several_calls_keep_their_order() -> None:
    calls = [{"tool": name, "arguments": {}} for name in ("b", "a")]
    assert [call.name for call in parse_json_calls(json.dumps({"calls": calls}))[1]] == ["b", "a"]


@pytest.mark.parametrize("text", ["", "No JSON.", "{", '{"thought": "cut o', "[1, 2]", '{"a":' * 3_000])
def test_rubbish_is_text_without_calls(text: str) -> None:
    assert parse_json_calls(text) == (text, ())


@pytest.mark.parametrize("text", ['{"answer": 42}', '{"calls": "look"}', '{"calls": ["look"]}'])
def test_json_of_another_form_is_text_without_calls(text: str) -> None:
    assert parse_json_calls(text) == (text, ())


def test_arguments_that_are_no_object_keep_what_was_written() -> None:
    text = '{"thought": "", "calls": [{"tool": "look", "arguments": ["img_1"]}]}'
    assert parse_json_calls(text) == ("", (CallWanted("look", None, '["img_1"]'),))


@given(strategies.text(alphabet='{}[]":,\\ntu01aé\0', max_size=60))
def test_nothing_a_model_writes_raises(text: str) -> None:
    _, calls = parse_json_calls(text)
    assert all(isinstance(call, CallWanted) for call in calls)


def test_the_instructions_have_each_tool_with_its_schema() -> None:
    told = json_instructions([LOOK])
    assert "- look: Look at a picture." in told
    assert '{"type":"object","properties":{"uid":{"type":"string"}}}' in told


def test_the_example_in_the_instructions_is_of_the_form_that_is_read() -> None:
    thought, calls = parse_json_calls(json_instructions([]))
    assert thought == "why, in one sentence"
    assert calls == (CallWanted("name of a tool", {}),)


def test_the_schema_allows_the_tools_there_are() -> None:
    call = json_schema([LOOK])["properties"]["calls"]["items"]
    assert call["properties"]["tool"] == {"enum": ["look"]}


@pytest.mark.parametrize("raw", ["{", "[]", '"x"', '{"x": NaN}', '{"x": Infinity}', '{"a":' * 3_000])
def test_arguments_that_are_no_json_object_are_none(raw: str) -> None:
    assert read_arguments(raw) is None


def test_no_arguments_are_an_empty_object() -> None:
    assert read_arguments(" ") == {}


def test_what_a_database_refuses_is_replaced() -> None:
    assert read_arguments('{"a\\u0000": ["\\ud800", 1]}') == {"a\N{REPLACEMENT CHARACTER}": ["�", 1]}
    assert storable("\ud83d\ude00") == "\N{GRINNING FACE}"
