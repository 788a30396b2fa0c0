"""The tidying of a stream alone: wherever its bytes are parted, and whatever they are."""

import json
import random

import pytest

from agents.models.call_pieces import MAX_CALLS
from agents.models.chat_stream import MAX_STREAM_BYTES, ChatStream
from tests.support.chat_format import Say, Tokens, chunk, streamed_reply, whole_reply

REPLY, USED = Say("Häfen: 港 🚢.", [("search", {"words": "é"}), ("look", "{}")], "Hm."), Tokens(10, 5)
STREAM = "".join(f"data: {json.dumps(e, ensure_ascii=False)}\r\n\r\n" for e in streamed_reply(REPLY, USED))
WHOLE = json.dumps(whole_reply(REPLY, USED), indent=1)
SEEDS = range(40)


def tidied(body: bytes, pieces: int) -> list[dict[str, object]]:
    """What passes on of a body that arrives in pieces of so many bytes."""
    stream, passed = ChatStream(), b""
    for start in range(0, len(body), pieces):
        passed += b"".join(stream.feed(body[start : start + pieces]))
    passed += b"".join(stream.finish())
    events = [event.removeprefix(b"data: ") for event in passed.split(b"\n\n") if event]
    return [json.loads(event) for event in events if event != b"[DONE]"]


@pytest.mark.parametrize("body", [STREAM, WHOLE], ids=["stream", "whole"])
def test_bytes_may_be_parted_anywhere(body: str) -> None:
    content = body.encode()
    at_once = tidied(content, len(content))
    assert at_once[-1]["usage"]
    assert all(tidied(content, pieces) == at_once for pieces in (1, 2, 3, 7, 64))


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_streams_raise_nothing(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(chance.choice([STREAM, WHOLE]).encode())
    for _ in range(chance.randint(1, 30)):
        place = chance.randrange(len(content))
        content[place : place + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 5))
    assert all(isinstance(event, dict) for event in tidied(bytes(content), 16))


def test_a_reply_without_end_is_left_off() -> None:
    stream, piece = ChatStream(), b"x" * 2**20
    passed = b"".join(b"".join(stream.feed(b": " + piece)) for _ in range(MAX_STREAM_BYTES // 2**20 + 1))
    assert b"longer than" in passed
    assert stream.is_over


def test_calls_without_end_are_left_off() -> None:
    stream, passed = ChatStream(), b""
    for number in range(1_000):
        call = {"index": number, "function": {"name": "look", "arguments": "{}"}}
        passed += b"".join(stream.feed(f"data: {json.dumps(chunk({'tool_calls': [call]}))}\n\n".encode()))
        if stream.is_over:
            break
    assert number == MAX_CALLS
    assert passed.count(b'"tool_calls": [') == MAX_CALLS + 1
