from agents.looking.derived import derived_seen
from agents.observations import PictureSeen
from agents.toolbox import SEARCHING, ToolContext

PHASES = SEARCHING


def enhance(context: ToolContext, uid: str) -> PictureSeen:
    """Raise the contrast of a dark, pale or hazy picture; the result has its own UID and the same size.

    uid: a picture of this run. One that uses the full range from black to white already comes back unchanged,
    under its own UID.
    """
    context.require_readable(uid)
    enhanced = context.store.enhance(uid)
    return derived_seen(context, enhanced.uid, parent=uid)
