"""Asks the encoding service, at whichever of its addresses answers."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from agents.errors import EncodingUnavailable, SightlineError, StaleIndex
from agents.messages import message as _
from agents.retrieval.encoders import EncoderUnavailable, UnknownEncoder
from webapp.corpora.encoding.protocol import (
    MAX_WAIT_SECONDS,
    STATUS,
    Description,
    PicturesReply,
    Refusal,
    TextsReply,
    TextsRequest,
)

TIMEOUTS = httpx.Timeout(connect=2, write=10, pool=5, read=MAX_WAIT_SECONDS + 5)
"""Seconds. A service that answers gives up before its client does."""

CUT_OFF = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""The service ended on the way. To encode is idempotent, so it is asked again."""

AVOIDED_SECONDS = 10
"""An address that did not answer is tried last for so long."""

Reply = TypeVar("Reply", bound=BaseModel)
_REFUSED = {*STATUS.values()}


class EncodingClient:
    """Safe to share between threads. `addresses` gives those of now, `key` is shown to each.

    Raises, whatever is asked: EncodingUnavailable when nobody answers or all are busy, StaleIndex when the
    encoder is no longer of that version, UnknownEncoder and EncoderUnavailable.
    """

    def __init__(self, addresses: Callable[[], Sequence[str]], key: Callable[[], str]) -> None:
        self._addresses, self._key = addresses, key
        # The service is our own: no proxy stands before it, and it leads nowhere else.
        self._http = httpx.Client(timeout=TIMEOUTS, trust_env=False, follow_redirects=False)
        self._turns = count()
        self._descriptions: dict[str, Description] = {}
        self._avoided: dict[str, float] = {}

    def close(self) -> None:
        """Close the connections that are kept."""
        self._http.close()

    def describe(self, name: str) -> Description:
        """What is known of an encoder; asked for once, and again when its version has changed."""
        found = self._descriptions.get(name)
        return found or self.describe_anew(name)

    def describe_anew(self, name: str) -> Description:
        """The description as it is now."""
        found = self._ask(Description, "GET", "/encoder", params={"name": name})
        self._descriptions[name] = found
        return found

    def embed(self, request: TextsRequest) -> TextsReply:
        """A vector for each text."""
        content = request.model_dump_json().encode()
        return self._of_version(request.name, TextsReply, "POST", "/texts", content=content)

    def describe_pictures(self, name: str, version: str, k: int, pixels: bytes) -> PicturesReply:
        """Vectors and labels of the pictures of a request: see protocol.py."""
        params = {"name": name, "version": version, "k": str(k)}
        return self._of_version(name, PicturesReply, "POST", "/pictures", params=params, content=pixels)

    def check(self, address: str, name: str) -> Description:
        """The description by this very address."""
        return _read(Description, self._send(address, "GET", "/encoder", params={"name": name}), address)

    def _of_version(self, name: str, kind: type[Reply], method: str, path: str, **content: object) -> Reply:
        try:
            return self._ask(kind, method, path, **content)
        except StaleIndex:
            self._descriptions.pop(name, None)
            raise

    def _ask(self, kind: type[Reply], method: str, path: str, **content: object) -> Reply:
        """What the first address says that is of use; those that failed just now are asked last."""
        failure: SightlineError | None = None
        addresses = list(self._addresses())
        first = next(self._turns) % len(addresses) if addresses else 0
        now = time.monotonic()
        in_turn = [*addresses[first:], *addresses[:first]]
        for address in sorted(in_turn, key=lambda each: self._avoided.get(each, 0) > now):
            try:
                reply = _read(kind, self._send(address, method, path, **content), address)
            except EncodingUnavailable as error:
                failure = error
                if not error.is_busy:
                    self._avoided[address] = time.monotonic() + AVOIDED_SECONDS
            else:
                self._avoided.pop(address, None)
                return reply
        raise failure or EncodingUnavailable(
            _("The encoding service does not run. It is started by manage.py serve, or manage.py encoding.")
        )

    def _send(self, address: str, method: str, path: str, **content: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._key()}"}
        send = partial(self._http.request, method, address + path, headers=headers, **content)  # type: ignore[arg-type]
        try:
            try:
                return send()
            except CUT_OFF:
                return send()
        except httpx.HTTPError as error:
            raise EncodingUnavailable(
                _("The encoding service does not answer."), f"{address}: {error or type(error).__name__}"
            ) from error


def _read(kind: type[Reply], response: httpx.Response, address: str) -> Reply:
    """The reply, or what its refusal raises."""
    if response.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
        raise EncodingUnavailable(_("The encoding service failed; its log says why."), address)
    try:
        if response.status_code in _REFUSED:
            raise _refusal(Refusal.model_validate_json(response.content), address)
        return kind.model_validate_json(response.content)
    except ValidationError as error:
        raise EncodingUnavailable(
            _("Another program answers where the encoding service should be."),
            f"{address}: {response.status_code}",
        ) from error


def _refusal(refusal: Refusal, address: str) -> SightlineError:
    match refusal.reason:
        case "unknown_encoder":
            return UnknownEncoder(refusal.sentence)
        case "unavailable_encoder":
            return EncoderUnavailable(refusal.sentence)
        case "other_version":
            return StaleIndex(_("The encoder was replaced by another version just now. Try again."))
        case "busy":
            return EncodingUnavailable(
                _("Too much is being encoded at once. Try again in a moment."), address, is_busy=True
            )
        case "wrong_key":
            return EncodingUnavailable(
                _("The encoding service refuses the key: give both sides the same SIGHTLINE_SECRET_KEY."),
                address,
            )
        case "too_large" | "unreadable":
            return EncodingUnavailable(refusal.sentence, address)
