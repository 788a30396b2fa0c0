"""The bell: with a channel layer, whoever writes an event wakes those who watch runs.

A ring carries nothing. A layer delivers at most once and drops what exceeds its capacity, so the rows stay
the truth, and they are read now and then without any ring. Without a layer they are read all the time.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from functools import cache
from threading import Thread

from channels.layers import BaseChannelLayer, get_channel_layer

_GROUP = "runs"

_log = logging.getLogger(__name__)


def ring() -> None:
    """Wake those who watch, in every process. Nobody waits for it: a worker has other things to do."""
    if layer := get_channel_layer():
        asyncio.run_coroutine_threadsafe(_ring(layer), _loop_of(os.getpid()))


async def listen(woken: Callable[[], None]) -> None:
    """Call `woken` whenever the bell rings, until this is cancelled; at once over where there is no bell."""
    layer = get_channel_layer()
    if layer is None:
        return
    channel = await layer.new_channel()
    await _persist(lambda: layer.group_add(_GROUP, channel))
    while True:
        await _persist(lambda: layer.receive(channel))
        woken()


async def _ring(layer: BaseChannelLayer) -> None:
    from redis.exceptions import RedisError  # Only those who have a bell have its client in memory.

    try:
        await layer.group_send(_GROUP, {"type": "run.changed"})
    except (RedisError, OSError) as error:
        _log.warning("The bell did not ring: %s", error)


async def _persist(attempt: Callable[[], Awaitable[object]]) -> None:
    """Once a second, until the bell answers: pages are slower without it, and otherwise well."""
    from redis.exceptions import RedisError

    while True:
        try:
            await attempt()
            return
        except (RedisError, OSError) as error:
            _log.warning("The bell cannot be heard: %s", error)
            await asyncio.sleep(1)


@cache
def _loop_of(_process: int) -> asyncio.AbstractEventLoop:
    """A loop whose connections stay open between rings, in a thread of its own; a fork needs another one."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="bell", daemon=True).start()
    return loop
