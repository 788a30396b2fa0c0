"""The critic: tells a search that was made before from one that asks something new."""

from collections.abc import Iterable
from dataclasses import dataclass

from agents.searching.similarity import are_near_repeats
from media_store import Box

SAME_REGION = 0.9
"""Intersection over union of two boxes from which they show the same."""

_WHOLE = Box(0, 0, 1000, 1000)


@dataclass(frozen=True, slots=True)
class Tried:
    """A search that was made: its step and tool, its words or its picture, and what it brought anew.

    Without a `box` the whole picture was searched for.
    """

    step: int
    tool: str
    query: str
    uid: str | None = None
    box: Box | None = None
    new_ids: int = 0


def earlier_repeat(search: Tried, tried: Iterable[Tried]) -> Tried | None:
    """The earliest of `tried` that this search nearly repeats. Refused searches are no part of `tried`.

    Words repeat words asked of the same tool, for texts and pictures are found by the same words; a picture
    repeats the same picture with nearly the same region.
    """
    for earlier in tried:
        if search.tool != earlier.tool or search.uid != earlier.uid:
            continue
        if search.uid is None:
            is_repeat = are_near_repeats(search.query, earlier.query)
        else:
            first, second = search.box or _WHOLE, earlier.box or _WHOLE
            width = min(first.x1, second.x1) - max(first.x0, second.x0)
            height = min(first.y1, second.y1) - max(first.y0, second.y0)
            shared = max(0, width) * max(0, height)
            is_repeat = shared / (_area(first) + _area(second) - shared) >= SAME_REGION
        if is_repeat:
            return earlier
    return None


def _area(box: Box) -> int:
    return (box.x1 - box.x0) * (box.y1 - box.y0)
