"""What Wikipedia and Wikimedia Commons share: the action API of MediaWiki."""

from typing import Any

from agents.web.engines.protocol import EngineState, RefusedInReply
from agents.web.engines.replies import rows

PARAMETERS: dict[str, str | int | None] = {
    "action": "query",
    "format": "json",
    "formatversion": 2,
    "generator": "search",
}
_REFUSALS = {"ratelimited": EngineState.TOO_MANY_REQUESTS, "maxlag": EngineState.SERVER_FAILED}


def found_pages(reply: Any) -> list[dict[str, Any]]:
    """The pages that a search found, the best first. Raises as `WebEngine.results` does.

    Errors come with status 200; a search without results has no `query`, and is complete nonetheless.
    """
    if error := reply.get("error"):
        raise RefusedInReply(_REFUSALS.get(error["code"], EngineState.QUERY_REFUSED))
    if "query" not in reply:
        if not reply.get("batchcomplete"):
            raise ValueError("neither pages nor the end of them")
        return []
    return sorted(rows(reply["query"]["pages"]), key=lambda page: int(page.get("index", 0)))
