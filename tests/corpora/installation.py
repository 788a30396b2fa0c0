"""Several processes over one home, as an installation has them; tests start and kill them."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.corpora.processes import ROOT, Home
from tests.support.waiting import PATIENCE_SECONDS, wait_until
from webapp.corpora.ownership import Ownership

WORKER = (
    "-m", "celery", "--app", "webapp.celery:app", "--quiet", "worker", "--pool", "threads",
    "--concurrency", "2", "--queues", "runs,indexing,curation", "--without-gossip", "--without-mingle",
    "--without-heartbeat",
)  # fmt: skip


@dataclass
class Installation:
    """Processes over one home; `start` adds one, and all are gone at the end."""

    home: Home
    port: int
    settings: dict[str, str]
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        environment = self.home.environment | self.settings
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment)
        self.running.append(process)
        return process

    def serve(self) -> None:
        """Start what answers a browser, and wait until it does."""
        self.start("manage.py", "vectors")
        self.start("manage.py", "encoding")
        self.start("manage.py", "web")
        service = Ownership(self.home.path / "encoding")
        wait_until(lambda: answers(self.url) and (owner := service.owner()) is not None and bool(owner.url))

    def manage(self, *arguments: str | Path) -> None:
        environment = self.home.environment | self.settings
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)

    def stop(self) -> None:
        for process in reversed(self.running):
            process.terminate()
        for process in self.running:
            process.wait(PATIENCE_SECONDS)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").is_success
    except httpx.HTTPError:
        return False
