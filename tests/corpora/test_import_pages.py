"""Files with several pictures in them, brought into a corpus."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests.corpora.folders import Folder
from tests.support.heif import heif
from webapp.corpora.importing.checking import check_folder
from webapp.corpora.importing.manifests import Manifest


def tiff(*shades: int) -> bytes:
    """A page for each shade of grey."""
    pages = [Image.new("L", (40, 30 + shade), shade) for shade in shades]
    target = BytesIO()
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:])
    return target.getvalue()


def pages_of(folder: Folder) -> list[tuple[str, int, int, int]]:
    rows = folder.corpus.images.order_by("frame", "path")
    return list(rows.values_list("path", "frame", "frames", "height"))


def test_pages_become_pictures(folder: Folder) -> None:
    folder.write("log.tif", tiff(10, 20, 30))
    report = folder.load()
    assert (report.added, report.problems) == (3, ())
    assert pages_of(folder) == [
        ("log.tif", 1, 3, 40), ("log.tif#page=2", 2, 3, 50), ("log.tif#page=3", 3, 3, 60),
    ]  # fmt: skip


def test_the_page_of_a_picture_says_which_it_is(folder: Folder, admin_client: Client) -> None:
    folder.write("log.tif", tiff(10, 20, 30))
    folder.load()
    second = folder.corpus.images.get(frame=2)
    assert "page 2 of 3" in admin_client.get(f"/pictures/{second.uid}/").content.decode()


def test_no_more_pages_than_the_setting_says(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(settings.ENV, "max_pages", 2)
    folder.write("log.tif", tiff(10, 20, 30))
    assert folder.load().added == 2


def test_pages_a_second_time_change_nothing(folder: Folder) -> None:
    folder.write("log.tif", tiff(10, 20, 30))
    folder.load()
    report = folder.load()
    assert (report.added, report.updated, report.unchanged) == (0, 0, 3)


def test_a_copy_of_the_file_is_a_duplicate_on_every_page(folder: Folder) -> None:
    folder.write("log.tif", tiff(10, 20, 30))
    folder.load()
    folder.write("log-copy.tif", tiff(10, 20, 30))
    assert folder.load().duplicates == 3


def test_another_file_with_the_same_cover_is_another_picture(folder: Folder) -> None:
    folder.write("a.tif", tiff(10, 20))
    folder.write("b.tif", tiff(10, 30))
    assert folder.load().added == 4


def test_pages_that_are_gone_leave_the_corpus(folder: Folder) -> None:
    folder.write("log.tif", tiff(10, 20, 30))
    folder.load()
    folder.write("log.tif", tiff(10, 20))
    report = folder.load()
    assert (report.added, report.updated) == (0, 2)
    assert [path for path, *_rest in pages_of(folder)] == ["log.tif", "log.tif#page=2"]


def test_images_of_a_heic_become_pictures(folder: Folder) -> None:
    shades = [Image.new("RGB", (64, 48 + 16 * place), (90 * place, 120, 60)) for place in range(3)]
    folder.write("burst.heic", heif(shades, primary=1))
    assert folder.load().added == 3
    assert pages_of(folder) == [
        ("burst.heic", 1, 3, 64), ("burst.heic#page=2", 2, 3, 48), ("burst.heic#page=3", 3, 3, 80),
    ]  # fmt: skip
    folder.write("burst.heic", heif(shades[:2]))
    folder.load()
    assert [path for path, *_rest in pages_of(folder)] == ["burst.heic", "burst.heic#page=2"]


def test_a_manifest_describes_all_pages(folder: Folder) -> None:
    folder.write("log.tif", tiff(10, 20))
    folder.write("manifest.csv", "file,license\nlog.tif,CC0\n")
    folder.load()
    assert set(folder.corpus.images.values_list("license", flat=True)) == {"CC0"}


def test_the_dry_run_counts_pages(folder: Folder) -> None:
    folder.write("log.tif", tiff(10, 20, 30))
    report, changes, stored = check_folder(folder.corpus, folder.path, Manifest(), lambda done, total: None)
    assert (report.added, len(changes), len(stored)) == (3, 3, 3)


def test_animations_with_one_beginning_are_two_pictures(folder: Folder, tmp_path: Path) -> None:
    for name, shade in (("a.gif", 40), ("b.gif", 90)):
        frames = [
            Image.new("L", (40, 30), 255),
            Image.linear_gradient("L").resize((40, 30 + 0)).point(lambda value, s=shade: value * s // 255),
        ]
        target = BytesIO()
        frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
        folder.write(name, target.getvalue())
    assert folder.load().added == 2
    assert set(folder.corpus.images.values_list("frame", "frames")) == {(2, 2)}
