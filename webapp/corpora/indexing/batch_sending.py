"""Batches on their way into the index: a thread sends their vectors, and rows are marked behind it."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from webapp.corpora.indexing.target import IndexTarget, Progressed

# The clock keeps progress in sight where the encoder is slow.
_ROWS, _SECONDS = 256, 1.0


class IndexBatch(Protocol):
    """Batches that go together: Chroma takes one large batch faster than many small ones."""

    def send(self, target: IndexTarget) -> None:
        """Store the vectors; twice is the same as once. Touches no database, so any thread may do it."""

    def mark(self, target: IndexTarget) -> Progressed:
        """Store what was found and mark the rows, in one transaction."""


Batch = TypeVar("Batch", bound=Sized)


def send_batches(
    target: IndexTarget, batches: Iterable[Batch], make: Callable[[Sequence[Batch]], IndexBatch]
) -> Iterator[Progressed]:
    """Send and mark all of these batches; yields after each batch that is stored.

    Raises what `send` and `mark` raise: VectorsUnavailable above all. What was stored stays.
    """
    with ThreadPoolExecutor(1, "vectors") as sender:
        under_way: tuple[IndexBatch, Future[None]] | None = None
        for gathered in _gathered(batches):
            batch = make(gathered)
            following = batch, sender.submit(batch.send, target)
            if under_way:
                yield _store(target, *under_way)
            under_way = following
        if under_way:
            yield _store(target, *under_way)


def _store(target: IndexTarget, batch: IndexBatch, sending: "Future[None]") -> Progressed:
    """Wait until the vectors have arrived, then mark the rows."""
    sending.result()
    return batch.mark(target)


def _gathered(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    gathered, begun = list[Batch](), time.monotonic()
    for batch in batches:
        gathered.append(batch)
        if sum(map(len, gathered)) >= _ROWS or time.monotonic() - begun > _SECONDS:
            yield gathered
            gathered, begun = [], time.monotonic()
    if gathered:
        yield gathered
