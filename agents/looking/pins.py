"""Pinned pictures: those that stay in view of a model, few as they are."""

from collections.abc import Collection

from agents.memory import WorkingMemory
from agents.messages import message as _
from agents.toolbox import ToolFailed

MAX_PINNED_PICTURES = 4
"""What may be pinned at once: as many as a prompt shows at most."""


def require_room(memory: WorkingMemory, pin: Collection[str], unpin: Collection[str] = ()) -> None:
    """Raise ToolFailed when more pictures would be pinned than are ever shown."""
    kept = [uid for uid in memory.pinned if uid not in unpin]
    if len({*kept, *pin}) > MAX_PINNED_PICTURES:
        raise ToolFailed(
            "too_many_pins",
            _(
                "At most %(count)s pictures can be pinned; pinned now: %(pinned)s.",
                count=MAX_PINNED_PICTURES,
                pinned=", ".join(kept) or "-",
            ),
            _("Unpin one that is no longer needed with curate."),
        )
