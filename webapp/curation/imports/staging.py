"""Where files wait for their import: a folder of its own for each, below the installation's home.

Nothing that a browser says of a path is trusted: it is cleaned before it names a file here.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.conf import settings

from agents.messages import message as _
from media_store.limits import MIB
from webapp.corpora.errors import BadInput
from webapp.corpora.importing.files import PATH_LENGTH
from webapp.curation.models import Import

MAX_DEPTH = 32
MAX_PART_BYTES = 200
"""Of one name in a path: file systems take 255, and need some for their own."""
CHUNK_BYTES = 8 * MIB
"""The most that one request brings."""
_PIECE = 64 * 1024
_DRIVE = re.compile(r"^[A-Za-z]:")


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class WrongOffset(Exception):
    """A chunk does not begin where the file ends; `received` is where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


def folder_of(found: Import) -> Path:
    """Where the files of an import are, as they were sent."""
    return home_of(found) / "files"


def home_of(found: Import) -> Path:
    """All that an import has on this machine."""
    return Path(settings.HOME) / "staging" / str(found.pk)


def clean_path(given: str) -> str:
    """A path below the folder, with slashes. Raises BadInput for one that cannot be kept there."""
    path = given.replace("\\", "/")
    parts = [part for part in PurePosixPath(path).parts if part not in (".", "/")]
    if path.startswith("/") or _DRIVE.match(path) or ".." in parts:
        raise BadInput(_("This path leads out of the folder: %(path)s", path=given[:200]))
    if not parts or "\0" in path:
        raise BadInput(_("This file has no name that can be kept."))
    try:
        is_too_long = any(len(part.encode()) > MAX_PART_BYTES for part in parts)
    except UnicodeEncodeError:
        raise BadInput(_("The name of a file is not valid text. Rename it.")) from None
    if is_too_long or len(parts) > MAX_DEPTH or len("/".join(parts)) > PATH_LENGTH:
        raise BadInput(_("This path is too long: %(path)s", path=given[:200]))
    return "/".join(parts)


def append(found: Import, path: str, offset: int, body: Readable, most_bytes: int) -> int:
    """Write what `body` has behind the first `offset` bytes of a file; gives how long it is then.

    Raises WrongOffset, and BadInput for a path or a size that is not taken; what was there stays.
    """
    file = folder_of(found) / clean_path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    received = file.stat().st_size if file.exists() else 0
    if offset != received:
        raise WrongOffset(received)
    with file.open("ab", buffering=0) as opened:
        try:
            while piece := body.read(_PIECE):
                received += len(piece)
                if received > most_bytes:
                    raise BadInput(
                        _(
                            "%(path)s has more than %(size)s MiB, the most that is taken.",
                            path=path[:200],
                            size=most_bytes // MIB,
                        )
                    )
                view = memoryview(piece)
                while view:  # A disk that is nearly full takes a part.
                    view = view[opened.write(view) :]
        except (OSError, BadInput):  # What came of this chunk goes, so that it can be sent again.
            opened.truncate(offset)
            raise
    return received


def received(found: Import) -> Iterator[tuple[str, int]]:
    """Paths and sizes of what is there."""
    root = folder_of(found)
    for folder, _folders, files in os.walk(root):
        for name in files:
            file = Path(folder, name)
            yield file.relative_to(root).as_posix(), file.stat().st_size


def remove(found: Import) -> None:
    """Delete what waits; twice is the same as once."""
    shutil.rmtree(home_of(found), ignore_errors=True)
