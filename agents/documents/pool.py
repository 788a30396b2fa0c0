"""Reads files in processes of their own, which are kept for the next file and end with a bad one.

A file gets as much time and memory as `ReadLimits` allows. What a reader raises, and a process that breaks or
takes too long, is an `UnreadableDocument` with a sentence: it costs one file.
"""

import atexit
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from math import inf
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock
from time import monotonic

import agents
from agents.documents import worker_messages
from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.errors import ReadersUnavailable, ReadingCancelled, UnreadableDocument
from agents.documents.limits import OutputLimits, ReadLimits
from media_store.messages import message as _
from media_store.messages import read_message

START_SECONDS = 60
_TICK_SECONDS = 0.1
"""How soon a wish to stop is seen."""
_ROOT = Path(agents.__file__).parent.parent
_PROGRAM = "import sys; sys.path.append(sys.argv.pop(1)); from agents.documents.worker import main; main()"
_TOO_LONG = _("This file takes too long to read. Divide it, or save it anew.")
_BROKE = _("This file broke the program that reads it. Save it anew, or leave it out.")
_log = logging.getLogger(__name__)


class ReaderPool:
    """At most `size` processes, started when they are needed; any number of threads may use it."""

    def __init__(self, size: int, limits: ReadLimits | None = None) -> None:
        self._limits = limits or ReadLimits()
        self._room = BoundedSemaphore(size)
        self._lock = Lock()
        self._idle: list[_Worker] = []

    def read(self, source: DocumentSource, stop: Event | None = None) -> ParsedDocument:
        """The document in a file.

        Raises UnreadableDocument with a sentence, ReadingCancelled soon after `stop` is set, in the middle of
        the file, and ReadersUnavailable when no process can be started.
        """
        patience = _Patience(self._limits.wall_seconds(len(source.data)), stop or Event())
        while True:
            with suppress(_Retired), self._worker(patience) as worker:
                return worker.read(source, patience)

    def close(self) -> None:
        """End the processes that wait for a file; the pool can be used again."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    @contextmanager
    def _worker(self, patience: "_Patience") -> Iterator["_Worker"]:
        while not self._room.acquire(timeout=_TICK_SECONDS):
            patience.raise_if_stopped()
        try:
            worker = self._waiting() or _Worker(self._limits)
            try:
                yield worker
            finally:
                if worker.is_sound:
                    with self._lock:
                        self._idle.append(worker)
                else:
                    worker.end()
        finally:
            self._room.release()

    def _waiting(self) -> "_Worker | None":
        """One that has read before; those that ended meanwhile are cleared away."""
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None or worker.is_listening():
                return worker
            worker.end()


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


class _Worker:
    """A process and the socket to it. It `is_sound` while its last file was read to the end."""

    def __init__(self, limits: ReadLimits) -> None:
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(_TICK_SECONDS)
        arguments = [str(_ROOT), str(theirs.fileno()), json.dumps(asdict(limits))]
        with theirs:
            # An empty environment: keys and passwords of the installation are none of its business.
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-W", "ignore", "-c", _PROGRAM, *arguments],
                pass_fds=[theirs.fileno()], cwd="/", env={"MALLOC_ARENA_MAX": "1"}, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        self.is_sound = False
        self._has_read = False
        self._await_ready()

    def is_listening(self) -> bool:
        """Whether it still waits for a file: it says that it will not by closing the socket."""
        poller = select.poll()
        poller.register(self._channel, select.POLLIN)
        return not poller.poll(0)

    def read(self, source: DocumentSource, patience: _Patience) -> ParsedDocument:
        """See ReaderPool.read."""
        self.is_sound = False
        patience.begin()
        try:
            self._send(worker_messages.pack_source(source), patience)
            header, blobs = self._receive_message(patience)
            reason = read_message(header.get("reason", ""))
            document = None if reason else worker_messages.unpack_document(header, blobs)
        except _TookTooLong:
            raise UnreadableDocument(_TOO_LONG) from None
        except (EOFError, ConnectionError, ValueError, LookupError, TypeError) as error:
            raise self._obituary(source.name) from error
        self.is_sound = self._has_read = True
        if document is not None:
            return document
        if "trace" in header:
            _log.info("The reader of %r raised:\n%s", source.name, header["trace"])
        raise UnreadableDocument(reason)

    def end(self) -> None:
        """Kill it, whatever it does."""
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def _await_ready(self) -> None:
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
                    status=self._process.returncode,
                )
            ) from error

    def _obituary(self, name: str) -> Exception:
        self._process.kill()
        status = self._process.wait()
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
                count = self._channel.recv_into(view[filled:])
            except TimeoutError:
                continue
            if not count:
                raise EOFError
            filled += count
        return bytes(received)

    def _send(self, pieces: Sequence[bytes], patience: _Patience) -> None:
        for piece in pieces:
            view = memoryview(piece)
            while view:
                patience.check()
                try:
                    view = view[self._channel.send(view) :]
                except TimeoutError:
                    continue


_shared: dict[int, ReaderPool] = {}
_shared_lock = Lock()


def shared_readers() -> ReaderPool:
    """The pool of this process."""
    with _shared_lock:
        pid = os.getpid()  # A forked child has none of its parent's.
        if pid not in _shared:
            _shared[pid] = ReaderPool(max(2, os.cpu_count() or 1))
            atexit.register(_shared[pid].close)
        return _shared[pid]
