"""Searches that a run has made before: a model is told of them instead of paying for them again."""

from collections.abc import Sequence

from agents.memory import SearchRecord
from agents.messages import Message, joined
from agents.messages import message as _
from agents.searching.critic import Tried, earlier_repeat
from agents.toolbox import ToolContext, ToolFailed

NAMED_HITS = 5
"""Ids that a refusal names: as many as one review takes."""


def repeats_of(context: ToolContext, wanted: Sequence[Tried]) -> tuple[int | None, ...]:
    """For each search that is wanted the step that made nearly the same one, or None for a new one.

    Searches of one call count against each other. Raises ToolFailed when none of them is new. All are new
    where the context does not refuse repeats.
    """
    if not context.refuses_repeats:
        return (None,) * len(wanted)
    since = context.reworded_steps  # Words counted otherwise before.
    searches = [search for search in context.memory.searches if search.step > since]
    tried = [_tried(search) for search in searches if search.found.repeat_of is None]
    found: list[Tried | None] = []
    for search in wanted:
        found.append(earlier_repeat(search, tried))
        tried += [search] if found[-1] is None else []
    repeats = [repeat for repeat in found if repeat]
    if len(repeats) < len(wanted):
        return tuple(repeat.step if repeat else None for repeat in found)
    brought, shown = list[Message](), dict[str, None]()
    for repeat in dict.fromkeys(repeats):
        if repeat.query:
            words = _(
                "Step %(step)s searched for “%(query)s”, nearly the same, and brought %(count)s new items.",
                step=repeat.step, query=repeat.query, count=repeat.new_ids,
            )  # fmt: skip
        else:
            words = _(
                "Step %(step)s searched with %(uid)s, nearly the same, and brought %(count)s new items.",
                step=repeat.step, uid=str(repeat.uid), count=repeat.new_ids,
            )  # fmt: skip
        brought.append(words)
        for made in context.memory.searches:
            if _tried(made) == repeat:
                shown |= dict.fromkeys(hit.id for hit in made.found.hits)
    ids = ", ".join([*shown][:NAMED_HITS])
    raise ToolFailed(
        "duplicate",
        _("%(searches)s It was not asked again.", searches=joined(*brought)),
        _("Review what was found (%(ids)s), or ask for something that it did not ask for.", ids=ids)
        if ids
        else _("Ask for something else: other words, a part of it, or the picture itself."),
    )


def _tried(search: SearchRecord) -> Tried:
    found = search.found
    return Tried(search.step, search.tool, found.query, found.uid, found.box, len(search.new_ids))
