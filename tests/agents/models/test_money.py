"""What a request costs, to the cent and below."""

from decimal import Decimal

import pytest

from agents.models.money import price
from agents.models.spec import parse_model
from agents.types import Usage

MILLION = 1_000_000


def cost(line: str, input_tokens: int, output_tokens: int = 0, cached_tokens: int = 0) -> Decimal:
    priced = price(parse_model(line), Usage(1, input_tokens, output_tokens, cached_tokens))
    assert priced.unpriced_calls == 0
    return priced.cost_usd


def test_a_million_tokens_cost_what_the_list_says() -> None:
    assert cost("openai:gpt-4o-mini", MILLION) == Decimal("0.15")
    assert cost("openai:gpt-4o-mini", 0, MILLION) == Decimal("0.60")


def test_cached_tokens_cost_less_and_are_not_paid_twice() -> None:
    assert cost("openai:gpt-4o-mini", MILLION, 0, MILLION) == Decimal("0.075")


def test_the_settings_own_price_comes_first() -> None:
    line = "openai:gpt-4o-mini input_usd=0.15 output_usd=0.6 cached_usd=0.01"
    assert cost(line, MILLION) == Decimal("0.15")
    assert cost(line, MILLION, MILLION, MILLION // 2) == Decimal("0.075") + Decimal("0.005") + Decimal("0.6")


def test_cached_tokens_cost_as_others_where_the_setting_has_no_price_for_them() -> None:
    assert cost("openai:x input_usd=1 output_usd=1", MILLION, 0, MILLION) == Decimal(1)


def test_one_token_is_not_rounded_away() -> None:
    assert cost("openai:x input_usd=0.1 output_usd=0", 3) == Decimal("0.0000003")


def test_a_model_that_costs_nothing_is_priced() -> None:
    assert cost("ollama:qwen3-vl input_usd=0 output_usd=0", MILLION) == 0


def test_writing_the_cache_costs_what_the_list_says() -> None:
    spec = parse_model("anthropic:claude-sonnet-4-5")
    usage = Usage(1, 100_000)
    assert price(spec, usage).cost_usd == Decimal("0.3")
    assert price(spec, usage, cache_write_tokens=100_000).cost_usd == Decimal("0.375")


def test_the_old_name_of_geminis_provider_is_priced() -> None:
    assert cost("google-gla:gemini-2.5-flash", MILLION) > 0


@pytest.mark.parametrize(
    "line",
    ["openai:who-knows", "nobody:gpt-4o", "ollama:qwen3-vl", "openai:gpt-4o base_url=http://127.0.0.1:1/v1"],
)
def test_an_unknown_price_is_counted_and_not_guessed(line: str) -> None:
    priced = price(parse_model(line), Usage(1, MILLION))
    assert priced == Usage(1, MILLION, unpriced_calls=1)
