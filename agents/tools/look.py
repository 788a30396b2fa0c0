from agents.eye import picture_seen
from agents.observations import PictureSeen
from agents.toolbox import ToolContext


def look(context: ToolContext, uid: str) -> PictureSeen:
    """Look at a picture: what it may show, text in it, its colours, its original and its shown size.

    uid: a picture of the question or of a search.
    """
    context.require_readable(uid)
    before = context.memory.looks.get(uid)
    parent, box = (before.parent, before.box) if before else (None, None)
    return picture_seen(context.store, context.eye, uid, parent=parent, box=box)
