"""One request and its answer, over a line that is already limited."""

import ssl
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlencode

import httpcore

from agents.documents.text.decoding import declared_in_type
from agents.messages import message as _
from agents.messages import sentence_of
from agents.web.errors import BadStatus, FetchFailed
from agents.web.limits import FetchLimits
from agents.web.line import GuardedConnection
from agents.web.sending import Sent, user_agent
from agents.web.targets import Target
from agents.web.unpacking import ENCODINGS, unpack
from media_store.limits import MIB

_WHOLE = {"GET": {200, 203}, "POST": {200, 201, 203}}
_REDIRECTS = {301, 302, 303, 307, 308}
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_MAX_REASON_BYTES = 16 * 1024
_PHRASES = {status.value: f" {status.phrase}" for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class ServerResponse:
    """What a server said: a whole body, or (`location` is not empty) where to ask instead."""

    status: int
    media_type: str
    content: bytes
    location: str
    declared_encoding: str = ""


@dataclass(frozen=True, slots=True)
class ServerRequest:
    """A request of one target: a GET, or a POST of what is sent."""

    target: Target
    line: GuardedConnection
    ssl_context: ssl.SSLContext
    limits: FetchLimits
    sent: Sent = field(default=Sent())
    agent: bytes = field(default=user_agent(""))

    def answer(self) -> ServerResponse:
        """Ask; raises FetchFailed, TimeoutError and httpcore.TimeoutException."""
        response = self._head()
        location = _header(response, b"location")
        if response.status in _REDIRECTS and location:
            return ServerResponse(response.status, "", b"", location)
        if response.status not in _WHOLE[self.sent.method]:
            raise self._refusal(response)
        encoding = declared_in_type(_header(response, b"content-type"))
        return ServerResponse(response.status, _media_type(response), self._content(response), "", encoding)

    def _refusal(self, response: httpcore.Response) -> BadStatus:
        status = f"{response.status}{_PHRASES.get(response.status, '')}"
        limits = replace(self.limits, max_bytes=min(self.limits.max_bytes, _MAX_REASON_BYTES))
        content = b""
        with suppress(FetchFailed):  # What a server says of its refusal is a help, and never needed.
            content = replace(self, limits=limits)._content(response)
        return BadStatus(
            _("%(server)s answered %(status)s.", server=self.target.shown, status=status),
            retryable=response.status in _PASSING,
            status=response.status,
            media_type=_media_type(response),
            content=content,
            retry_after_seconds=_retry_after_seconds(response),
        )

    def _head(self) -> httpcore.Response:
        limit_bytes = self.limits.max_head_bytes
        words = _(
            "%(server)s sends headers of more than %(limit)s bytes.",
            server=self.target.shown,
            limit=limit_bytes,
        )
        self.line.allow(limit_bytes, words)
        url = self.target.url
        path = url.raw_path
        if self.sent.secret_query:
            path += (b"&" if b"?" in path else b"?") + urlencode(self.sent.secret_query).encode()
        asked = httpcore.URL(
            scheme=url.raw_scheme, host=self.target.host.encode(), port=self.target.port, target=path
        )
        headers = [(b"Host", url.netloc), *self.sent.all_headers(self.agent)]
        request = httpcore.Request(self.sent.method, asked, headers=headers, content=self.sent.body)
        connection = httpcore.HTTPConnection(
            asked.origin, ssl_context=self.ssl_context, network_backend=self.line
        )
        try:
            return connection.handle_request(request)
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                fault = _certificate_fault(error.__cause__.verify_code, self.target.shown)
                raise FetchFailed(fault, retryable=False) from error
            raise FetchFailed(
                _("%(server)s cannot be reached: try again later.", server=self.target.shown), retryable=True
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchFailed(
                _("%(server)s gave no answer that can be read.", server=self.target.shown), retryable=True
            ) from error

    def _content(self, response: httpcore.Response) -> bytes:
        """The body, unpacked."""
        encoding = _header(response, b"content-encoding").lower()
        if encoding not in ENCODINGS:
            raise FetchFailed(
                _("%(server)s packs its answer in a way that was not asked for.", server=self.target.shown),
                retryable=False,
            )
        if int(_header(response, b"content-length") or 0) > self.limits.max_bytes:
            raise self._too_large()
        sent, most = bytearray(), self.limits.max_bytes
        # Chunks may be framed by far more bytes than they bring: a quarter on top is generous.
        self.line.allow(most + most // 4 + self.limits.max_head_bytes, sentence_of(self._too_large()))
        try:
            for piece in response.iter_stream():
                sent += piece
                if len(sent) > most:
                    raise self._too_large()
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchFailed(
                _("%(server)s broke off in the middle of its answer.", server=self.target.shown),
                retryable=True,
            ) from error
        try:
            content = unpack(bytes(sent), encoding, most)
        except ValueError as error:
            raise FetchFailed(
                _("%(server)s sent an answer that cannot be unpacked.", server=self.target.shown),
                retryable=True,
            ) from error
        if len(content) > most:
            raise self._too_large()
        return content

    def _too_large(self) -> FetchFailed:
        words = _(
            "%(server)s sends more than %(limit)s MiB.",
            server=self.target.shown,
            limit=f"{self.limits.max_bytes / MIB:.3g}",
        )
        return FetchFailed(words, retryable=False)


def _certificate_fault(code: int, server: str) -> str:
    """What is wrong with a certificate; codes of https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/."""
    if code == 9:
        return _("%(server)s has a certificate that is not valid yet.", server=server)
    if code == 10:
        return _("%(server)s has a certificate that has expired.", server=server)
    if code in (62, 64):
        return _("%(server)s has a certificate for another name: check the address.", server=server)
    if code in (18, 19, 20, 21):
        return _("%(server)s has a certificate that no known authority has signed.", server=server)
    return _("%(server)s has no valid certificate for its name.", server=server)


def _header(response: httpcore.Response, name: bytes) -> str:
    """The values of a header; what is no UTF-8 becomes characters that no address may contain."""
    values = [value for key, value in response.headers if key.lower() == name]
    return b", ".join(values).decode("utf-8", "surrogateescape").strip()


def _media_type(response: httpcore.Response) -> str:
    return _header(response, b"content-type").partition(";")[0].strip().lower()


def _retry_after_seconds(response: httpcore.Response) -> float | None:
    """How long a server asks to be left alone: in seconds, or until a date, counted from the server's own."""
    written = _header(response, b"retry-after")
    if written.isdecimal() and written.isascii():
        return float(written[:9])
    try:
        until, now = parsedate_to_datetime(written), parsedate_to_datetime(_header(response, b"date"))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
