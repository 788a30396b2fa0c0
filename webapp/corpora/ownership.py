"""Who of all processes of this machine has something that only one may have, and where it can be asked.

The owner holds an exclusive lock on `NAME.lock` and says in `NAME.json` who it is: a server with a URL, or a
process that works by itself. The lock belongs to the open file, so it ends with the last process that has the
descriptor, however that process ends.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import lock_descriptor


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that has it; `url` is empty unless it serves."""

    pid: int
    url: str = ""


class Ownership:
    """The lock and the owner of what `path` names, in files beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = -1
        self._lock_path = path.with_suffix(".lock")
        self._owner_path = path.with_suffix(".json")

    @property
    def is_ours(self) -> bool:
        """Whether this process has the lock through this object."""
        return self.descriptor >= 0

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
