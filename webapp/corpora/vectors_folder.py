"""Who owns the folder of vectors: Chroma's files must never be opened by two processes.

The owner holds an exclusive lock on `vectors.lock` and says in `vectors.json` who it is: a server with a
URL, or a process that works on the folder itself. The lock belongs to the open file, so it ends with the
last process that has the descriptor, however that process ends.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from filelock import lock_descriptor

from agents.errors import VectorsUnavailable
from agents.messages import message as _

PATIENCE_SECONDS = 120.0
CHROMA_DATABASE = "chroma.sqlite3"
"""A server makes deleted folders of collections again, but not this file."""

_POLL_SECONDS = 0.1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds the folder; `url` is empty unless it serves."""

    pid: int
    url: str = ""


class VectorsFolder:
    """A folder of vectors and its lock, `NAME.lock`, and its owner, `NAME.json`, beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = -1
        self._lock_path = path.with_suffix(".lock")
        self._owner_path = path.with_suffix(".json")

    @property
    def is_ours(self) -> bool:
        """Whether this process has the lock through this object."""
        return self.descriptor >= 0

    @property
    def has_files(self) -> bool:
        """Whether Chroma's database is there; not, where the folder was deleted under its server."""
        return (self.path / CHROMA_DATABASE).is_file()

    def acquire(self) -> bool:
        """Take the lock without waiting; False while another process has it."""
        self._lock_path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        if not lock_descriptor(descriptor, blocking=False):
            os.close(descriptor)
            return False
        self.descriptor = descriptor
        self.announce(Owner(os.getpid()))
        return True

    def announce(self, owner: Owner) -> None:
        """Say who holds the lock; whole or not at all, as others read it at any time."""
        fresh = self._owner_path.with_name(f".{self._owner_path.name}.{os.getpid()}")
        fresh.write_text(json.dumps(asdict(owner)))
        fresh.replace(self._owner_path)

    def owner(self) -> Owner | None:
        """Who took the lock last; it means something only while the lock is held."""
        try:
            return Owner(**json.loads(self._owner_path.read_text()))
        except FileNotFoundError:
            return None

    def release(self) -> None:
        """Let go of the lock; nothing if it is not held."""
        if self.is_ours:
            self._owner_path.unlink(missing_ok=True)
            os.close(self.descriptor)
            self.descriptor = -1

    def wait_for(self, attempt: Callable[[], T | None], patience_seconds: float) -> T:
        """Repeat `attempt` until it gives something; names the owner on stderr when it has to wait.

        Raises VectorsUnavailable when the patience has run out.
        """
        deadline = time.monotonic() + patience_seconds
        has_spoken = False
        while (result := attempt()) is None:
            holder = self._describe_holder()
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

    def _describe_holder(self) -> str:
        owner = self.owner()
        if owner is None:
            return _("Another process works on the vectors in %(path)s", path=str(self.path))
        return _("Process %(pid)s works on the vectors in %(path)s", pid=str(owner.pid), path=str(self.path))
