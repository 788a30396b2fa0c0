from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from agents.looking.pins import require_room
from agents.memory import MAX_CURATED_ITEMS
from agents.messages import message as _
from agents.observations import Curated
from agents.toolbox import EVIDENCE, ToolContext, ToolFailed
from agents.types import Importance

PHASES = EVIDENCE

Ids = Annotated[tuple[str, ...], Field(max_length=MAX_CURATED_ITEMS)]


def curate(  # noqa: PLR0913  The parameters of a tool are its schema.
    context: ToolContext,
    importance: Annotated[dict[str, Importance], Field(max_length=MAX_CURATED_ITEMS)] | None = None,
    drop: Ids = (),
    pin: Ids = (),
    unpin: Ids = (),
) -> Curated:
    """Say what matters: up to 30 items stay in front of you, the least important leave first.

    importance: very_high, high, fair or low, by id of a hit (passage:7, image:3) or of evidence (e1).
    drop: ids that no longer matter; they can still be reviewed. pin: UIDs of pictures looked at that stay in
    view, at most 4. unpin: UIDs of pictures that need not any more.
    """
    ranked = importance or {}
    if not (ranked or drop or pin or unpin):
        raise ToolFailed(
            "invalid_arguments", _("Nothing is to change."), _("Give importance, drop, pin or unpin.")
        )
    memory = context.memory
    known = {*memory.pool, *memory.evidence}
    if unknown := _missing([*ranked, *drop], known):
        raise ToolFailed(
            "unknown_id",
            _("No hit or evidence of this run: %(ids)s.", ids=unknown),
            _("Use ids such as image:3 or e1."),
        )
    if unknown := _missing(pin, memory.looks):
        raise ToolFailed(
            "unknown_id",
            _("Not looked at in this run: %(ids)s.", ids=unknown),
            _("Look at a picture before you pin it."),
        )
    if unknown := _missing(unpin, memory.pinned):
        raise ToolFailed(
            "unknown_id",
            _("Not pinned: %(ids)s.", ids=unknown),
            _("Pinned are: %(ids)s.", ids=", ".join(memory.pinned) or "-"),
        )
    require_room(memory, pin, unpin)
    return Curated(ranked, drop, pin, unpin)


def _missing(ids: Collection[str], known: Collection[str]) -> str:
    """Those ids that are not known, with commas between them; empty when all are."""
    return ", ".join(item for item in dict.fromkeys(ids) if item not in known)
