"""Scans that are imported: their text is found, marked as read by OCR, and read once."""

import pytest
from django.test import Client

from tests.corpora.folders import Folder
from tests.corpora.papers import pdf
from tests.support.scans import page, scan
from webapp.corpora.importing.checking import check_folder
from webapp.corpora.importing.manifests import Manifest
from webapp.corpora.models import FileProblem

pytestmark = pytest.mark.long

SCAN = scan([page(["The keeper lit the lamp in 1854."]), page(["Boats reach it at low tide."])])


@pytest.fixture
def reads_pixels(settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"ocr": True})


@pytest.mark.usefixtures("reads_pixels")
def test_a_scan_becomes_a_document_that_says_how_it_was_read(folder: Folder) -> None:
    folder.write("scan.pdf", SCAN)
    report = folder.load()
    document = folder.corpus.documents.get()
    assert document.text == "The keeper lit the lamp in 1854.\n\nBoats reach it at low tide."
    assert (document.pages, document.scanned) == ([0, 34], [1, 2])
    assert [(note.path, note.kind) for note in report.notes] == [("scan.pdf", FileProblem.Kind.NOTE)]
    assert report.problems == ()


@pytest.mark.usefixtures("reads_pixels")
def test_progress_counts_the_pages_of_a_scan(folder: Folder) -> None:
    folder.write("scan.pdf", SCAN)
    told: list[tuple[int, int]] = []
    check_folder(folder.corpus, folder.path, Manifest(), lambda done, total: told.append((done, total)))
    assert told[-1] == (1, 1)
    assert max(total for _done, total in told) in (1, 3)


@pytest.mark.usefixtures("reads_pixels")
def test_looking_through_and_bringing_in_read_a_page_once(folder: Folder, monkeypatch) -> None:
    folder.write("scan.pdf", SCAN)
    check_folder(folder.corpus, folder.path, Manifest(), lambda _done, _total: None)
    monkeypatch.setattr("agents.scans.readers.read_text", None)
    folder.load()
    assert folder.corpus.documents.get().scanned == [1, 2]


def test_switched_off_a_scan_is_a_problem_with_its_reason(folder: Folder) -> None:
    folder.write("scan.pdf", SCAN)
    folder.load()
    assert "switched off" in folder.reasons["scan.pdf"]


def test_written_pages_are_not_marked(folder: Folder) -> None:
    folder.write("written.pdf", pdf([["It was lit in 1854."]]))
    folder.load()
    assert folder.corpus.documents.get().scanned == []


@pytest.mark.usefixtures("reads_pixels")
def test_the_page_of_a_document_says_which_pages_were_read_by_ocr(
    folder: Folder, client: Client, django_user_model
) -> None:
    folder.write("scan.pdf", SCAN)
    folder.load()
    client.force_login(django_user_model.objects.create_superuser("ada"))
    found = folder.corpus.documents.get()
    shown = client.get(f"/documents/{found.pk}/?start=34&end=39").content.decode()
    assert shown.count("page 1 · read by OCR") == 1
    assert "read by OCR: it may have mistaken letters" in shown
