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
    if spec.input_usd is not None:
        cached_usd = spec.input_usd if spec.cached_usd is None else spec.cached_usd
        fresh = (usage.input_tokens - usage.cached_tokens) * spec.input_usd
        written = usage.output_tokens * (spec.output_usd or Decimal(0))
        return replace(usage, cost_usd=(fresh + usage.cached_tokens * cached_usd + written) / MILLION)
    tokens = PricedTokens(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cached_tokens,
        cache_write_tokens=cache_write_tokens,
    )
    provider = LISTED_AS.get(spec.provider, spec.provider)
    try:
        if spec.base_url:  # Another address may have another price, whatever its models are called.
            listed = calc_price(tokens, spec.model, provider_api_url=spec.base_url)
        else:
            listed = calc_price(tokens, spec.model, provider_id=provider)
        return replace(usage, cost_usd=listed.total_price)
    except (LookupError, ValueError):
        return replace(usage, unpriced_calls=usage.model_calls)
