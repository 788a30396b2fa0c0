"""All processes of a throw-away home, as `make run` starts them, and how much memory each has."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.watching.web import ROOT, free_port, wait_for

ROLES = {"web": "manage.py web", "worker": "celery", "vectors": "chroma"}
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Host and port of the pages, and the process that started the others."""
    port = free_port()
    environment = {**os.environ, "SIGHTLINE_PORT": str(port)}
    command = [sys.executable, ROOT / "manage.py", "serve"]
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield f"127.0.0.1:{port}", process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def memory_mib(ancestor: int) -> dict[str, float]:
    """Resident memory by role of all processes below one, in MiB."""
    found = dict.fromkeys(ROLES, 0.0)
    for pid in _below(ancestor):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:
            continue
        for role, part in ROLES.items():
            if part in command and "/bin/sh" not in command:
                found[role] += pages * _PAGE_BYTES / 1024**2
    return found


def seconds_for(address: str, path: str, cookie: str) -> float:
    """How long a page takes until all of it is there. Raises RuntimeError for one that fails."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    response.read()
    if response.status != http.client.OK:
        raise RuntimeError(f"{path} answered {response.status}.")
    return time.perf_counter() - begun


def _below(ancestor: int) -> list[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    found = [ancestor]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found
