"""One bad file is listed with its reason and stops nothing; a mended file is listed no more."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from agents.documents.limits import ReadLimits
from agents.documents.pool import ReaderPool
from tests.corpora.drawn import draw_picture
from tests.corpora.folders import Folder
from webapp.corpora.errors import MissingPath
from webapp.corpora.importing import reading
from webapp.corpora.importing.services import import_paths
from webapp.corpora.services import prefetch
from webapp.corpora.services.catalogue import corpus_status

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_bad_files_are_listed_and_the_good_ones_come_in(folder: Folder) -> None:
    folder.draw("good.png", 1)
    folder.write("cut.png", draw_picture(2)[:60])
    folder.write("text.jpg", "this is no picture")
    folder.write("empty.png", b"")
    folder.write("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    folder.write("binary.txt", b"\x00\x01\x02")
    report = folder.load()
    assert report.added == 1
    assert [problem.path for problem in report.problems] == [
        "binary.txt", "cut.png", "drawing.svg", "empty.png", "text.jpg",
    ]  # fmt: skip
    assert "binary" in folder.reasons["binary.txt"]
    assert "empty" in folder.reasons["empty.png"]
    assert folder.corpus.problems.count() == 5


def test_a_mended_file_is_no_problem_any_more(folder: Folder) -> None:
    folder.write("a.png", draw_picture(1)[:60])
    folder.load()
    assert list(folder.reasons) == ["a.png"]
    folder.draw("a.png", 1)
    assert folder.load().added == 1
    assert folder.reasons == {}


def test_a_mended_file_may_come_alone(folder: Folder) -> None:
    file = folder.write("a.png", draw_picture(1)[:60])
    folder.load()
    folder.draw("a.png", 1)
    folder.load(file)
    assert folder.reasons == {}


def test_problems_of_one_folder_stay_when_another_is_imported(folder: Folder) -> None:
    bad, good = folder.write("bad/a.png", b"x").parent, folder.draw("good/b.png", 1).parent
    folder.load(bad)
    folder.load(good)
    assert list(folder.reasons) == ["a.png"]


def test_a_path_that_is_not_there_is_refused_before_anything_is_written(folder: Folder) -> None:
    folder.draw("a.png", 1)
    with pytest.raises(MissingPath, match="nowhere"):
        folder.load(folder.path, folder.path / "nowhere")
    assert not folder.corpus.images.exists()


def test_hidden_files_and_folders_are_passed_over(folder: Folder) -> None:
    folder.draw(".hidden.png", 1)
    folder.draw(".git/a.png", 2)
    report = folder.load()
    assert (report.added, report.skipped, report.problems) == (0, 0, ())


def test_a_link_that_leaves_the_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("A secret.")
    (folder.path / "link.txt").symlink_to(secret)
    (folder.path / "up").symlink_to(tmp_path)
    report = folder.load()
    assert report.added == 0
    assert set(folder.reasons) == {"link.txt", "up"}
    assert "leads out" in folder.reasons["up"]


def test_a_link_within_the_folder_is_followed_and_a_circle_ends(folder: Folder) -> None:
    folder.draw("real/a.png", 1)
    (folder.path / "alias.png").symlink_to(folder.path / "real" / "a.png")
    (folder.path / "real" / "circle").symlink_to(folder.path)
    report = folder.load()
    assert report.problems == ()
    assert folder.corpus.images.count() == 1


def test_a_name_that_is_no_text_is_a_problem(folder: Folder) -> None:
    bad = os.fsencode(folder.path) + b"/caf\xe9.png"
    Path(os.fsdecode(bad)).write_bytes(draw_picture(1))
    report = folder.load()
    assert [problem.reason for problem in report.problems] == ["Its name is not valid text. Rename the file."]


def test_a_file_over_the_limit_is_a_problem(folder: Folder, settings: object) -> None:
    with (folder.path / "huge.txt").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    folder.load()
    assert "50 MiB" in folder.reasons["huge.txt"]


class StopHere(Exception):
    """Somebody cancels the import."""


def test_cancelling_ends_a_file_in_the_middle(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "BEAT_SECONDS", 0.01)
    folder.write("nested.html", "<div>t " * 150_000)

    def progress(_done: int, _total: int) -> None:
        raise StopHere

    with pytest.raises(StopHere):
        import_paths(folder.corpus, [folder.path], progress=progress)
    assert not folder.corpus.documents.exists()


def test_a_file_that_takes_too_long_costs_one_file(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(ReaderPool(1, ReadLimits(wall_factor=0))) as pool:
        monkeypatch.setattr(reading, "shared_readers", lambda: pool)
        folder.write("endless.html", "<div>t " * 150_000)
        folder.draw("good.png", 1)
        folder.load()
    assert "takes too long" in folder.reasons["endless.html"]
    assert folder.corpus.images.count() == 1


def test_a_file_that_the_database_refuses_costs_one_file(folder: Folder) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON corpora_document WHEN NEW.title = 'Gulls' "
            "BEGIN SELECT RAISE(ABORT, 'no gulls'); END"
        )
    folder.write("gulls.md", "# Gulls")
    folder.write("herons.md", "# Herons")
    folder.load()
    assert folder.reasons == {"gulls.md": "The database refused what is in this file."}
    assert [document.title for document in folder.corpus.documents.all()] == ["Herons"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.djvu", b"AT&TFORM\0\0\0\0DJVU", "DjVu"),
        ("a.xls", OLD_OFFICE, "Excel 97–2003 (XLS)"),
        ("a.ppt", OLD_OFFICE, "PowerPoint 97–2003 (PPT)"),
        ("a.mp3", b"ID3\x04", "sound recording"),
        ("a.zip", b"PK\x03\x04", "packed archive"),
        ("a.json", b"{}", "JSON"),
        ("a.xyz", b"\0\1", "file of an unknown kind (.xyz)"),
        ("README", b"words", "file of an unknown kind"),
        ("nothing.xyz", b"", "empty file"),
    ],
)
def test_what_is_not_read_is_named(name: str, data: bytes, kind: str, folder: Folder) -> None:
    folder.write(name, data)
    report = folder.load()
    assert (report.skipped, report.problems) == (1, ())
    assert corpus_status(folder.corpus).skipped == ((f"Not supported: {kind}.", 1),)


def test_a_guessed_encoding_is_noted(folder: Folder) -> None:
    folder.write("odd.txt", bytes(range(0xA1, 0xFF)))
    report = folder.load()
    assert (report.added, report.problems) == (1, ())
    [(path, note)] = corpus_status(folder.corpus).notes
    assert path == "odd.txt" and "is a guess" in note
