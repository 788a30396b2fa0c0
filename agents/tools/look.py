from typing import Annotated

from pydantic import Field

from agents.browsing.pictures import fetched, is_of_the_web, stored_uid
from agents.effects import Effects
from agents.looking.looks import picture_seen, sheet_seen
from agents.looking.pictures import SHEET_PICTURES, draw_contact_sheet
from agents.looking.pins import require_room
from agents.messages import message as _
from agents.observations import FetchedPicture, PicturesSeen
from agents.toolbox import SEARCHING, ToolContext, ToolFailed

PHASES = SEARCHING
LARGE = 4
"""Pictures of one call that are shown large."""


def look(
    context: ToolContext,
    uids: Annotated[list[str], Field(min_length=1, max_length=SHEET_PICTURES)],
    contact_sheet: bool = False,
    pin: bool = False,
) -> Effects[PicturesSeen]:
    """Look at pictures: their pixels, what they may show, text in them, original and shown size in pixels.

    uids: 1 to 4 pictures of the question or of a search, or 2 to 12 for a contact sheet. Pictures of the web
    are named by the id of their result (result:4) or on their page (figure:3.2), and have a UID afterwards.
    contact_sheet: show them small, as one picture with each UID printed under its tile; cheap, and good for
    choosing. pin: keep the pictures in view for the rest of the run, at most 4.
    """
    asked = tuple(dict.fromkeys(uids))
    _require_number(len(asked), contact_sheet, pin)
    fresh = list[FetchedPicture]()
    for named in asked:
        if is_of_the_web(named) and not stored_uid(context, named):
            fresh.append((yield from fetched(context, named)))
    names = context.memory.web.uids | {picture.name: picture.uid for picture in fresh}
    wanted = tuple(dict.fromkeys(names.get(named, named) for named in asked))
    unreadable = []
    for uid in wanted:
        try:
            context.require_readable(uid)
        except ToolFailed:
            unreadable.append(uid)
    if unreadable:
        # All or none: a model that gets half of what it asked for takes one picture for another.
        raise ToolFailed(
            "unknown_picture",
            _("No picture %(uid)s in this run.", uid=", ".join(unreadable)),
            _("Use UIDs from the question or from a search; ask for the others again without these."),
        )
    if pin:
        require_room(context.memory, wanted)
    # A picture never changes, so what this run saw in it before still holds.
    looks = context.memory.looks
    pictures = tuple(looks.get(uid) or picture_seen(context.store, context.describer, uid) for uid in wanted)
    is_sheet = contact_sheet and len(wanted) > 1  # Two addresses may have the same picture.
    sheet = sheet_seen(context.store, draw_contact_sheet(context.store, wanted)) if is_sheet else None
    return PicturesSeen(pictures, sheet, pin, tuple(fresh))


def _require_number(count: int, is_sheet: bool, is_pinned: bool) -> None:
    if is_sheet and is_pinned:
        problem = _("A contact sheet does not keep its pictures in view: leave pin out.")
    elif is_sheet and count < 2:
        problem = _("A contact sheet takes 2 to %(count)s different UIDs.", count=SHEET_PICTURES)
    elif not is_sheet and count > LARGE:
        problem = _(
            "At most %(count)s pictures are shown at once; for up to %(sheet)s set contact_sheet.",
            count=LARGE,
            sheet=SHEET_PICTURES,
        )
    else:
        return
    raise ToolFailed("invalid_arguments", problem, _("Call look again with other arguments."))
