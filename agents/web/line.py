"""A line to a server: it reaches checked addresses only, and measures what comes in."""

import ssl
from collections.abc import Iterable, Sequence

import httpcore

from agents.web.deadline import Deadline
from agents.web.errors import FetchFailed

_MAX_ATTEMPTS = 4


class GuardedConnection(httpcore.NetworkBackend):
    """Dials the given addresses whatever host it is asked for, so a name is never looked up twice.

    Nothing comes in before `allow` says how much. Raises FetchFailed for more, and TimeoutError.
    """

    def __init__(
        self, network: httpcore.NetworkBackend, addresses: Sequence[str], deadline: Deadline
    ) -> None:
        self._network = network
        self._addresses = addresses[:_MAX_ATTEMPTS]
        self._deadline = deadline
        self._opened: list[httpcore.NetworkStream] = []
        self._left_bytes = 0
        self._too_much = ""

    def allow(self, size_bytes: int, too_much: str) -> None:
        """Let this much in from here on; `too_much` is the sentence for more."""
        self._left_bytes, self._too_much = size_bytes, too_much

    def close(self) -> None:
        """Hang up."""
        for stream in self._opened:
            stream.close()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for position, address in enumerate(self._addresses):
            share_seconds = self._deadline.remaining_seconds() / (len(self._addresses) - position)
            try:
                return self.measured(self._network.connect_tcp(address, port, timeout=share_seconds))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError

    def measured(self, stream: httpcore.NetworkStream) -> httpcore.NetworkStream:
        """The same stream under the limits of this line."""
        self._opened.append(stream)
        return _MeasuredStream(stream, self)

    def read(self, stream: httpcore.NetworkStream, most_bytes: int) -> bytes:
        """What comes next; raises FetchFailed when more comes than was allowed."""
        if not self._left_bytes:
            raise FetchFailed(self._too_much, retryable=False)
        content = stream.read(min(most_bytes, self._left_bytes), self.remaining_seconds())
        self._left_bytes -= len(content)
        return content

    def remaining_seconds(self) -> float:
        """The time left for whatever comes next; raises TimeoutError."""
        return self._deadline.remaining_seconds()


class _MeasuredStream(httpcore.NetworkStream):
    """Ignores the time limits of each single read: a server that drips would never break one."""

    def __init__(self, stream: httpcore.NetworkStream, line: GuardedConnection) -> None:
        self._stream = stream
        self._line = line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._line.read(self._stream, max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._line.remaining_seconds())

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._line.remaining_seconds()
        return self._line.measured(self._stream.start_tls(ssl_context, server_hostname, seconds))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()
