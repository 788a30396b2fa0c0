"""When searching for a goal should end, and which search should be written anew."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import partial

from agents.looking.derived import origin
from agents.memory import SearchRecord, WorkingMemory
from agents.messages import message as _
from agents.observations import HitsFound
from agents.policies.model.phases import REPEAT
from agents.profile import RunProfile
from agents.replay import AgentState, Step
from agents.searching.gain import SearchGain, leaving_reason
from agents.types import Evidence

SAME_STEPS = 3
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
    if _ever(_goes_round, acted):
        return _("The last %(count)s steps made the same calls.", count=SAME_STEPS)
    if goal and len(steps) >= profile.goal_steps:
        return _("The limit of %(count)s steps for a goal is reached.", count=profile.goal_steps)
    if _ever(_repeats_itself, acted):
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


def _gain(search: SearchRecord, kept: Counter[str]) -> SearchGain:
    """`kept` has the pieces of evidence by source that no earlier search met."""
    fresh, found = {*search.new_ids}, search.found
    sources = {hit.uid or str(hit.source) for hit in found.hits if hit.id in fresh}
    credited = sum(kept.pop(source, 0) for source in sources)
    return SearchGain(search.step, found.query, len(found.hits), len(fresh), credited)


def _source_of(memory: WorkingMemory, evidence: Evidence) -> str:
    return origin(memory, evidence.uid) if evidence.uid else str(evidence.source)


def _ever(rule: Callable[[Sequence[Step]], bool], steps: Sequence[Step]) -> bool:
    """Whether a rule was ever met: what a model does after it was stopped does not take the stop back."""
    return any(rule(steps[:count]) for count in range(SAME_STEPS, len(steps) + 1))


def _repeats_itself(steps: Sequence[Step]) -> bool:
    last = [
        [o.error.kind if o.error else "" for o in step.observations.values()] for step in steps[-SAME_STEPS:]
    ]
    return all(kinds and {*kinds} == {REPEAT} for kinds in last)


def _goes_round(steps: Sequence[Step]) -> bool:
    """The same step again and again, or steps that only repeat calls of any before them."""
    *before, last = [[(call.name, dict(call.arguments)) for call in step.calls] for step in steps]
    if all(calls == last for calls in before[1 - SAME_STEPS :]):
        return True
    known = [call for calls in before[: -SAME_STEPS + 1] for call in calls]
    recent = [*before[-SAME_STEPS + 1 :], last]
    return all(call in known for calls in recent for call in calls)
