from dataclasses import replace

from agents.context.render import render
from agents.observations import GoalEnded, PlanRevised, Reflected
from agents.plan import AddGoal, GoalStatus
from agents.replay import AgentState
from agents.toolbox import Phase
from tests.agents.context.runs import PROFILE, hits, options, run, section, step

PLAN = PlanRevised((AddGoal("g1", "who"), AddGoal("g2", "where")))


def now(state: AgentState, phase: Phase = Phase.SEARCH, **changes: object) -> str:
    return section(render(state, options(phase, **changes)), "Now")


def test_each_phase_is_told_what_to_do() -> None:
    assert "Decide whether this question needs a search." in now(run(), Phase.GATE)
    assert "Write the plan." in now(run(), Phase.PLAN)
    assert "Take the next step." in now(run(), Phase.SEARCH)
    assert "Write the answer." in now(run(), Phase.ANSWER)


def test_a_run_that_has_to_end_is_told_why() -> None:
    words = now(run(), reason="The limit of 30 steps is reached.")
    assert "The run has to end now: The limit of 30 steps is reached.\nFinish with the best answer" in words


def test_a_goal_that_has_to_end_is_told_so_and_counts_its_steps() -> None:
    state = run(step(1, PLAN), step(2, hits(), goal="g1"))
    words = now(state, Phase.GOAL, goal="g1", reason="The limit is reached.")
    assert "This goal has to end now: The limit is reached.\nEnd the goal with the best answer" in words
    assert "Steps for this goal: 1 of 12." in words


def test_a_planner_is_told_which_goals_were_left_unanswered() -> None:
    ended = GoalEnded("g2", GoalStatus.UNANSWERED, "", "Nothing was found.")
    state = run(step(1, PLAN), step(2, ended, goal="g2"))
    assert "Left unanswered: g2. Replace or skip each of them." in now(state, Phase.PLAN)


def test_what_the_last_reflection_missed_is_told_until_it_is_satisfied() -> None:
    missed = step(1, Reflected(False, "the year"))
    assert "Still missing by your last reflection: the year (step 1)" in now(run(missed))
    assert "Still missing" not in now(run(missed, step(2, Reflected(True, ""))))


def test_budgets_are_told_and_louder_as_they_go() -> None:
    def words(steps: int) -> str:
        state = run(*(step(number, hits()) for number in range(1, steps + 1)))
        return now(state, profile=replace(PROFILE, max_steps=20))

    assert "Used: 5 of 20 steps; 5 of 500 calls;" in words(5)
    assert "budget" not in words(11)
    assert "More than half of a budget is used" in words(12)
    assert "Three quarters of a budget are used" in words(15)
    assert "A budget is nearly used up" in words(18)
