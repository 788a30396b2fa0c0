"""When searching for a goal should end, and which search should be written anew."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial

from agents.craft.gain import SearchGain, leaving_reason
from agents.derived import origin
from agents.memory import Search, WorkingMemory
from agents.messages import message as _
from agents.observations import HitsFound
from agents.policies.model.phases import REPEAT
from agents.profile import RunProfile
from agents.replay import AgentState, Step
from agents.types import Evidence

SAME_STEPS = 3
"""Steps in a row with the same calls: the model goes round in circles."""


def reason_to_stop(state: AgentState, goal: str, profile: RunProfile) -> str:
    """Why the next step towards a goal should end it, as a sentence; empty while it may go on.

    Leaving off when the gain falls is for the goals of a plan: they have other goals to compare with.
    """
    steps, gains = state.steps_of(goal), gains_of(state.memory)
    own = [gains[place] for place, search in enumerate(state.memory.searches) if search.goal == goal]
    # A reply that was not followed changes nothing: the reason to stop stands until something was done.
    acted = [step for step in steps if step.calls]
    if _goes_round(acted):
        return _("The last %(count)s steps made the same calls.", count=SAME_STEPS)
    if goal and len(steps) >= profile.goal_steps:
        return _("The limit of %(count)s steps for a goal is reached.", count=profile.goal_steps)
    if _repeats_itself(acted):
        return _("The last %(count)s steps only asked what had been asked before.", count=SAME_STEPS)
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
    if not made or step.set_aside or not all(_is_useless(found, known) for found in made):
        return None
    queries = ", ".join(f"“{found.query}”" for found in made if found.query) or "–"
    if any(found.hits for found in made):
        return step.number, _("The search %(queries)s found only what was known.", queries=queries)
    return step.number, _("The search %(queries)s found nothing.", queries=queries)


def gains_of(memory: WorkingMemory) -> list[SearchGain]:
    """What each search of the run brought, in order; evidence counts for the first that met its source."""
    kept = Counter(map(partial(_source_of, memory), memory.evidence.values()))
    return [_gain(search, kept) for search in memory.searches]


def _is_useless(found: HitsFound, known: Collection[str]) -> bool:
    ids = [hit.id for hit in found.hits]
    return not ids or (len(ids) > 1 and all(hit_id in known for hit_id in ids))


def _gain(search: Search, kept: Counter[str]) -> SearchGain:
    """`kept` has the pieces of evidence by source that no earlier search met."""
    fresh, found = {*search.new_ids}, search.found
    sources = {
        f"document:{hit.document}" if hit.uid is None else hit.uid for hit in found.hits if hit.id in fresh
    }
    credited = sum(kept.pop(source, 0) for source in sources)
    return SearchGain(search.step, found.query, len(found.hits), len(fresh), credited)


def _source_of(memory: WorkingMemory, evidence: Evidence) -> str:
    return origin(memory, evidence.uid) if evidence.uid else f"document:{evidence.document}"


def _repeats_itself(steps: Sequence[Step]) -> bool:
    last = [
        [o.error.kind if o.error else "" for o in step.observations.values()] for step in steps[-SAME_STEPS:]
    ]
    return len(last) == SAME_STEPS and all(kinds and {*kinds} == {REPEAT} for kinds in last)


def _goes_round(steps: Sequence[Step]) -> bool:
    last = [[(call.name, dict(call.arguments)) for call in step.calls] for step in steps[-SAME_STEPS:]]
    return len(last) == SAME_STEPS and bool(last[0]) and all(calls == last[0] for calls in last)
