"""The forms in which Anthropic and Gemini are asked and stream a reply: events, and where a key stands."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.chat_format import PIECE, Body, Say, Tokens

Events = Iterator[tuple[str, Body]]
"""Names of events, empty where the form has none, with their data."""


@dataclass(frozen=True, slots=True)
class ProviderFormat:
    """A protocol besides OpenAI's: which requests are in it, and a reply as a stream."""

    suffix: str
    key_headers: tuple[str, ...]
    events: Callable[[Say, Tokens], Events]

    def stream(self, reply: Say, tokens: Tokens) -> str:
        """The body of a stream of server-sent events."""
        named = ((f"event: {name}\n" if name else "", data) for name, data in self.events(reply, tokens))
        return "".join(f"{head}data: {json.dumps(data)}\n\n" for head, data in named)


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def _anthropic_events(reply: Say, tokens: Tokens) -> Events:
    fresh = tokens.input - tokens.cached
    usage = {"input_tokens": fresh, "cache_read_input_tokens": tokens.cached, "output_tokens": 1}
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "scripted", "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage,
    }  # fmt: skip
    yield "message_start", {"type": "message_start", "message": message}
    for index, (block, deltas) in enumerate(_blocks(reply)):
        yield "content_block_start", {"type": "content_block_start", "index": index, "content_block": block}
        for delta in deltas:
            yield "content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta}
        yield "content_block_stop", {"type": "content_block_stop", "index": index}
    stop = {"stop_reason": reply.finish or ("tool_use" if reply.calls else "end_turn"), "stop_sequence": None}
    yield "message_delta", {"type": "message_delta", "delta": stop, "usage": {"output_tokens": tokens.output}}
    yield "message_stop", {"type": "message_stop"}


def _blocks(reply: Say) -> Iterator[tuple[Body, list[Body]]]:
    if reply.thinking:
        thought = [{"type": "thinking_delta", "thinking": piece} for piece in _pieces(reply.thinking)]
        signed = [*thought, {"type": "signature_delta", "signature": "c2lnbmVk"}]
        yield {"type": "thinking", "thinking": "", "signature": ""}, signed
    if reply.text:
        yield {"type": "text", "text": ""}, [{"type": "text_delta", "text": t} for t in _pieces(reply.text)]
    for place, (name, given) in enumerate(reply.calls):
        written = given if isinstance(given, str) else json.dumps(given)
        deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in _pieces(written)]
        yield {"type": "tool_use", "id": f"toolu_{place}", "name": name, "input": {}}, deltas


def _gemini_events(reply: Say, tokens: Tokens) -> Events:
    parts: list[Body] = [{"text": piece, "thought": True} for piece in _pieces(reply.thinking)]
    parts += [{"text": piece} for piece in _pieces(reply.text)]
    parts += [{"functionCall": {"name": name, "args": given}} for name, given in reply.calls]
    for part in parts:
        yield "", _candidate([part])
    usage = {
        "promptTokenCount": tokens.input, "candidatesTokenCount": tokens.output,
        "cachedContentTokenCount": tokens.cached, "totalTokenCount": tokens.input + tokens.output,
    }  # fmt: skip
    yield "", {**_candidate([], reply.finish or "STOP"), "usageMetadata": usage}


def _candidate(parts: list[Body], finish: str = "") -> Body:
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": parts}, "index": 0}
    ends: Mapping[str, str] = {"finishReason": finish} if finish else {}
    return {"candidates": [{**candidate, **ends}], "modelVersion": "scripted", "responseId": "reply"}


ANTHROPIC = ProviderFormat("/v1/messages", ("x-api-key", "Authorization"), _anthropic_events)
GEMINI = ProviderFormat(":streamGenerateContent", ("x-goog-api-key",), _gemini_events)


def provider_format(path: str) -> ProviderFormat | None:
    """The form that a request to this path is in; None for OpenAI's."""
    return next((each for each in (ANTHROPIC, GEMINI) if path.partition("?")[0].endswith(each.suffix)), None)
