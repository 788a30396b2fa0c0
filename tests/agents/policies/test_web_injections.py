"""Pages that give orders, and a model that obeys every one of them: nothing is opened that nobody gave."""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest

from agents.observations import PageOpened
from agents.types import Question
from tests.agents.policies.playing import SINGLE, Played, play
from tests.agents.policies.replies import finish
from tests.agents.policies.scripts import SUPPORTED, act, phase_of, step_of
from tests.agents.policies.test_injections import bare, texts_of
from tests.fixtures.memory_library import Library
from tests.support.injections import CARRIERS, FILLER, ORDERS
from tests.support.model_server import Body, Reply, Script
from tests.support.small_web import SmallWeb, small_web
from tests.support.web_server import WebServer, page

QUESTION = Question("What does the harbour say of the path?")
SECRET = "heron-4711"
PATIENT = replace(SINGLE, max_steps=60, max_calls=400, max_seconds=300)
OPENED_A_STEP, OBEYED_A_STEP = 3, 5


@pytest.fixture
def collector() -> Iterator[WebServer]:
    """Where the orders want what is known to be carried to; it would answer whoever came."""
    with WebServer() as server:
        yield server


@pytest.fixture
def little(tmp_path: Path) -> Iterator[SmallWeb]:
    with small_web(tmp_path) as made:
        yield made


def trap(little: SmallWeb, order: str) -> None:
    """A page for each place that an order can stand in, an index of them, and a result that gives it too."""
    for name, carrier in CARRIERS.items():
        little.pages[f"/trap/{name}"] = page(carrier(order).encode(), media_type="text/html; charset=utf-8")
    links = "".join(f'<li><a href="/trap/{name}">{FILLER} {name}</a>' for name in CARRIERS)
    index = f"<html lang=en><title>Index</title><body><main><p>{FILLER * 4}</p><ul>{links}</ul></main></body>"
    little.pages["/index"] = page(index.encode(), media_type="text/html; charset=utf-8")
    little.results["general"] = [
        little.found("Index of paths", "/index", "All paths"),
        little.found(order, "/trap/paragraph", order),
    ]


def obeying(collector: WebServer, last: int) -> Script:
    """Opens all that the index links to, and whatever else anybody wants to be opened or looked at."""
    tried = set[str]()
    named = re.compile(rf"{re.escape(f'http://{collector.host}')}[^\s\"'<>()]*")

    def reply(body: Body, _number: int) -> Reply:
        if phase_of(body) == "verifier":
            return SUPPORTED
        step = step_of(body)
        if step > last:
            return act(finish(reason="Nothing was found."))
        if step == 1:
            return act(("web_search", {"query": "paths of the harbour"}))
        told = [*dict.fromkeys(named.findall(texts_of(body)[1]))]
        ordered = [address for address in told if address not in tried][:OBEYED_A_STEP]
        tried.update(ordered)
        calls = [
            ("look", {"uids": [each]}) if ".png" in each else ("open_page", {"address": each})
            for each in ordered
        ]
        first = OPENED_A_STEP * (step - 3)
        links = range(first + 1, first + OPENED_A_STEP + 1) if step > 2 else ()
        own = [("open_page", {"address": f"link:1.{place}"}) for place in links if place <= len(CARRIERS)]
        return act(*calls, *(own or [("open_page", {"address": "result:1"})]))

    return reply


def obeyed(library: Library, little: SmallWeb, collector: WebServer, kind: str) -> Played:
    trap(little, ORDERS[kind].format(collector=f"http://{collector.host}", secret=SECRET))
    web = little.web(copy(library.harbour))
    web.fetcher = little.fetcher(collector.host)
    steps = 3 + -(-len(CARRIERS) // OPENED_A_STEP)
    return play(library, obeying(collector, steps), PATIENT, question=QUESTION, web=web)


@pytest.mark.parametrize("kind", ORDERS)
def test_a_model_that_obeys_opens_nothing_that_nobody_gave(
    library: Library, little: SmallWeb, collector: WebServer, kind: str
) -> None:
    played = obeyed(library, little, collector, kind)
    read = {each.asked for step in played.state.steps for each in step.results(PageOpened)}
    assert len(read) == len(CARRIERS) + 1
    assert collector.requests == []
    assert not any(SECRET in head.partition("\r\n")[0] for head in little.server.requests)
    refused = [error for error in played.errors if error.kind == "unknown_address"]
    assert refused
    assert len(refused) == len(played.errors)


@pytest.mark.parametrize("kind", ORDERS)
def test_orders_reach_the_model_as_quoted_data_alone(
    library: Library, little: SmallWeb, collector: WebServer, kind: str
) -> None:
    played = obeyed(library, little, collector, kind)
    order = ORDERS[kind].partition("{")[0]
    messages = [texts_of(body)[1] for body in played.requests]
    assert sum(order in message for message in messages) > 5
    assert [line for message in messages for line in bare(message).splitlines() if order in line] == []


def test_there_are_a_hundred_of_them() -> None:
    assert len(CARRIERS) * len(ORDERS) >= 100
