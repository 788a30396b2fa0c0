"""Runs Chroma's server over this home's folder of vectors, as a child of this process."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from agents.errors import VectorsUnavailable
from webapp.corpora.ownership import Owner
from webapp.corpora.vectors import connect
from webapp.corpora.vectors_folder import PATIENCE_SECONDS, VectorsFolder

HOST = "127.0.0.1"
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_POLL_SECONDS = 0.05
LOOK_SECONDS = 5.0
"""How often it is looked whether the folder is still there."""

_PR_SET_PDEATHSIG = 1  # prctl(2), Linux


def serve(path: Path, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve the folder at `port` (0: a free one) until SIGTERM or SIGINT; `on_ready` is told the URL.

    Must be called in the main thread. Raises VectorsUnavailable if another process keeps the folder, if the
    server does not start or ends by itself, or if the folder is deleted under it.
    """
    folder = VectorsFolder(path)

    def acquire() -> bool | None:
        if folder.acquire():
            return True
        owner = folder.owner()
        if owner is not None and owner.url:
            raise VectorsUnavailable(f"Process {owner.pid} serves these vectors already, at {owner.url}.")
        return None

    folder.wait_for(acquire, PATIENCE_SECONDS)
    try:
        if not port:
            with socket.socket() as probe:
                probe.bind((HOST, 0))
                port = int(probe.getsockname()[1])
        _run(folder, port, on_ready)
    finally:
        folder.release()


def _run(folder: VectorsFolder, port: int, on_ready: Callable[[str], None]) -> None:
    child = _start(folder, port)
    is_asked_to_stop = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_asked_to_stop
        is_asked_to_stop = True
        child.terminate()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        code = _watch(child, folder, f"http://{HOST}:{port}", on_ready)
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        for number, handler in before.items():
            signal.signal(number, handler)
    if not is_asked_to_stop:
        raise VectorsUnavailable(
            f"Chroma stopped by itself with code {code}; {log_path(folder.path)} says why."
        )


def _start(folder: VectorsFolder, port: int) -> "subprocess.Popen[bytes]":
    """The child inherits the lock, so the folder stays taken for as long as anybody can write to it.

    On Linux the kernel ends it when this process is killed without a chance to clean up. Elsewhere an orphan
    keeps both its lock and its entry in `vectors.json`, so it is found and used.
    """
    parent = os.getpid()
    library = ctypes.CDLL(None)  # Loaded before the fork: the child of a fork should load nothing.

    def die_with_parent() -> None:
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    program = Path(sys.executable).with_name("chroma")
    # By default Chroma logs three lines for each request.
    command: list[str | Path] = ["env", "RUST_LOG=warn", program, "run", "--path", folder.path]
    with log_path(folder.path).open("wb") as log:
        return subprocess.Popen(
            [*command, "--host", HOST, "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[folder.descriptor],
            preexec_fn=die_with_parent if sys.platform == "linux" else None,
        )


def log_path(path: Path) -> Path:
    """Where Chroma's own output goes."""
    return path.with_suffix(".log")


def _watch(
    child: "subprocess.Popen[bytes]", folder: VectorsFolder, url: str, on_ready: Callable[[str], None]
) -> int:
    """From its first heartbeat, when it is announced, to its exit code."""
    deadline = time.monotonic() + _START_SECONDS
    while child.poll() is None:
        try:
            connect(url).check()
        except VectorsUnavailable:
            if time.monotonic() > deadline:
                child.kill()
                raise
            time.sleep(_POLL_SECONDS)
        else:
            folder.announce(Owner(os.getpid(), url))
            on_ready(url)
            break
    while True:
        try:
            return child.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            # Chroma itself would go on writing into files that are deleted.
            if not folder.has_files:
                raise VectorsUnavailable(
                    f"{folder.path} was deleted under its server. The next one begins it anew, and workers "
                    "make again what is lost."
                ) from None
