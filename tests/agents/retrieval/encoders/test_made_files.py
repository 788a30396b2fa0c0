"""Files that are made once are made again when they are damaged, and by one process at a time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.errors import EncoderUnavailable


class Maker:
    """Writes a text and counts how often."""

    def __init__(self, text: str = "whole") -> None:
        self.text, self.made = text, 0

    def __call__(self, target: Path) -> None:
        self.made += 1
        target.write_text(self.text)


def test_a_file_is_made_once(tmp_path: Path) -> None:
    maker = Maker()
    for _ in range(2):
        assert MadeFiles(tmp_path).path("network.onnx", "1", maker).read_text() == "whole"
    assert maker.made == 1


def test_threads_that_want_the_same_wait_for_one(tmp_path: Path) -> None:
    maker, files = Maker(), MadeFiles(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: files.path("network.onnx", "1", maker), range(8)))
    assert maker.made == 1


@pytest.mark.parametrize("damage", ["", "whol", "other"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: str) -> None:
    maker, files = Maker(), MadeFiles(tmp_path)
    files.path("network.onnx", "1", maker).write_text(damage)
    assert files.path("network.onnx", "1", maker).read_text() == "whole"
    assert maker.made == 2


def test_a_new_version_takes_the_place_of_the_old(tmp_path: Path) -> None:
    files = MadeFiles(tmp_path)
    old, other = files.path("network.onnx", "1", Maker()), files.path("names.npy", "1", Maker())
    new = files.path("network.onnx", "2", Maker())
    assert new.is_file() and other.is_file()
    assert not old.exists()


def test_what_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    def break_off(target: Path) -> None:
        target.write_text("half")
        raise EncoderUnavailable("no torch")

    with pytest.raises(EncoderUnavailable, match="no torch"):
        MadeFiles(tmp_path).path("network.onnx", "1", break_off)
    assert list(tmp_path.glob("*.onnx*")) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder should be")
    with pytest.raises(EncoderUnavailable, match="cannot be written to .*home"):
        MadeFiles(tmp_path / "home").path("network.onnx", "1", Maker())
