"""Importing pictures: what is added, what stays, what changes."""

from pathlib import Path

from media_store import MediaStore
from tests.corpora.drawn import draw_picture
from tests.corpora.folders import Folder
from webapp.corpora.importing.services import import_paths
from webapp.corpora.models import MediaUse
from webapp.corpora.services.catalogue import create_corpus


def test_a_folder_of_pictures_becomes_rows_with_paths_below_it(folder: Folder, store: MediaStore) -> None:
    folder.draw("a.png", 1)
    folder.draw("deep/er/b.png", 2)
    report = folder.load()
    assert (report.added, report.problems) == (2, ())
    rows = list(folder.corpus.images.order_by("path"))
    assert [row.path for row in rows] == ["a.png", "deep/er/b.png"]
    assert [(row.width, row.height) for row in rows] == [(48, 36), (48, 36)]
    assert all(store.exists(row.uid) for row in rows)


def test_a_single_file_is_known_by_its_name(folder: Folder) -> None:
    folder.load(folder.draw("deep/er/b.png"))
    assert folder.corpus.images.get().path == "b.png"


def test_a_second_import_adds_and_changes_nothing(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write("note.md", "# Herons\n\nThey wade.")
    folder.write("manifest.csv", "file,title,tags\na.png,A heron,bird;water\n")
    folder.load()
    folder.index()
    report = folder.load()
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)
    assert folder.corpus.images.get().indexed_by
    assert not folder.corpus.documents.get().passages.filter(indexed_by="").exists()


def test_the_same_picture_under_two_names_is_one_row_and_a_duplicate(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.draw("copy.png", 1)
    report = folder.load()
    assert (report.added, report.duplicates) == (1, 1)
    assert folder.corpus.images.get().path == "a.png"
    again = folder.load()
    assert (again.added, again.updated, again.unchanged, again.duplicates) == (0, 0, 1, 1)


def test_two_corpora_share_a_file_and_each_has_its_own_row(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.load()
    other = create_corpus("other")
    import_paths(other, [folder.path])
    assert other.images.get().uid == folder.corpus.images.get().uid
    assert MediaUse.objects.filter(uid=other.images.get().uid).count() == 2


def test_a_picture_that_changed_takes_the_place_of_the_old_one(
    folder: Folder, store: MediaStore, django_capture_on_commit_callbacks: object
) -> None:
    folder.draw("a.png", 1)
    folder.load()
    folder.index()
    before = folder.corpus.images.get()
    folder.draw("a.png", 2)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        report = folder.load()
    after = folder.corpus.images.get()
    assert (report.updated, after.pk) == (1, before.pk)
    assert after.uid != before.uid
    assert (after.indexed_by, after.labels, after.perceptual_hash) == ("", [], "")
    assert not store.exists(before.uid)
    assert list(MediaUse.objects.values_list("uid", flat=True)) == [after.uid]


def test_a_picture_that_became_a_copy_of_another_loses_its_row(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.draw("b.png", 2)
    folder.load()
    folder.draw("b.png", 1)
    report = folder.load()
    assert report.duplicates == 1
    assert folder.corpus.images.get().path == "a.png"


def test_pictures_are_told_by_content_and_not_by_name(folder: Folder) -> None:
    folder.write("heron.dat", draw_picture(1))
    folder.write("numbers.bin", b"\0\1\2")
    report = folder.load()
    assert (report.added, report.skipped, report.problems) == (1, 1, ())
    assert folder.corpus.images.get().path == "heron.dat"


def test_files_with_one_path_in_two_folders_do_not_replace_each_other(folder: Folder) -> None:
    first, second = folder.draw("one/a.png", 1).parent, folder.draw("two/a.png", 2).parent
    report = folder.load(first, second)
    assert report.added == 1
    assert [problem.path for problem in report.problems] == ["a.png"]
    assert "same path" in folder.reasons["a.png"]


def test_progress_ends_at_the_number_of_files(folder: Folder) -> None:
    for number in range(70):
        folder.draw(f"{number}.png", number)
    told: list[tuple[int, int]] = []
    import_paths(folder.corpus, [Path(folder.path)], progress=lambda done, total: told.append((done, total)))
    assert told == [(64, 70), (70, 70)]
