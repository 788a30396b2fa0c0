"""Messages between a process that has uploads and one that decodes them: a JSON header and bytes behind it.

No pickle: what comes back was made from a file that somebody else sent.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from struct import Struct
from typing import Any

from media_store.limits import MIB

Receive = Callable[[int], bytes]
"""Gives exactly that many bytes."""

_LENGTH = Struct("!I")
_MAX_HEADER_BYTES = 16 * MIB
MAX_BYTES = 8 * 1024**3


def pack(header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> list[bytes]:
    """The pieces of a message, to be sent one after the other."""
    written = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    return [_LENGTH.pack(len(written)), written, *blobs]


def unpack(receive: Receive) -> tuple[dict[str, Any], list[bytes]]:
    """Header and bytes of the next message. Raises ValueError for what is none, and what `receive` raises."""
    (length,) = _LENGTH.unpack(receive(_LENGTH.size))
    if length > _MAX_HEADER_BYTES:
        raise ValueError("The header is too large.")
    header = json.loads(receive(length))
    sizes = header.pop("blobs")
    if min(sizes, default=0) < 0 or sum(sizes) > MAX_BYTES:
        raise ValueError("The message is too large.")
    return header, [receive(size) for size in sizes]
