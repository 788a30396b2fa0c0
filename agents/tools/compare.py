from agents.looking.looks import sheet_seen
from agents.looking.pictures import draw_side_by_side
from agents.messages import message as _
from agents.observations import PicturesCompared
from agents.toolbox import SEARCHING, ToolContext, ToolFailed
from agents.vision import hamming_distance, perceptual_hash

PHASES = SEARCHING


def compare(context: ToolContext, first: str, second: str) -> PicturesCompared:
    """Show two pictures side by side, each over its UID, and measure how alike they are.

    first, second: UIDs of two pictures of this run. The hash distance counts differing bits of 64; up to 8
    mostly mean copies of one picture in another size or quality. The similarity, -1 to 1, is that of their
    appearance. Both are hints; what the pictures show decides.
    """
    if first == second:
        raise ToolFailed("invalid_arguments", _("These are one picture."), _("Give two different UIDs."))
    context.require_readable(first)
    context.require_readable(second)
    one, other = context.store.image(first), context.store.image(second)
    similarity = context.describer.similarity(one, other)
    return PicturesCompared(
        first,
        second,
        sheet_seen(context.store, draw_side_by_side(context.store, first, second)),
        hamming_distance(perceptual_hash(one), perceptual_hash(other)),
        None if similarity is None else round(similarity, 3),
    )
