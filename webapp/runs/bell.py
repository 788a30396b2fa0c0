"""The bell: with a channel layer, whoever writes an event wakes those who watch the run.

A ring carries nothing. A layer delivers at most once and drops what exceeds its capacity, so the rows stay
the truth, and they are read now and then without any ring. Without a layer they are read all the time.
"""

from asgiref.sync import async_to_sync
from channels.consumer import AsyncConsumer
from channels.layers import get_channel_layer


def ring(run_id: int) -> None:
    """Wake those who watch the run, in every process."""
    if layer := get_channel_layer():
        async_to_sync(layer.group_send)(_group(run_id), {"type": "run.changed"})


async def listen(run_id: int, listener: AsyncConsumer) -> None:
    """Let a consumer hear the bell of a run, as messages of type `run.changed`."""
    if layer := get_channel_layer():
        await layer.group_add(_group(run_id), listener.channel_name)


async def ignore(run_id: int, listener: AsyncConsumer) -> None:
    """The consumer hears it no more."""
    if layer := get_channel_layer():
        await layer.group_discard(_group(run_id), listener.channel_name)


def _group(run_id: int) -> str:
    return f"run-{run_id}"
