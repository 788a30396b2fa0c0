"""Plan mode: goals that are worked on side by side, wait for each other, and are planned anew once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Barrier

import pytest

from agents.events import CallFinished, Event, ModelAsked, ModelReplied, Outcome
from agents.observations import GoalEnded
from agents.plan import GoalStatus
from agents.types import Question
from tests.agents.policies.playing import MAIN, PLAN, Played, Player, Run, agent_over, opened
from tests.agents.policies.replies import REFLECT, finish
from tests.agents.policies.scripts import Call, act, by_phase, count_requests, goal_of, in_turn, step_of
from tests.fixtures.harbour import DESIGNED, LIT
from tests.fixtures.memory_library import Library
from tests.support.model_server import Body, Reply, Say, Script, prompt_text

pytestmark = pytest.mark.long

QUESTION = Question("When was Grey Head lit, who designed it, and where was the designer born?")
BORN = "She was born in Leith in 1821 and built four lighthouses."
TEXTS = {
    "g1": "When was the Grey Head lighthouse first lit?",
    "g2": "Who designed the Grey Head lighthouse?",
    "g3": "Where was [Answer g2] born?",
}
QUERIES = {"g1": "Grey Head lighthouse lit", "g2": "designed lighthouse keeper", "g3": "Edith Marlowe born"}
QUOTES = {"g1": LIT, "g2": DESIGNED, "g3": BORN}
UNANSWERED: Call = ("answer_goal", {"status": "unanswered", "analysis": "Nothing says so."})


def planned(*keys: str) -> Say:
    return act(("plan", {"operations": [{"op": "add", "key": key, "text": TEXTS[key]} for key in keys]}))


def kept_as(body: Body, quote: str) -> str:
    """The id under which a quote was kept, as the prompt names it."""
    found = re.search(rf'^- (e\d+) [^\n]*: "{re.escape(quote)}"', prompt_text(body), re.MULTILINE)
    assert found, quote
    return found[1]


def working(library: Library) -> Callable[[Body], Reply]:
    """What is replied for a goal: a search, the evidence, the answer."""

    def reply(body: Body) -> Reply:
        goal = goal_of(body)
        article = "edith-marlowe.md" if goal == "g3" else "grey-head.md"
        note = {"document": library.document(article).pk, "quote": QUOTES[goal]}
        if step_of(body) == 1:
            return act(("search_text", {"queries": [QUERIES[goal]]}))
        if step_of(body) == 2:
            return act(REFLECT, ("note", note))
        said = "Edith Marlowe" if goal == "g2" else QUOTES[goal]
        return act(("answer_goal", {"answer": f"{said} [{kept_as(body, QUOTES[goal])}]"}))

    return reply


def concluding(body: Body) -> Reply:
    """The answer of a whole plan, in the words of its evidence."""
    kept = re.findall(r'^- (e\d+) [^\n]*: "([^"\n]+)"', prompt_text(body), re.MULTILINE)
    return act(finish(" ".join(f"{quote} [{key}]" for key, quote in kept)))


def script(library: Library, *keys: str, **changes: Reply | Callable[[Body], Reply]) -> Script:
    played = {"plan": planned(*keys), "goal": working(library), "answer": concluding}
    return by_phase(**(played | changes))


def ended_goals(played: Played) -> Mapping[str, GoalStatus]:
    return {goal.key: goal.status for goal in played.state.plan.goals}


def test_a_plan_is_worked_off_and_answered_from_the_evidence_of_all_its_goals(
    run: Run, library: Library
) -> None:
    played = run(script(library, "g1", "g2", "g3"), PLAN, question=QUESTION)
    assert {*ended_goals(played).values()} == {GoalStatus.ANSWERED}
    assert played.ended.outcome is Outcome.FINISHED
    assert all(quote in played.answer.text for quote in QUOTES.values())
    assert played.answer.is_supported
    assert not played.errors


def test_goals_that_need_nothing_of_each_other_are_asked_for_at_the_same_time(
    run: Run, library: Library
) -> None:
    """Neither gets its first reply before the other has asked: one after the other they would never meet."""
    together, reply = Barrier(2, timeout=20), working(library)

    def meet(body: Body) -> Reply:
        if step_of(body) == 1 and goal_of(body) in ("g1", "g2"):
            together.wait()
        return reply(body)

    played = run(script(library, "g1", "g2", "g3", goal=meet), PLAN, question=QUESTION)
    assert most_at_once(played.events) == 2


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_goals_are_worked_on_at_once_than_the_profile_allows(
    run: Run, library: Library, limit: int
) -> None:
    keys = [f"g{number}" for number in range(1, 7)]
    plan = act(("plan", {"operations": [{"op": "add", "key": k, "text": f"Goal {k}"} for k in keys]}))
    replies = by_phase(plan=plan, goal=act(UNANSWERED), answer=act(finish(reason="Nothing was found.")))
    profile = replace(PLAN, parallel_goals=limit)
    assert most_at_once(run(replies, profile, question=QUESTION).events) == limit


def most_at_once(events: list[Event]) -> int:
    """The most requests for goals that were under way at one time."""
    most, under_way = 0, set()
    for event in events:
        match event:
            case ModelAsked(key=key, goal=goal) if goal:
                under_way.add(key)
            case ModelReplied(key=key):
                under_way.discard(key)
        most = max(most, len(under_way))
    return most


def test_a_goal_is_told_the_answers_that_it_needs(run: Run, library: Library) -> None:
    played = run(script(library, "g1", "g2", "g3"), PLAN, question=QUESTION)
    told = [prompt_text(body) for body in played.requests if goal_of(body) == "g3"]
    assert told
    assert all("# Your goal (g3)\nWhere was Edith Marlowe born?" in text for text in told)


def test_a_goal_waits_until_what_it_needs_was_answered(run: Run, library: Library) -> None:
    played = run(script(library, "g1", "g2", "g3"), PLAN, question=QUESTION)
    goals = [e.goal if isinstance(e, ModelAsked) else _ended(e) for e in played.events]
    assert goals.index("ended g2") < goals.index("g3")


def _ended(event: Event) -> str:
    is_end = isinstance(event, CallFinished) and isinstance(event.observation.data, GoalEnded)
    return f"ended {event.observation.data.goal}" if is_end else ""  # type: ignore[union-attr]


def test_a_placeholder_without_an_answer_is_never_searched_for(run: Run, library: Library) -> None:
    """The goal that needs the answer is not begun; the run still ends with what is known."""
    reply = working(library)

    def fail(body: Body) -> Reply:
        return act(UNANSWERED) if goal_of(body) != "g1" else reply(body)

    def planner(body: Body) -> Reply:
        return Say("No idea.") if "Left unanswered" in prompt_text(body) else planned("g1", "g2", "g3")

    played = run(script(library, "g1", goal=fail, plan=planner), PLAN, question=QUESTION)
    assert not any(goal_of(body) == "g3" for body in played.requests)
    assert not any("[Answer" in search.found.query for search in played.state.memory.searches)
    assert played.answer.text == f"{LIT} [1]"


def test_a_goal_that_failed_is_planned_anew_once(run: Run, library: Library) -> None:
    again = {"op": "replace", "key": "g2", "by": [{"key": "g4", "text": "Who drew the plans of Grey Head?"}]}

    def planner(body: Body) -> Reply:
        is_again = "Left unanswered: g2" in prompt_text(body)
        return act(("plan", {"operations": [again]})) if is_again else planned("g2", "g3")

    replies = script(library, "g2", plan=planner, goal=act(UNANSWERED), answer=act(finish(reason="Nothing.")))
    played = run(replies, PLAN, question=QUESTION)
    assert ended_goals(played) == {
        "g2": GoalStatus.REPLACED, "g3": GoalStatus.OPEN, "g4": GoalStatus.UNANSWERED,
    }  # fmt: skip
    assert count_requests(played.requests, "plan") == 2
    assert (played.ended.outcome, played.ended.message) == (Outcome.DECLINED, "Nothing.")


def test_a_planner_that_never_plans_leaves_the_question_to_one_loop(run: Run, library: Library) -> None:
    """Three steps went to the planner."""
    single = in_turn(
        *[Say("?")] * 3, act(("search_text", {"queries": ["lit"]})), act(finish(reason="Nothing."))
    )
    played = run(by_phase(plan=Say("Let me think."), search=single), PLAN, question=QUESTION)
    assert count_requests(played.requests, "plan") == 3
    assert played.state.memory.searches
    assert played.ended.message == "Nothing."


def test_a_goal_whose_model_is_lost_is_given_up_and_the_others_go_on(run: Run, library: Library) -> None:
    reply = working(library)

    def mumble(body: Body) -> Reply:
        return Say("Hm.") if goal_of(body) == "g2" else reply(body)

    replies = script(library, "g1", "g2", goal=mumble, plan=in_turn(planned("g1", "g2"), Say("Hm.")))
    played = run(replies, PLAN, question=QUESTION)
    assert ended_goals(played) == {"g1": GoalStatus.ANSWERED, "g2": GoalStatus.UNANSWERED}
    assert played.answer.text == f"{LIT} [1]"


@pytest.mark.parametrize("limit", [1, 3])
def test_a_plan_that_is_stopped_at_every_event_ends_the_same_and_pays_once(
    library: Library, limit: int
) -> None:
    """Only what was under way for another goal when the run was stopped has to be asked for again."""
    profile = replace(PLAN, parallel_goals=limit)
    played, stops, cut_off = Played(), Once(), 0
    # The servers stay up through all stops: requests that are cut off may still arrive.
    with opened(library, {MAIN: Player(script(library, "g1", "g2", "g3"))}, played) as role_models:
        while not played.state.ended:
            cut_off += len(played.state.in_flight)
            cut_off -= isinstance(played.events[-1], ModelAsked) if played.events else 0
            agent = agent_over(library, role_models, played, profile, QUESTION)
            for event in agent.run(QUESTION, played.events[:]):
                played.events.append(event)
                if stops(event):
                    break
    assert all(quote in played.answer.text for quote in QUOTES.values())
    assert {*ended_goals(played).values()} == {GoalStatus.ANSWERED}
    assert len(played.state.replies) <= len(played.requests) <= len(played.state.replies) + cut_off


class Once:
    """Stops at each event, but not again at one that had to be repeated: the run would never end."""

    def __init__(self) -> None:
        self.met: set[str] = set()

    def __call__(self, event: Event) -> bool:
        name, known = _name(event), len(self.met)
        self.met.add(name)
        return len(self.met) > known


def _name(event: Event) -> str:
    match event:
        case ModelAsked(key=key):
            return f"asked {key}"
        case CallFinished(observation=observation):
            return f"finished {observation.call_id}"
        case _:
            return repr(event)
