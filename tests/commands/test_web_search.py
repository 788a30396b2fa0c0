"""`manage.py web search`: engines of the settings over a server of the web."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from agents.web.errors import FetchRefused
from tests.agents.web.engines.conftest import Everywhere, json_page
from tests.commands.conftest import Manage
from tests.support.engine_replies import PAGE, PICTURE, SEARXNG_IMAGE, SEARXNG_PAGE, searxng
from tests.support.web_server import WebServer
from webapp.doctor.checks import probe_web_engines
from webapp.fetching import engine_fetcher, fetcher
from webapp.web_search import web_search

CACHED = (engine_fetcher, fetcher, web_search)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        server.pages = Everywhere(json_page(searxng(SEARXNG_PAGE)))
        yield server


@pytest.fixture
def engines(settings: Settings, tmp_path: Path, server: WebServer) -> Iterator[None]:
    """SearXNG on the server, over a home of its own."""
    before = settings.ENV
    settings.HOME = tmp_path
    line = f"searxng:http://{server.host} usd=0.005"
    settings.ENV = before.model_copy(update={"web_engines": line, "web_contact": "ops@example.org"})
    for each in CACHED:
        each.cache_clear()
    yield
    for each in CACHED:
        each.cache_clear()


@pytest.mark.usefixtures("engines")
def test_results_are_printed(manage: Manage) -> None:
    ended = manage("web", "search", "low tide")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "SearXNG answered. Results: 1.",
        "Paid: 0.005 US dollars.",
        "",
        "  1  Low tide  (2026-11-29)",
        f"     {PAGE}",
        "     The moon pulls.",
    ]


@pytest.mark.usefixtures("engines")
def test_json_has_results_and_what_became_of_each_engine(manage: Manage) -> None:
    found = manage("web", "search", "low tide", "--json").json
    assert found["results"] == [
        {"title": "Low tide", "address": PAGE, "snippet": "The moon pulls.", "date": "2026-11-29",
         "picture": None, "engine": "searxng", "position": 1}
    ]  # fmt: skip
    [engine] = found["engines"]
    assert (engine["engine"], engine["state"], engine["results"]) == ("searxng", "found", 1)
    assert (engine["age_seconds"], found["usd"]) == (None, "0.005")


@pytest.mark.usefixtures("engines")
def test_what_is_kept_is_told_with_its_age(manage: Manage, server: WebServer) -> None:
    manage("web", "search", "low tide")
    assert "Kept from 0 min ago." in manage("web", "search", "low tide").out
    assert manage("web", "search", "low tide", "--json").json["usd"] == "0"
    assert len(server.requests) == 1
    assert "(ops@example.org)" in server.requests[0]


@pytest.mark.usefixtures("engines")
def test_pictures_have_sides_author_and_page(manage: Manage, server: WebServer) -> None:
    server.pages = Everywhere(json_page(searxng(SEARXNG_IMAGE)))
    ended = manage("web", "search", "low tide", "--kind", "image")
    assert f"     {PICTURE}; 1600 × 900; Ann Lee" in ended.out.splitlines()


@pytest.mark.usefixtures("engines")
def test_nothing_found_is_no_failure(manage: Manage, server: WebServer) -> None:
    server.pages = Everywhere(json_page(searxng()))
    ended = manage("web", "search", "low tide")
    assert (ended.code, ended.out.splitlines()[0]) == (0, "SearXNG found nothing.")


@pytest.mark.usefixtures("engines")
def test_a_failure_is_told_with_its_cause(manage: Manage, server: WebServer) -> None:
    server.pages = Everywhere(json_page({}, status="500 Internal Server Error"))
    ended = manage("web", "search", "low tide")
    assert ended.code == 1
    assert ended.out.strip().startswith("SearXNG does not work at the moment. (127.0.0.1 answered 500")


def test_without_an_engine_nothing_is_asked(manage: Manage) -> None:
    ended = manage("web", "search", "low tide", "--json")
    assert (ended.code, list(ended.json)) == (2, ["error"])
    assert "SIGHTLINE_WEB_ENGINES" in ended.err


@pytest.mark.usefixtures("engines")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["  "], "Give words to search for, or --image"),
        (["\u200b\u202e"], "Give words to search for, or --image"),
        (["tide", "--image", "https://93.184.215.14/low.jpg"], "Give words to search for, or --image"),
        (["--image", "low.jpg"], "--image takes the address of a picture of the web"),
        (["--image", "http://127.0.0.1/low.jpg"], "is not on the public internet"),
        (["tide", "-k", "0"], "-k takes a number from 1 to 50"),
        (["tide", "-k", "51"], "-k takes a number from 1 to 50"),
        (["tide", "--language", "english"], "--language takes a code"),
        (["tide", "--site", "a b"], "--site takes the name of a host"),
        (["tide", "--kind", "video"], "invalid choice"),
        ([], "Give words to search for"),
    ],
)
def test_bad_input_is_told_before_anybody_is_asked(
    manage: Manage, server: WebServer, arguments: list[str], sentence: str
) -> None:
    ended = manage("web", "search", *arguments)
    assert ended.code == 2
    assert sentence in ended.err
    assert not server.requests


@pytest.mark.usefixtures("engines")
def test_a_picture_is_told_to_engines_that_take_one(manage: Manage, server: WebServer) -> None:
    ended = manage("web", "search", "--image", "https://93.184.215.14/low.jpg", "--json")
    assert (ended.code, ended.json["kind"]) == (1, "image")
    assert ended.json["engines"][0]["sentence"] == "SearXNG does not search by a picture."
    assert not server.requests


@pytest.mark.usefixtures("engines")
def test_an_engine_is_open_to_searches_alone(server: WebServer) -> None:
    with pytest.raises(FetchRefused):
        fetcher().fetch(f"http://{server.host}/")
    assert json.loads(engine_fetcher().fetch(f"http://{server.host}/").content)["results"]


def test_hosts_for_the_web_are_opened(settings: Settings, server: WebServer) -> None:
    before = settings.ENV
    settings.ENV = before.model_copy(update={"web_allow": f"intranet.example:443 {server.host}"})
    fetcher.cache_clear()
    try:
        assert fetcher().fetch(f"http://{server.host}/").status == 200
    finally:
        fetcher.cache_clear()


@pytest.mark.usefixtures("engines")
def test_doctor_names_the_engines_and_asks_none(server: WebServer) -> None:
    assert probe_web_engines().startswith("searxng, in this order; not asked")
    assert not server.requests


def test_doctor_says_that_there_is_none() -> None:
    assert probe_web_engines() == "none: the web is not searched"
