"""Tool calls as JSON in plain text, for models that have no tool calling."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from agents.messages import message as _
from agents.messages import sentence_of
from agents.models.base import ToolSpec
from agents.parsing.lenient_json import NotJson, read_object, values_in
from agents.parsing.storable import storable
from agents.types import CallWanted

MALFORMED, PROBLEM = "malformed", "problem"
"""The arguments of a call whose own could not be read: what was written, and a sentence on what is wrong."""


def json_instructions(tools: Sequence[ToolSpec]) -> str:
    """What a model is told of its tools, and the one form in which it may call them."""
    listed = "\n".join(f"- {tool.name}: {tool.description}\n  {_compact(tool.parameters)}" for tool in tools)
    return (
        "You act by calling tools. Each is listed with the JSON Schema of its arguments:\n"
        f"{listed}\n\n"
        "Reply with exactly one JSON object and nothing around it:\n"
        '{"thought": "why, in one sentence", "calls": [{"tool": "name of a tool", "arguments": {}}]}'
    )


def json_schema(tools: Sequence[ToolSpec]) -> dict[str, Any]:
    """The same form as a JSON Schema, for providers that can hold a model to one."""
    call = {
        "type": "object",
        "properties": {"tool": {"enum": [tool.name for tool in tools]}, "arguments": {"type": "object"}},
        "required": ["tool", "arguments"],
    }
    properties = {"thought": {"type": "string"}, "calls": {"type": "array", "items": call}}
    return {"type": "object", "properties": properties, "required": ["thought", "calls"]}


def parse_json_calls(text: str) -> tuple[str, tuple[CallWanted, ...]]:
    """The thought and the calls in a reply: its first whole JSON object with calls counts, prose does not.

    A reply without such an object has no calls, and is its own text. Nothing a model writes raises.
    """
    objects = [storable(value) for _start, _end, value in values_in(text)]
    with_calls = (found for found in objects if any(_calls_of(found)))
    found = next(with_calls, objects[0] if objects else {})
    thought, wanted = found.get("thought"), list[CallWanted]()
    for call in _calls_of(found):
        arguments: Any = next((call[key] for key in ("arguments", "parameters", "args") if key in call), {})
        if isinstance(arguments, dict):
            wanted.append(CallWanted(_name_of(call), arguments))
        else:
            # Some models write the object once more as a string, as it stands in the protocol of tool calls.
            raw = arguments if isinstance(arguments, str) else _compact(arguments)
            read = read_arguments(raw)
            wanted.append(CallWanted(_name_of(call), read, "" if read is not None else raw))
    return thought if isinstance(thought, str) else "" if wanted else text, tuple(wanted)


def _calls_of(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    calls = found.get("calls")
    listed = calls if isinstance(calls, list) else [calls]
    yield from (call for call in listed if isinstance(call, dict) and _name_of(call))


def read_arguments(raw: str) -> Mapping[str, Any] | None:
    """The arguments of a call, or None when they are no JSON object. No text at all means none are given."""
    try:
        return _object(raw)
    except NotJson:
        return None


def problem_of(raw: str) -> str:
    """What is wrong with arguments that `read_arguments` cannot read, in a sentence; else nothing."""
    try:
        _object(raw)
    except NotJson as problem:
        return _("The arguments are no JSON object: %(problem)s.", problem=sentence_of(problem))
    return ""


def _object(raw: str) -> Mapping[str, Any]:
    return cast(dict[str, Any], storable(read_object(raw))) if raw.strip() else {}


def _name_of(call: Mapping[str, Any]) -> str:
    return next((str(call[key]) for key in ("tool", "name", "tool_name") if call.get(key)), "")


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=dict)
