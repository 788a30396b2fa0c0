"""A model setting is one line, and a bad one is answered with a sentence that never holds a key."""

from decimal import Decimal

import pytest

from agents.errors import ConfigurationError
from agents.models.spec import KEYS, ModelSpec, parse_model


def test_a_provider_and_a_name_are_enough() -> None:
    assert parse_model("openai:gpt-5", "key") == ModelSpec("openai", "gpt-5", "key")


def test_a_name_may_have_colons_and_slashes() -> None:
    assert parse_model("ollama:qwen3-vl:8b").model == "qwen3-vl:8b"
    assert parse_model("openai:Qwen/Qwen3-VL-8B").name == "openai:Qwen/Qwen3-VL-8B"


def test_every_key_is_read() -> None:
    line = (
        "openai:x base_url=http://127.0.0.1:8000/v1 vision=yes tools=no context=32768 output=4096 cache=no "
        "pictures=patches28 input_usd=0.1 output_usd=0.4 cached_usd=0.01 silence=30 total=90.5 "
        "json=schema"
    )
    assert parse_model(line) == ModelSpec(
        provider="openai",
        model="x",
        base_url="http://127.0.0.1:8000/v1",
        vision=True,
        tools=False,
        context_tokens=32_768,
        max_output_tokens=4_096,
        picture_rule="patches28",
        prompt_cache=False,
        input_usd=Decimal("0.1"),
        output_usd=Decimal("0.4"),
        cached_usd=Decimal("0.01"),
        silence_seconds=30,
        total_seconds=90.5,
        holds_json=True,
    )
    assert all(f"{key}=" in line for key in KEYS)


def test_ollama_is_looked_for_on_this_machine() -> None:
    assert parse_model("ollama:qwen3-vl").base_url == "http://127.0.0.1:11434/v1"
    assert parse_model("ollama:qwen3-vl base_url=http://gpu:1/v1").base_url == "http://gpu:1/v1"


@pytest.mark.parametrize("line", ["", "gpt-5", "openai:", ":gpt-5"])
def test_a_line_without_provider_and_name_is_refused(line: str) -> None:
    with pytest.raises(ConfigurationError, match="starts with provider:name"):
        parse_model(line)


@pytest.mark.parametrize(
    "part",
    [
        "vision=maybe",
        "json=yes",
        "tools=",
        "context=0",
        "context=many",
        "output=-5",
        "pictures=tiles",
        "input_usd=cheap",
        "input_usd=-1",
        "input_usd=NaN",
        "silence=0",
        "total=inf",
        "silence=nan",
        "base_url=ftp://x",
        "base_url=http://user:password@host/v1",
    ],
)
def test_a_bad_value_is_answered_with_its_key_and_what_it_must_be(part: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{part.partition('=')[0]} must be "):
        parse_model(f"openai:x {part}")


def test_an_unknown_key_is_named_with_the_keys_there_are() -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_model("openai:x temperature=1")
    assert "'temperature'" in str(refused.value)
    assert all(key in str(refused.value) for key in KEYS)


def test_a_key_twice_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="context twice"):
        parse_model("openai:x context=1 context=2")


def test_half_a_price_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="both"):
        parse_model("openai:x input_usd=1")


@pytest.mark.parametrize("part", ["sk-secret", "api_key=sk-secret", "base_url=http://sk-secret@host/v1"])
def test_no_sentence_repeats_what_may_be_a_key(part: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_model(f"openai:x {part}", "sk-secret")
    assert "sk-secret" not in str(refused.value)


def test_a_spec_shows_no_key() -> None:
    assert "sk-secret" not in repr(parse_model("openai:x", "sk-secret"))
