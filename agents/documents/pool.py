"""Reads files in processes of their own, which are kept for the next file and end with a bad one.

A file gets as much time and memory as `ReadLimits` allows. What a reader raises, and a process that breaks or
takes too long, is an `UnreadableDocument` with a sentence: it costs one file.
"""

import json
import logging
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from math import inf
from pathlib import Path
from threading import BoundedSemaphore, Event
from time import monotonic
from typing import TypeVar

import agents
from agents.documents import worker_messages
from agents.documents.document import DocumentSource, PageImage, PageRequest, ParsedDocument
from agents.documents.errors import ReadersUnavailable, ReadingCancelled, UnreadableDocument
from agents.documents.limits import OutputLimits, ReadLimits
from media_store.messages import message as _
from media_store.messages import read_message
from media_store.processes.kept import KeptPrograms, Program, one_a_process

START_SECONDS = 60
_TICK_SECONDS = 0.1
"""How soon a wish to stop is seen."""
_ROOT = Path(agents.__file__).parent.parent
_MODULE = "agents.documents.worker"
_TOO_LONG = _("This file takes too long to read. Divide it, or save it anew.")
_BROKE = _("This file broke the program that reads it. Save it anew, or leave it out.")
_log = logging.getLogger(__name__)
Reply = TypeVar("Reply", ParsedDocument, PageImage)


class ReaderPool:
    """At most `size` processes, started when they are needed; any number of threads may use it."""

    def __init__(self, size: int, limits: ReadLimits | None = None) -> None:
        self._limits = limits or ReadLimits()
        self._kept: KeptPrograms[_Worker] = KeptPrograms(size)

    def read(self, source: DocumentSource, stop: Event | None = None) -> ParsedDocument:
        """The document in a file.

        Raises UnreadableDocument with a sentence, ReadingCancelled soon after `stop` is set, in the middle of
        the file, and ReadersUnavailable when no process can be started.
        """
        pieces = worker_messages.pack_source(source)
        return self._ask(source, pieces, worker_messages.unpack_document, stop)

    def draw(self, request: PageRequest, stop: Event | None = None) -> PageImage:
        """A page of a PDF as it looks. Raises what `read` raises."""
        pieces = worker_messages.pack_page_request(request)
        return self._ask(request.source, pieces, worker_messages.unpack_page_image, stop)

    def _ask(
        self,
        source: DocumentSource,
        pieces: Sequence[bytes],
        unpack: Callable[[dict[str, object], list[bytes]], Reply],
        stop: Event | None,
    ) -> Reply:
        patience = _Patience(self._limits.wall_seconds(len(source.data)), stop or Event())

        def wait(room: BoundedSemaphore) -> None:
            while not room.acquire(timeout=_TICK_SECONDS):
                patience.raise_if_stopped()

        while True:
            with suppress(_Retired), self._kept.lend(wait, partial(_Worker, self._limits)) as worker:
                return worker.ask(source.name, pieces, unpack, patience)

    def close(self) -> None:
        """End the processes that wait for a file; the pool can be used again."""
        self._kept.close()


class _Patience:
    """How long is waited for a process that has a file, and whether still."""

    def __init__(self, seconds: float, stop: Event) -> None:
        self._seconds = seconds
        self._stop = stop
        self._until = inf

    def begin(self) -> None:
        """The file is on its way now."""
        self._until = monotonic() + self._seconds

    def check(self) -> None:
        """Raises ReadingCancelled, or _TookTooLong."""
        self.raise_if_stopped()
        if monotonic() > self._until:
            raise _TookTooLong

    def raise_if_stopped(self) -> None:
        """Raises ReadingCancelled."""
        if self._stop.is_set():
            raise ReadingCancelled


class _TookTooLong(Exception):
    """Patience is over."""


class _Retired(Exception):
    """The process had ended by itself before it began with the file."""


class _Worker(Program):
    """A process that reads."""

    def __init__(self, limits: ReadLimits) -> None:
        super().__init__(_ROOT, _MODULE, json.dumps(asdict(limits)))
        self.channel.settimeout(_TICK_SECONDS)
        self._has_read = False
        patience = _Patience(START_SECONDS, Event())
        patience.begin()
        try:
            self._receive_message(patience)
        except (EOFError, OSError, ValueError, _TookTooLong) as error:
            self.end()
            raise ReadersUnavailable(
                _(
                    "The program that reads documents did not start (status %(status)s). What it "
                    "wrote before this line, or to the log, says why.",
                    status=self.process.returncode,
                )
            ) from error

    def ask(
        self,
        name: str,
        pieces: Sequence[bytes],
        unpack: Callable[[dict[str, object], list[bytes]], Reply],
        patience: _Patience,
    ) -> Reply:
        """See ReaderPool.read."""
        self.is_sound = False
        patience.begin()
        try:
            for piece in pieces:
                view = memoryview(piece)
                while view:
                    patience.check()
                    try:
                        view = view[self.channel.send(view) :]
                    except TimeoutError:
                        continue
            header, blobs = self._receive_message(patience)
            reason = read_message(header.get("reason", ""))
            reply = None if reason else unpack(header, blobs)
        except _TookTooLong:
            raise UnreadableDocument(_TOO_LONG) from None
        except (EOFError, ConnectionError, ValueError, LookupError, TypeError) as error:
            raise self._obituary(name) from error
        self.is_sound = self._has_read = True
        if reply is not None:
            return reply
        if "trace" in header:
            _log.info("The reader of %r raised:\n%s", name, header["trace"])
        raise UnreadableDocument(reason)

    def _obituary(self, name: str) -> Exception:
        self.process.kill()
        status = self.process.wait()
        if status == 0 and self._has_read:
            return _Retired()
        _log.info("The process that read %r ended with status %s.", name, status)
        return UnreadableDocument(_TOO_LONG if status == -signal.SIGXCPU else _BROKE)

    def _receive_message(self, patience: _Patience) -> tuple[dict[str, object], list[bytes]]:
        output = OutputLimits()
        most = 4 * output.characters + output.figure_bytes
        return worker_messages.unpack(lambda size: self._receive(size, patience), most)

    def _receive(self, size: int, patience: _Patience) -> bytes:
        received = bytearray(size)
        filled, view = 0, memoryview(received)
        while filled < size:
            patience.check()
            try:
                count = self.channel.recv_into(view[filled:])
            except TimeoutError:
                continue
            if not count:
                raise EOFError
            filled += count
        return bytes(received)


shared_readers = one_a_process(ReaderPool)
"""The pool of this process."""
