from typing import Annotated

from pydantic import Field

from agents.observations import HitsFound
from agents.retrieval.lexical import RecordKind
from agents.searching.critic import Tried
from agents.searching.repeats import repeats_of
from agents.toolbox import OF_CORPORA, SEARCHING, ToolContext
from media_store import Box

PHASES = SEARCHING
SOURCES = OF_CORPORA


def search_by_image(
    context: ToolContext,
    uid: str,
    box: Box | None = None,
    goal: Annotated[str, Field(max_length=300)] = "",
) -> HitsFound:
    """Find pictures that look like a picture, or like a region of it.

    uid: a picture of this run. box: a region as shares of the sides of the shown picture, whole numbers from
    0 to 1000. goal: what this search should establish, in one sentence; reflect on it afterwards.
    """
    context.require_readable(uid)
    repeats_of(context, [Tried(context.step, "search_by_image", "", uid, box)])
    image = context.store.image(uid)
    region = image.crop(box.to_pixels(image.width, image.height)) if box else image
    hits = context.library.search(image=region, kinds=(RecordKind.IMAGE,), limit=context.hits)
    return HitsFound("", hits, uid=uid, box=box, words_only=context.library.words_only())
