"""What lies in a home is for its account alone, whatever the umask of whoever started a process."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.ops.conftest import Finished
from tests.web.drawn import lighthouse_png
from webapp import env
from webapp.corpora.vector_server import _start
from webapp.corpora.vectors_folder import VectorsFolder
from webapp.doctor.checks import Broken, probe_privacy
from webapp.media.stores import open_media_store


@pytest.fixture(autouse=True)
def careless() -> Iterator[None]:
    """Started by a shell that lets everybody read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def opened(home: Path) -> list[str]:
    paths = (path for path in (home, *home.rglob("*")) if not path.is_symlink())
    return [str(path.relative_to(home)) for path in paths if mode(path) & 0o077]


def test_a_new_home_is_closed_with_all_in_it(home: Path, manage: Callable[..., Finished]) -> None:
    settings = {"SIGHTLINE_ENCODER": "hashing", "SIGHTLINE_OCR": "off"}
    assert manage("migrate", **settings).returncode == 0
    assert manage("demo", **settings).returncode == 0
    assert manage("doctor", **settings).returncode == 0
    assert (home / "sightline.sqlite3").exists()
    assert opened(home) == []


def test_a_home_of_before_is_closed_at_the_start(home: Path, manage: Callable[..., Finished]) -> None:
    for folder in (home, home / "media" / "ab"):
        folder.mkdir(parents=True, mode=0o755)
    (home / "sightline.sqlite3").touch(0o644)
    assert manage("check").returncode == 0
    assert (mode(home), mode(home / "media"), mode(home / "sightline.sqlite3")) == (0o700, 0o700, 0o600)


def test_a_file_that_goes_meanwhile_stops_no_start(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    (home / "sightline.sqlite3").touch(mode=0o644)
    listed = [home / "sightline.sqlite3-wal", home / "sightline.sqlite3"]

    class Listed(type(home)):  # type: ignore[misc]
        """A home as it was listed before another process closed the database."""

        def iterdir(self) -> Iterator[Path]:
            return iter(listed)

    env.close_home(Listed(home))
    assert (mode(home), mode(listed[1])) == (0o700, 0o600)


def test_links_out_of_the_home_are_left_alone(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    home.mkdir()
    outside.mkdir(mode=0o755)
    (home / "media").symlink_to(outside)
    env.close_home(home)
    assert (mode(home), mode(outside)) == (0o700, 0o755)


def test_a_folder_of_everybody_is_not_taken_from_them(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    env.close_home(shared)
    assert mode(shared) == 0o1777


def test_doctor_says_what_is_open_and_what_to_do(settings: Settings, tmp_path: Path) -> None:
    settings.HOME, settings.MEDIA_STORE_URL = tmp_path / "home", str(tmp_path / "my pictures")
    settings.HOME.mkdir(mode=0o700)
    (tmp_path / "my pictures").mkdir(mode=0o750)
    with pytest.raises(Broken, match="may look into .*my pictures") as broken:
        probe_privacy()
    assert f"chmod go-rwx '{tmp_path}/my pictures'" in broken.value.advice
    (tmp_path / "my pictures").chmod(0o700)
    assert "for this account alone" in probe_privacy()


def test_media_and_the_vector_servers_log_are_closed(settings: Settings, tmp_path: Path) -> None:
    os.umask(env.OTHERS)
    settings.MEDIA_STORE_URL = str(tmp_path / "media")
    open_media_store().put(lighthouse_png(40))
    folder = VectorsFolder(tmp_path / "vectors")
    assert folder.acquire()
    child = _start(folder, 0)
    child.kill()
    child.wait()
    folder.release()
    assert opened(tmp_path / "media") == []
    assert not mode(tmp_path / "vectors.log") & 0o077
