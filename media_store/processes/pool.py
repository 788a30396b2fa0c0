"""Decodes uploads in processes of their own, which are kept for the next one and end with a bad one.

A decoder is a program in C that reads what strangers send: it gets as much processor time and memory as
`Limits` allow, holds no thread of the process that asks, and what breaks it costs one file.
"""

import logging
import signal
from dataclasses import asdict
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic

import media_store
from media_store.errors import BrokenImage, MediaStoreUnavailable, TooCostly
from media_store.images import Page, Picture
from media_store.limits import Limits
from media_store.messages import message as _
from media_store.processes.kept import KeptPrograms, Program, one_a_process
from media_store.processes.worker import refused
from media_store.processes.worker_messages import pack, unpack

START_SECONDS = 60
ROOM_SECONDS = 180
"""How long an upload waits until a process is free: whoever sends it waits as well."""
WALL_FACTOR = 4
"""A machine that has more to do takes so many times longer than the processor time of a file."""
_ROOT = Path(media_store.__file__).parent.parent
_TOO_LONG = _("This picture takes too long to decode. Save it anew as a plain JPEG or PNG picture.")
BROKE = _("This picture broke the program that decodes it. Save it anew as a plain JPEG or PNG picture.")
_log = logging.getLogger(__name__)


class DecoderPool:
    """At most `size` processes, started when they are needed; any number of threads may use it."""

    def __init__(self, size: int) -> None:
        self._kept: KeptPrograms[_Worker] = KeptPrograms(size)

    def normalise(self, data: bytes, limits: Limits, page: Page | None = None) -> Picture:
        """`images.normalise` in another process; raises the same.

        Also raises TooCostly when the file takes more time or memory than the limits allow, and
        MediaStoreUnavailable when no process can be started.
        """
        memory_bytes = limits.max_memory_bytes
        start = partial(_Worker, memory_bytes)
        while True:
            with self._kept.lend(_wait, start, lambda each: each.memory_bytes == memory_bytes) as worker:
                picture = worker.normalise(data, limits, page)
            if picture is not None:
                return picture

    def close(self) -> None:
        """End the processes that wait; the pool can be used again."""
        self._kept.close()


def _wait(room: BoundedSemaphore) -> None:
    if not room.acquire(timeout=ROOM_SECONDS):
        raise MediaStoreUnavailable(_("Too many pictures are being decoded now. Try again in a minute."))


class _Worker(Program):
    """A process that decodes under a limit of memory."""

    def __init__(self, memory_bytes: int) -> None:
        super().__init__(_ROOT, "media_store.processes.worker", str(memory_bytes))
        self.memory_bytes = memory_bytes
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
                    status=self.process.returncode,
                )
            ) from error

    def normalise(self, data: bytes, limits: Limits, page: Page | None) -> Picture | None:
        """See DecoderPool.normalise; None when the process had ended by itself before it began."""
        self.is_sound = False
        self._until = monotonic() + WALL_FACTOR * limits.max_cpu_seconds
        try:
            pieces = pack({"limits": asdict(limits), "page": asdict(page) if page else None}, [data])
            for piece in pieces:
                self.channel.settimeout(self._left())
                self.channel.sendall(piece)
            header, blobs = unpack(self._receive)
            answer = (
                refused(header) if "refused" in header else Picture(**{**header["picture"], "data": blobs[0]})
            )
        except TimeoutError:
            raise TooCostly(_TOO_LONG) from None
        except (EOFError, OSError, ValueError, LookupError, TypeError) as error:
            self._bury(error)
            return None
        self.is_sound = self._has_answered = True
        if isinstance(answer, Picture):
            return answer
        raise answer

    def _bury(self, error: Exception) -> None:
        """Say why the process is gone; nothing where it ended in peace, between two files."""
        self.process.kill()
        status = self.process.wait()
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
            self.channel.settimeout(self._left())
            count = self.channel.recv_into(view)
            if not count:
                raise EOFError
            view = view[count:]
        return bytes(received)

    def _left(self) -> float:
        """Seconds until patience is over. Raises TimeoutError."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


shared_decoders = one_a_process(DecoderPool)
"""The pool of this process."""
