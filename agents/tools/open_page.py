from typing import Annotated

from pydantic import Field

from agents.browsing.addresses import MAX_ADDRESS_CHARACTERS, address_named
from agents.browsing.pages import page_opened, stretches
from agents.effects import Effects, Wait
from agents.messages import message as _
from agents.messages import sentence_of
from agents.observations import PageOpened
from agents.sources import PAGE, page_ref
from agents.toolbox import OF_THE_WEB, SEARCHING, ToolContext, ToolFailed, unknown_source
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.pages.errors import PageUnreadable
from agents.web.run_web import KeptPage

PHASES = SEARCHING
SOURCES = OF_THE_WEB
_BY_REF = f"{PAGE}:"


def open_page(
    context: ToolContext,
    address: Annotated[str, Field(min_length=1, max_length=MAX_ADDRESS_CHARACTERS)],
    question: Annotated[str, Field(max_length=500)] = "",
) -> Effects[PageOpened]:
    """Read a page of the web. It is stored as it is now, and can be quoted with note (document: page:3).

    address: the id of a result (result:1) or of a link (link:3.7), an address as the question, a result or a
    page gave it, or a page that was read before (page:3). Addresses that were made up or altered are not
    opened. question: what to find there; of a long page the passages near it are shown.
    """
    web = context.require_web()
    wanted = question.strip() or context.question.text
    named, is_kept = address.strip(), True
    if named.startswith(_BY_REF):
        kept = web.kept_page(page_ref(named.removeprefix(_BY_REF)))
        if kept is None:
            raise unknown_source(page_ref(named.removeprefix(_BY_REF)))
        opened = kept.page.asked
    else:
        opened = address_named(context, named)
        kept = web.met_page(opened)
        if kept is None:
            kept, is_kept = (yield from _fetched(context, opened)), False
    page = kept.page
    spans = yield Wait(lambda _stopped: stretches(page.text, page.headings, wanted))
    return page_opened(kept, opened, wanted, spans, is_kept=is_kept)


def _fetched(context: ToolContext, address: str) -> Effects[KeptPage]:
    web = context.require_web()
    try:
        page = yield Wait(lambda _stopped: web.fetch_page(address))
    except (FetchRefused, FetchFailed, PageUnreadable) as error:
        raise ToolFailed(
            "page",
            _("The page was not read: %(reason)s", reason=sentence_of(error)),
            _("Open another result, or search for another source."),
        ) from error
    return web.keep_page(page)
