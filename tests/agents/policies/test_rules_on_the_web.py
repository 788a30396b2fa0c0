"""The built-in rules use the web where the corpora hold too little, and quote what they read there."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from agents.events import Event
from agents.libraries.web import InMemoryWeb
from agents.loop import SearchAgent
from agents.models.role_models import RoleModels
from agents.policies.builtin import BuiltinPolicy
from agents.questions.rules import understand
from agents.reading.readers.nearest import NearestReader
from agents.replay import AgentState, replay
from agents.retrieval.encoders import load_encoder
from agents.tools import tools_for
from agents.types import Question, SourcePolicy
from agents.verify.checking import DraftChecker
from tests.agents.policies.playing import SINGLE
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library
from tests.support.small_web import RENEWED, SmallWeb, small_web

RENEWAL = "When was the lamp of Cape Orr renewed?"
LIGHTING = "When was the lighthouse of Grey Head first lit?"


@pytest.fixture
def little(tmp_path: Path) -> Iterator[SmallWeb]:
    with small_web(tmp_path) as made:
        yield made


def asked(library: Library, web: InMemoryWeb, text: str, sources: SourcePolicy) -> AgentState:
    """What a run of the rules knows at its end."""
    sentences = load_encoder("hashing").sentences
    policy = BuiltinPolicy(NearestReader(sentences), partial(understand, encoder=sentences))
    given = web if sources is not SourcePolicy.CORPORA else None
    agent = SearchAgent(
        policy, tools_for(sources), SINGLE, ("harbour",),
        lambda memory: replace(library.context(memory), library=web.library, web=given),
        DraftChecker(RoleModels({}), web.library, library.store, SINGLE),
    )  # fmt: skip
    events: list[Event] = [*agent.run(Question(text))]
    return replay(events)


def quotes(state: AgentState) -> list[str]:
    return [each.evidence.quote for each in state.answer.citations] if state.answer else []


@pytest.mark.parametrize("sources", [SourcePolicy.WEB, SourcePolicy.BOTH])
def test_what_the_corpora_lack_is_quoted_from_the_web(
    library: Library, little: SmallWeb, sources: SourcePolicy
) -> None:
    state = asked(library, little.web(copy(library.harbour)), RENEWAL, sources)
    assert quotes(state) == [RENEWED]
    assert {each.name for step in state.steps for each in step.calls} & {"search_text"} == (
        {"search_text"} if sources is SourcePolicy.BOTH else set()
    )
    assert len(little.searched) == 1


def test_what_the_corpora_hold_asks_nobody(library: Library, little: SmallWeb) -> None:
    state = asked(library, little.web(copy(library.harbour)), LIGHTING, SourcePolicy.BOTH)
    assert quotes(state) == [LIT]
    assert little.server.requests == []


def test_a_run_of_corpora_asks_nobody(library: Library, little: SmallWeb) -> None:
    state = asked(library, little.web(copy(library.harbour)), RENEWAL, SourcePolicy.CORPORA)
    assert RENEWED not in quotes(state)
    assert little.server.requests == []


def test_a_page_that_cannot_be_read_is_passed_over(library: Library, little: SmallWeb) -> None:
    little.results["general"] = [
        little.found(f"The lamp of Cape Orr {place}", f"/gone/{place}", "It was renewed.")
        for place in range(3)
    ] + [little.found("The light", "/light")]  # fmt: skip
    state = asked(library, little.web(copy(library.harbour)), RENEWAL, SourcePolicy.WEB)
    assert quotes(state) == [RENEWED]


def test_engines_that_are_away_end_in_an_honest_no(library: Library, little: SmallWeb) -> None:
    little.results["general"] = None
    state = asked(library, little.web(copy(library.harbour)), RENEWAL, SourcePolicy.WEB)
    assert state.answer is None
    assert state.ended
    assert "No search engine of the web answered" in state.ended.message
    assert len(little.searched) == 1
