"""The lint rule behind the one door out, and the door as the settings make it."""

import subprocess
import sys
from pathlib import Path

import pytest

from agents.web.errors import FetchRefused
from tests.ops.conftest import PROJECT
from webapp.fetching import fetcher

pytestmark = pytest.mark.processes

CLIENTS = ["httpx", "httpcore", "requests", "urllib3", "aiohttp", "urllib.request", "http.client"]


def lint(path: str, code: str) -> str:
    """What ruff says of `code`, were it in the file `path`."""
    command = [str(Path(sys.executable).parent / "ruff"), "check", "--select", "TID251", "--no-cache"]
    finished = subprocess.run(
        [*command, "--stdin-filename", path, "-"], input=code, cwd=PROJECT, text=True, capture_output=True
    )
    return finished.stdout


@pytest.mark.parametrize(
    "path", ["agents/tools/fetch.py", "agents/models/client.py", "webapp/runs/watching/views.py"]
)
def test_no_module_besides_the_door_may_use_a_client(path: str) -> None:
    code = "".join(f"import {client}\n" for client in CLIENTS)
    said = lint(path, f"{code}\n\ndef late() -> None:\n    from httpx import get\n")
    assert all(f"`{client}` is banned: One door out" in said for client in CLIENTS)
    assert "`httpx.get` is banned" in said or said.count("`httpx` is banned") == 2


def test_the_door_itself_may() -> None:
    assert lint("agents/web/fetcher.py", "import httpx\n").strip() == "All checks passed!"


def test_a_process_has_one_fetcher_and_it_is_closed_by_default() -> None:
    assert fetcher() is fetcher()
    with pytest.raises(FetchRefused, match="not on the public internet"):
        fetcher().fetch("http://127.0.0.1:8080/")
