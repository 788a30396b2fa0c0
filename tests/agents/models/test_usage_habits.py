"""However a server reports its tokens, a run pays for each of them once."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from agents.models.base import DeltaKind, Prompt, TextPart
from tests.agents.models.conftest import Connect
from tests.support.chat_format import chunk
from tests.support.model_server import ModelServer, Raw, in_order

HELLO = Prompt("Be brief.", (TextPart("Hello."),))
OWN_COUNT = (5, 5, 0)
"""What is counted for a server that does not: four characters a token."""

Usage = Mapping[str, Any] | None


def unheard(_kind: DeltaKind, _piece: str) -> None:
    """Nobody listens."""


def used(prompt: int, completion: int, **others: Any) -> Usage:
    counts = {"prompt_tokens": prompt, "completion_tokens": completion}
    return {**counts, "total_tokens": prompt + completion, **others}


def streamed(reports: Sequence[Usage], last: Mapping[str, Any] | None = None) -> str:
    """Four events of text, each with its report, and an end."""
    texts = [chunk({"content": piece}) for piece in ("One, ", "two, ", "three, ")]
    events = [*texts, chunk({}, "stop")]
    padded = [*reports, *[None] * (len(events) - len(reports))]
    sent = [
        {**event, **({"usage": report} if report != {} else {})}
        for event, report in zip(events, padded, strict=True)
    ]
    sent[-1] |= last or {}
    return "".join(f"data: {json.dumps(event)}\n\n" for event in sent) + "data: [DONE]\n\n"


CACHED = {"prompt_tokens_details": {"cached_tokens": 60}}
THOUGHT = {"completion_tokens_details": {"reasoning_tokens": 15}}


@pytest.mark.parametrize(
    ("reports", "sum_"),
    [
        ([{}, {}, {}, {}], OWN_COUNT),
        ([None, None, None, None], OWN_COUNT),
        ([None, None, None, used(0, 0)], OWN_COUNT),
        ([None, None, None, {"prompt_tokens": None, "completion_tokens": None}], OWN_COUNT),
        ([None, None, None, used(100, 20)], (100, 20, 0)),
        ([used(100, 5), used(100, 10), used(100, 15), used(100, 20)], (100, 20, 0)),
        ([used(100, 20)] * 4, (100, 20, 0)),
        ([used(100, 5), used(0, 5), used(0, 5), used(0, 5)], (100, 20, 0)),
        ([used(0, 0), used(0, 0), used(0, 0), used(100, 20)], (100, 20, 0)),
        ([used(100, 0), used(0, 0), used(0, 0), used(0, 20)], (100, 20, 0)),
        ([used(100, 20), None, None, used(0, 0)], (100, 20, 0)),
        ([None, None, None, used(100, 20, **CACHED)], (100, 20, 60)),
        ([used(100, n, **CACHED) for n in (5, 10, 15, 20)], (100, 20, 60)),
        ([None, None, None, used(100, 20, prompt_cache_hit_tokens=60)], (100, 20, 60)),
        ([None, None, None, used(100, 20, cached_tokens=60)], (100, 20, 60)),
        ([None, None, None, used(100, 20, prompt_tokens_details=None)], (100, 20, 0)),
        ([None, None, None, used(100, 20, **THOUGHT)], (100, 20, 0)),
        ([used(100, n, **THOUGHT, **CACHED) for n in (5, 10, 15, 20)], (100, 20, 60)),
        ([None, None, None, {**used(100, 5), **THOUGHT, "total_tokens": 120}], (100, 20, 0)),
        ([None, None, None, {"input_tokens": 100, "output_tokens": 20}], (100, 20, 0)),
        ([None, None, None, {"prompt_tokens": 100, "total_tokens": 120}], (100, 20, 0)),
        ([None, None, None, used(100, 20, prompt_tokens_details={"cached_tokens": 999})], (100, 20, 100)),
    ],
    ids=(
        "missing, null, zero, null counts, at the end, growing, repeated, increments, "
        "zero then final, prompt first, final then zero, cached, cached and growing, deepseek, "
        "moonshot's cache, null details, thoughts within, all and growing, thoughts beside, "
        "other names, no completion, more cached than sent"
    ).split(", "),
)
def test_every_token_is_counted_once(
    connect: Connect, reports: list[Usage], sum_: tuple[int, int, int]
) -> None:
    with ModelServer(in_order(Raw(streamed(reports)))) as server:
        paid = connect(server).request(HELLO, unheard).usage
    assert (paid.input_tokens, paid.output_tokens, paid.cached_tokens) == sum_
    assert paid.model_calls == 1


@pytest.mark.parametrize(
    "reports",
    [
        [used(100, 5), used(100, 10), used(100, 15), used(100, 20)],
        [used(100, 20)] * 4,
        [None] * 3 + [used(100, 20)],
    ],
    ids=["growing", "repeated", "at the end"],
)
def test_every_token_is_paid_for_once(connect: Connect, reports: list[Usage]) -> None:
    with ModelServer(in_order(Raw(streamed(reports)))) as server:
        paid = connect(server, "input_usd=1 output_usd=10").request(HELLO, unheard).usage
    assert paid.cost_usd == Decimal("0.0003")


@pytest.mark.parametrize(
    "last",
    [
        {"x_groq": {"usage": used(100, 20)}},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop", "usage": used(100, 20)}]},
        {"timings": {"cache_n": 60, "prompt_n": 40, "predicted_n": 20}},
        {"choices": [], "usage": used(100, 20)},
    ],
    ids=("groq, moonshot, llama.cpp, after the end").split(", "),
)
def test_a_report_is_found_where_a_server_puts_it(connect: Connect, last: dict[str, Any]) -> None:
    with ModelServer(in_order(Raw(streamed([], last)))) as server:
        paid = connect(server).request(HELLO, unheard).usage
    assert (paid.input_tokens, paid.output_tokens) == (100, 20)
