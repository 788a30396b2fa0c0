from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from agents.memory import CURATED_ITEMS
from agents.observations import Curated
from agents.pins import require_room
from agents.toolbox import EVIDENCE, ToolContext, ToolFailed
from agents.types import Importance

PHASES = EVIDENCE

Ids = Annotated[tuple[str, ...], Field(max_length=CURATED_ITEMS)]


def curate(  # noqa: PLR0913  The parameters of a tool are its schema.
    context: ToolContext,
    importance: Annotated[dict[str, Importance], Field(max_length=CURATED_ITEMS)] | None = None,
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
        raise ToolFailed("invalid_arguments", "Nothing is to change.", "Give importance, drop, pin or unpin.")
    memory = context.memory
    known = {*memory.pool, *memory.evidence}
    _require([*ranked, *drop], known, "No hit or evidence of this run:", "Use ids such as image:3 or e1.")
    _require(pin, memory.looks, "Not looked at in this run:", "Look at a picture before you pin it.")
    _require(unpin, memory.pinned, "Not pinned:", f"Pinned are: {', '.join(memory.pinned) or 'none'}.")
    require_room(memory, pin, unpin)
    return Curated(ranked, drop, pin, unpin)


def _require(ids: Collection[str], known: Collection[str], problem: str, hint: str) -> None:
    unknown = [item for item in dict.fromkeys(ids) if item not in known]
    if unknown:
        raise ToolFailed("unknown_id", f"{problem} {', '.join(unknown)}.", hint)
