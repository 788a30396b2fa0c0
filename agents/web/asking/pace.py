"""How often each engine is asked, by all processes of an installation together."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from agents.web.asking.refusals import MAX_WAIT_SECONDS

LOCK_SECONDS = 5.0
"""For the lock of a pace, which is held while a number is written; then TimeoutError, an OSError."""


@dataclass(frozen=True, slots=True)
class EnginePace:
    """Turns of engines, each in a file of `folder`; `clock` is the time of day, which processes share.

    Raises OSError where the folder cannot be written.
    """

    folder: Path
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def wait(self, name: str, interval_seconds: float, patience_seconds: float) -> float:
        """Wait for the next turn and take it; gives 0, or the seconds until it where these are too many."""
        with self._locked(name):
            now = self.clock()
            turn = max(now, self._free_at(name, now))
            if turn - now > patience_seconds:
                return turn - now
            self._write(name, turn + interval_seconds)
        if turn > now:
            self.sleep(turn - now)
        return 0.0

    def rest(self, name: str, seconds: float) -> None:
        """Give nobody a turn for this long."""
        with self._locked(name):
            now = self.clock()
            self._write(name, max(self._free_at(name, now), now + seconds))

    def _locked(self, name: str) -> FileLock:
        self.folder.mkdir(parents=True, exist_ok=True)
        return FileLock(self.folder / f"{name}.lock", timeout=LOCK_SECONDS)

    def _free_at(self, name: str, now: float) -> float:
        try:
            free_at = float((self.folder / name).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return now
        # Later than anybody could have been told to wait: the clock was set back meanwhile.
        return free_at if free_at <= now + 2 * MAX_WAIT_SECONDS else now

    def _write(self, name: str, free_at: float) -> None:
        (self.folder / name).write_text(f"{free_at:.3f}", encoding="ascii")
