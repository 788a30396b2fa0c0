"""A process that decodes uploads for another one, which talks to it over a socket: see pool.py.

It is a fresh interpreter with Pillow and little else: whatever a file does to it costs that file.
"""

import os
import resource
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TextIO

from media_store import errors
from media_store.errors import BrokenImage, MediaError, TooCostly
from media_store.images import Page, normalise
from media_store.limits import Limits
from media_store.messages import message as _
from media_store.messages import read_message, sentence_of, write_message
from media_store.processes.worker_messages import pack, unpack

IDLE_SECONDS = 60
"""Without an upload for so long, it ends."""
NICENESS = 5
"""Those who read pages go first."""
_RETIRED_ABOVE_KIB = 512 * 1024
"""A process that once was so large is not used again."""
_TOO_LARGE = _("This picture takes more memory to decode than is allowed. Make it smaller and try again.")
UNFORESEEN = _("This picture cannot be decoded: it is damaged, or of a kind that is not read. Save it again.")


def main() -> None:
    """Serve the socket whose number is the first argument, with as much memory as the second says."""
    os.nice(NICENESS)
    memory_bytes = int(sys.argv[2])
    log = _quiet_libraries()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        _send(channel, pack({"ready": True}))
        # Linux hands the largest size down from the process that started this one.
        largest_kib = max(_RETIRED_ABOVE_KIB, _largest_kib())
        while _serve(channel, log) and _largest_kib() <= largest_kib:
            pass


def _quiet_libraries() -> TextIO:
    """From now on decoders write their complaints nowhere; what is given is still our log."""
    log = os.fdopen(os.dup(2), "w", buffering=1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    return log


def _serve(channel: socket.socket, log: TextIO) -> bool:
    """Decode one upload; False when none came for long, or none will."""
    channel.settimeout(IDLE_SECONDS)
    try:
        header, (data,) = unpack(lambda size: _receive(channel, size))
    except (EOFError, TimeoutError):
        return False
    channel.settimeout(None)
    limits = Limits(**header["limits"])
    _bound_cpu(limits.max_cpu_seconds)
    page = Page(**header["page"]) if header["page"] else None
    _send(channel, _decoded(data, limits, page, log))
    return True


def _largest_kib() -> int:
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest // 1024 if sys.platform == "darwin" else largest


def _decoded(data: bytes, limits: Limits, page: Page | None, log: TextIO) -> list[bytes]:
    """The picture in a file, or why there is none."""
    try:
        picture = normalise(data, limits, page)
    except MediaError as error:
        return pack(refusal(error))
    except MemoryError:
        return pack(refusal(TooCostly(_TOO_LARGE)))
    except Exception as error:  # noqa: BLE001  # the boundary: a decoder's fault costs one file
        print(f"media_store: a decoder raised {error!r}", file=log)
        return pack(refusal(BrokenImage(UNFORESEEN)))
    return pack({"picture": asdict(replace(picture, data=b"")) | {"data": None}}, [picture.data])


def refusal(error: MediaError) -> dict[str, Any]:
    """An error of the media store as it travels."""
    return {"refused": type(error).__name__, "sentence": write_message(sentence_of(error))}


def refused(header: dict[str, Any]) -> MediaError:
    """The error that travelled; ValueError for the name of none."""
    kind = getattr(errors, header["refused"], None)
    if not (isinstance(kind, type) and issubclass(kind, MediaError)):
        raise ValueError("There is no such error.")
    return kind(read_message(header["sentence"]))


def _bound_cpu(seconds: int) -> None:
    """From now on; what the files before took does not count."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _receive(channel: socket.socket, size: int) -> bytes:
    received = bytearray(size)
    view = memoryview(received)
    while view:
        count = channel.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return bytes(received)


def _send(channel: socket.socket, pieces: list[bytes]) -> None:
    for piece in pieces:
        channel.sendall(piece)
