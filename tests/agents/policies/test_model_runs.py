"""Runs as they should be: one model or one for each role, with tools and eyes or without."""

from collections.abc import Sequence

import pytest

from agents.events import ModelAsked, Outcome, RunStarted
from agents.types import ImageRef, Question, Role
from tests.agents.policies.playing import PLAN, Player, Run
from tests.agents.policies.replies import (
    REFLECT,
    SEARCH,
    answering,
    finish,
    look,
    note_lit,
    note_tower,
)
from tests.agents.policies.scripts import Call, act, act_by_json, by_phase, in_turn, phase_of, tools_of, turns
from tests.fixtures.harbour import LIT, draw_ferry, to_png
from tests.fixtures.memory_library import Library
from tests.support.model_server import Body, Say, Script, inline_pictures, prompt_text

pytestmark = pytest.mark.long

PLANNED = act(("plan", {"operations": [{"op": "add", "key": "g1", "text": "When was Grey Head lit?"}]}))
ANSWERED: Call = ("answer_goal", {"answer": f"{LIT} [e1]"})


def test_a_model_searches_looks_keeps_verifies_and_answers(run: Run, library: Library) -> None:
    played = run(
        turns(
            act(SEARCH, look(library, "lighthouse.png")),
            act(note_lit(library), note_tower(library)),
            act(("verify", {"claim": LIT, "ids": ["e1"]})),
            act(finish(f"{LIT} [e1] Its tower is white with red bands [e2].")),
        )
    )
    assert played.ended.outcome is Outcome.FINISHED
    assert played.answer.text == f"{LIT} [1] Its tower is white with red bands [2]."
    assert played.answer.is_supported
    assert [citation.verdict for citation in played.answer.citations] == ["supported", "supported"]
    assert not played.errors
    assert not played.problems


def test_the_run_says_which_model_and_policy_decided_it(run: Run, library: Library) -> None:
    [started] = run(turns(*answering(library))).of(RunStarted)
    assert started.policy == "model"
    assert started.models[Role.SEARCHER] == "openai:scripted"


def test_what_was_looked_at_is_in_view_in_the_next_request(run: Run, library: Library) -> None:
    played = run(turns(act(SEARCH, look(library, "lighthouse.png")), *answering(library)[1:]))
    assert [inline_pictures(body) for body in played.requests[:2]] == [[], [(600, 400)]]


def test_the_picture_of_a_question_is_in_view_from_the_beginning(run: Run, library: Library) -> None:
    played = run(turns(act(finish(reason="Nothing fits."))), question=_pictured(library))
    assert inline_pictures(played.requests[0]) == [(480, 360)]


def test_each_role_asks_a_model_of_its_own(run: Run, library: Library) -> None:
    played = run(
        _plan_script(library), PLAN,
        roles={Role.PLANNER: Player(_plan_script(library)), Role.ANSWERER: Player(_plan_script(library))},
    )  # fmt: skip
    assert _phases(played.servers["planner"].requests) == ["plan"]
    assert _phases(played.servers["answerer"].requests) == ["answer"]
    assert {*_phases(played.requests)} == {"goal", "verifier"}
    models = {asked.role: asked.model for asked in played.of(ModelAsked)}
    assert models == {
        "planner": "openai:scriptedplanner",
        "searcher": "openai:scripted",
        "answerer": "openai:scriptedanswerer",
        "verifier": "openai:scripted",
    }


def test_another_answerer_changes_nothing_of_what_the_planner_is_asked(run: Run, library: Library) -> None:
    planned = [
        run(
            _plan_script(library), PLAN,
            roles={Role.PLANNER: Player(_plan_script(library)), Role.ANSWERER: Player(answerer)},
        )
        for answerer in (_plan_script(library), by_phase(answer=Say("I would rather not.")))
    ]  # fmt: skip
    first, second = (_settled(played.servers["planner"].requests) for played in planned)
    assert first == second


def test_a_model_without_tool_calling_is_told_of_its_tools_and_calls_them_in_json(
    run: Run, library: Library
) -> None:
    searched, kept, answered = answering(library)
    by_json = (act_by_json(*say.calls) for say in (searched, kept, answered))
    played = run(turns(*by_json), settings="tools=no")
    assert played.answer.text == f"{LIT} [1]"
    assert not any("tools" in body for body in played.requests)
    assert "search_text" in tools_of(played.requests[0])


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        '{"calls": "search"}',
        '{"calls": [{"tool": 7}]}',
        '{"thought": {}, "calls": [[]]}',
        "[]",
        "{" * 9_000,
    ],
)
def test_json_that_is_none_is_a_reply_without_a_call(run: Run, text: str) -> None:
    played = run(lambda _body, _number: Say(text), settings="tools=no")
    assert played.state.finished_by == "rules"
    assert all(played.problems[:3])


def test_a_model_without_eyes_is_sent_no_picture_and_is_told_so(run: Run, library: Library) -> None:
    played = run(
        turns(act(SEARCH, look(library, "lighthouse.png")), *answering(library)[1:]),
        settings="vision=no pictures=none", question=_pictured(library),
    )  # fmt: skip
    assert not any(inline_pictures(body) for body in played.requests)
    steps = [body for body in played.requests if phase_of(body) != "verifier"]
    assert all("You cannot see pictures." in prompt_text(body) for body in steps)
    assert f"{library.uid('lighthouse.png')} " in prompt_text(played.requests[1])


def test_a_captioner_sees_in_the_place_of_a_searcher_that_cannot(run: Run, library: Library) -> None:
    seeing = Player(lambda _body, _number: Say("A white tower with three red bands."))
    played = run(
        turns(act(SEARCH, look(library, "lighthouse.png")), *answering(library)[1:]),
        settings="vision=no pictures=none", roles={Role.CAPTIONER: seeing},
    )  # fmt: skip
    assert [inline_pictures(body) for body in played.servers["captioner"].requests] == [[(600, 400)]]
    assert "A white tower with three red bands." in prompt_text(played.requests[1])


def _pictured(library: Library) -> Question:
    facts = library.store.put(to_png(draw_ferry()))
    return Question("What is this?", (ImageRef(facts.uid, facts.width, facts.height),))


def _plan_script(library: Library) -> Script:
    goal = in_turn(act(SEARCH), act(REFLECT, note_lit(library)), act(ANSWERED))
    return by_phase(plan=PLANNED, goal=goal, answer=act(finish(f"{LIT} [e1]")))


def _phases(requests: Sequence[Body]) -> list[str]:
    return [phase_of(body) for body in requests]


def _settled(requests: Sequence[Body]) -> list[str]:
    """The words of requests, without the seconds that were measured."""
    return [prompt_text(body).partition("\nUsed: ")[0] for body in requests]
