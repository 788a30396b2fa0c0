"""OpenAI's form of chat completions: what a request holds, and how a reply is written."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

Body = dict[str, Any]
"""The parsed JSON of a request: OpenAI's form, which is not ours to type."""

PIECE = 24
"""Characters of a streamed piece."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The usage a reply reports; `cached` are part of `input`."""

    input: int
    output: int
    cached: int = 0


@dataclass(frozen=True, slots=True)
class Say:
    """A reply. Arguments of a call may be a string, to be sent as it is: malformed JSON, for example."""

    text: str = ""
    calls: Sequence[tuple[str, Mapping[str, Any] | str]] = ()
    thinking: str = ""
    usage: Tokens | None = None
    delay_seconds: float = 0.0
    finish: str = ""


def prompt_text(body: Body) -> str:
    """All text of a request's messages in their order: what was said, called and answered."""
    return "\n".join(_texts(body))


def inline_pictures(body: Body) -> list[tuple[int, int]]:
    """Width and height of each picture that is in the request itself, in pixels."""
    urls = (part["image_url"]["url"] for part in _parts(body) if part.get("type") == "image_url")
    return [_size(url) for url in urls if url.startswith("data:")]


def _texts(body: Body) -> Iterator[str]:
    for message in body["messages"]:
        content = message.get("content")
        yield from [content] if isinstance(content, str) else []
        yield from (part["text"] for part in _parts({"messages": [message]}) if part.get("type") == "text")
        yield from (call["function"]["arguments"] for call in message.get("tool_calls") or ())


def _parts(body: Body) -> Iterator[Body]:
    for message in body["messages"]:
        if isinstance(message.get("content"), list):
            yield from message["content"]


def _size(data_url: str) -> tuple[int, int]:
    # Reads the header only: this happens while a benchmark measures.
    with Image.open(BytesIO(base64.b64decode(data_url.partition(",")[2]))) as picture:
        return picture.size


def counted_tokens(reply: Say, body: Body) -> Tokens:
    """Characters / 4 of messages and tools, and (w // 28) * (h // 28) for each picture."""
    tools = json.dumps(body["tools"], ensure_ascii=False) if body.get("tools") else ""
    characters = len(prompt_text(body)) + len(tools)
    pictures = sum(max(1, (width // 28) * (height // 28)) for width, height in inline_pictures(body))
    written = reply.text + reply.thinking + "".join(name + _arguments(given) for name, given in reply.calls)
    return Tokens(-(-characters // 4) + pictures, -(-len(written) // 4))


def _arguments(given: Mapping[str, Any] | str) -> str:
    return given if isinstance(given, str) else json.dumps(given)


def _finish(reply: Say) -> str:
    return reply.finish or ("tool_calls" if reply.calls else "stop")


def _calls(reply: Say) -> list[Body]:
    return [
        {
            "id": f"call_{place}",
            "type": "function",
            "function": {"name": name, "arguments": _arguments(given)},
        }
        for place, (name, given) in enumerate(reply.calls)
    ]


def _usage(tokens: Tokens) -> Body:
    return {
        "prompt_tokens": tokens.input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.input + tokens.output,
        "prompt_tokens_details": {"cached_tokens": tokens.cached},
    }


def whole_reply(reply: Say, tokens: Tokens) -> Body:
    """The reply in one piece."""
    message: Body = {"role": "assistant", "content": reply.text or None}
    if reply.thinking:
        message["reasoning_content"] = reply.thinking
    if reply.calls:
        message["tool_calls"] = _calls(reply)
    choice = {"index": 0, "message": message, "finish_reason": _finish(reply)}
    return {**_head("chat.completion"), "choices": [choice], "usage": _usage(tokens)}


def streamed_reply(reply: Say, tokens: Tokens) -> Iterator[Body]:
    """The reply in pieces, its usage last."""
    yield chunk({"role": "assistant", "content": ""})
    for delta in (*deltas("thinking", reply.thinking), *deltas("text", reply.text)):
        yield chunk(delta)
    for place, call in enumerate(_calls(reply)):
        yield chunk({"tool_calls": [{"index": place, **call}]})
    yield chunk({}, _finish(reply))
    yield {**_head("chat.completion.chunk"), "choices": [], "usage": _usage(tokens)}


def deltas(kind: str, text: str) -> list[Body]:
    """A text as the deltas of a stream."""
    key = "reasoning_content" if kind == "thinking" else "content"
    return [{key: text[start : start + PIECE]} for start in range(0, len(text), PIECE)]


def chunk(delta: Body, finish: str | None = None) -> Body:
    """One event of a stream."""
    return {
        **_head("chat.completion.chunk"),
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _head(kind: str) -> Body:
    return {"id": "reply", "object": kind, "created": 1_700_000_000, "model": "scripted"}
