"""Work as generators: they yield events to be journalled, and waits for what takes long.

A generator that yields an event goes on when the event is stored and folded. One that yields a Wait gets its
result, or has its error raised, when the work is done; others go on meanwhile. So the state of a run has one
thread, and only the waiting is parallel.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event as Flag
from typing import Any, TypeVar

from agents.events import Event

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Wait:
    """Work for another thread, such as a request to a model. It must not touch the state of the run.

    It is given a flag: once that is set nobody waits for it any more, and it should end.
    """

    work: Callable[[Flag], Any]


PULSE_SECONDS = 0.5
"""While nothing but waiting is done, the consumer is asked this often whether it still wants to wait."""

Effects = Generator[Event | Wait, Any, Result]
Submit = Callable[[Callable[[Flag], Any]], Future[Any]]
Strands = Mapping[str, Callable[[], Effects[None]]]
"""What should be under way, by name."""


def at_once(result: Result) -> Effects[Result]:
    """A result that took neither events nor waiting."""
    return result
    yield


@dataclass(slots=True)
class Driver:
    """Runs strands side by side, at most `limit` of them, in the order that `wanted` names them.

    `wanted` is asked again whenever a strand has ended. An error of one strand ends all, and so does one that
    `pulse` raises while all of them wait.
    """

    wanted: Callable[[], Strands]
    limit: int
    pulse: Callable[[], None] = lambda: None
    _under_way: dict[str, Effects[None]] = field(default_factory=dict)
    _runnable: deque[tuple[str, Future[Any] | None]] = field(default_factory=deque)
    _waiting: dict[Future[Any], str] = field(default_factory=dict)

    def run(self) -> Generator[Event]:
        """The events of all strands. Each is folded by the consumer before it asks for the next."""
        pool, stopped = ThreadPoolExecutor(self.limit, "waits"), Flag()
        try:
            while True:
                for name, start in self.wanted().items():
                    if name not in self._under_way and len(self._under_way) < self.limit:
                        self._under_way[name] = start()
                        self._runnable.append((name, None))
                if not self._under_way:
                    return
                yield from self._go_on(lambda work: pool.submit(work, stopped))
        finally:
            stopped.set()
            for strand in self._under_way.values():
                strand.close()
            # Nobody needs what is still under way: a request to a model may take minutes.
            pool.shutdown(wait=False, cancel_futures=True)

    def _go_on(self, submit: Submit) -> Iterator[Event]:
        """Until a strand has ended."""
        while True:
            if not self._runnable:
                while not (ended := wait(self._waiting, PULSE_SECONDS, FIRST_COMPLETED).done):
                    self.pulse()
                self._runnable.extend((self._waiting.pop(future), future) for future in ended)
            name, waited = self._runnable.popleft()
            strand = self._under_way[name]
            try:
                if waited is None:
                    item = next(strand)
                elif error := waited.exception():
                    item = strand.throw(error)
                else:
                    item = strand.send(waited.result())
                while not isinstance(item, Wait):
                    yield item
                    item = next(strand)
            except StopIteration:
                del self._under_way[name]
                return
            self._waiting[submit(item.work)] = name
