"""Replies that a server holds to a JSON Schema while it writes them, so that even a tiny model cannot miss.

The field has no one way to ask for it. Servers that do not know a field of a request pass over it in silence,
so a probe asks for a reply that no model would give on its own, in each form, until one is kept to.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from agents.models.base import Prompt, TextPart, ToolSpec
from agents.parsing.lenient_json import strict_json

Schema = dict[str, Any]
Form = Callable[[Schema], dict[str, Any]]
"""From a schema to what a request has in its body beside the rest."""

NATIVE = "native"
"""The form of providers that pydantic-ai knows to have one of their own."""

FORMS: Mapping[str, Form] = {
    "response_format": lambda schema: {"response_format": _response_format(schema)},
    "strict response_format": lambda schema: {"response_format": _response_format(schema, strict=True)},
    "json_schema": lambda schema: {"json_schema": schema},
    "structured_outputs": lambda schema: {"structured_outputs": {"json": schema}},
    "guided_json": lambda schema: {"guided_json": schema},
    "format": lambda schema: {"format": schema},
}
"""OpenAI and most servers; those that hold only to what is called strict; llama.cpp; vLLM of late and before;
Ollama behind a gateway."""

MAX_CALLS = 2
"""Calls of one held reply: a model that cannot stop by itself must not need more than its limit of tokens."""

MAX_ITEMS = 4
_SHORTEST, _SHORT, _LONG_FROM = 40, 400, 4_000

_HELD = "blue-42-heron"
PROBE_SCHEMA: Schema = {
    "type": "object",
    "properties": {"word": {"type": "string", "enum": [_HELD]}},
    "required": ["word"],
    "additionalProperties": False,
}
PROBE_QUESTION = "Say hello."
PROBE = Prompt("You are polite.", (TextPart(PROBE_QUESTION),), max_output_tokens=256)


def is_held(text: str) -> bool:
    """True for the reply to the probe of a server that held it to the schema."""
    try:
        return bool(strict_json(text.strip()) == {"word": _HELD})
    except (ValueError, RecursionError):
        return False


def step_schema(tools: Sequence[ToolSpec], output_tokens: int) -> Schema:
    """The JSON Schema of a step that calls these tools and is done within so many tokens.

    Texts and lists have ends, so that a model which repeats itself comes to one. What grammars cannot hold to
    is left out or listed: objects with keys of their own, and numbers between two bounds.
    """
    short = max(_SHORTEST, min(_SHORT, output_tokens // 10))
    long = max(short, output_tokens // 4)
    calls = []
    for tool in tools:
        call = {"tool": {"const": tool.name}, "arguments": _bounded(dict(tool.parameters), short, long)}
        calls.append(_object(call, call))
    listed = {"type": "array", "items": {"anyOf": calls}, "minItems": 1, "maxItems": MAX_CALLS}
    step = {"thought": {"type": "string", "maxLength": short}, "calls": listed}
    return _object(step, step)


def _object(properties: Schema, required: Collection[str]) -> Schema:
    """An object of these keys alone; texts that are required are not empty."""
    held = {
        name: {"minLength": 1, **inner} if name in required and inner.get("type") == "string" else inner
        for name, inner in properties.items()
    }
    listed = [name for name in properties if name in required]
    return {"type": "object", "properties": held, "required": listed, "additionalProperties": False}


def _bounded(schema: Schema, short: int, long: int) -> Schema:
    """The schema with an end to everything; `short` and `long` are characters of texts."""
    if choices := schema.get("oneOf", schema.get("anyOf")):
        return {"anyOf": [_bounded(choice, short, long) for choice in choices]}
    if "enum" in schema or "const" in schema:
        return schema
    match schema.get("type"):
        case "object":
            required = {*schema.get("required", ())}
            bounded = {
                name: _bounded(inner, short, long)
                for name, inner in schema.get("properties", {}).items()
                if name in required or inner.get("type") != "object" or "properties" in inner
            }
            # What tells one kind of object from another has a default for people, but not for a grammar.
            required |= {name for name, inner in bounded.items() if "const" in inner}
            if required or not bounded:
                return _object(bounded, required)
            # Everything may be left out, but not all of it at once: such a call would say nothing.
            return {"anyOf": [_object(bounded, {name}) for name in bounded]}
        case "array":
            most = min(MAX_ITEMS, schema.get("maxItems", MAX_ITEMS))
            inner = max(_SHORTEST, short // 2)
            return {**schema, "items": _bounded(schema["items"], inner, inner), "maxItems": most}
        case "string":
            own = schema.get("maxLength", short)
            return {**schema, "maxLength": min(own, long if own >= _LONG_FROM else short)}
        case "number" if "minimum" in schema and "maximum" in schema:
            least, most = schema["minimum"], schema["maximum"]
            return {"enum": [round(least + (most - least) * tenth / 10, 6) for tenth in range(11)]}
        case _:
            return schema


def _response_format(schema: Schema, **others: Any) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "step", "schema": schema, **others}}
