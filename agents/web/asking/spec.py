"""The setting of the engines: `NAME[:ADDRESS] [key=value ...] NAME ...`, in the order of asking."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from agents.errors import ConfigurationError
from agents.messages import joined
from agents.messages import message as _
from agents.web.engines import ENGINES, engine_named
from agents.web.engines.protocol import EngineSetting
from agents.web.errors import FetchRefused
from agents.web.targets import read_target

_OPTION = re.compile(r"[a-z_]+=")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MAX_INTERVAL_SECONDS = 3600
_MAX_USD = 1_000


def parse_engines(line: str, keys: Mapping[str, str]) -> tuple[EngineSetting, ...]:
    """The engines that a setting names; `keys` has an API key by name of its engine.

    Raises ConfigurationError, whose sentence repeats neither a key nor an address.
    """
    found: list[EngineSetting] = []
    for place, word in enumerate(line.split(), start=1):
        if not _OPTION.match(word):
            found.append(_engine(place, word, keys))
        elif not found:
            raise ConfigurationError(
                _("The setting of web engines starts with the name of one: %(names)s", names=_names())
            )
        else:
            found[-1] = _with_option(found[-1], word)
    for setting in found:
        if sum(setting.name == other.name and setting.address == other.address for other in found) > 1:
            raise ConfigurationError(_("The web engine %(name)s is named twice", name=setting.name))
    return tuple(found)


def hosts_of(settings: Iterable[EngineSetting]) -> frozenset[str]:
    """Host and port of every engine that the setting gives an address: an operator named them."""
    targets = [read_target(setting.address) for setting in settings if setting.address]
    return frozenset(
        f"[{target.host}]:{target.port}" if ":" in target.host else f"{target.host}:{target.port}"
        for target in targets
    )


def _engine(place: int, word: str, keys: Mapping[str, str]) -> EngineSetting:
    name, _colon, address = word.partition(":")
    try:
        engine = engine_named(name)
    except LookupError:
        # The word itself stays out of the sentence: it may be a key.
        sentence = _("Word %(place)s of the setting of web engines names no engine.", place=place)
        raise ConfigurationError(joined(sentence, _("There are: %(names)s", names=_names()))) from None
    if not address and not engine.own_address:
        raise ConfigurationError(
            _("The web engine %(name)s needs its address: %(name)s:http://127.0.0.1:8888", name=name)
        )
    if address and not _is_server(address):
        raise ConfigurationError(
            _(
                "The web engine %(name)s has no address such as http://127.0.0.1:8888, without user, "
                "password and query",
                name=name,
            )
        )
    key = keys.get(name, "").strip()
    if engine.needs_key and not key:
        raise ConfigurationError(
            _(
                "The web engine %(name)s needs an API key: set SIGHTLINE_%(setting)s_KEY",
                name=name,
                setting=name.upper(),
            )
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ConfigurationError(
            _("The API key of the web engine %(name)s has a character that no key has", name=name)
        )
    return EngineSetting(name, address, key)


def _is_server(address: str) -> bool:
    try:
        read_target(address)
    except FetchRefused:
        return False
    parts = urlsplit(address)
    return not parts.query and not parts.fragment


def _with_option(setting: EngineSetting, word: str) -> EngineSetting:
    key, _equals, written = word.partition("=")
    if key not in _OPTIONS:
        sentence = _("The web engine %(name)s has an unknown key %(key)s.", name=setting.name, key=repr(key))
        raise ConfigurationError(joined(sentence, _("The keys are %(keys)s", keys=", ".join(_OPTIONS))))
    attribute, read, meaning = _OPTIONS[key]
    try:
        changed: dict[str, Any] = {attribute: read(written)}
        return replace(setting, **changed)
    except (ValueError, InvalidOperation):
        raise ConfigurationError(
            _(
                "Of the web engine %(name)s, %(key)s must be %(meaning)s",
                name=setting.name,
                key=key,
                meaning=meaning,
            )
        ) from None


def _names() -> str:
    return ", ".join(ENGINES.names)


def _usd(written: str) -> Decimal:
    price = Decimal(written)
    if not (price.is_finite() and 0 <= price <= _MAX_USD):
        raise ValueError(written)
    return price


def _interval(written: str) -> float:
    seconds = float(written)
    if not 0 <= seconds <= _MAX_INTERVAL_SECONDS:
        raise ValueError(written)
    return seconds


def _language(written: str) -> str:
    if not _LANGUAGE.fullmatch(written):
        raise ValueError(written)
    return written


_OPTIONS: dict[str, tuple[str, Callable[[str], object], str]] = {
    "usd": ("usd", _usd, _("dollars for one query, such as 0.005")),
    "interval": ("interval_seconds", _interval, _("seconds between two queries, 0 to 3600, such as 1")),
    "language": ("language", _language, _("a language of two or three letters, such as en")),
}
