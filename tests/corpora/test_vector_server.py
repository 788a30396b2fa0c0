"""manage.py vectors: serves the folder, leaves nothing behind, and survives being killed."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.errors import VectorsUnavailable
from tests.corpora.processes import Home
from webapp.corpora.vectors import HomeVectors, connect
from webapp.corpora.vectors_folder import VectorsFolder

pytestmark = pytest.mark.processes


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def server(home: Home) -> Iterator["subprocess.Popen[str]"]:
    with home.start("vectors") as process:
        url_of(process)
        yield process
        if process.poll() is None:
            process.kill()


def url_of(process: "subprocess.Popen[str]") -> str:
    """Wait until it answers."""
    assert process.stdout
    for line in process.stdout:
        if line.startswith("Vectors answer at "):
            return line.split()[-1]
    raise AssertionError("The server has ended.")


def test_it_says_who_it_is_and_stops_when_asked(home: Home, server: "subprocess.Popen[str]") -> None:
    folder = VectorsFolder(home.path / "vectors")
    owner = folder.owner()
    assert owner is not None
    assert owner.pid == server.pid
    client = HomeVectors(home.path / "vectors").open()
    assert owner.url in client.check()
    server.send_signal(signal.SIGTERM)
    assert server.wait() == 0
    assert folder.owner() is None
    assert folder.acquire()
    folder.release()
    with pytest.raises(VectorsUnavailable) as refused:
        client.check()
    assert owner.url in refused.value.detail
    assert owner.url not in str(refused.value)
    client.close()
    connect.cache_clear()


def test_a_second_server_says_that_there_is_one(home: Home, server: "subprocess.Popen[str]") -> None:
    ended = home.run("vectors")
    assert ended.returncode == 1
    assert f"Process {server.pid} serves these vectors already" in ended.stderr


def test_after_a_kill_its_child_is_gone_and_the_next_one_starts(
    home: Home, server: "subprocess.Popen[str]"
) -> None:
    [child] = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    server.kill()
    server.wait()
    with home.start("vectors") as second:
        url_of(second)
        assert not is_running(int(child))
        second.terminate()


def test_when_chroma_is_killed_the_command_fails_and_frees_the_folder(
    home: Home, server: "subprocess.Popen[str]"
) -> None:
    [child] = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    os.kill(int(child), signal.SIGKILL)
    assert server.wait() == 1
    assert server.stdout
    assert "Chroma stopped by itself" in server.stdout.read()
    folder = VectorsFolder(home.path / "vectors")
    assert folder.acquire()
    folder.release()


def test_a_deleted_folder_ends_the_server_and_the_next_begins_anew(
    home: Home, server: "subprocess.Popen[str]"
) -> None:
    shutil.rmtree(home.path / "vectors")
    assert server.wait() == 1
    assert server.stdout
    assert "was deleted under its server" in server.stdout.read()
    with home.start("vectors") as second:
        url_of(second)
        assert VectorsFolder(home.path / "vectors").has_files
        second.terminate()


def is_running(pid: int) -> bool:
    """False for a process that has ended, even if nobody has asked for its exit code."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
