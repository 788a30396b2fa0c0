"""When searching for a goal should end, and which search should be written anew."""

from collections import Counter
from collections.abc import Sequence

from agents.looking.derived import origin
from agents.memory import WorkingMemory
from agents.messages import message as _
from agents.policies.model.phases import REPEAT
from agents.profile import RunProfile
from agents.replay import AgentState, Step
from agents.searching.gain import SearchGain, leaving_reason

MAX_SAME_STEPS = 3
"""Steps in a row with the same calls: the model goes round in circles."""


def reason_to_stop(state: AgentState, goal: str, profile: RunProfile) -> str:
    """Why the next step towards a goal should end it, as a sentence; empty while it may go on.

    Going round in circles stays a reason until somebody gives a hint, whatever the model does then.
    Leaving off when the gain falls is for the goals of a plan: they have other goals to compare with.
    """
    steps, gains = state.steps_of(goal), gains_of(state.memory)
    own = [gains[place] for place, search in enumerate(state.memory.searches) if search.goal == goal]
    # A hint is something new to do. A reply that was not followed changes nothing.
    acted = [step for step in steps if step.calls and step.number > state.hinted_steps]
    # Once met, a rule holds: what a model does after it was stopped does not take the stop back.
    if any(_goes_round(acted[:count]) for count in range(MAX_SAME_STEPS, len(acted) + 1)):
        return _("The last %(count)s steps made the same calls.", count=MAX_SAME_STEPS)
    if goal and len(steps) >= profile.goal_steps:
        return _("The limit of %(count)s steps for a goal is reached.", count=profile.goal_steps)
    asked_again = [
        {seen.error.kind if seen.error else "" for seen in step.observations.values()} == {REPEAT}
        for step in acted
    ]
    if any(all(asked_again[at : at + MAX_SAME_STEPS]) for at in range(len(acted) - MAX_SAME_STEPS + 1)):
        return _("The last %(count)s steps only asked what had been asked before.", count=MAX_SAME_STEPS)
    return leaving_reason(own, gains if goal else ())


def weak_search(state: AgentState, goal: str, refinements: int) -> tuple[int, str] | None:
    """The newest step of a goal and why, when its searches were no use and may still be written anew.

    A search is no use when it found nothing, or nothing but what the goal's own searches had found before,
    and more than one of that (SmartSearch). What another goal had found may be just what this one needs.
    """
    steps = state.steps_of(goal)
    if not steps or sum(bool(step.set_aside) for step in state.steps) >= refinements:
        return None
    step, own = steps[-1], [search for search in state.memory.searches if search.goal == goal]
    made = [search.found for search in own if search.step == step.number and search.found.repeat_of is None]
    known = {hit.id for search in own if search.step < step.number for hit in search.found.hits}
    is_of_use = any(len(found.hits) == 1 or any(hit.id not in known for hit in found.hits) for found in made)
    if not made or step.set_aside or is_of_use:
        return None
    queries = ", ".join(f"“{found.query}”" for found in made if found.query) or "–"
    if any(found.hits for found in made):
        return step.number, _("The search %(queries)s found only what was known.", queries=queries)
    return step.number, _("The search %(queries)s found nothing.", queries=queries)


def gains_of(memory: WorkingMemory) -> list[SearchGain]:
    """What each search of the run brought, in order; evidence counts for the first that met its source."""
    kept = Counter(
        origin(memory, piece.uid) if piece.uid else str(piece.source) for piece in memory.evidence.values()
    )
    gains = []
    for search in memory.searches:
        fresh, hits = {*search.new_ids}, search.found.hits
        sources = {hit.uid or str(hit.source) for hit in hits if hit.id in fresh}
        credited = sum(kept.pop(source, 0) for source in sources)
        gains.append(SearchGain(search.step, search.found.query, len(hits), len(fresh), credited))
    return gains


def _goes_round(steps: Sequence[Step]) -> bool:
    """The same step again and again, or steps that only repeat calls of any before them."""
    *before, last = [[(call.name, dict(call.arguments)) for call in step.calls] for step in steps]
    if all(calls == last for calls in before[1 - MAX_SAME_STEPS :]):
        return True
    known = [call for calls in before[: -MAX_SAME_STEPS + 1] for call in calls]
    recent = [*before[-MAX_SAME_STEPS + 1 :], last]
    return all(call in known for calls in recent for call in calls)
