"""What a process does that serves files to another one: the bytes on its socket, and its limit of time."""

import resource
import socket
from collections.abc import Iterable


def receive(channel: socket.socket, size: int) -> bytes:
    """Exactly so many bytes. Raises EOFError when the other end has closed, and TimeoutError."""
    received = bytearray(size)
    view = memoryview(received)
    while view:
        count = channel.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return bytes(received)


def send(channel: socket.socket, pieces: Iterable[bytes]) -> None:
    """The pieces of a message, one after the other."""
    for piece in pieces:
        channel.sendall(piece)


def bound_cpu(seconds: int) -> None:
    """Limit the processor time of this process from now on; what the files before took does not count."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
