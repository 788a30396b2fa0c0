"""What a query asks for beside its words: sent in each engine's own form, or told where it cannot be done."""

from datetime import UTC, datetime

import pytest

from agents.web.engines import engine_named
from agents.web.engines.protocol import (
    EngineSetting,
    EngineState,
    Freshness,
    SearchFilter,
    SearchKind,
    WebQuery,
)
from tests.agents.web.engines.conftest import Ask, json_page
from tests.support.engine_replies import NOW, REPLAYS
from tests.support.web_server import WebServer

ANY = json_page({})


def test_a_kind_that_is_not_offered_is_not_asked_for(ask: Ask, server: WebServer) -> None:
    done = ask("wikipedia", SearchKind.IMAGE, ANY)
    assert done.outcomes[0].state is EngineState.NOT_OFFERED
    assert done.outcomes[0].sentence == "Wikipedia does not search for pictures."
    assert not done.has_answer and not server.requests


def test_who_takes_no_picture_is_not_shown_one(ask: Ask, server: WebServer) -> None:
    done = ask("commons", SearchKind.IMAGE, ANY, picture="https://img.example/low.jpg")
    assert done.outcomes[0].sentence == "Wikimedia Commons does not search by a picture."
    assert not server.requests


def test_one_site_is_kept_to_or_not_asked_for(ask: Ask, server: WebServer) -> None:
    done = ask("openverse", SearchKind.IMAGE, ANY, site="tides.example")
    assert (done.outcomes[0].state, server.requests) == (EngineState.NOT_OFFERED, [])


def test_what_an_engine_cannot_choose_by_is_told(ask: Ask) -> None:
    [wikipedia] = [replay for replay in REPLAYS if replay.engine == "wikipedia"]
    [outcome] = ask(
        "wikipedia", SearchKind.TEXT, json_page(wikipedia.reply), freshness=Freshness.WEEK
    ).outcomes
    assert outcome.unfiltered == {SearchFilter.FRESHNESS}
    assert outcome.sentence == "Wikipedia answered. Results: 2. It does not choose by date."


@pytest.mark.parametrize(
    ("engine", "part"),
    [
        ("searxng", "time_range=week&"), ("brave", "freshness=pw&"), ("serper", '"tbs": "qdr:w"'),
        ("tavily", '"time_range": "week"'), ("exa", '"startPublishedDate": "2026-11-24T'),
        ("serpapi", "tbs=qdr%3Aw&"),
    ],
)  # fmt: skip
def test_freshness_is_sent(ask: Ask, server: WebServer, engine: str, part: str) -> None:
    ask(engine, SearchKind.TEXT, ANY, freshness=Freshness.WEEK, language="de")
    assert part in server.requests[0].replace(" HTTP/1.1", "&") + server.bodies[0].decode()


@pytest.mark.parametrize(
    ("engine", "part"),
    [
        ("searxng", "q=low+tide+site%3Atides.example&"), ("brave", "site%3Atides.example"),
        ("serper", "low tide site:tides.example"), ("tavily", '"include_domains": ["tides.example"]'),
        ("exa", '"includeDomains": ["tides.example"]'), ("serpapi", "site%3Atides.example"),
    ],
)  # fmt: skip
def test_a_site_is_sent(ask: Ask, server: WebServer, engine: str, part: str) -> None:
    ask(engine, SearchKind.TEXT, ANY, site="tides.example")
    assert part in server.requests[0] + server.bodies[0].decode()


@pytest.mark.parametrize(
    ("engine", "language", "part"),
    [
        ("searxng", "de", "language=de&"), ("searxng", "zh", "language=zh&"),
        ("brave", "de", "search_lang=de&"), ("brave", "zh", "search_lang=zh-hans&"),
        ("brave", "ja", "search_lang=jp&"), ("serper", "de", '"hl": "de"'), ("serper", "zh", '"hl": "zh-cn"'),
        ("serpapi", "de", "hl=de&"), ("serpapi", "zh", "hl=zh-cn&"),
    ],
)  # fmt: skip
def test_a_language_is_sent(ask: Ask, server: WebServer, engine: str, language: str, part: str) -> None:
    ask(engine, SearchKind.TEXT, ANY, language=language)
    assert part in server.requests[0].replace(" HTTP/1.1", "&") + server.bodies[0].decode()


@pytest.mark.parametrize(
    ("language", "host"),
    [("de", "de.wikipedia.org"), ("zh-hans", "zh.wikipedia.org"), ("", "fr.wikipedia.org"),
     ("evil.example/", "en.wikipedia.org"), ("../x", "en.wikipedia.org")],
)  # fmt: skip
def test_each_language_has_its_wikipedia(language: str, host: str) -> None:
    engine = engine_named("wikipedia")(EngineSetting("wikipedia", language="" if language else "fr"))
    address = engine.request(WebQuery("tide", language=language), datetime.fromtimestamp(NOW, UTC)).address
    assert address.startswith(f"https://{host}/w/api.php?")


def test_pictures_of_brave_have_no_age(ask: Ask, server: WebServer) -> None:
    [replay] = [each for each in REPLAYS if (each.engine, each.kind) == ("brave", SearchKind.IMAGE)]
    done = ask("brave", SearchKind.IMAGE, json_page(replay.reply), freshness=Freshness.DAY)
    assert done.outcomes[0].unfiltered == {SearchFilter.FRESHNESS}
    assert "freshness" not in server.requests[0]
