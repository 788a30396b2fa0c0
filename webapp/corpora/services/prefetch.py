"""Work that runs ahead in threads, with a bound on how far."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, wait
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
BEAT_SECONDS = 1.0


def prefetch(
    executor: Executor,
    work: Callable[[Item], Result],
    items: Iterable[Item],
    ahead: int,
    beat: Callable[[], None] = lambda: None,
) -> Iterator[Result]:
    """`work(item)` for every item, in order; at most `ahead` results wait in memory.

    `beat` is called about every BEAT_SECONDS while a result is waited for. What it or `work` raises is raised
    here. When the caller stops early, what has not begun is cancelled.
    """

    def result(future: Future[Result]) -> Result:
        while not wait([future], BEAT_SECONDS).done:
            beat()
        return future.result()

    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(executor.submit(work, item))
            if len(waiting) >= ahead:
                yield result(waiting.popleft())
        while waiting:
            yield result(waiting.popleft())
    finally:
        for future in waiting:
            future.cancel()


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of `size` items; the last may be shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
