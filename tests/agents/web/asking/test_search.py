"""Engines in their order: who is asked, what is told of each, and what it costs."""

from decimal import Decimal
from pathlib import Path
from socket import socket
from threading import Event
from urllib.parse import parse_qs

import pytest

from agents.web.asking.search import WebSearch, WebSearchDone
from agents.web.engines.protocol import EngineState, WebQuery
from tests.agents.web.asking.conftest import FOUND, NOTHING, QUERY, MakeSearch, Moment
from tests.agents.web.engines.conftest import Everywhere, json_page
from tests.support.engine_replies import SEARXNG_PAGE, searxng
from tests.support.web_server import WebServer

TOO_MANY = json_page({}, "Retry-After: 60", status="429 Too Many Requests")
Servers = tuple[WebServer, WebServer]


def states(done: WebSearchDone) -> list[EngineState]:
    return [outcome.state for outcome in done.outcomes]


def test_the_first_that_finds_something_is_the_last_asked(make_search: MakeSearch, servers: Servers) -> None:
    done = make_search().search(QUERY)
    assert states(done) == [EngineState.FOUND]
    assert (len(servers[0].requests), len(servers[1].requests)) == (1, 0)
    assert done.usd == Decimal("0.01")


def test_nothing_found_asks_the_next(make_search: MakeSearch, servers: Servers) -> None:
    servers[0].pages = Everywhere(NOTHING)
    done = make_search().search(QUERY)
    assert states(done) == [EngineState.NOTHING, EngineState.FOUND]
    assert done.results
    assert done.usd == Decimal("0.03")


def test_a_failure_asks_the_next_and_costs_nothing(make_search: MakeSearch, servers: Servers) -> None:
    servers[0].pages = Everywhere(json_page({}, status="500 Internal Server Error"))
    done = make_search().search(QUERY)
    assert states(done) == [EngineState.SERVER_FAILED, EngineState.FOUND]
    assert done.usd == Decimal("0.02")


def test_nothing_and_failure_are_told_apart(make_search: MakeSearch, servers: Servers) -> None:
    servers[0].pages = Everywhere(NOTHING)
    servers[1].pages = Everywhere(TOO_MANY)
    done = make_search().search(QUERY)
    assert (done.results, done.has_answer) == ((), True)
    servers[0].pages = Everywhere(TOO_MANY)
    assert not make_search().search(QUERY).has_answer


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u202e", "\0"])
def test_nobody_is_asked_for_no_words(make_search: MakeSearch, servers: Servers, text: str) -> None:
    done = make_search().search(WebQuery(text))
    assert states(done) == [EngineState.QUERY_REFUSED] * 2
    assert not done.usd
    assert not any(server.requests for server in servers)


def test_without_engines_nobody_is_asked(make_search: MakeSearch) -> None:
    search = make_search()
    done = WebSearch((), search.fetcher, search.pace, search.kept).search(QUERY)
    assert (done.results, done.outcomes, done.has_answer) == ((), (), False)


def test_one_page_is_one_result(make_search: MakeSearch, servers: Servers) -> None:
    other = {**SEARXNG_PAGE, "url": "https://tides.example/high", "title": ""}
    servers[0].pages = Everywhere(json_page(searxng(SEARXNG_PAGE, SEARXNG_PAGE, {"title": "?"}, other)))
    results = make_search().search(QUERY).results
    assert [(result.position, result.title) for result in results] == [
        (1, "Low tide"),
        (2, "https://tides.example/high"),
    ]


def test_no_more_comes_than_was_asked_for(make_search: MakeSearch, servers: Servers) -> None:
    many = [{**SEARXNG_PAGE, "url": f"https://tides.example/{place}"} for place in range(20)]
    servers[0].pages = Everywhere(json_page(searxng(*many)))
    assert len(make_search().search(QUERY).results) == 5


def test_an_engine_that_asks_to_wait_is_left_alone(
    make_search: MakeSearch, servers: Servers, moment: Moment
) -> None:
    servers[0].pages = Everywhere(TOO_MANY)
    make_search().search(QUERY)
    servers[0].pages = Everywhere(FOUND)
    again = make_search().search(QUERY)
    assert states(again) == [EngineState.TOO_MANY_REQUESTS, EngineState.FOUND]
    assert again.outcomes[0].sentence == "SearXNG was asked too often: again in 60 seconds."
    assert len(servers[0].requests) == 1
    moment.now += 61
    assert states(make_search().search(QUERY)) == [EngineState.FOUND]


def test_processes_keep_one_pace(make_search: MakeSearch, moment: Moment) -> None:
    make_search(interval_seconds=1).search(QUERY)
    make_search(interval_seconds=1).search(QUERY)
    assert moment.slept == [1]


def test_a_turn_that_is_far_off_is_not_waited_for(make_search: MakeSearch, moment: Moment) -> None:
    make_search(interval_seconds=10).search(QUERY)
    done = make_search(interval_seconds=10).search(WebQuery("high tide"))
    assert states(done) == [EngineState.TOO_MANY_REQUESTS, EngineState.FOUND]
    assert moment.slept == []


def test_a_clock_that_was_set_back_stops_nobody(
    make_search: MakeSearch, servers: Servers, moment: Moment
) -> None:
    make_search(interval_seconds=1).search(QUERY)
    moment.now -= 1_000_000
    assert states(make_search(interval_seconds=1).search(QUERY)) == [EngineState.FOUND]
    assert len(servers[0].requests) == 2


def test_a_pace_that_cannot_be_kept_asks_nobody(
    make_search: MakeSearch, servers: Servers, tmp_path: Path
) -> None:
    (tmp_path / "pace").write_text("a file")
    done = make_search().search(QUERY)
    assert states(done) == [EngineState.NO_PACE] * 2
    assert not servers[0].requests


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("  low\n tide\t", "low tide"),
        ("low\u200b tide\0\ud800", "low tide\ufffd"),
        ("tide " * 200, ("tide " * 80).strip()),
        ("潮" * 500, "潮" * 333),
        ("🌊" * 500, "🌊" * 250),
    ],
)
def test_words_are_sent_as_every_engine_takes_them(
    make_search: MakeSearch, servers: Servers, written: str, sent: str
) -> None:
    done = make_search().search(WebQuery(written))
    assert states(done) == [EngineState.FOUND]
    assert parse_qs(servers[0].requests[0].split(" ")[1].partition("?")[2])["q"] == [sent]


def test_a_search_does_not_go_on_for_ever(make_search: MakeSearch, servers: Servers, moment: Moment) -> None:
    def slow(connection: socket, _closing: Event) -> None:
        moment.now += 50
        connection.sendall(NOTHING)

    servers[0].pages = Everywhere(slow)
    done = make_search().search(QUERY)
    assert states(done) == [EngineState.NOTHING, EngineState.NO_TIME]
    assert not servers[1].requests
