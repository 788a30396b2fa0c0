"""A process that decodes uploads for another one, which talks to it over a socket: see pool.py.

It is a fresh interpreter with Pillow and little else: whatever a file does to it costs that file.
"""

import os
import resource
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from media_store import errors
from media_store.errors import BrokenImage, MediaError, TooCostly
from media_store.images import Page, normalise
from media_store.limits import Limits
from media_store.messages import message as _
from media_store.messages import read_message, sentence_of, write_message
from media_store.processes.serving import bound_cpu, receive, send
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
    # Decoders write their complaints nowhere; our log is what standard error was.
    log = os.fdopen(os.dup(2), "w", buffering=1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        send(channel, pack({"ready": True}))
        # Linux hands the largest size down from the process that started this one.
        largest_kib = max(_RETIRED_ABOVE_KIB, _largest_kib())
        while _serve(channel, log) and _largest_kib() <= largest_kib:
            pass


def _serve(channel: socket.socket, log: TextIO) -> bool:
    """Decode one upload; False when none came for long, or none will."""
    channel.settimeout(IDLE_SECONDS)
    try:
        header, (data,) = unpack(partial(receive, channel))
    except (EOFError, TimeoutError):
        return False
    channel.settimeout(None)
    limits = Limits(**header["limits"])
    bound_cpu(limits.max_cpu_seconds)
    page = Page(**header["page"]) if header["page"] else None
    try:
        picture = normalise(data, limits, page)
        answer = pack({"picture": asdict(replace(picture, data=b"")) | {"data": None}}, [picture.data])
    except MediaError as error:
        answer = pack(refusal(error))
    except MemoryError:
        answer = pack(refusal(TooCostly(_TOO_LARGE)))
    except Exception as error:  # noqa: BLE001  # the boundary: a decoder's fault costs one file
        print(f"media_store: a decoder raised {error!r}", file=log)
        answer = pack(refusal(BrokenImage(UNFORESEEN)))
    send(channel, answer)
    return True


def _largest_kib() -> int:
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest // 1024 if sys.platform == "darwin" else largest


def refusal(error: MediaError) -> dict[str, Any]:
    """An error of the media store as it travels."""
    return {"refused": type(error).__name__, "sentence": write_message(sentence_of(error))}


def refused(header: dict[str, Any]) -> MediaError:
    """The error that travelled; ValueError for the name of none."""
    kind = getattr(errors, header["refused"], None)
    if not (isinstance(kind, type) and issubclass(kind, MediaError)):
        raise ValueError("There is no such error.")
    return kind(read_message(header["sentence"]))
