from typing import Annotated

from pydantic import Field

from agents.context.assets import PAGE, Album, picture_line
from agents.context.recall import recall
from agents.messages import message as _
from agents.observations import Reviewed, ReviewedItem
from agents.toolbox import EVIDENCE, ToolContext, ToolFailed

PHASES = EVIDENCE


def review(
    context: ToolContext,
    ids: Annotated[tuple[str, ...], Field(max_length=5)] = (),
    page: Annotated[int | None, Field(ge=1)] = None,
) -> Reviewed:
    """See again what this run has met, with its full text and without a new search.

    ids: up to 5 of hits (passage:7, image:3), evidence (e1), documents that were read (document:4), pictures
    (their UIDs). page: instead of ids, one page of all pictures met, from 1.
    """
    if bool(ids) == (page is not None):
        raise ToolFailed(
            "invalid_arguments", _("Give either ids or page."), _("page=1 lists the pictures met.")
        )
    if page is not None:
        album = Album.of(context.question, context.memory)
        if page > album.pages:
            raise ToolFailed(
                "unknown_page",
                _("There is no page %(page)s.", page=page),
                _("Pages go from 1 to %(pages)s.", pages=album.pages),
            )
        shown = album.met[(page - 1) * PAGE : page * PAGE]
        lines = (ReviewedItem(uid, "", picture_line(uid, album), uid=uid) for uid in shown)
        return Reviewed(tuple(lines), page, album.pages)
    found = {item_id: recall(context.question, context.memory, item_id) for item_id in dict.fromkeys(ids)}
    unknown = [item_id for item_id, items in found.items() if not items]
    if unknown:
        raise ToolFailed(
            "unknown_id",
            _("This run has not met %(ids)s.", ids=", ".join(unknown)),
            _("Use ids as searches, notes and reads gave them; page=1 lists the pictures met."),
        )
    return Reviewed(tuple(item for items in found.values() for item in items))
