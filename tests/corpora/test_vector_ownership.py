"""One owner of the folder of vectors: this process, the server of this home, or another process."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import Settings

from agents.errors import VectorsUnavailable
from webapp.corpora.ownership import Owner
from webapp.corpora.vectors import HomeVectors, open_vectors
from webapp.corpora.vectors_folder import CHROMA_DATABASE, VectorsFolder
from webapp.doctor.checks import Broken, probe_vectors

pytestmark = pytest.mark.processes

HOLDER = """
    import sys
    from pathlib import Path
    from webapp.corpora.ownership import Owner
    from webapp.corpora.vectors_folder import VectorsFolder
    folder = VectorsFolder(Path(sys.argv[1]))
    assert folder.acquire()
    if sys.argv[2]:
        folder.announce(Owner(1, sys.argv[2]))
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(path: Path, url: str = "") -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the folder until it is killed, as the server at `url` if there is one."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), path, url],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_nobody_has_the_folder_so_this_process_takes_it(tmp_path: Path) -> None:
    home = HomeVectors(tmp_path / "vectors")
    vectors = home.open()
    assert str(tmp_path) in vectors.check()
    assert home.open() is vectors
    assert not VectorsFolder(tmp_path / "vectors").acquire()
    home.close()
    folder = VectorsFolder(tmp_path / "vectors")
    assert folder.acquire()
    folder.release()


def test_the_server_of_this_home_is_used_when_it_has_the_folder(tmp_path: Path, chroma_server: str) -> None:
    with another_process(tmp_path / "vectors", chroma_server):
        home = HomeVectors(tmp_path / "vectors")
        assert chroma_server in home.open().check()


def test_a_server_that_went_away_is_not_replaced_by_this_process(tmp_path: Path, chroma_server: str) -> None:
    home = HomeVectors(tmp_path / "vectors")
    with another_process(tmp_path / "vectors", chroma_server):
        home.open()
    assert chroma_server in home.open().check()
    folder = VectorsFolder(tmp_path / "vectors")
    assert folder.acquire()
    folder.release()


def test_another_process_is_waited_for_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with another_process(tmp_path / "vectors") as holder:
        home = HomeVectors(tmp_path / "vectors", patience_seconds=0.3)
        with pytest.raises(VectorsUnavailable, match=rf"Process {holder.pid} works on the vectors"):
            home.open()
    said = capsys.readouterr().err
    assert said.count("waiting") == 1
    assert str(holder.pid) in said


def test_a_folder_whose_owner_was_killed_is_free_at_once(tmp_path: Path, chroma_server: str) -> None:
    with another_process(tmp_path / "vectors", chroma_server):
        pass
    home = HomeVectors(tmp_path / "vectors", patience_seconds=0)
    assert str(tmp_path) in home.open().check()
    home.close()


def test_the_owner_is_announced_and_forgotten(tmp_path: Path) -> None:
    folder = VectorsFolder(tmp_path / "vectors")
    assert folder.owner() is None
    assert folder.acquire()
    folder.announce(Owner(7, "http://127.0.0.1:1"))
    assert folder.owner() == Owner(7, "http://127.0.0.1:1")
    folder.release()
    assert folder.owner() is None


def test_doctor_notices_a_folder_that_its_server_lost(
    settings: Settings, tmp_path: Path, chroma_server: str
) -> None:
    settings.VECTORS_FOLDER = tmp_path / "vectors"
    with another_process(settings.VECTORS_FOLDER, chroma_server):
        with pytest.raises(Broken, match="was deleted under its server"):
            probe_vectors()
        settings.VECTORS_FOLDER.mkdir()
        (settings.VECTORS_FOLDER / CHROMA_DATABASE).touch()
        assert chroma_server in probe_vectors()


def test_a_server_named_by_the_settings_comes_before_everything(
    settings: Settings, tmp_path: Path, chroma_server: str
) -> None:
    settings.VECTORS_URL = chroma_server
    settings.VECTORS_FOLDER = tmp_path / "vectors"
    assert chroma_server in open_vectors().check()
    assert not (tmp_path / "vectors.lock").exists()
