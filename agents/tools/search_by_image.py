from agents.observations import HitsFound
from agents.retrieval.lexical import RecordKind
from agents.toolbox import ToolContext
from media_store import Box


def search_by_image(context: ToolContext, uid: str, box: Box | None = None) -> HitsFound:
    """Find pictures that look like a picture, or like a region of it.

    uid: a picture of the question or of a search. box: a region in 0..1000 units of its sides.
    """
    context.require_readable(uid)
    image = context.store.image(uid)
    region = image.crop(box.to_pixels(image.width, image.height)) if box else image
    hits = context.library.search(image=region, kinds=(RecordKind.IMAGE,), limit=context.hits)
    return HitsFound("", hits, uid=uid, box=box)
