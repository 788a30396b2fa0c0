"""Searches of the web: results by ids that stay, in an order of their own; what became of each engine."""

from dataclasses import replace

import pytest

from agents.context.results import tell
from agents.libraries.in_memory import InMemoryLibrary
from agents.observations import Observation, WebFound
from agents.toolbox import ToolContext, ToolFailed
from agents.web.engines.protocol import EngineState
from tests.agents.tools.conftest import did
from tests.agents.tools.driving import call
from tests.support.small_web import SmallWeb

QUERY = "When was the lamp renewed?"


def found_by(context: ToolContext, query: str = QUERY, **arguments: object) -> WebFound:
    result = did(context, "web_search", query=query, **arguments)
    assert isinstance(result, WebFound)
    return result


def test_the_engines_first_may_end_lower(online: ToolContext) -> None:
    found = found_by(online)
    assert [(hit.title, hit.position) for hit in found.hits][:2] == [
        ("The light of Cape Orr", 2),
        ("Gravel paths", 1),
    ]


def test_a_result_keeps_its_id(online: ToolContext) -> None:
    first, again = found_by(online), found_by(online, "the keeper's book of Cape Orr")
    ids = {hit.address: hit.id for hit in first.hits}
    assert {hit.address: hit.id for hit in again.hits} == ids
    assert set(ids.values()) == {"result:1", "result:2", "result:3"} == set(online.memory.pool)


def test_nothing_and_failure_differ(online: ToolContext, little: SmallWeb) -> None:
    little.results |= {"news": [], "general": None}
    nothing, failed = found_by(online, kind="news"), found_by(online)
    assert (nothing.has_answer, failed.has_answer) == (True, False)
    assert [each.state for each in failed.engines] == [EngineState.SERVER_FAILED]
    told = [tell(Observation("c1", data=found), 4_000) for found in (nothing, failed)]
    assert "no results" in told[0]
    assert "no engine answered" in told[1]
    assert "SearXNG does not work at the moment." in told[1]


def test_only_what_was_answered_counts_as_asked(online: ToolContext, little: SmallWeb) -> None:
    little.results["general"] = None
    found_by(online)
    assert online.memory.searches == []


def test_kinds_are_different_searches(online: ToolContext) -> None:
    found_by(online)
    found_by(online, kind="image")
    assert [search.tool for search in online.memory.searches] == ["web_search", "web_search image"]


def test_the_age_of_what_was_kept_is_told(
    context: ToolContext, online: ToolContext, little: SmallWeb
) -> None:
    assert isinstance(context.library, InMemoryLibrary)
    patient = replace(context, web=little.web(context.library, hours=24))
    found_by(patient)
    again = found_by(patient)
    assert again.engines[0].age_seconds is not None
    assert "Kept from 0 minutes ago." in tell(Observation("c1", data=again), 4_000)
    assert len(little.searched) == 1


def test_a_picture_is_told_and_not_fetched(online: ToolContext, little: SmallWeb) -> None:
    found = found_by(online, kind="image")
    assert "picture 320×200, not fetched" in tell(Observation("c1", data=found), 4_000)
    assert little.opened == []


def test_a_site_has_to_be_a_host(online: ToolContext) -> None:
    with pytest.raises(ToolFailed) as failed:
        call(online, "web_search", query="lamp", site="https://a.example/x")
    assert failed.value.kind == "invalid_arguments"


def test_a_run_without_the_web_asks_nobody(context: ToolContext, little: SmallWeb) -> None:
    for tool, arguments in (("web_search", {"query": "lamp"}), ("open_page", {"address": "result:1"})):
        with pytest.raises(ToolFailed) as failed:
            call(context, tool, **arguments)
        assert failed.value.kind == "no_web"
    assert little.server.requests == []
