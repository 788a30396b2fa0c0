"""What every engine does with what a server may answer, over real sockets and through the one door."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import inf
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from agents.web.asking.search import BROKEN, WebSearchDone
from agents.web.engines import ENGINES, engine_named
from agents.web.engines.protocol import EngineSetting, EngineState, RefusedInReply, WebQuery
from agents.web.engines.protocol import EngineState as State
from tests.agents.web.engines.conftest import Ask, json_page, silence
from tests.support.engine_replies import KEY, NOW, REPLAYS, Replay
from tests.support.web_server import Page, WebServer, page

HTML = b"<!DOCTYPE html><html><title>Are you a robot?</title></html>"
FIRST = {replay.engine: replay for replay in reversed(REPLAYS)}
each = pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name)
first = pytest.mark.parametrize("replay", FIRST.values(), ids=lambda replay: replay.name)


def state(done: WebSearchDone) -> EngineState:
    [outcome] = done.outcomes
    assert KEY not in f"{done}{outcome.sentence}{outcome.detail}"
    return outcome.state


def test_every_engine_has_a_reply_for_every_kind() -> None:
    assert set(FIRST) == set(ENGINES.names)
    offered = {(name, kind) for name in ENGINES.names for kind in engine_named(name).kinds}
    assert offered == {(replay.engine, replay.kind) for replay in REPLAYS}
    by_picture = {name for name in ENGINES.names if engine_named(name).takes_pictures}
    assert by_picture == {replay.engine for replay in REPLAYS if replay.picture}


@each
def test_results_are_read(ask: Ask, replay: Replay) -> None:
    done = ask(replay.engine, replay.kind, json_page(replay.reply), picture=replay.picture)
    assert done.results[0] == replace(replay.found, engine=replay.engine, position=1)
    assert [result.position for result in done.results] == list(range(1, len(done.results) + 1))
    assert state(done) is State.FOUND


@each
def test_it_is_asked_as_documented(ask: Ask, server: WebServer, replay: Replay) -> None:
    ask(replay.engine, replay.kind, json_page(replay.reply), picture=replay.picture)
    [request], [body] = server.requests, server.bodies
    head, *headers = request.strip().split("\r\n")
    method, target, _version = head.split(" ")
    assert urlsplit(target).path == replay.path
    sent = json.loads(body) if method == "POST" else dict(parse_qsl(urlsplit(target).query))
    assert replay.sent.items() <= sent.items()
    named = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in headers)}
    with_key = [name for name, value in named.items() if KEY in value]
    assert with_key == ([replay.key_header] if replay.key_header else [])


@each
def test_nothing_found_is_an_answer(ask: Ask, replay: Replay) -> None:
    done = ask(replay.engine, replay.kind, json_page(replay.empty), picture=replay.picture)
    assert (done.results, state(done), done.has_answer) == ((), State.NOTHING, True)
    assert "found nothing" in done.outcomes[0].sentence


@each
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (json_page({"message": "no"}, status="401 Unauthorized"), None),
        (page(HTML, status="401 Unauthorized", media_type="text/html"), State.BLOCKED),
        (
            json_page({"message": "no"}, "Retry-After: 7", status="429 Too Many Requests"),
            State.TOO_MANY_REQUESTS,
        ),
        (json_page({"message": "no"}, status="400 Bad Request"), State.QUERY_REFUSED),
        (json_page({"message": "no"}, status="402 Payment Required"), State.OUT_OF_CREDIT),
        (page(HTML, status="404 Not Found", media_type="text/html"), State.WEB_PAGE),
        (json_page({"message": "no"}, status="500 Internal Server Error"), State.SERVER_FAILED),
        (page(HTML, status="503 Service Unavailable", media_type="text/html"), State.SERVER_FAILED),
        (page(b'{"results": [', media_type="application/json"), State.BROKEN_REPLY),
        (page(b"", media_type="application/json"), State.BROKEN_REPLY),
        (page(b"[" * 100_000, media_type="application/json"), State.BROKEN_REPLY),
        (page(HTML, media_type="text/html"), State.WEB_PAGE),
        (page(HTML, media_type="application/json"), State.WEB_PAGE),
        (json_page([]), State.BROKEN_REPLY),
        (json_page({}), State.BROKEN_REPLY),
        (json_page(None), State.BROKEN_REPLY),
        (json_page("results"), State.BROKEN_REPLY),
        (json_page({"results": "many"}), State.BROKEN_REPLY),
        (b"no HTTP at all\r\n\r\n", State.UNREACHABLE),
    ],
)
def test_a_failure_has_its_name(ask: Ask, replay: Replay, answer: Page, expected: EngineState | None) -> None:
    """It never looks like a search that found nothing."""
    needs_key = engine_named(replay.engine).needs_key
    done = ask(replay.engine, replay.kind, answer, picture=replay.picture)
    assert state(done) is (expected or (State.KEY_REFUSED if needs_key else State.BLOCKED))
    assert (done.results, done.has_answer) == ((), False)
    assert "found nothing" not in done.outcomes[0].sentence
    assert engine_named(replay.engine).title in done.outcomes[0].sentence


@each
def test_forbidden_means_what_the_engine_means(ask: Ask, replay: Replay) -> None:
    done = ask(
        replay.engine,
        replay.kind,
        json_page({"message": "no"}, status="403 Forbidden"),
        picture=replay.picture,
    )
    keyed = State.KEY_REFUSED if engine_named(replay.engine).needs_key else State.BLOCKED
    assert state(done) is (State.NO_JSON if replay.engine == "searxng" else keyed)


@first
def test_a_wait_is_told(ask: Ask, replay: Replay) -> None:
    done = ask(
        replay.engine,
        replay.kind,
        json_page({}, "Retry-After: 7", status="429 Too Many Requests"),
        picture=replay.picture,
    )
    assert done.outcomes[0].wait_seconds == 7
    assert "again in 7 seconds" in done.outcomes[0].sentence


@first
def test_silence_ends_in_time(ask: Ask, replay: Replay) -> None:
    assert (
        state(ask(replay.engine, replay.kind, silence, picture=replay.picture, seconds=0.2))
        is State.TIMED_OUT
    )


@pytest.mark.parametrize(
    ("engine", "answer", "expected"),
    [
        (
            "brave",
            json_page(
                {"type": "ErrorResponse", "error": {"code": "SUBSCRIPTION_TOKEN_INVALID"}},
                status="422 Unprocessable Entity",
            ),
            State.KEY_REFUSED,
        ),
        (
            "brave",
            json_page(
                {
                    "error": {
                        "code": "VALIDATION",
                        "meta": {"errors": [{"loc": ["header", "x-subscription-token"]}]},
                    }
                },
                status="422 Unprocessable Entity",
            ),
            State.KEY_REFUSED,
        ),
        (
            "brave",
            json_page({"error": {"code": "VALIDATION"}}, status="422 Unprocessable Entity"),
            State.QUERY_REFUSED,
        ),
        (
            "brave",
            json_page({"error": {"code": "QUOTA_LIMITED"}}, status="429 Too Many Requests"),
            State.OUT_OF_CREDIT,
        ),
        (
            "serper",
            json_page({"message": "Unauthorized.", "statusCode": 403}, status="403 Forbidden"),
            State.KEY_REFUSED,
        ),
        (
            "serper",
            json_page({"message": "Not enough credits"}, status="400 Bad Request"),
            State.OUT_OF_CREDIT,
        ),
        (
            "tavily",
            json_page(
                {"detail": {"error": "This request exceeds your plan's set usage limit."}},
                status="432 Plan Limit",
            ),
            State.OUT_OF_CREDIT,
        ),
        ("tavily", json_page({"detail": {"error": "limit"}}, status="433 Limit"), State.OUT_OF_CREDIT),
        (
            "exa",
            json_page({"error": "You've exceeded your credits limit."}, status="402 Payment Required"),
            State.OUT_OF_CREDIT,
        ),
        (
            "serpapi",
            json_page({"error": "Your account has run out of searches."}, status="429 Too Many Requests"),
            State.OUT_OF_CREDIT,
        ),
        (
            "serpapi",
            json_page({"search_metadata": {"status": "Error"}, "error": "We couldn't get valid results."}),
            State.SERVER_FAILED,
        ),
        (
            "searxng",
            json_page({"results": [], "unresponsive_engines": [["google", "CAPTCHA"]]}),
            State.SERVER_FAILED,
        ),
        ("wikipedia", json_page({"error": {"code": "ratelimited", "info": "slow"}}), State.TOO_MANY_REQUESTS),
        (
            "commons",
            json_page({"error": {"code": "maxlag", "info": "5 seconds lagged"}}),
            State.SERVER_FAILED,
        ),
        ("wikipedia", json_page({"error": {"code": "cirrussearch-too-busy-error"}}), State.QUERY_REFUSED),
    ],
)
def test_words_of_a_provider_are_understood(
    ask: Ask, engine: str, answer: Page, expected: EngineState
) -> None:
    assert state(ask(engine, FIRST[engine].kind, answer)) is expected


def broken(value: Any, junk: Any) -> Iterator[Any]:
    """The same JSON with one value after the other replaced by junk."""
    yield junk
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ({**value, key: each} for each in broken(inner, junk))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from ([*value[:place], each, *value[place + 1 :]] for each in broken(inner, junk))


@each
@pytest.mark.parametrize(
    "junk",
    [None, 7, -1e99, inf, 10**400, "1 Jan 9999999999999 00:00", "", "\ud800\0<b>", [], {}, [[]], True],
    ids=repr,
)
def test_no_field_of_a_reply_is_trusted(replay: Replay, junk: Any) -> None:
    """Whatever stands where something else was expected, no search fails in another way than by its name."""
    engine = engine_named(replay.engine)(EngineSetting(replay.engine, "https://engine.example"))
    query, now = WebQuery("low tide", replay.kind, picture=replay.picture), datetime.fromtimestamp(NOW, UTC)
    for reply in broken(replay.reply, junk):
        try:
            found = engine.results(reply, query, now)
        except (*BROKEN, RefusedInReply):
            continue
        for result in found:
            assert isinstance(result.title, str) and "\0" not in f"{result.title}{result.snippet}"
            assert not result.address or result.address.startswith("https://")


@each
def test_addresses_that_are_none_are_left_out(ask: Ask, replay: Replay) -> None:
    """An engine all of whose results are useless does not look like one that finds nothing."""
    wicked = json.dumps(replay.reply).replace("https://", "javascript://")
    done = ask(replay.engine, replay.kind, json_page(json.loads(wicked)), picture=replay.picture)
    assert (done.results, state(done)) == ((), State.BROKEN_REPLY)


@first
def test_keys_stand_in_no_log(ask: Ask, replay: Replay, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask(replay.engine, replay.kind, json_page(replay.reply), picture=replay.picture)
    assert KEY not in caplog.text
