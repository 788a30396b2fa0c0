"""One moment by which a whole fetch has to end."""

from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on a monotonic clock, in seconds."""

    at: float
    clock: Clock

    def remaining_seconds(self) -> float:
        """The time that is left, more than zero; raises TimeoutError when there is none."""
        remaining = self.at - self.clock()
        if remaining <= 0:
            raise TimeoutError
        return remaining
