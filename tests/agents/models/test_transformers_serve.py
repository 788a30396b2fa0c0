"""`transformers serve` with a model of random weights answers rubbish, but in OpenAI's format."""

import base64
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from PIL import Image

from tests.fixtures.tiny_vlm import build_tiny_vlm
from tests.fixtures.transformers_serve import CALLS, TransformersServer

MAX_TOKENS = 24
SEEDS = range(10)
PICTURE_TOKENS = 16
FINISH_REASONS = {"stop", "length", "tool_calls"}


def test_a_reply_has_the_format_of_openai(transformers_server: TransformersServer) -> None:
    for seed in SEEDS:
        reply = _reply(transformers_server, seed=seed)
        assert reply.choices[0].finish_reason in FINISH_REASONS
        assert reply.usage is not None
        assert 1 <= reply.usage.completion_tokens <= MAX_TOKENS


def test_a_stream_has_the_format_of_openai_and_ends_with_the_usage(
    transformers_server: TransformersServer,
) -> None:
    for seed in SEEDS:
        *_, last = _stream(transformers_server, seed=seed)
        assert last.choices[0].finish_reason in FINISH_REASONS
        assert last.usage is not None
        assert 1 <= last.usage.completion_tokens <= MAX_TOKENS


def test_some_replies_are_text_and_some_call_a_tool(transformers_server: TransformersServer) -> None:
    replies = [_reply(transformers_server, seed=seed).choices[0].message for seed in SEEDS]
    assert any(reply.content and not reply.tool_calls for reply in replies)
    names = {call.function.name for reply in replies for call in reply.tool_calls or []}  # type: ignore[union-attr]
    assert names and names <= set(CALLS)


def test_a_stream_says_what_the_reply_would_with_the_same_seed(
    transformers_server: TransformersServer,
) -> None:
    for seed in SEEDS:
        whole = _reply(transformers_server, seed=seed).choices[0].message
        deltas = [chunk.choices[0].delta for chunk in _stream(transformers_server, seed=seed)]
        streamed = [call.function for delta in deltas for call in delta.tool_calls or []]
        called = [call.function for call in whole.tool_calls or []]  # type: ignore[union-attr]
        assert [(call.name, call.arguments) for call in called] == [
            (call and call.name, call and call.arguments) for call in streamed
        ]


def test_a_picture_is_read_as_its_patches(transformers_server: TransformersServer) -> None:
    with_picture = _reply(transformers_server, parts=[_text("What is this?"), _picture()])
    without = _reply(transformers_server, parts=[_text("What is this?")])
    assert with_picture.usage is not None and without.usage is not None
    assert with_picture.usage.prompt_tokens - without.usage.prompt_tokens == PICTURE_TOKENS


def test_a_long_prompt_does_not_end_the_server(transformers_server: TransformersServer) -> None:
    long = _reply(transformers_server, parts=[_text("The harbour at dawn. " * 2_000)])
    assert long.usage is not None and long.usage.prompt_tokens > 10_000
    _reply(transformers_server)


@pytest.mark.networks
def test_the_same_seed_builds_the_same_model(tmp_path: Path) -> None:
    for name in ("first", "second"):
        build_tiny_vlm(tmp_path / name, ["The harbour at dawn."], CALLS)
    first, second = (_files(tmp_path / name) for name in ("first", "second"))
    assert first and first == second


def _reply(server: TransformersServer, **changes: Any) -> ChatCompletion:
    return ChatCompletion.model_validate_json(_post(server, stream=False, **changes))


def _stream(server: TransformersServer, **changes: Any) -> list[ChatCompletionChunk]:
    events = _post(server, stream=True, **changes).split("\n\n")
    return [
        ChatCompletionChunk.model_validate_json(event.removeprefix("data: ")) for event in events if event
    ]


def _post(
    server: TransformersServer, *, stream: bool, seed: int = 0, parts: list[dict[str, Any]] | None = None
) -> str:
    parts = parts or [_text("What is this?"), _picture()]
    request = {
        "model": server.model,
        "messages": [{"role": "system", "content": "Answer."}, {"role": "user", "content": parts}],
        "tools": [_tool(name) for name in CALLS],
        "max_tokens": MAX_TOKENS,
        "seed": seed,
        "stream": stream,
    }
    reply = httpx.post(f"{server.base_url}/chat/completions", json=request, timeout=60)
    assert reply.status_code == httpx.codes.OK, server.log.read_text()
    return reply.text


def _tool(name: str) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "parameters": {"type": "object"}}}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _picture() -> dict[str, Any]:
    file = BytesIO()
    Image.new("RGB", (640, 480), "red").save(file, "PNG")
    data = base64.b64encode(file.getvalue()).decode()
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
