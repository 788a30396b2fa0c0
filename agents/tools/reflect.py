from typing import Annotated

from pydantic import Field

from agents.messages import message as _
from agents.observations import Reflected
from agents.toolbox import SEARCHING, ToolContext, ToolFailed

PHASES = SEARCHING


def reflect(
    context: ToolContext, satisfied: bool, missing: Annotated[str, Field(max_length=500)] = ""
) -> Reflected:
    """Judge, after a search, whether what was found establishes what it should.

    satisfied: whether it does. missing: when it does not, what is still missing; the next query should ask
    for exactly that.
    """
    words = " ".join(missing.split())
    if not satisfied and not words:
        raise ToolFailed("invalid_arguments", _("missing was left out."), _("Say what is still missing."))
    return Reflected(satisfied, "" if satisfied else words)
