"""Encoding for many callers at once: what came in while the encoder was at work goes through it together.

Nobody waits for a batch to fill: it is what waits when the encoder is free, the oldest first.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")
Result = TypeVar("Result")


class QueueFull(Exception):
    """As many callers wait as may."""


@dataclass(slots=True)
class _Waiting(Generic[Key, Item, Result]):
    key: Key
    items: Sequence[Item]
    results: "asyncio.Future[Sequence[Result]]"


class Batcher(Generic[Key, Item, Result]):
    """One thread that encodes. What has the same key may be encoded together, at most `max_items` at once.

    `encode` gives a result for each item. Not safe to share between event loops.
    """

    def __init__(
        self, encode: Callable[[Key, Sequence[Item]], Sequence[Result]], *, max_items: int, max_callers: int
    ) -> None:
        self._encode, self._max_items, self._max_callers = encode, max_items, max_callers
        self._waiting: deque[_Waiting[Key, Item, Result]] = deque()
        self._callers = 0
        self._at_work: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "encode")

    @property
    def is_full(self) -> bool:
        """Whether `ask` would raise QueueFull."""
        return self._callers >= self._max_callers

    async def ask(self, key: Key, items: Sequence[Item]) -> Sequence[Result]:
        """A result for each item. Raises QueueFull, and what `encode` raises."""
        if self.is_full:
            raise QueueFull
        self._callers += 1
        try:
            mine = _Waiting[Key, Item, Result](key, items, asyncio.get_running_loop().create_future())
            self._waiting.append(mine)
            if self._at_work is None:
                self._at_work = asyncio.create_task(self._work())
            return await mine.results
        finally:
            self._callers -= 1

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while batch := self._next_batch():
            items = [item for each in batch for item in each.items]
            results: Sequence[Result] = ()
            failure: Exception | None = None
            try:
                results = await loop.run_in_executor(self._thread, self._encode, batch[0].key, items)
            except Exception as error:  # noqa: BLE001  Whatever it is, it is the callers'.
                failure = error
            start = 0
            for each in batch:
                end = start + len(each.items)
                if failure is not None and not each.results.done():
                    each.results.set_exception(failure)
                elif not each.results.done():
                    each.results.set_result(results[start:end])
                start = end
        self._at_work = None

    def _next_batch(self) -> list[_Waiting[Key, Item, Result]]:
        """The oldest caller, and others with the same key as far as there is room; nobody who has gone."""
        batch: list[_Waiting[Key, Item, Result]] = []
        left: deque[_Waiting[Key, Item, Result]] = deque()
        count = 0
        for each in self._waiting:
            if each.results.done():
                continue
            fits = not batch or (each.key == batch[0].key and count + len(each.items) <= self._max_items)
            (batch if fits else left).append(each)
            count += len(each.items) if fits else 0
        self._waiting = left
        return batch
