"""What a failed request means: whether asking again may help, after which wait, and what to tell a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelConnectionError,
    ModelHTTPError,
    ModelQuotaExceededError,
    ModelTimeoutError,
    UnexpectedModelBehavior,
)

from agents.messages import message as _
from agents.models.chat_stream import NO_STREAM, WEB_PAGE
from agents.models.connection import StreamCut
from agents.models.spec import ModelSpec
from agents.text.redaction import without_addresses

FAILURES = (ModelAPIError, UnexpectedModelBehavior, StreamCut, TimeoutError)
"""What a request may raise that is no bug of ours."""

MAY_PASS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses after which providers ask to be asked again."""

MAX_QUOTE_CHARACTERS = 300
"""Characters of a provider's own words in a sentence for people."""

_KEY = re.compile(r"\b(?:sk|pk|rk|gsk|xai|hf|AIza|Bearer)[-_ ]?[\w*.-]{6,}")
_LOOK = _("Check its server's log or its provider's status page.")
_ADVICE = {
    400: _("Check what its line says it can do (vision, tools, context)."),
    401: _("Check its API key."),
    402: _("Check the credit of the account."),
    403: _("Check what its API key may do."),
    404: _("Check its name and its base_url."),
    408: _("Check the load of its server."),
    413: _("Its server takes no request of this size: check its limit."),
    422: _("Check what its line says it can do (vision, tools, context)."),
    429: _("Check the rate limit and the credit of the account."),
}


_REFUSALS = frozenset({400, 404, 422, 500, 501})
"""HTTP statuses with which servers refuse something that a request asks for."""

_BUSY = re.compile(
    r"overload|try again|temporar|timeout|timed out|capacity|rate.?limit|too many req|busy"
    r"|unavailable|loading",
    re.IGNORECASE,
)
_LASTING = (
    (
        re.compile(
            r"context (length|size|window)|maximum context|(prompt|input) is too long|reduce the length"
            r"|exceeds? .{0,40}context|too many (input )?tokens",
            re.IGNORECASE,
        ),
        _(
            "The prompt is longer than its server's context: start it with more, or lower context= in its "
            "line."
        ),
    ),
    (
        re.compile(
            r"model.{0,80}(not found|(does )?not exist)|(no such|unknown|invalid) model|model_not_found",
            re.IGNORECASE | re.DOTALL,
        ),
        _("Check its name: the server knows no model of that one."),
    ),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """`said` lacks its full stop, `advice` is a sentence, `wait_seconds` what the provider asks."""

    said: str
    advice: str
    may_pass: bool
    wait_seconds: float | None = None


def failure_of(error: Exception, spec: ModelSpec) -> Failure:
    """What one of FAILURES means for this model."""
    match error:
        case ModelAPIError(provider_error_code=code) if code in (WEB_PAGE, NO_STREAM):
            return _wrong_address(error, spec)
        case ModelHTTPError():
            return _http_failure(error, spec)
        case ModelConnectionError(phase="connect" | "pool"):
            root: BaseException = error
            while cause := root.__cause__ or root.__context__:
                root = cause  # What the operating system or the TLS library said at first.
            words = without_addresses(_quoted(str(root) or type(root).__name__, spec))
            unreached = _("The model %(model)s could not be reached: %(words)s", model=spec.name, words=words)
            return Failure(unreached, _("Check that its server runs, and its base_url."), True)
        case ModelTimeoutError():
            silence = _(
                "The model %(model)s sent nothing for %(seconds)s s",
                model=spec.name,
                seconds=f"{spec.silence_seconds:g}",
            )
            return Failure(silence, _("Check its server, or raise silence= in its line."), False)
        case TimeoutError():
            overtime = _(
                "The model %(model)s took longer than %(seconds)s s",
                model=spec.name,
                seconds=f"{spec.total_seconds:g}",
            )
            return Failure(overtime, _("Check its server, or raise total= in its line."), False)
        case ModelAPIError() if not isinstance(error, ModelConnectionError):
            words = _quoted(error.body or error.message, spec)
            lasting = _lasting_advice(words)
            # An error within a stream has no status: only its words tell whether it may pass.
            may_pass = not lasting and bool(_BUSY.search(words))
            said = _("The model %(model)s failed: %(words)s", model=spec.name, words=words)
            return Failure(said, lasting or _LOOK, may_pass)
        case _other:
            broken = _("The model %(model)s broke off in the middle of a reply", model=spec.name)
            return Failure(broken, _LOOK, True)


def refused_words(error: Exception) -> str:
    """The words with which a server refused what a request asked for; empty for any other failure."""
    if isinstance(error, ModelHTTPError) and error.status_code in _REFUSALS:
        return str(_message(error.body))
    return ""


def _wrong_address(error: ModelAPIError, spec: ModelSpec) -> Failure:
    shown = error.body.get("shown") if isinstance(error.body, Mapping) else ""
    if error.provider_error_code == WEB_PAGE:
        said = _("The model %(model)s answers with a web page", model=spec.name)
    else:
        said = _("The model %(model)s answers with plain text", model=spec.name)
    if shown:
        said = _("%(sentence)s (%(detail)s)", sentence=said, detail=_quoted(shown, spec))
    return Failure(said, _("Check base_url: its address is no model's; it usually ends in /v1."), False)


def _http_failure(error: ModelHTTPError, spec: ModelSpec) -> Failure:
    words = _quoted(error.body, spec)
    lasting = _lasting_advice(words)
    # A 429 for spent credit is no rate limit: waiting earns none.
    may_pass = error.status_code in MAY_PASS and not isinstance(error, ModelQuotaExceededError)
    allowed = may_pass and not lasting and error.provider_retry_hint is not False
    advice = lasting or _ADVICE.get(error.status_code, _LOOK)
    said = _(
        "The model %(model)s answered %(status)s: %(words)s",
        model=spec.name,
        status=str(error.status_code),
        words=words,
    )
    return Failure(said, advice, allowed, error.retry_after)


def _lasting_advice(words: str) -> str:
    """What to do about an error that asking again cannot mend, whatever its status; empty for any other."""
    return next((advice for pattern, advice in _LASTING if pattern.search(words)), "")


def _quoted(body: object, spec: ModelSpec) -> str:
    """The provider's own words in one line, without anything that looks like a key."""
    words = " ".join(str(_message(body)).split()) or "no reason given"
    if spec.api_key:
        words = words.replace(spec.api_key, "***")
    words = _KEY.sub("***", words)
    return words if len(words) <= MAX_QUOTE_CHARACTERS else words[: MAX_QUOTE_CHARACTERS - 1] + "…"


def _message(body: object) -> object:
    """The words in an error body: OpenAI's, Anthropic's and Google's have them in the same places."""
    if isinstance(body, Mapping):
        inner = body.get("error", body.get("message", body.get("detail")))
        return body if inner is None else _message(inner)
    return "" if body is None else body
