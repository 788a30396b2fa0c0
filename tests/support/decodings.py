"""Counts the files that are sent to the processes that decode uploads, on the sockets to them."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest

from media_store.processes.pool import shared_decoders
from media_store.processes.worker_messages import unpack

_sent: list[dict[str, Any]] = []


class _Counting(socket.socket):
    """Our end of a pair: it notes the header of each whole message."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting = b""

    def sendall(self, data: Any, flags: int = 0) -> None:
        super().sendall(data, flags)
        self._waiting += bytes(data)
        stream = BytesIO(self._waiting)

        def receive(size: int) -> bytes:
            piece = stream.read(size)
            if len(piece) < size:
                raise EOFError
            return piece

        try:
            _sent.append(unpack(receive)[0])
        except EOFError:
            return
        self._waiting = stream.read()


@contextmanager
def decodings() -> Iterator[list[dict[str, Any]]]:
    """Until the end of the block each process that decodes is a fresh one; a message for each file."""
    make_pair = socket.socketpair

    def pair() -> tuple[socket.socket, socket.socket]:
        ours, theirs = make_pair()
        return _Counting(fileno=ours.detach()), theirs

    shared_decoders().close()
    _sent.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socketpair", pair)
        yield _sent
    shared_decoders().close()
