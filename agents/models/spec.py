"""A model setting: one line `provider:name key=value ...` that says which model to ask, and how."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, get_args
from urllib.parse import urlsplit

from agents.errors import ConfigurationError
from agents.messages import joined
from agents.messages import message as _
from agents.models.base import PictureRule

LOCAL_URLS = {"ollama": "http://127.0.0.1:11434/v1"}
"""Where servers listen that need no account, by provider."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model setting, read. None means that the setting does not say: the model's family decides.

    `holds_json`: calls are asked for as JSON that the server holds to a schema. Prices are dollars for a
    million tokens. `silence_seconds` is how long a provider may send no byte, `total_seconds` how long one
    request may take with its retries.
    """

    provider: str
    model: str
    api_key: str = field(default="", repr=False)
    base_url: str = ""
    vision: bool | None = None
    tools: bool | None = None
    context_tokens: int | None = None
    max_output_tokens: int | None = None
    picture_rule: PictureRule | None = None
    prompt_cache: bool | None = None
    holds_json: bool = False
    input_usd: Decimal | None = None
    output_usd: Decimal | None = None
    cached_usd: Decimal | None = None
    silence_seconds: float = 120.0
    total_seconds: float = 600.0

    @property
    def name(self) -> str:
        """`provider:model`, as people and journals call it."""
        return f"{self.provider}:{self.model}"


def parse_model(line: str, api_key: str = "") -> ModelSpec:
    """The model that a setting names. Raises ConfigurationError, whose sentence never repeats a key."""
    name, *parts = line.split() or [""]
    provider, _colon, model = name.partition(":")
    if not (provider and model):
        raise ConfigurationError(
            _(
                "A model setting starts with provider:name, such as openai:gpt-5, this one with %(given)s.",
                given=repr(name),
            )
        )
    values: dict[str, Any] = {"base_url": LOCAL_URLS.get(provider, ""), **_values(name, parts)}
    if (values.get("input_usd") is None) != (values.get("output_usd") is None):
        raise ConfigurationError(
            _(
                "The model setting %(name)s has one of input_usd and output_usd: give both, or neither.",
                name=name,
            )
        )
    return ModelSpec(provider, model, api_key, **values)


def _values(name: str, parts: Iterable[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, part in enumerate(parts, start=2):
        key, equals, written = part.partition("=")
        if not equals:
            # The word itself stays out of the sentence: it may be a key.
            sentence = _(
                "Word %(place)s of the model setting %(name)s is not key=value.", place=place, name=name
            )
            raise ConfigurationError(joined(sentence, _known()))
        if key not in _KEYS:
            sentence = _("The model setting %(name)s has an unknown key %(key)s.", name=name, key=repr(key))
            raise ConfigurationError(joined(sentence, _known()))
        attribute, read, meaning = _KEYS[key]
        if attribute in values:
            raise ConfigurationError(_("The model setting %(name)s has %(key)s twice.", name=name, key=key))
        try:
            values[attribute] = read(written)
        except (ValueError, KeyError, InvalidOperation):
            sentence = _(
                "In the model setting %(name)s, %(key)s must be %(meaning)s.",
                name=name,
                key=key,
                meaning=meaning,
            )
            raise ConfigurationError(sentence) from None
    return values


def _known() -> str:
    return _("The keys are %(keys)s; API keys have a setting of their own.", keys=", ".join(KEYS))


def _count(written: str) -> int:
    count = int(written)
    if count < 1:
        raise ValueError(written)
    return count


def _seconds(written: str) -> float:
    seconds = float(written)
    if not 0 < seconds < float("inf"):
        raise ValueError(written)
    return seconds


def _price(written: str) -> Decimal:
    price = Decimal(written)
    if not (price.is_finite() and price >= 0):
        raise ValueError(written)
    return price


def _url(written: str) -> str:
    url = urlsplit(written)
    if url.scheme not in ("http", "https") or not url.hostname or "@" in url.netloc:
        raise ValueError(written)
    return written


_YES_NO = {"yes": True, "no": False}
_TOKENS = _("a whole number of tokens, such as 32768")
_USD = _("dollars for a million tokens, such as 0.15")
_SECONDS = _("a number of seconds above 0, such as 120")
_SWITCH = _("yes or no")
_ADDRESS = _("an address such as http://127.0.0.1:8000/v1, without a password")
_RULES = _("one of %(rules)s", rules=", ".join(get_args(PictureRule)))
_KEYS: dict[str, tuple[str, Callable[[str], object], str]] = {
    "base_url": ("base_url", _url, _ADDRESS),
    "vision": ("vision", _YES_NO.__getitem__, _SWITCH),
    "tools": ("tools", _YES_NO.__getitem__, _SWITCH),
    "context": ("context_tokens", _count, _TOKENS),
    "output": ("max_output_tokens", _count, _TOKENS),
    "pictures": ("picture_rule", {rule: rule for rule in get_args(PictureRule)}.__getitem__, _RULES),
    "cache": ("prompt_cache", _YES_NO.__getitem__, _SWITCH),
    "json": ("holds_json", {"schema": True}.__getitem__, _("schema, or left out")),
    "input_usd": ("input_usd", _price, _USD),
    "output_usd": ("output_usd", _price, _USD),
    "cached_usd": ("cached_usd", _price, _USD),
    "silence": ("silence_seconds", _seconds, _SECONDS),
    "total": ("total_seconds", _seconds, _SECONDS),
}
"""Each key's attribute of ModelSpec, how it is read, and what it must be."""

KEYS = tuple(_KEYS)
"""The keys that a model setting may have."""
