from typing import Annotated

from pydantic import Field

from agents.messages import message as _
from agents.observations import PictureNoted
from agents.toolbox import EVIDENCE, ToolContext, ToolFailed

PHASES = EVIDENCE


def caption(
    context: ToolContext, uid: str, line: Annotated[str, Field(min_length=1, max_length=200)]
) -> PictureNoted:
    """Write down what a picture shows: your line stands for it when its pixels leave your view.

    uid: a picture of this run, best one you looked at. line: one line of at most 200 characters.
    """
    context.require_readable(uid)
    words = " ".join(line.split())
    if not words:
        raise ToolFailed("invalid_arguments", _("The line is empty."), _("Say what the picture shows."))
    return PictureNoted(uid, words)
