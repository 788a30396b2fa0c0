"""Programs in processes of their own, kept for the next file: what pools of decoders and readers share."""

import atexit
import os
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Generic, Protocol, TypeVar


class Program:
    """A process that runs `main` of a module, and the socket to it.

    It knows nothing of the installation: keys and passwords are none of its business. It `is_sound` while it
    answered its last message.
    """

    def __init__(self, root: Path, module: str, *arguments: str) -> None:
        self.channel, theirs = socket.socketpair()
        code = f"import sys; sys.path.append(sys.argv.pop(1)); from {module} import main; main()"
        command = [sys.executable, "-I", "-W", "ignore", "-c", code]
        with theirs:
            self.process = subprocess.Popen(
                [*command, str(root), str(theirs.fileno()), *arguments],
                pass_fds=[theirs.fileno()], cwd="/", env={"MALLOC_ARENA_MAX": "1"}, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        self.is_sound = False

    def is_listening(self) -> bool:
        """Whether it still waits for a file: it says that it will not by closing the socket."""
        poller = select.poll()
        poller.register(self.channel, select.POLLIN)
        return not poller.poll(0)

    def end(self) -> None:
        """Kill it, whatever it does."""
        self.channel.close()
        self.process.kill()
        self.process.wait()


Kept = TypeVar("Kept", bound=Program)


class KeptPrograms(Generic[Kept]):
    """At most `size` processes, started when they are needed; any number of threads may use them."""

    def __init__(self, size: int) -> None:
        self.idle: list[Kept] = []
        self._room = BoundedSemaphore(size)
        self._lock = Lock()

    @contextmanager
    def lend(
        self,
        wait: Callable[[BoundedSemaphore], None],
        start: Callable[[], Kept],
        is_fit: Callable[[Kept], bool] = lambda program: True,
    ) -> Iterator[Kept]:
        """A process for one file, once `wait` has acquired the room: one that waits and fits, else a new one.

        One that is not sound afterwards is ended. Raises what `wait` and `start` raise.
        """
        wait(self._room)
        try:
            program = self._waiting(is_fit) or start()
            try:
                yield program
            finally:
                if program.is_sound:
                    with self._lock:
                        self.idle.append(program)
                else:
                    program.end()
        finally:
            self._room.release()

    def close(self) -> None:
        """End the processes that wait; others can be started."""
        with self._lock:
            idle, self.idle = self.idle, []
        for program in idle:
            program.end()

    def _waiting(self, is_fit: Callable[[Kept], bool]) -> Kept | None:
        """One that has worked before; those that do not fit, or ended meanwhile, are cleared away."""
        while True:
            with self._lock:
                program = self.idle.pop() if self.idle else None
            if program is None or (is_fit(program) and program.is_listening()):
                return program
            program.end()


class _Closable(Protocol):
    def close(self) -> None: ...


Pool = TypeVar("Pool", bound=_Closable)


def one_a_process(make: Callable[[int], Pool]) -> Callable[[], Pool]:
    """Gives the pool of this process, of as many programs as it has cores and of two at least.

    It is made when it is first asked for, and a forked child has none of its parent's.
    """
    pools: dict[int, Pool] = {}
    lock = Lock()

    def pool() -> Pool:
        with lock:
            pid = os.getpid()
            if pid not in pools:
                pools[pid] = make(max(2, os.cpu_count() or 1))
                atexit.register(pools[pid].close)
            return pools[pid]

    return pool
