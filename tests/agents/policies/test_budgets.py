"""Limits of a run: the model is told in time, and no limit is passed by more than a request."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from agents.budget import MAX_CLOSING_STEPS
from agents.events import Outcome, RulesTookOver
from agents.profile import RunProfile
from agents.replay import replay
from tests.agents.policies.playing import PLAN, SINGLE, Played, Run
from tests.agents.policies.replies import REFLECT, SEARCH, finish, note_lit
from tests.agents.policies.scripts import act, by_phase, phase_of, step_of, tools_of, turns
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library
from tests.support.model_server import Body, Reply, Say, Script, Tokens, prompt_text

pytestmark = pytest.mark.long

PRICED = "input_usd=10 output_usd=10"
TOKENS = Tokens(9_000, 1_000)
"""What every reply says it took: ten cents at these prices."""


def endless(library: Library, *, usage: Tokens | None = None) -> Script:
    """Keeps the date and then searches on for ever; answers when nothing else is left."""

    def reply(body: Body, _number: int) -> Reply:
        if "search_text" not in tools_of(body):
            return Say("Enough.", [finish(f"{LIT} [e1]")], usage=usage)
        if step_of(body) == 2:
            return Say("Keep.", [REFLECT, note_lit(library)], usage=usage)
        query = "Grey Head lighthouse lit" if step_of(body) == 1 else f"Day {step_of(body) * 17}"
        return Say("On.", [("search_text", {"queries": [query]})], usage=usage)

    return reply


def told(played: Played) -> list[str]:
    """What each request for a step says of the budgets, behind its meters."""
    texts = (prompt_text(body) for body in played.requests if phase_of(body) != "verifier")
    return [re.split(r"^Used: .*\n?", text, flags=re.MULTILINE)[-1] for text in texts]


def test_the_model_is_told_when_most_of_a_budget_is_used(run: Run, library: Library) -> None:
    """In a run of 20 steps, the requests for steps 13, 16 and 19 are the first with each of the three."""
    notices = told(run(endless(library), replace(SINGLE, max_steps=20, max_calls=999)))
    assert not any(notices[:12])
    assert {*notices[12:15]} == {"More than half of a budget is used: keep to what is still missing."}
    assert notices[15] == notices[17] != notices[14]
    assert "Three quarters of a budget are used" in notices[15]
    assert notices[18] == "A budget is nearly used up: finish with what you have."


LIMITS: list[tuple[dict[str, Any], str]] = [
    ({"max_steps": 8}, "The limit of 8 steps is reached."),
    ({"max_calls": 7}, "The limit of 7 calls is reached."),
    ({"max_tokens": 65_000}, "The limit of 65,000 tokens is reached."),
    ({"max_usd": Decimal("0.65")}, "The limit of $0.65 is reached."),
]
NAMES = ["steps", "calls", "tokens", "dollars"]


@pytest.mark.parametrize(("limit", "reason"), LIMITS, ids=NAMES)
def test_at_a_limit_the_answer_is_forced_from_the_evidence(
    run: Run, library: Library, limit: dict[str, Any], reason: str
) -> None:
    played = run(endless(library, usage=TOKENS), replace(SINGLE, **limit), settings=PRICED)
    last = prompt_text(played.requests[-1])
    assert f"The run has to end now: {reason}" in last
    assert played.answer.text == f"{LIT} [1]"
    assert played.ended.outcome is Outcome.FINISHED


@pytest.mark.parametrize(("limit", "_reason"), LIMITS, ids=NAMES)
def test_no_limit_is_passed_by_more_than_a_request(
    run: Run, library: Library, limit: dict[str, Any], _reason: str
) -> None:
    profile = replace(SINGLE, **limit)
    played = run(endless(library, usage=TOKENS), profile, settings=PRICED)
    require_within(played, profile)


@pytest.mark.parametrize(("limit", "_reason"), LIMITS, ids=NAMES)
@pytest.mark.parametrize("answers", [True, False], ids=["answers", "stubborn"])
def test_no_limit_is_passed_by_more_than_a_request_when_goals_are_worked_on_side_by_side(
    run: Run, library: Library, limit: dict[str, Any], _reason: str, answers: bool
) -> None:
    profile = replace(PLAN, **limit)
    played = run(side_by_side(answers), profile, settings=PRICED)
    require_within(played, profile)


def side_by_side(answers: bool) -> Script:
    """A plan of three goals that search on for ever."""
    keys = ("g1", "g2", "g3")
    adds = [{"op": "add", "key": key, "text": f"What of {key}?"} for key in keys]

    def work(body: Body) -> Reply:
        patterns = [f"Day {step_of(body) * 8 + number}" for number in range(8)]
        return Say("On.", [("grep", {"pattern": pattern}) for pattern in patterns], usage=TOKENS)

    answer = Say("", [finish(reason="Nothing.")], usage=TOKENS) if answers else Say("Hm.", usage=TOKENS)
    return by_phase(plan=Say("", [("plan", {"operations": adds})], usage=TOKENS), goal=work, answer=answer)


def require_within(played: Played, profile: RunProfile) -> None:
    """The limits, with one request more at most; no step more, and no calls but those of the last step.

    What the rules do after the model costs nothing, and is counted for itself.
    """
    place = next((n for n, event in enumerate(played.events) if isinstance(event, RulesTookOver)), None)
    assert len(played.state.steps) <= profile.max_steps + MAX_CLOSING_STEPS
    state = replay(played.events[:place])
    most = max((reply.usage for reply in state.replies.values()), key=lambda usage: usage.tokens)
    assert state.usage.tokens <= profile.max_tokens + most.tokens
    assert state.usage.cost_usd <= profile.max_usd + most.cost_usd
    assert len(state.steps) <= profile.max_steps
    assert state.tool_calls <= profile.max_calls + len(state.steps[-1].calls)


def test_the_time_is_up_after_the_request_that_took_it(run: Run, library: Library) -> None:
    """Every reply takes longer than the run may: after the first one there is only the answer."""
    script, asked = turns(Say("On.", [SEARCH]), act(finish(reason="No time."))), list[Body]()

    def play(body: Body, number: int) -> Reply:
        asked.append(body)
        return script(body, number)

    played = run(play, replace(SINGLE, max_seconds=50), clock=lambda: 60.0 * len(asked))
    assert "The limit of 50 seconds is reached." in played.ended.message
    assert tools_of(played.requests[1]).count("search_text") == 0
    assert len(played.requests) == 2


@pytest.mark.parametrize("stubborn", [Say("One more search!"), act(SEARCH), act(("teleport", {}))], ids=str)
def test_a_model_that_does_not_answer_at_the_limit_is_answered_for(
    run: Run, library: Library, stubborn: Reply
) -> None:
    kept = turns(act(SEARCH), act(REFLECT, note_lit(library)), *[stubborn])
    played = run(kept, replace(SINGLE, max_steps=4))
    assert LIT[1:].rstrip(".") in played.answer.text
    assert played.state.model_steps <= 4


def test_the_verifier_is_not_paid_from_a_budget_that_is_used_up(run: Run, library: Library) -> None:
    draft = finish("The tower has a green spiral [e1].")
    look_and_keep = act(("note", {"uid": library.uid("lighthouse.png")}))
    replies = [act(SEARCH), look_and_keep, act(draft)]
    played = run(turns(*replies), replace(SINGLE, max_steps=3))
    assert not any(phase_of(body) == "verifier" for body in played.requests)
    assert played.answer.citations[0].verdict == "unchecked"
