"""Who owns the folder of vectors: Chroma's files must never be opened by two processes."""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

from agents.errors import VectorsUnavailable
from agents.messages import message as _
from webapp.corpora.ownership import Ownership

PATIENCE_SECONDS = 120.0
CHROMA_DATABASE = "chroma.sqlite3"
"""A server makes deleted folders of collections again, but not this file."""

_POLL_SECONDS = 0.1

T = TypeVar("T")


class VectorsFolder(Ownership):
    """A folder of vectors and who has it."""

    @property
    def has_files(self) -> bool:
        """Whether Chroma's database is there; not, where the folder was deleted under its server."""
        return (self.path / CHROMA_DATABASE).is_file()

    def wait_for(self, attempt: Callable[[], T | None], patience_seconds: float) -> T:
        """Repeat `attempt` until it gives something; names the owner on stderr when it has to wait.

        Raises VectorsUnavailable when the patience has run out.
        """
        deadline = time.monotonic() + patience_seconds
        has_spoken = False
        while (result := attempt()) is None:
            owner, path = self.owner(), str(self.path)
            if owner is None:
                holder = _("Another process works on the vectors in %(path)s", path=path)
            else:
                holder = _("Process %(pid)s works on the vectors in %(path)s", pid=str(owner.pid), path=path)
            if time.monotonic() > deadline:
                raise VectorsUnavailable(
                    _(
                        "%(holder)s and did not let go of it in %(seconds)s s. Wait until it has finished, "
                        "or start manage.py vectors so that processes can share them.",
                        holder=holder,
                        seconds=f"{patience_seconds:.0f}",
                    )
                )
            if not has_spoken:
                print(f"{holder}; waiting for it.", file=sys.stderr, flush=True)
                has_spoken = True
            time.sleep(_POLL_SECONDS)
        return result
