"""Pictures of the web, fetched at the first look and kept by UID from then on."""

from agents.browsing.addresses import address_named, is_address
from agents.effects import Effects, Wait
from agents.messages import message as _
from agents.messages import sentence_of
from agents.observations import FetchedPicture
from agents.sources import NOWHERE, page_ref
from agents.toolbox import ToolContext, ToolFailed
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.run_web import PictureOrigin
from media_store import MediaError
from media_store.errors import MediaStoreUnavailable

_NAMES = ("result:", "figure:", "link:")


def is_of_the_web(named: str) -> bool:
    """Whether a picture is named as one of the web that has no UID yet."""
    return named.startswith(_NAMES) or is_address(named)


def stored_uid(context: ToolContext, named: str) -> str:
    """The UID of a picture that was fetched under this name; "" for any other."""
    return context.memory.web.uids.get(named, "")


def fetched(context: ToolContext, named: str) -> Effects[FetchedPicture]:
    """The picture of a result or a page, fetched now and stored. Raises ToolFailed."""
    origin = _origin_of(context, named)
    web = context.require_web()
    try:
        uid = web.met_picture(origin.address)
        if not uid:
            content = yield Wait(lambda _stopped: web.fetch_picture(origin.address))
            uid = web.keep_picture(content, origin)
    except MediaStoreUnavailable:
        raise
    except (FetchRefused, FetchFailed, MediaError) as error:
        raise ToolFailed(
            "picture",
            _("%(name)s was not fetched: %(reason)s", name=named[:100], reason=sentence_of(error)),
            _("Look at another picture; ask for the others again without this one."),
        ) from error
    return FetchedPicture(
        named, uid, origin.address, origin.page, origin.title, origin.author, origin.licence,
        origin.licence_address, origin.snapshot,
    )  # fmt: skip


def _origin_of(context: ToolContext, named: str) -> PictureOrigin:
    met = context.memory.web
    if hit := met.hits.get(named):
        if hit.picture is None:
            raise ToolFailed(
                "no_picture",
                _("%(name)s is a page, not a picture.", name=named),
                _("Open it with open_page."),
            )
        shown = hit.picture
        return PictureOrigin(
            shown.address, shown.page or hit.address, hit.title, shown.author, shown.licence,
            shown.licence_address,
        )  # fmt: skip
    if figure := met.figures.get(named):
        key, _dot, place = named.removeprefix("figure:").rpartition(".")
        page = met.pages.get(str(page_ref(key)))
        return PictureOrigin(
            figure.address, page.address if page else "", figure.words or (page.title if page else ""),
            page.author if page else "", snapshot=page.source if page else NOWHERE, place=int(place),
        )  # fmt: skip
    if named.startswith("figure:"):
        raise ToolFailed(
            "unknown_picture", _("No picture %(uid)s in this run.", uid=named),
            _("Use UIDs and ids from the question, a search or a page."),
        )  # fmt: skip
    return PictureOrigin(address_named(context, named))
