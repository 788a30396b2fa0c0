"""Decodes uploads in processes of their own, which are kept for the next one and end with a bad one.

A decoder is a program in C that reads what strangers send: it gets as much processor time and memory as
`Limits` allow, holds no thread of the process that asks, and what breaks it costs one file.
"""

import atexit
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

import media_store
from media_store.errors import BrokenImage, MediaStoreUnavailable, TooCostly
from media_store.images import Page, Picture
from media_store.limits import Limits
from media_store.messages import message as _
from media_store.processes.worker import refused
from media_store.processes.worker_messages import pack, unpack

START_SECONDS = 60
ROOM_SECONDS = 180
"""How long an upload waits until a process is free: whoever sends it waits as well."""
WALL_FACTOR = 4
"""A machine that has more to do takes so many times longer than the processor time of a file."""
_ROOT = Path(media_store.__file__).parent.parent
_PROGRAM = (
    "import sys; sys.path.append(sys.argv.pop(1)); from media_store.processes.worker import main; main()"
)
_TOO_LONG = _("This picture takes too long to decode. Save it anew as a plain JPEG or PNG picture.")
BROKE = _("This picture broke the program that decodes it. Save it anew as a plain JPEG or PNG picture.")
_log = logging.getLogger(__name__)


class DecoderPool:
    """At most `size` processes, started when they are needed; any number of threads may use it."""

    def __init__(self, size: int) -> None:
        self._room = BoundedSemaphore(size)
        self._lock = Lock()
        self._idle: list[_Worker] = []

    def normalise(self, data: bytes, limits: Limits, page: Page | None = None) -> Picture:
        """`images.normalise` in another process; raises the same.

        Also raises TooCostly when the file takes more time or memory than the limits allow, and
        MediaStoreUnavailable when no process can be started.
        """
        while True:
            with self._worker(limits) as worker:
                picture = worker.normalise(data, limits, page)
            if picture is not None:
                return picture

    def close(self) -> None:
        """End the processes that wait; the pool can be used again."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    @contextmanager
    def _worker(self, limits: Limits) -> Iterator["_Worker"]:
        if not self._room.acquire(timeout=ROOM_SECONDS):
            raise MediaStoreUnavailable(_("Too many pictures are being decoded now. Try again in a minute."))
        try:
            worker = self._waiting(limits.max_memory_bytes) or _Worker(limits.max_memory_bytes)
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

    def _waiting(self, memory_bytes: int) -> "_Worker | None":
        """One that has decoded before under the same limit; those that ended meanwhile are cleared away."""
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None or (worker.memory_bytes == memory_bytes and worker.is_listening()):
                return worker
            worker.end()


class _Worker:
    """A process and the socket to it. It `is_sound` while it answered its last message."""

    def __init__(self, memory_bytes: int) -> None:
        self.memory_bytes = memory_bytes
        self._channel, theirs = socket.socketpair()
        with theirs:
            # An empty environment: keys and passwords of the installation are none of its business.
            self._process = subprocess.Popen(
                [
                    sys.executable, "-I", "-W", "ignore", "-c", _PROGRAM,
                    str(_ROOT), str(theirs.fileno()), str(memory_bytes),
                ],
                pass_fds=[theirs.fileno()], cwd="/", env={"MALLOC_ARENA_MAX": "1"}, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        self.is_sound = False
        self._has_answered = False
        try:
            self._until = monotonic() + START_SECONDS
            unpack(self._receive)
        except (EOFError, OSError, ValueError) as error:
            self.end()
            raise MediaStoreUnavailable(
                _(
                    "The program that decodes pictures did not start (status %(status)s). What it "
                    "wrote to the log before this line says why.",
                    status=self._process.returncode,
                )
            ) from error

    def is_listening(self) -> bool:
        """Whether it still waits for a file: it says that it will not by closing the socket."""
        self._channel.settimeout(0)
        try:
            return self._channel.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def normalise(self, data: bytes, limits: Limits, page: Page | None) -> Picture | None:
        """See DecoderPool.normalise; None when the process had ended by itself before it began."""
        self.is_sound = False
        self._until = monotonic() + WALL_FACTOR * limits.max_cpu_seconds
        try:
            self._send(pack({"limits": asdict(limits), "page": asdict(page) if page else None}, [data]))
            header, blobs = unpack(self._receive)
            answer = refused(header) if "refused" in header else _picture(header["picture"], blobs)
        except TimeoutError:
            raise TooCostly(_TOO_LONG) from None
        except (EOFError, OSError, ValueError, LookupError, TypeError) as error:
            self._bury(error)
            return None
        self.is_sound = self._has_answered = True
        if isinstance(answer, Picture):
            return answer
        raise answer

    def end(self) -> None:
        """Kill it, whatever it does."""
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def _bury(self, error: Exception) -> None:
        """Say why the process is gone; nothing where it ended in peace, between two files."""
        self._process.kill()
        status = self._process.wait()
        if status == 0 and self._has_answered:
            return
        _log.warning("A process that decodes pictures ended with status %s.", status)
        if status == -signal.SIGXCPU:
            raise TooCostly(_TOO_LONG) from error
        raise BrokenImage(BROKE) from error

    def _receive(self, size: int) -> bytes:
        received = bytearray(size)
        view = memoryview(received)
        while view:
            self._channel.settimeout(self._left())
            count = self._channel.recv_into(view)
            if not count:
                raise EOFError
            view = view[count:]
        return bytes(received)

    def _send(self, pieces: list[bytes]) -> None:
        for piece in pieces:
            self._channel.settimeout(self._left())
            self._channel.sendall(piece)

    def _left(self) -> float:
        """Seconds until patience is over. Raises TimeoutError."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _picture(header: dict[str, Any], blobs: list[bytes]) -> Picture:
    return Picture(**{**header, "data": blobs[0]})


_shared: dict[int, DecoderPool] = {}
_shared_lock = Lock()


def shared_decoders() -> DecoderPool:
    """The pool of this process."""
    with _shared_lock:
        pid = os.getpid()  # A forked child has none of its parent's.
        if pid not in _shared:
            _shared[pid] = DecoderPool(max(2, os.cpu_count() or 1))
            atexit.register(_shared[pid].close)
        return _shared[pid]
