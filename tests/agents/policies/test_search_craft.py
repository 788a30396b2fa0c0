"""How searching is kept from going in circles: repeats refused, weak searches written anew, goals left."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from agents.events import ModelAsked, Outcome, StepSetAside
from agents.plan import GoalStatus
from tests.agents.policies.playing import PLAN, SINGLE, Run
from tests.agents.policies.replies import SEARCH, answering, finish
from tests.agents.policies.scripts import Call, act, by_phase, phase_of, step_of, turns
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library
from tests.support.model_server import Body, Reply, Say, Script, prompt_text

pytestmark = pytest.mark.long

NOTHING: Call = ("search_text", {"queries": ["zeppelin hangar"]})


def search(words: str) -> Say:
    return act(("search_text", {"queries": [words]}))


def test_a_near_repeat_is_refused_with_the_earlier_step(run: Run, library: Library) -> None:
    again = search("the Grey Head lighthouse, lit")
    played = run(turns(*answering(library)[:1], again, *answering(library)[1:]))
    [error] = played.errors
    assert error.kind == "duplicate"
    assert error.message.startswith("Step 1 searched for “Grey Head lighthouse lit”, nearly the same")
    found = [hit.id for hit in played.state.memory.searches[0].found.hits]
    assert f"Review what was found ({', '.join(found)})" in error.hint
    assert len(played.state.memory.searches) == 1


def test_the_model_is_told_of_the_refusal_in_its_next_prompt(run: Run, library: Library) -> None:
    played = run(turns(act(SEARCH), act(SEARCH), *answering(library)[1:]))
    assert "Failed (duplicate): Step 1 searched for" in prompt_text(played.requests[2])


@pytest.mark.parametrize("refinements", [0, 1, 2])
def test_a_search_of_no_use_is_set_aside_and_asked_for_anew_so_often_as_the_profile_says(
    run: Run, library: Library, refinements: int
) -> None:
    useless = [search(words) for words in ("zeppelin hangar", "quantum chromodynamics", "violin concerto")]
    profile = replace(SINGLE, refinements=refinements)
    played = run(turns(*useless, *answering(library)), profile)
    assert [event.step for event in played.of(StepSetAside)] == [1, 2, 3][:refinements]
    assert played.answer.text == f"{LIT} [1]"


def test_what_was_set_aside_is_told_with_the_wish_for_other_words(run: Run, library: Library) -> None:
    played = run(turns(act(NOTHING), *answering(library)))
    told = prompt_text(played.requests[1])
    assert "The last search was set aside. The search “zeppelin hangar” found nothing." in told
    assert 'T1 search_text("zeppelin hangar") -> nothing (set aside)' in told


def test_a_goal_that_makes_the_same_step_again_and_again_is_told_to_end(run: Run) -> None:
    played = run(_one_goal(lambda _body: act(SEARCH)), PLAN)
    told = [prompt_text(body) for body in played.requests if phase_of(body) == "goal"]
    assert "This goal has to end now: The last 3 steps made the same calls." in told[3]
    assert played.state.plan["g1"].status is GoalStatus.SKIPPED


def test_a_goal_that_only_repeats_itself_is_told_to_end(run: Run) -> None:
    words = "Grey Head lighthouse lit".split()
    orders = [" ".join([*words[turn:], *words[:turn]]) for turn in range(4)]
    played = run(_one_goal(lambda body: search(orders[min(step_of(body), 4) - 1])), PLAN)
    told = [prompt_text(body) for body in played.requests if phase_of(body) == "goal"]
    assert "This goal has to end now: The last 3 steps only asked what had been asked before." in told[4]
    assert played.state.plan["g1"].status is GoalStatus.SKIPPED


def test_a_goal_that_used_its_steps_is_told_to_end_and_offered_no_search(run: Run) -> None:
    profile = replace(PLAN, goal_steps=4)
    played = run(_one_goal(lambda body: search(f"Day {step_of(body) * 31}")), profile)
    goals = [asked for asked in played.of(ModelAsked) if asked.goal]
    assert all("search_text" in asked.tools for asked in goals[:4])
    assert not any("search_text" in asked.tools for asked in goals[4:])


def test_a_model_that_reflects_and_answers_at_once_leaves_its_goal(run: Run, library: Library) -> None:
    """Nothing has to be forced: the goal takes two steps and the run ends as it should."""
    searched, kept, _ = answering(library)
    ended = ("answer_goal", {"answer": f"{LIT} [e1]"})
    replies = [searched, act(*kept.calls, ended)]
    played = run(_one_goal(lambda body: replies[min(step_of(body), 2) - 1], f"{LIT} [e1]"), PLAN)
    assert played.ended.outcome is Outcome.FINISHED
    assert len(played.state.steps_of("g1")) == 2


def _one_goal(goal: Callable[[Body], Reply], answer: str = "") -> Script:
    """A plan of one goal; without an answer it is left as it is when it fails."""
    plan = act(("plan", {"operations": [{"op": "add", "key": "g1", "text": "When was Grey Head lit?"}]}))

    def planner(body: Body) -> Reply:
        skip = {"op": "skip", "key": "g1"}
        return act(("plan", {"operations": [skip]})) if "Left unanswered" in prompt_text(body) else plan

    return by_phase(plan=planner, goal=goal, answer=act(finish(answer, "" if answer else "Nothing.")))
