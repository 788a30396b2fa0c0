"""Host names looked up once, in the time that is left."""

import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread

from agents.web.deadline import Deadline

Resolve = Callable[[str], Sequence[str]]
"""The IP addresses of a host name; raises OSError, like socket.getaddrinfo."""


def system_addresses(host: str) -> list[str]:
    """What the system's resolver answers."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(socket_address[0]) for *_, socket_address in found))


def look_up(resolve: Resolve, host: str, deadline: Deadline) -> Sequence[str]:
    """The addresses of `host`; raises OSError as `resolve` does, and TimeoutError."""
    answer: Future[Sequence[str]] = Future()
    # getaddrinfo knows no time limit; a thread that is left behind ends when the system gives up.
    Thread(target=_answer, args=(answer, resolve, host), name="name lookup", daemon=True).start()
    return answer.result(timeout=deadline.remaining_seconds())


def _answer(answer: Future[Sequence[str]], resolve: Resolve, host: str) -> None:
    try:
        answer.set_result(resolve(host))
    except OSError as error:
        answer.set_exception(error)
