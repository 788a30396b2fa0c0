from agents.eye import picture_seen
from agents.observations import PictureSeen
from agents.toolbox import ToolContext
from media_store import Box


def zoom(context: ToolContext, uid: str, box: Box) -> PictureSeen:
    """Look closer: cut a region from the original at full resolution; the cut is a picture with its own UID.

    uid: a picture of this run. box: the region in 0..1000 units of the shown picture's sides.
    """
    context.require_readable(uid)
    cut = context.store.crop(uid, box)
    if cut.uid == uid:
        return picture_seen(context.store, context.eye, uid)
    return picture_seen(context.store, context.eye, cut.uid, parent=uid, box=box)
