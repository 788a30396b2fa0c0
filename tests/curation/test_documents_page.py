"""The documents of a corpus: listed with what they hold, read with their pages, deleted with their index."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from agents.retrieval.lexical import RecordKind
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
from tests.corpora.papers import pdf
from webapp.corpora.fulltext import full_text
from webapp.corpora.importing.services import import_paths
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, Document
from webapp.corpora.vectors import open_vectors

pytestmark = pytest.mark.long


@pytest.fixture
def papers(curated: Corpus, tmp_path: Path) -> Corpus:
    """The corpus with a PDF of two pages beside its document."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "tides.pdf").write_bytes(pdf([["High water at nine."], ["Low water at three."]], title="Tides"))
    import_paths(curated, [folder])
    return curated


def soup(client: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def delete(client: Client, *ids: object) -> HttpResponse:
    fields = {"ids": ids, "confirmed": "1"}
    return client.post("/corpora/coast/documents/delete/", fields, follow=True)


def test_documents_are_listed_with_what_they_hold(papers: Corpus, as_cleo: Client) -> None:
    rows = soup(as_cleo, "/corpora/coast/documents/").select("tbody tr")
    cells = [[cell.text.strip() for cell in row.select("td")][1:7] for row in rows]
    assert cells[1] == ["Tides", "tides.pdf", "2", "40", "1", "0"]


def test_words_of_title_or_path_filter_the_list(papers: Corpus, as_cleo: Client) -> None:
    assert len(soup(as_cleo, "/corpora/coast/documents/?text=TIDES").select("tbody tr")) == 1
    assert "No document has these words" in soup(as_cleo, "/corpora/coast/documents/?text=heron").text
    page = soup(as_cleo, f"/corpora/coast/documents/?text={'x' * 300}")
    assert "at most 200 characters" in page.select_one(".problem").text  # type: ignore[union-attr]
    field = page.select_one("main [name=text]")
    assert field and (len(str(field["value"])), field.has_attr("maxlength")) == (300, False)


def test_a_quote_says_on_which_page_it_stands(papers: Corpus, as_cleo: Client) -> None:
    document = papers.documents.get(title="Tides")
    start = document.text.index("Low water")
    page = soup(as_cleo, f"/documents/{document.pk}/?start={start}&end={start + 9}")
    assert [mark.text for mark in page.select(".page-begins")] == [
        "page 1 · as it looks",
        "page 2 · as it looks",
    ]
    assert "page 2" in page.select_one(".to-quote").text  # type: ignore[union-attr]
    assert page.select_one("mark#passage").text == "Low water"  # type: ignore[union-attr]


def test_a_deleted_document_leaves_neither_words_nor_vectors(papers: Corpus, as_cleo: Client) -> None:
    index_now(papers)
    papers.refresh_from_db()
    tides = papers.documents.get(title="Tides")
    key = CollectionKey(papers.pk, papers.encoder_version, TEXT_SPACE)
    passages = {record for record in open_vectors().records(key) if record.kind is RecordKind.PASSAGE}
    assert len(passages) == 1
    words = full_text().count(papers.pk)
    answer = delete(as_cleo, tides.pk, "x")
    assert "1 document was deleted." in answer.content.decode()
    assert not Document.objects.filter(pk=tides.pk).exists()
    assert open_vectors().records(key) & passages == set()
    assert full_text().count(papers.pk) == words - 1


def test_a_deletion_names_its_documents_and_asks_once(papers: Corpus, as_cleo: Client) -> None:
    tides = papers.documents.get(title="Tides")
    answer = as_cleo.post("/corpora/coast/documents/delete/", {"ids": [tides.pk]})
    form = BeautifulSoup(answer.content, "html.parser").select_one("main form")
    assert form and "Delete 1 document for good?" in form.text and "Tides" in form.text
    assert papers.documents.count() == 2
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[name]")}
    as_cleo.post(str(form["action"]), fields)
    assert not papers.documents.filter(title="Tides").exists()


def test_pictures_of_a_deleted_document_stay_and_are_indexed_again(curated: Corpus, as_cleo: Client) -> None:
    index_now(curated)
    delete(as_cleo, curated.documents.get().pk)
    assert curated.images.get().indexed_by.endswith("+words")
    assert curated.jobs.filter(status="queued").exists()


def test_documents_of_another_corpus_cannot_be_deleted_here(
    curated: Corpus, as_cleo: Client, corpus: Corpus
) -> None:
    other = Corpus.objects.create(slug="other", name="Other")
    theirs = Document.objects.create(corpus=other, path="a", title="a", text="a", sha256="", media_type="")
    assert "choose documents first" in delete(as_cleo, theirs.pk).content.decode()
    assert Document.objects.filter(pk=theirs.pk).exists()


def test_a_reader_lists_documents_without_deleting(papers: Corpus, as_ada: Client) -> None:
    page = soup(as_ada, "/corpora/coast/documents/")
    assert len(page.select("tbody tr")) == 2
    assert not page.select("input[type=checkbox], button.danger")
