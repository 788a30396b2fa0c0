"""Runs the processes of `manage.py serve`: one that ends by itself is started again, after a growing wait.

Honcho starts processes, reads what they print and stops them; but to it, the end of one is the end of all.
"""

import multiprocessing
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from honcho.manager import KILL_WAIT, SIGNALS, Manager
from honcho.printer import Message, Printer

MAX_RESTARTS = 5
"""How often in a row a process may end soon after its start before everything is stopped."""

FIRST_WAIT_SECONDS = 1.0
"""The wait before the first of these starts; each further wait is twice as long."""

STEADY_SECONDS = 60.0
"""A process that has run for so long had started well: its end begins a new row."""

POLL_SECONDS = 0.1


@dataclass(slots=True)
class Restarts:
    """How often in a row a process has ended soon after it was started."""

    first_wait_seconds: float = FIRST_WAIT_SECONDS
    in_a_row: int = 0

    def wait_seconds(self, lived_seconds: float) -> float | None:
        """Count an end; how long to wait before the next start, or None when there is to be none."""
        self.in_a_row = 1 if lived_seconds >= STEADY_SECONDS else self.in_a_row + 1
        if self.in_a_row > MAX_RESTARTS:
            return None
        return self.first_wait_seconds * 2.0 ** (self.in_a_row - 1)


@dataclass(frozen=True, slots=True)
class _Events:
    """What honcho takes for its queue: a pipe for each process, as one that is killed stops no other."""

    pipe: Connection

    def put(self, message: Message) -> None:
        self.pipe.send(message)


class Supervisor(Manager):  # type: ignore[misc]  # honcho has no types
    """Honcho's manager, except that processes which end by themselves are started again."""

    def __init__(self, printer: Printer, first_wait_seconds: float = FIRST_WAIT_SECONDS) -> None:
        super().__init__(printer)
        self._first_wait_seconds = first_wait_seconds
        self._restarts: dict[str, Restarts] = {}
        self._due: dict[str, float] = {}
        """When to start each process that waits for it, by the clock of `time.monotonic`."""
        self._signal: int | None = None

    def loop(self) -> int:
        """Run until SIGINT, SIGTERM or SIGHUP: 0. Until a process keeps ending by itself: its code, or 1.

        Then every process is told to stop, and what has not after some seconds is killed.
        """
        with self._signals_noted():
            for name in self._processes:
                self._restarts[name] = Restarts(self._first_wait_seconds)
                self._start_one(name)
            while not self._terminating:
                self._take_messages()
                now = time.monotonic()
                due = [name for name, moment in self._due.items() if moment <= now and not self._terminating]
                for name in due:
                    del self._due[name]
                    self._start_one(name)
                if self._signal is not None:
                    self._system_print(f"{signal.Signals(self._signal).name} received\n")
                    self.returncode = 0
                    self.terminate()
            kill_at = time.monotonic() + KILL_WAIT
            while any("returncode" not in process for process in self._processes.values()):
                self._take_messages()
                if time.monotonic() > kill_at:
                    kill_at += KILL_WAIT
                    self.kill()
        return int(self.returncode)

    @contextmanager
    def _signals_noted(self) -> Iterator[None]:
        """The handlers only note a signal: they may interrupt whatever is being printed."""

        def note(number: int, _frame: object) -> None:
            self._signal = number

        # Honcho's children live in sessions of their own: a closed terminal must reach them through us.
        before = {number: signal.signal(number, note) for number in (*SIGNALS, signal.SIGHUP)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _start_one(self, name: str) -> None:
        process = self._processes[name]
        process.pop("pid", None)
        process.pop("returncode", None)
        process["started"] = time.monotonic()
        process["events"], writer = multiprocessing.Pipe(duplex=False)
        process["process"] = multiprocessing.Process(
            name=name, target=process["obj"].run, args=(_Events(writer), True)
        )
        process["process"].start()
        writer.close()  # The other end is now the process's alone, and closed when it ends.

    def _take_messages(self) -> None:
        names = {process["events"]: name for name, process in self._processes.items() if "events" in process}
        for events in wait(list(names), POLL_SECONDS):
            assert isinstance(events, Connection)
            try:
                self._take(events.recv())
            except (EOFError, OSError):
                events.close()
                del self._processes[names[events]]["events"]
                self._tells_no_more(names[events])

    def _tells_no_more(self, name: str) -> None:
        """Beside each process stands one that reads what it prints; without that nobody tells of its end."""
        process = self._processes[name]
        if "returncode" not in process:
            if "pid" in process:
                self._procmgr.kill(process["pid"])
            process["process"].join()
            self._has_stopped(name, process["process"].exitcode or 1)

    def _take(self, message: Message) -> None:
        match message.type:
            case "line":
                self._printer.write(message)
            case "start":
                pid = message.data["pid"]
                self._processes[message.name]["pid"] = pid
                self._system_print(f"{message.name} started (pid={pid})\n")
                if self._terminating:  # It was on its way when the others were told to end.
                    self._procmgr.terminate(pid)
            case "stop":
                self._has_stopped(message.name, message.data["returncode"])

    def _has_stopped(self, name: str, code: int) -> None:
        process = self._processes[name]
        process["returncode"] = code
        if self._terminating:
            self._system_print(f"{name} stopped (rc={code})\n")
            return
        restarts = self._restarts[name]
        wait_seconds = restarts.wait_seconds(time.monotonic() - process["started"])
        ended = f"{name} ended by itself (rc={code})"
        if wait_seconds is None:
            self._system_print(f"{ended} {restarts.in_a_row} times in a row. Everything is stopped.\n")
            self.returncode = code if code > 0 else 1
            self.terminate()
            return
        count = f"{restarts.in_a_row} of {MAX_RESTARTS}"
        self._system_print(f"{ended}. It is started again in {wait_seconds:g} s ({count}).\n")
        self._due[name] = time.monotonic() + wait_seconds

    def _killall(self, force: bool = False) -> None:
        name_of_signal, send = (
            ("SIGKILL", self._procmgr.kill) if force else ("SIGTERM", self._procmgr.terminate)
        )
        for name, process in self._processes.items():
            if "pid" in process and "returncode" not in process:
                self._system_print(f"sending {name_of_signal} to {name} (pid {process['pid']})\n")
                send(process["pid"])
