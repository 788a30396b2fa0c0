"""Callers that come while the encoder is at work are encoded together."""

import asyncio
from collections.abc import Sequence
from threading import Event

from webapp.corpora.encoding.batching import Batcher, QueueFull


class Encode:
    """Doubles numbers, once its gate is open; keeps what it was called with."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[int]]] = []
        self.begun, self.gate = Event(), Event()

    def __call__(self, key: str, items: Sequence[int]) -> Sequence[int]:
        self.calls.append((key, list(items)))
        self.begun.set()
        assert self.gate.wait(60)
        if -1 in items:
            raise ValueError("minus one")
        return [2 * item for item in items]


async def ask_meanwhile(
    encode: Encode, *asked: tuple[str, list[int]], max_items: int = 4, max_callers: int = 9
) -> list[Sequence[int] | BaseException]:
    """What each is answered, the first having begun before the others come."""
    batcher: Batcher[str, int, int] = Batcher(encode, max_items=max_items, max_callers=max_callers)
    first = asyncio.create_task(batcher.ask(*asked[0]))
    await asyncio.to_thread(encode.begun.wait, 60)
    others = [asyncio.create_task(batcher.ask(*each)) for each in asked[1:]]
    await asyncio.sleep(0)  # Each of them runs until it waits.
    encode.gate.set()
    return await asyncio.gather(first, *others, return_exceptions=True)


def test_two_callers_are_encoded_together() -> None:
    encode = Encode()
    answers = asyncio.run(ask_meanwhile(encode, ("a", [1]), ("a", [2, 3]), ("a", [4])))
    assert encode.calls == [("a", [1]), ("a", [2, 3, 4])]
    assert answers == [[2], [4, 6], [8]]


def test_other_keys_have_batches_of_their_own() -> None:
    encode = Encode()
    asyncio.run(ask_meanwhile(encode, ("a", [1]), ("b", [2]), ("a", [3]), ("b", [4])))
    assert encode.calls == [("a", [1]), ("b", [2, 4]), ("a", [3])]


def test_a_batch_has_a_limit() -> None:
    encode = Encode()
    asyncio.run(ask_meanwhile(encode, ("a", [1]), ("a", [2, 3]), ("a", [4]), ("a", [5]), max_items=3))
    assert encode.calls == [("a", [1]), ("a", [2, 3, 4]), ("a", [5])]


def test_a_failure_is_that_of_its_batch() -> None:
    encode = Encode()
    answers = asyncio.run(ask_meanwhile(encode, ("a", [-1]), ("a", [2])))
    assert isinstance(answers[0], ValueError)
    assert answers[1] == [4]


def test_too_many_callers_are_refused() -> None:
    answers = asyncio.run(ask_meanwhile(Encode(), ("a", [1]), ("a", [2]), ("a", [3]), max_callers=2))
    assert answers[:2] == [[2], [4]]
    assert isinstance(answers[2], QueueFull)


def test_nothing_is_encoded_for_who_has_gone() -> None:
    encode = Encode()

    async def leave() -> None:
        batcher: Batcher[str, int, int] = Batcher(encode, max_items=4, max_callers=9)
        first = asyncio.create_task(batcher.ask("a", [1]))
        await asyncio.to_thread(encode.begun.wait, 60)
        gone, stays = (asyncio.create_task(batcher.ask("a", [number])) for number in (2, 3))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        encode.gate.set()
        await asyncio.gather(first, stays)

    asyncio.run(leave())
    assert encode.calls == [("a", [1]), ("a", [3])]
