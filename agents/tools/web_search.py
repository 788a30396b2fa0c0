from typing import Annotated, Literal

from pydantic import Field

from agents.browsing.results import web_found
from agents.effects import Effects, Wait
from agents.messages import message as _
from agents.observations import WebFound, web_search_name
from agents.searching.critic import Tried
from agents.searching.repeats import repeats_of
from agents.toolbox import OF_THE_WEB, SEARCHING, ToolContext, ToolFailed
from agents.web.engines.protocol import Freshness, SearchKind, WebQuery
from agents.web.hosts import normal_host

PHASES = SEARCHING
SOURCES = OF_THE_WEB


def web_search(  # noqa: PLR0913  The parameters of a tool are its schema.
    context: ToolContext,
    query: Annotated[str, Field(min_length=1, max_length=400)],
    kind: Literal["text", "image", "news"] = "text",
    site: Annotated[str, Field(max_length=253)] = "",
    freshness: Literal["day", "week", "month", "year"] | None = None,
    language: Annotated[str, Field(pattern=r"^([a-z]{2})?$")] = "",
    goal: Annotated[str, Field(max_length=300)] = "",
) -> Effects[WebFound]:
    """Search the web for pages, pictures (image) or news. Results are short; open what matters.

    query: words that the page itself would use; it leaves this machine. kind: text, image or news. site: a
    host name, for results of that site alone. freshness: how old a result may be. language: such as en.
    goal: what this search should establish, in one sentence; reflect on it afterwards. A page is read with
    open_page by the id of its result, a picture is looked at with look.
    """
    web = context.require_web()
    host = site.strip().lower()
    if host and normal_host(host) is None:
        raise ToolFailed(
            "invalid_arguments", _("This is no name of a host."), _("Give one such as example.org.")
        )
    name = web_search_name(kind, host, freshness or "", language)
    repeats_of(context, [Tried(context.step, name, query)])
    asked = WebQuery(
        query, SearchKind(kind), context.hits, Freshness(freshness) if freshness else None, language, host
    )
    done = yield Wait(lambda _stopped: web.search(asked))
    return web_found(context.memory, done)
