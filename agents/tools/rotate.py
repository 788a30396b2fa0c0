from typing import Literal

from agents.looking.derived import derived_seen
from agents.observations import PictureSeen
from agents.toolbox import SEARCHING, ToolContext

PHASES = SEARCHING


def rotate(context: ToolContext, uid: str, degrees: Literal[90, 180, 270]) -> PictureSeen:
    """Turn a picture, to read what stands on its side or its head; the turned picture has its own UID.

    uid: a picture of this run. degrees: clockwise, 90, 180 or 270. Boxes in the result are its own.
    """
    context.require_readable(uid)
    turned = context.store.rotate(uid, degrees)
    return derived_seen(context, turned.uid, parent=uid)
