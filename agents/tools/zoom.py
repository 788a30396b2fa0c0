from typing import Annotated

from pydantic import Field

from agents.looking.derived import derived_seen
from agents.messages import message as _
from agents.observations import PictureSeen
from agents.toolbox import SEARCHING, ToolContext, ToolFailed
from media_store import Box

PHASES = SEARCHING
MIN_PIXELS = 8
"""A side below which a cut shows nothing that could be told."""


def zoom(
    context: ToolContext,
    uid: str,
    box: Box,
    note: Annotated[str, Field(max_length=200)] = "",
) -> PictureSeen:
    """Look closer: cut a region from the original at full resolution; the cut is a picture with its own UID.

    uid: a picture of this run. box: the region as shares of the sides of the shown picture, whole numbers
    from 0 to 1000; (0, 0) is top left, x1 > x0 and y1 > y0. note: in one line, what you look for there.
    """
    context.require_readable(uid)
    facts = context.store.facts(uid)
    left, top, right, bottom = box.to_pixels(facts.width, facts.height)
    if right - left < min(MIN_PIXELS, facts.width) or bottom - top < min(MIN_PIXELS, facts.height):
        raise ToolFailed(
            "box_too_small",
            _(
                "The box covers %(box)s of the picture's %(picture)s pixels: too few to see anything.",
                box=f"{right - left} x {bottom - top}",
                picture=f"{facts.width} x {facts.height}",
            ),
            _(
                "Give a box of at least %(pixels)s pixels, which are %(units)s units here.",
                pixels=f"{MIN_PIXELS} x {MIN_PIXELS}",
                units=f"{_units(facts.width)} x {_units(facts.height)}",
            ),
        )
    cut = context.store.crop(uid, box)
    return derived_seen(context, cut.uid, parent=uid, box=box, note=" ".join(note.split()))


def _units(side: int) -> int:
    """How many thousandths of a side of so many pixels are enough, rounded up."""
    return min(1000, -(-MIN_PIXELS * 1000 // side))
