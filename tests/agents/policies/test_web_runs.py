"""Runs that use the web: from a search to a citation, resumed at every event, and talked into nothing."""

from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest

from agents.events import StepDecided
from agents.libraries.web import InMemoryWeb
from agents.replay import replay
from agents.types import Question
from tests.agents.policies.playing import QUICK, play
from tests.agents.policies.replies import REFLECT, finish
from tests.agents.policies.scripts import act, by_phase, in_turn, tools_of, turns
from tests.fixtures.memory_library import Library
from tests.support.model_server import prompt_text
from tests.support.small_web import RENEWED, SmallWeb, small_web

QUESTION = Question("When was the lamp of Cape Orr renewed?")
LIGHT = "result:1"
"""The article: the engine has it second, our own score first."""

SCRIPT = (
    act(
        ("web_search", {"query": "Cape Orr lamp renewed"}), ("web_search", {"query": "lamp", "kind": "image"})
    ),
    act(REFLECT, ("open_page", {"address": LIGHT}), ("look", {"uids": ["result:4"]})),
    act(("note", {"document": "page:1", "quote": RENEWED})),
    act(finish("The lamp of Cape Orr was renewed in 1931 by the engineer Ines Okafor [e1].")),
)


@pytest.fixture
def little(tmp_path: Path) -> Iterator[SmallWeb]:
    with small_web(tmp_path) as made:
        yield made


def web_over(library: Library, little: SmallWeb) -> InMemoryWeb:
    """A web whose library is the harbour and what it reads."""
    return little.web(copy(library.harbour), hours=24)


def test_a_page_is_searched_read_and_cited(library: Library, little: SmallWeb) -> None:
    played = play(library, turns(*SCRIPT), question=QUESTION, web=web_over(library, little))
    assert played.errors == []
    [citation] = played.answer.citations
    piece = citation.evidence
    assert (piece.cited_as, piece.quote, piece.address) == ("page", RENEWED, little.address("/light"))
    assert (citation.is_quoted, played.answer.is_supported) == (True, True)
    assert {"web_search", "open_page", "search_text"} <= set(tools_of(played.requests[0]))


def test_tools_of_the_web_are_offered_only_with_it(library: Library, little: SmallWeb) -> None:
    played = play(
        library, turns(act(("web_search", {"query": "lamp"})), act(finish(reason="No."))), question=QUESTION
    )
    assert not {"web_search", "open_page"} & set(tools_of(played.requests[0]))
    assert "web_search" not in prompt_text(played.requests[0])
    assert little.server.requests == []


def test_a_run_that_is_cut_off_anywhere_asks_nothing_twice(library: Library, little: SmallWeb) -> None:
    web = web_over(library, little)
    whole = play(library, turns(*SCRIPT), question=QUESTION, web=web)
    assert (little.opened, len(little.searched)) == (["/light", "/lamp.png"], 2)
    for cut in range(1, len(whole.events)):
        again = play(library, turns(*SCRIPT), question=QUESTION, journal=whole.events[:cut], web=web)
        assert [each.evidence.quote for each in again.answer.citations] == [RENEWED]
    assert (little.opened, len(little.searched)) == (["/light", "/lamp.png"], 2)


def test_a_fork_reads_what_was_stored(library: Library, little: SmallWeb) -> None:
    """The live page is gone by then."""
    web = web_over(library, little)
    whole = play(library, turns(*SCRIPT), question=QUESTION, web=web)
    little.pages.clear()
    second = next(
        n for n, event in enumerate(whole.events) if isinstance(event, StepDecided) and event.step == 2
    )
    before = whole.events[: second - 2]
    assert replay(before).memory.web.pages == {}
    forked = play(library, turns(*SCRIPT), question=QUESTION, journal=before, web=web)
    assert [each.evidence.quote for each in forked.answer.citations] == [RENEWED]


def test_a_quick_run_reads_the_pages_of_its_one_search(library: Library, little: SmallWeb) -> None:
    gate = act(("gate", {"can_answer": False, "confidence": 0.1, "rationale": "It is dated."}))
    script = by_phase(
        gate=gate,
        answer=in_turn(act(), act(), act(), act(("note", {"document": "page:1", "quote": RENEWED})),
                       act(finish("The lamp of Cape Orr was renewed in 1931 [e1]."))),
    )  # fmt: skip
    played = play(library, script, QUICK, question=QUESTION, web=web_over(library, little))
    assert [each.evidence.quote for each in played.answer.citations] == [RENEWED]
    assert little.opened == ["/light", "/gravel"]


def test_the_system_text_says_where_a_run_looks(library: Library, little: SmallWeb) -> None:
    played = play(library, turns(*SCRIPT), question=QUESTION, web=web_over(library, little))
    assert (
        "a collection of documents and pictures, and the web" in played.requests[0]["messages"][0]["content"]
    )
