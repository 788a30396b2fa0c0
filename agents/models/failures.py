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

from agents.models.connection import StreamCut
from agents.models.spec import ModelSpec

FAILURES = (ModelAPIError, UnexpectedModelBehavior, StreamCut, TimeoutError)
"""What a request may raise that is no bug of ours."""

MAY_PASS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses after which providers ask to be asked again."""

LONGEST_QUOTE = 300
"""Characters of a provider's own words in a sentence for people."""

_KEY = re.compile(r"\b(?:sk|pk|rk|gsk|xai|hf|AIza|Bearer)[-_ ]?[\w*.-]{6,}")
_LOOK = "Check its server's log or its provider's status page."
_ADVICE = {
    400: "Check what its line says it can do (vision, tools, context).",
    401: "Check its API key.",
    402: "Check the credit of the account.",
    403: "Check what its API key may do.",
    404: "Check its name and its base_url.",
    408: "Check the load of its server.",
    413: "Its server takes no request of this size: check its limit.",
    422: "Check what its line says it can do (vision, tools, context).",
    429: "Check the rate limit and the credit of the account.",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """`said` goes on from the model's name, `advice` is a sentence, `wait_seconds` what the provider asks."""

    said: str
    advice: str
    may_pass: bool
    wait_seconds: float | None = None


def failure_of(error: Exception, spec: ModelSpec) -> Failure:
    """What one of FAILURES means for this model."""
    match error:
        case ModelHTTPError():
            return _http_failure(error, spec)
        case ModelConnectionError(phase="connect" | "pool"):
            at = f" at {spec.base_url}" if spec.base_url else ""
            unreached = f"could not be reached{at}: {_quoted(_root(error), spec)}"
            return Failure(unreached, "Check that its server runs, and its address.", True)
        case ModelTimeoutError():
            silence = f"sent nothing for {spec.silence_seconds:g} s"
            return Failure(silence, "Check its server, or raise silence= in its line.", False)
        case TimeoutError():
            overtime = f"took longer than {spec.total_seconds:g} s"
            return Failure(overtime, "Check its server, or raise total= in its line.", False)
        case ModelAPIError() if not isinstance(error, ModelConnectionError):
            return Failure(f"failed: {_quoted(error.body or error.message, spec)}", _LOOK, False)
        case _:
            return Failure("broke off in the middle of a reply", _LOOK, True)


def _http_failure(error: ModelHTTPError, spec: ModelSpec) -> Failure:
    # A 429 for spent credit is no rate limit: waiting earns none.
    may_pass = error.status_code in MAY_PASS and not isinstance(error, ModelQuotaExceededError)
    said = f"answered {error.status_code}: {_quoted(error.body, spec)}"
    allowed = may_pass and error.provider_retry_hint is not False
    return Failure(said, _ADVICE.get(error.status_code, _LOOK), allowed, error.retry_after)


def _root(error: BaseException) -> str:
    """What the operating system or the TLS library said at first."""
    while cause := error.__cause__ or error.__context__:
        error = cause
    return str(error) or type(error).__name__


def _quoted(body: object, spec: ModelSpec) -> str:
    """The provider's own words in one line, without anything that looks like a key."""
    words = " ".join(str(_message(body)).split()) or "no reason given"
    if spec.api_key:
        words = words.replace(spec.api_key, "***")
    words = _KEY.sub("***", words)
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"


def _message(body: object) -> object:
    """The words in an error body: OpenAI's, Anthropic's and Google's have them in the same places."""
    if isinstance(body, Mapping):
        inner = body.get("error", body.get("message", body.get("detail")))
        return body if inner is None else _message(inner)
    return "" if body is None else body
