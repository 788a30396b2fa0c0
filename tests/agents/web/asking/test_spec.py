"""The setting of the engines: read, or refused with a sentence that gives nothing away."""

from decimal import Decimal

import pytest

from agents.errors import ConfigurationError
from agents.web.asking.spec import hosts_of, parse_engines
from agents.web.engines.protocol import EngineSetting

KEYS = {"brave": "k3y", "serpapi": ""}


def test_engines_stand_in_their_order() -> None:
    assert parse_engines("searxng:http://127.0.0.1:8888 wikipedia commons", {}) == (
        EngineSetting("searxng", "http://127.0.0.1:8888"),
        EngineSetting("wikipedia"),
        EngineSetting("commons"),
    )


def test_what_belongs_to_an_engine_stands_behind_it() -> None:
    wikipedia, brave = parse_engines("wikipedia language=de interval=2 brave usd=0.005", KEYS)
    assert wikipedia == EngineSetting("wikipedia", interval_seconds=2.0, language="de")
    assert brave == EngineSetting("brave", key="k3y", usd=Decimal("0.005"))


def test_no_engine_is_named_without_a_setting() -> None:
    assert parse_engines("", KEYS) == ()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("google", "Word 1 of the setting of web engines names no engine. There are: brave, commons, exa"),
        ("wikipedia sk-secret", "Word 2 of the setting of web engines names no engine"),
        ("usd=1 brave", "starts with the name of one: brave, commons"),
        ("searxng", "searxng needs its address: searxng:http://127.0.0.1:8888"),
        ("searxng:", "searxng needs its address"),
        ("searxng:127.0.0.1:8888", "searxng has no address such as"),
        ("searxng:http://me:sk-secret@host.example", "searxng has no address such as"),
        ("searxng:http://host.example/?key=sk-secret", "searxng has no address such as"),
        ("searxng:http://10.9.8.7:99999", "searxng has no address such as"),
        ("searxng:http://10.9.8.7:0", "searxng has no address such as"),
        ("searxng:http:////[]x", "searxng has no address such as"),
        ("searxng:ftp://host.example", "searxng has no address such as"),
        ("serpapi", "serpapi needs an API key: set SIGHTLINE_SERPAPI_KEY"),
        ("tavily", "tavily needs an API key: set SIGHTLINE_TAVILY_KEY"),
        ("wikipedia wikipedia", "wikipedia is named twice"),
        ("wikipedia tld=de", "wikipedia has an unknown key 'tld'. The keys are usd, interval, language"),
        ("brave usd=cheap", "Of the web engine brave, usd must be dollars for one query"),
        ("brave usd=-1", "usd must be dollars"),
        ("brave usd=NaN", "usd must be dollars"),
        ("brave usd=1e999999999", "usd must be dollars"),
        ("brave interval=-1", "interval must be seconds"),
        ("brave interval=nan", "interval must be seconds"),
        ("brave interval=9999", "interval must be seconds"),
        ("wikipedia language=../x", "language must be a language of two or three letters"),
    ],
)
def test_what_cannot_work_is_refused(line: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_engines(line, KEYS)
    assert sentence in str(refused.value)
    assert "sk-secret" not in str(refused.value)


@pytest.mark.parametrize("key", ["k3y sk-secret", "k3y\nsk-secret", "k3yé-sk-secret", "k3y\u200bsk-secret"])
def test_a_key_that_cannot_be_sent_is_refused(key: str) -> None:
    with pytest.raises(ConfigurationError, match="has a character that no key has") as refused:
        parse_engines("brave", {"brave": key})
    assert "sk-secret" not in str(refused.value)


def test_a_key_loses_the_space_around_it() -> None:
    assert parse_engines("brave", {"brave": " k3y\n"})[0].key == "k3y"


def test_a_key_is_in_no_repr() -> None:
    assert "k3y" not in repr(parse_engines("brave", KEYS))


def test_engines_with_an_address_are_named_hosts() -> None:
    line = "searxng:http://127.0.0.1:8888/searx wikipedia brave:https://[fd00::7]:8443"
    assert hosts_of(parse_engines(line, KEYS)) == {"127.0.0.1:8888", "[fd00::7]:8443"}
