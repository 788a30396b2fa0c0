"""What sentences may say of the servers in the settings: to operators no credentials, to people no address.

Operators read logs, doctor and the command line; everybody else reads pages, and messages that are stored.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

from agents.messages import Message, message, sentence_of
from agents.parsing.storable import storable
from agents.text.redaction import SECRET, without_addresses, without_credentials
from webapp.env import CONFIDENTIAL, names

Settings = tuple[tuple[str, str], ...]
"""The settings that may hold a secret, by name."""

_OF_CONNECTIONS = re.compile(
    r"connect|\bhosts?\b|host ?name|resol|refused|reach|timed? ?out|errno|getaddrinfo|\bname or service\b"
    r"|\bdns\b|network|socket|\baddress|\bport\b|broker|\bserver\b",
    re.IGNORECASE,
)
"""What a text about a connection says somewhere; in all others, `db` is a word like any other."""

_ADDRESSED = re.compile(r"^(base_url=|[a-z]+:)(?=https?://)")
"""What stands before an address in the settings of a model and of a search engine."""

_SHORTEST = 3
"""A secret of fewer characters would take letters out of every sentence."""


def for_operators(text: str | BaseException) -> str:
    """A sentence, with the detail of an error, and without users, passwords, tokens and keys."""
    said, detail = _sentence(text), getattr(text, "detail", "")
    if detail:
        said = message("%(sentence)s (%(detail)s)", sentence=said, detail=detail)
    return _redacted(said, _without_secrets)


def for_people(text: str | BaseException) -> str:
    """A sentence without the addresses of servers either."""
    said = _sentence(text)
    is_of_connection = bool(_OF_CONNECTIONS.search(said))
    return _redacted(said, lambda part: _without_servers(part, is_of_connection))


def _sentence(text: str | BaseException) -> str:
    return sentence_of(text) if isinstance(text, BaseException) else text


def _redacted(text: str, redact: Callable[[str], str]) -> str:
    """A message stays one: what others wrote stands in its values."""
    if not isinstance(text, Message):
        return redact(text)
    values = {
        name: _redacted(value, redact) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return message(text.template, **values)


def _without_secrets(text: str) -> str:
    said = without_credentials(text)
    for pattern in _credentials(_confidential()):
        said = pattern.sub(SECRET, said)
    return said


def _without_servers(text: str, is_of_connection: bool) -> str:
    said = without_addresses(storable(_without_secrets(text)))
    given = _confidential()
    for host in (*_hosts(given), *(_bare_hosts(given) if is_of_connection else ())):
        said = host.sub("its server", said)
    return said


def _confidential() -> Settings:
    return tuple((name, str(getattr(settings.ENV, name))) for name in sorted(CONFIDENTIAL))


@lru_cache(maxsize=8)
def _credentials(given: Settings) -> tuple[re.Pattern[str], ...]:
    """What gives each secret of the settings away; a user's name, which may be a common word, in quotes."""
    secrets = {value for name, value in given if name.endswith("_key")}
    users: set[str] = set()
    for url in _urls(given):
        parts = urlsplit(url)
        secrets |= {parts.password or "", unquote(parts.password or "")}
        secrets |= {token for _name, token in parse_qsl(parts.query)}
        users |= {parts.username or "", unquote(parts.username or "")}
    told = [re.escape(each) for each in sorted(secrets, key=len, reverse=True) if len(each) >= _SHORTEST]
    quoted = [rf"(?<=[\"'`]){re.escape(each)}(?=[\"'`])" for each in users if each]
    return tuple(map(re.compile, [*told, *quoted]))


@lru_cache(maxsize=8)
def _hosts(given: Settings) -> tuple[re.Pattern[str], ...]:
    """Names with a dot, wherever they stand."""
    named = [re.escape(host) for host in _host_names(given) if "." in host]
    return tuple(re.compile(rf"[\"']?(?<![\w.-]){host}(?![\w-])[\"']?", re.IGNORECASE) for host in named)


@lru_cache(maxsize=8)
def _bare_hosts(given: Settings) -> tuple[re.Pattern[str], ...]:
    """Names without a dot, such as `db`, as words of their own; `ollama:qwen3` and `db-1` are other names."""
    named = [re.escape(host) for host in _host_names(given) if host and "." not in host and ":" not in host]
    return tuple(
        re.compile(rf"[\"'`]?(?<![\w.:/@-]){host}(?![\w-]|[.:/@]\w)[\"'`]?", re.IGNORECASE) for host in named
    )


def _host_names(given: Settings) -> set[str]:
    return {urlsplit(url).hostname or "" for url in _urls(given)}


def _urls(given: Settings) -> list[str]:
    """Every URL of the settings that can be taken apart; a model's line holds its own among other words."""
    words = [
        _ADDRESSED.sub("", word)
        for name, value in given
        for word in (names(value) if name.endswith("_urls") else value.split())
    ]
    return [word for word in words if "://" in word and _is_whole(word)]


def _is_whole(word: str) -> bool:
    try:
        return urlsplit(word).hostname is not None
    except ValueError:
        return False
