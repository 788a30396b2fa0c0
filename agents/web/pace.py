"""How often one host is asked."""

from collections.abc import Callable
from threading import Lock

from agents.messages import message as _
from agents.web.deadline import Clock, Deadline
from agents.web.errors import FetchFailed
from agents.web.targets import Target

_MAX_HOSTS = 1000


class Pace:
    """Keeps the requests to one host apart, for all threads that share it."""

    def __init__(self, interval_seconds: float, clock: Clock, sleep: Callable[[float], None]) -> None:
        self._interval_seconds = interval_seconds
        self._clock = clock
        self._sleep = sleep
        self._lock = Lock()
        self._free_at: dict[str, float] = {}

    def wait(self, target: Target, deadline: Deadline) -> None:
        """Wait for the host's next turn; raises FetchFailed at once if that comes too late."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(target.host, now))
            if turn - now >= deadline.remaining_seconds():
                raise FetchFailed(
                    _(
                        "%(server)s is being asked too often at the moment: try again later.",
                        server=target.shown,
                    ),
                    retryable=True,
                )
            self._free_at[target.host] = turn + self._interval_seconds
            if len(self._free_at) > _MAX_HOSTS:
                self._free_at = {host: free for host, free in self._free_at.items() if free > now}
        if turn > now:
            self._sleep(turn - now)
