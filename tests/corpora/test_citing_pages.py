"""Evidence of a PDF names its page, and says if its words were read by OCR."""

from agents.observations import TextRead
from agents.sources import document_ref
from tests.corpora.folders import Folder
from tests.corpora.papers import pdf
from webapp.corpora.models import Document
from webapp.corpora.stored_sources import document_source


def source_of(folder: Folder):
    folder.write("grey-head.pdf", pdf([["Grey Head stands on a reef."], ["It was lit in 1854."]]))
    folder.load()
    document = folder.corpus.documents.get()
    document.scanned = [2]
    document.save()
    found = document_source(Document.objects.all(), str(document.pk))
    assert found is not None
    assert found.ref == document_ref(document.pk)
    return found


def test_a_place_in_a_text_has_a_page(folder: Folder) -> None:
    found = source_of(folder)
    assert [found.page_at(found.text.index(word)) for word in ("Grey", "reef", "It", "1854")] == [1, 1, 2, 2]


def test_what_is_read_says_whether_ocr_read_it(folder: Folder) -> None:
    found = source_of(folder)
    assert not TextRead.of(found, 0, 10).is_scanned
    assert TextRead.of(found, 0, 40).is_scanned
    assert TextRead.of(found, 35, 40).is_scanned
