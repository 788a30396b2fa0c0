"""The scripted model behind HTTP, in a process of its own: its work is none of the measured process's."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from benchmarks.horizon.searcher import Searcher
from tests.support.chat_format import counted_tokens
from tests.support.model_server import Body, ModelServer, Say, inline_pictures, prompt_text


@dataclass(frozen=True, slots=True)
class Served:
    """One request and its reply, as the server saw them.

    Times are seconds of the monotonic clock, which all processes of a machine share. `tokens` are characters
    / 4 of messages and tools, and (w // 28) * (h // 28) for each picture.
    """

    run: str
    turn: int
    arrived: float
    replied: float
    tokens: int
    pictures: int
    text: str


@dataclass(frozen=True, slots=True)
class ServedModel:
    """The model as a client reaches it."""

    url: str
    _pipe: Connection

    def served(self, run: str) -> list[Served]:
        """The turns of a run so far, in order."""
        self._pipe.send(run)
        turns: list[Served] = self._pipe.recv()
        return turns


@contextmanager
def serving() -> Iterator[ServedModel]:
    """The server, from here to the end of the block."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    try:
        yield ServedModel(ours.recv(), ours)
    finally:
        ours.send(None)
        process.join()


def _serve(pipe: Connection) -> None:
    """Serve until None is asked for, instead of the turns of a run."""
    searcher = Searcher()
    log: list[Served] = []

    def script(body: Body, _number: int) -> Say:
        arrived = time.monotonic()
        run, text, pictures = searcher.take(body), prompt_text(body), len(inline_pictures(body))
        reply = searcher.reply(run, text)
        reply = replace(reply, usage=counted_tokens(reply, body))
        body[
            "messages"
        ].clear()  # The server keeps every request: of hundreds, the pictures would fill memory.
        replied = time.monotonic() + reply.delay_seconds
        log.append(Served(run.run, run.turn, arrived, replied, reply.usage.input, pictures, text))
        return reply

    with ModelServer(script) as server:
        pipe.send(server.url)
        while (run := pipe.recv()) is not None:
            pipe.send([turn for turn in log if turn.run == run])
