"""A process that reads files for another one, which talks to it over a socket: see pool.py.

It is a fresh interpreter without Django, torch or our settings: whatever a file does to it costs that file.
"""

import json
import os
import resource
import socket
import sys
import traceback
from functools import partial
from pathlib import Path

from agents.documents import worker_messages
from agents.documents.document import DocumentSource, PageRequest
from agents.documents.errors import UnreadableDocument, unforeseen
from agents.documents.limits import ReadLimits
from agents.documents.page_images import draw_page
from agents.documents.parsing import parse_document
from media_store.limits import MIB
from media_store.messages import message as _
from media_store.messages import sentence_of, write_message
from media_store.processes.serving import bound_cpu, receive, send

IDLE_SECONDS = 60
"""Without a file for so long, it ends."""
RETIRE_BYTES = 400 * MIB
"""A process that has grown so large is not used again."""
MAX_FILES = 2_000
MAX_SOURCE_BYTES = 4096 * MIB
MAX_RECURSION = 10_000
TOO_LARGE = _("This file takes more memory than is allowed. Divide it.")
TOO_DEEP = _("This file nests deeper than can be read. Save it anew.")
NICENESS = 5
"""Those who ask and read pages go first."""


def main() -> None:
    """Serve the socket whose number is the first argument, under the limits that are the second."""
    os.nice(NICENESS)
    limits = ReadLimits(**json.loads(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    sys.setrecursionlimit(MAX_RECURSION)
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        send(channel, worker_messages.pack({"ready": True}))
        for _file in range(MAX_FILES):
            if not _serve(channel, limits):
                return


def _serve(channel: socket.socket, limits: ReadLimits) -> bool:
    """Read one file; False when there will be no other."""
    channel.settimeout(IDLE_SECONDS)
    try:
        header, blobs = worker_messages.unpack(partial(receive, channel), MAX_SOURCE_BYTES)
    except (EOFError, TimeoutError):
        return False
    channel.settimeout(None)
    request = worker_messages.unpack_request(header, blobs)
    bound_cpu(limits.cpu_seconds(len(blobs[0])))
    send(channel, _reply(request))
    try:
        resident_pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:  # The system does not say.
        return True
    return resident_pages * resource.getpagesize() < RETIRE_BYTES


def _reply(request: DocumentSource | PageRequest) -> list[bytes]:
    """The document or the page, or the reason why there is none."""
    try:
        if isinstance(request, PageRequest):
            return worker_messages.pack_page_image(draw_page(request))
        return worker_messages.pack_document(parse_document(request))
    except UnreadableDocument as error:
        return worker_messages.pack({"reason": write_message(sentence_of(error))})
    except MemoryError:
        return worker_messages.pack({"reason": TOO_LARGE.stored()})
    except RecursionError:
        return worker_messages.pack({"reason": TOO_DEEP.stored()})
    except Exception as error:  # noqa: BLE001  # the boundary: a reader's fault costs one file
        reason = unforeseen(error)
        return worker_messages.pack(
            {"reason": reason.stored(), "trace": traceback.format_exc(limit=-20)[-8_000:]}
        )
