"""What a request cost, exactly: the setting's own price, else the public price list, else unknown."""

from dataclasses import replace
from decimal import Decimal

from genai_prices import Usage as PricedTokens
from genai_prices import calc_price

from agents.models.spec import ModelSpec
from agents.types import Usage

MILLION = Decimal(1_000_000)

LISTED_AS = {"google-gla": "google", "google-vertex": "google"}
"""Providers that the price list calls otherwise."""


def price(spec: ModelSpec, usage: Usage, *, cache_write_tokens: int = 0) -> Usage:
    """The usage with its cost. Calls of a model without a known price are counted as unpriced instead.

    `cache_write_tokens` are part of the input tokens; some providers charge more for them.
    """
    cost = (
        _own_cost(spec, usage)
        if spec.input_usd is not None
        else _listed_cost(spec, usage, cache_write_tokens)
    )
    if cost is None:
        return replace(usage, unpriced_calls=usage.model_calls)
    return replace(usage, cost_usd=cost)


def _own_cost(spec: ModelSpec, usage: Usage) -> Decimal:
    input_usd, output_usd = spec.input_usd or Decimal(0), spec.output_usd or Decimal(0)
    cached_usd = input_usd if spec.cached_usd is None else spec.cached_usd
    fresh = (usage.input_tokens - usage.cached_tokens) * input_usd
    return (fresh + usage.cached_tokens * cached_usd + usage.output_tokens * output_usd) / MILLION


def _listed_cost(spec: ModelSpec, usage: Usage, cache_write_tokens: int) -> Decimal | None:
    tokens = PricedTokens(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cached_tokens,
        cache_write_tokens=cache_write_tokens,
    )
    try:
        if spec.base_url:  # Another address may have another price, whatever its models are called.
            return calc_price(tokens, spec.model, provider_api_url=spec.base_url).total_price
        provider = LISTED_AS.get(spec.provider, spec.provider)
        return calc_price(tokens, spec.model, provider_id=provider).total_price
    except (LookupError, ValueError):
        return None
