"""What it means that an engine gave no results: a state with a name, and a sentence."""

from agents.messages import message as _
from agents.messages import sentence_of
from agents.web.engines.protocol import EngineFailed, EngineState, WebEngine
from agents.web.errors import BadStatus, FetchFailed, FetchRefused, TookTooLong

MAX_WAIT_SECONDS = 3600.0
REST_SECONDS = 30.0
"""How long an engine is left alone that says "too many requests" and not until when."""

_SENTENCES: dict[EngineState, str] = {
    EngineState.BLOCKED: _("%(engine)s does not let this installation in."),
    EngineState.NO_JSON: _(
        "%(engine)s gives no JSON: who runs it has to add json to search.formats in its settings.yml."
    ),
    EngineState.KEY_REFUSED: _("%(engine)s refused its API key: an administrator has to correct it."),
    EngineState.OUT_OF_CREDIT: _("The account at %(engine)s has no queries left."),
    EngineState.QUERY_REFUSED: _("%(engine)s does not take this query: word it in another way."),
    EngineState.TIMED_OUT: _("%(engine)s did not answer in time."),
    EngineState.UNREACHABLE: _("%(engine)s cannot be reached."),
    EngineState.SERVER_FAILED: _("%(engine)s does not work at the moment."),
    EngineState.BROKEN_REPLY: _("%(engine)s answered in a form that cannot be read."),
    EngineState.WEB_PAGE: _("%(engine)s answered with a web page instead of results."),
    EngineState.NO_PACE: _("%(engine)s is not asked: its pace cannot be kept in the home."),
    EngineState.NO_TIME: _("%(engine)s is not asked any more: the engines before it took too long."),
}


def failure(
    engine: WebEngine, state: EngineState, *, wait_seconds: float | None = None, detail: str = ""
) -> EngineFailed:
    """What is said of an engine; `detail` is for operators alone."""
    if wait_seconds is not None:
        wait_seconds = min(MAX_WAIT_SECONDS, wait_seconds)
    if state is EngineState.TOO_MANY_REQUESTS:
        wait_seconds = REST_SECONDS if wait_seconds is None else wait_seconds
        sentence = _(
            "%(engine)s was asked too often: again in %(wait)s seconds.",
            engine=engine.title,
            wait=max(1, round(wait_seconds)),
        )
    else:
        sentence = _(_SENTENCES[state], engine=engine.title)
    failed = EngineFailed(state, sentence, wait_seconds=wait_seconds)
    failed.detail = detail
    return failed


def of_request(engine: WebEngine, error: FetchFailed | FetchRefused) -> EngineFailed:
    """What a request means that brought nothing."""
    match error:
        case BadStatus():
            state = engine.refusal(error) or _of_status(engine, error)
            return failure(engine, state, wait_seconds=error.retry_after_seconds, detail=sentence_of(error))
        case TookTooLong():
            return failure(engine, EngineState.TIMED_OUT, detail=sentence_of(error))
        case _:
            return failure(engine, EngineState.UNREACHABLE, detail=sentence_of(error))


def is_web_page(media_type: str, content: bytes) -> bool:
    """Whether this is HTML, whatever it says of itself."""
    start = content[:200].lstrip().lower()
    return media_type in ("text/html", "application/xhtml+xml") or start.startswith((b"<!doctype", b"<html"))


def _of_status(engine: WebEngine, refused: BadStatus) -> EngineState:
    is_page = is_web_page(refused.media_type, refused.content)
    match refused.status:
        case 401 | 403:
            return EngineState.KEY_REFUSED if engine.needs_key and not is_page else EngineState.BLOCKED
        case 402:
            return EngineState.OUT_OF_CREDIT
        case 429:
            return EngineState.TOO_MANY_REQUESTS
        case 451:
            return EngineState.BLOCKED
        case 408 | 504:
            return EngineState.TIMED_OUT
        case 400 | 413 | 414 | 422:
            return EngineState.QUERY_REFUSED
        case 404 | 405 | 410:
            return EngineState.WEB_PAGE if is_page else EngineState.BROKEN_REPLY
        case _:
            return EngineState.SERVER_FAILED
