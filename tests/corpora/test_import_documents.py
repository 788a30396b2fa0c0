"""Importing documents: passages with exact offsets, and pictures that documents show."""

import pytest

from tests.corpora.drawn import paragraphs
from tests.corpora.folders import Folder
from webapp.corpora.importing.showings import resolve
from webapp.corpora.models import DocumentImage
from webapp.corpora.searchable import searchable_text


def test_a_document_becomes_passages_that_are_spans_of_its_text(folder: Folder) -> None:
    folder.write("notes/herons.md", f"# Herons\n\n{paragraphs(8)}\n")
    assert folder.load().added == 1
    row = folder.corpus.documents.get()
    assert (row.path, row.title, row.media_type) == ("notes/herons.md", "Herons", "text/markdown")
    passages = list(row.passages.all())
    assert len(passages) >= 4
    assert [passage.position for passage in passages] == list(range(len(passages)))
    assert all(row.text[passage.start : passage.end] == passage.text for passage in passages)


def test_a_changed_document_has_its_new_passages_only(folder: Folder) -> None:
    folder.write("a.md", f"# Herons\n\n{paragraphs(8)}\n")
    folder.load()
    folder.index()
    folder.write("a.md", "# Gulls\n\nThey cry.")
    report = folder.load()
    row = folder.corpus.documents.get()
    assert (report.updated, row.title) == (1, "Gulls")
    assert [(passage.text, passage.indexed_by) for passage in row.passages.all()] == [
        ("Gulls\n\nThey cry.", "")
    ]


def test_a_picture_that_a_document_shows_is_linked_where_it_stands(folder: Folder) -> None:
    folder.draw("pictures/grey heron.png", 1)
    folder.write("texts/a.md", "# Herons\n\nBefore ![a wading bird](../pictures/grey%20heron.png) after.")
    folder.load()
    link = DocumentImage.objects.select_related("document", "image").get()
    assert (link.image.path, link.alt) == ("pictures/grey heron.png", "a wading bird")
    assert link.document.text[link.offset :] == "after."
    assert "a wading bird" in searchable_text(link.image)


def test_a_copy_of_a_picture_is_linked_to_the_row_of_its_original(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.draw("copy.png", 1)
    folder.write("a.html", "<p>Look: <img src='copy.png' alt='twin'></p>")
    folder.load()
    assert DocumentImage.objects.get().image.path == "a.png"


def test_a_picture_that_comes_later_is_linked_when_the_document_is_imported_again(folder: Folder) -> None:
    folder.write("a.md", "Look: ![a heron](a.png)")
    folder.load()
    assert not DocumentImage.objects.exists()
    folder.draw("a.png", 1)
    report = folder.load()
    assert (report.added, report.unchanged) == (1, 1)
    assert DocumentImage.objects.get().alt == "a heron"


def test_a_link_that_is_gone_from_the_document_is_gone_and_its_picture_waits_for_the_index(
    folder: Folder,
) -> None:
    folder.draw("a.png", 1)
    folder.write("a.md", "Look: ![a heron](a.png)")
    folder.load()
    folder.index()
    folder.write("a.md", "Nothing to see.")
    folder.load()
    assert not DocumentImage.objects.exists()
    assert folder.corpus.images.get().indexed_by.endswith("+words")


def test_importing_linked_documents_again_leaves_their_pictures_indexed(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write("a.md", "Look: ![a heron](a.png) and ![again](a.png)")
    folder.load()
    folder.index()
    folder.load()
    assert folder.corpus.images.get().indexed_by
    assert DocumentImage.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("b.png", "texts/b.png"),
        ("./b.png", "texts/b.png"),
        ("../b.png", "b.png"),
        ("/b.png", "b.png"),
        ("b.png?size=2#top", "texts/b.png"),
        ("sub\\b.png", "texts/sub/b.png"),
        ("../../b.png", None),
        ("/../b.png", None),
        ("https://example.org/b.png", None),
        ("//example.org/b.png", None),
        ("data:image/png;base64,AAAA", None),
        ("file:///etc/passwd", None),
        ("", None),
        ("http://[broken", None),
    ],
)
def test_addresses_are_resolved_below_the_root_or_not_at_all(address: str, path: str | None) -> None:
    assert resolve("texts/a.md", address) == path


def test_a_file_that_is_read_in_another_way_by_now_is_updated(folder: Folder) -> None:
    folder.write("a.txt", "The lighthouse keeper rows.")
    folder.load()
    folder.corpus.documents.update(text="The light\u00adhouse keeper rows.")
    assert (folder.load().updated, folder.load().unchanged) == (1, 1)
    assert folder.corpus.documents.get().passages.get().text == "The lighthouse keeper rows."
