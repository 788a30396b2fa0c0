"""What a model is at in a run, and which role that is."""

from collections.abc import Mapping

from agents.events import ModelAsked
from agents.observations import Gated, PlanRevised
from agents.profile import Mode, RunProfile
from agents.replay import AgentState
from agents.toolbox import Phase
from agents.types import Role

REPEAT = "duplicate"
"""The kind of error with which a search refuses to be made again."""

PATIENCE = 3
"""Replies of a role that could not be followed before the harness goes on without it."""

MAX_CLOSING_REQUESTS = 6
"""How often a model is asked to end its work on a goal, with tools for nothing else, before it is ended."""

ROLES: Mapping[Phase, Role] = {
    Phase.GATE: Role.PLANNER,
    Phase.PLAN: Role.PLANNER,
    Phase.SEARCH: Role.SEARCHER,
    Phase.GOAL: Role.SEARCHER,
    Phase.ANSWER: Role.ANSWERER,
}

_ENDS, _SEARCHES = (
    frozenset({"finish", "answer_goal"}),
    frozenset({"search_text", "search_images", "web_search"}),
)

_UNDECIDED = Gated(can_answer=False, confidence=0.0, rationale="The model did not decide.")


def phase_of(state: AgentState, goal: str, profile: RunProfile) -> Phase:
    """What the next step towards a goal is. A function of the journal alone."""
    if goal:
        return Phase.GOAL
    match profile.mode:
        case Mode.QUICK:
            return Phase.ANSWER if gate_of(state) else Phase.GATE
        case Mode.PLAN:
            if not state.plan.goals:
                return Phase.SEARCH if _has_planner_failed(state) else Phase.PLAN
            return Phase.PLAN if _is_planning(state) else Phase.ANSWER
        case Mode.SINGLE:
            return Phase.SEARCH


def goals_of(state: AgentState, profile: RunProfile) -> tuple[str, ...]:
    """The goals that may be worked on now; the question itself when it is its turn to plan or to answer."""
    if profile.mode is not Mode.PLAN or not state.plan.goals:
        return ("",)
    ready = tuple(goal.key for goal in state.plan.ready(profile.parallel_goals))
    if _is_planning(state):
        return ("", *ready)
    return ready or ("",)


def gate_of(state: AgentState) -> Gated | None:
    """The decision whether to search, once it was made; to search, when the model never makes it."""
    made = next((gated for step in state.steps for gated in step.results(Gated)), None)
    return made or (_UNDECIDED if _has_planner_failed(state) else None)


def is_lost(state: AgentState, goal: str, role: Role) -> bool:
    """True when the last replies of a role for a goal could not be followed, or only brought errors."""
    steps, asked = state.steps_of(goal)[-PATIENCE:], _followed_up(state, goal)[-PATIENCE:]
    is_role = [request.role for request in asked] == [role] * PATIENCE
    if not is_role or len(steps) != PATIENCE or any(step.pending for step in steps):
        return False
    # A repeat that was refused is a search of its own kind: it was followed.
    errors = [seen.error for step in steps for seen in step.observations.values()]
    return all(error is not None and error.kind != REPEAT for error in errors)


def goes_on(state: AgentState, goal: str) -> bool:
    """True when a model was asked so often to end its work on a goal that asking again is no use."""
    asked = (request.tools for request in _followed_up(state, goal))
    return sum(bool(_ENDS & {*tools}) and not _SEARCHES & {*tools} for tools in asked) >= MAX_CLOSING_REQUESTS


def _is_planning(state: AgentState) -> bool:
    """True while a goal that failed waits for its one new plan, unless the planner is lost."""
    return bool(state.plan.failed()) and not _has_planner_failed(state)


def _has_planner_failed(state: AgentState) -> bool:
    """True once it was asked for nothing so often that it is not asked again in this run."""
    asked = sum(request.role is Role.PLANNER for request in _followed_up(state, ""))
    planned = sum(any([*step.results(Gated), *step.results(PlanRevised)]) for step in state.steps_of(""))
    return asked - planned >= PATIENCE


def _followed_up(state: AgentState, goal: str) -> list[ModelAsked]:
    """The requests that steps of a goal were made of; one that was repeated after a stop counts once."""
    undecided = state.undecided.get(goal)
    made = {asked.key: asked for asked in state.asked if asked.decides and asked.goal == goal}
    return [asked for key, asked in made.items() if key in state.replies and asked != undecided]
