"""Pictures that a run made from others, and where it has them from."""

from collections.abc import Iterator
from dataclasses import replace

from agents.looking.looks import picture_seen
from agents.memory import WorkingMemory
from agents.observations import PictureSeen
from agents.toolbox import ToolContext
from media_store import Box


def derived_seen(
    context: ToolContext, uid: str, *, parent: str, box: Box | None = None, note: str = ""
) -> PictureSeen:
    """One look at a picture made from `parent`; `note` says why it was made.

    Equal pixels are one picture, whatever way they were made: the way by which this run had it first counts,
    and what a change left as it was, or turned back to, is the picture it started from. So no picture is ever
    its own ancestor.
    """
    if before := context.memory.looks.get(uid):
        return before
    seen = picture_seen(context.store, context.describer, uid)
    if uid in _line(context.memory, parent):
        return seen
    return replace(seen, parent=parent, box=box, note=note)


def origin(memory: WorkingMemory, uid: str) -> str:
    """The picture that this one was made from in the first place, or the picture itself."""
    return list(_line(memory, uid))[-1]


def _line(memory: WorkingMemory, uid: str) -> Iterator[str]:
    """A picture and its ancestors in this run."""
    at: str | None = uid
    while at:
        yield at
        look = memory.looks.get(at)
        at = look.parent if look else None
