"""The whole way on PostgreSQL: migrations, import, index, search, deletion, and back to nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import Settings

from agents.retrieval.lexical import RecordKind
from agents.retrieval.tokens import VERSION, parse_query
from tests.corpora.drawn import paragraphs
from tests.corpora.folders import Folder
from tests.corpora.papers import docx, paragraph
from webapp.corpora.fulltext import full_text
from webapp.corpora.models import Corpus
from webapp.corpora.services.catalogue import corpus_status, create_corpus, delete_corpus
from webapp.corpora.vectors import home_vectors
from webapp.media.stores import open_media_store


@pytest.fixture
def folder(postgres_as_default: BaseDatabaseWrapper, settings: Settings, tmp_path: Path) -> Iterator[Folder]:
    settings.MEDIA_STORE_URL = str(tmp_path / "media")
    settings.VECTORS_FOLDER = tmp_path / "vectors"
    path = tmp_path / "import"
    path.mkdir()
    yield Folder(path, create_corpus("birds"))
    home_vectors(tmp_path / "vectors").close()


def test_a_corpus_lives_and_dies_on_postgres(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.draw("copy.png", 1)
    folder.write("bad.png", b"nothing")
    folder.write("a.md", f"# Herons\n\nA picture: ![wading](a.png)\n\n{paragraphs(5)}")
    folder.write("manifest.csv", "file,title\na.png,Lighthouse\n")
    report = folder.load()
    assert (report.added, report.duplicates) == (2, 1)
    folder.index()
    assert folder.load().updated == 0
    status = corpus_status(folder.corpus)
    assert (status.indexed_images, status.indexed_passages) == (1, status.passages)
    assert [path for path, _ in status.problems] == ["bad.png"]
    hits = full_text().search(
        parse_query("lighthouse"), corpus_ids=[folder.corpus.pk], kinds=list(RecordKind), limit=5
    )
    assert [hit.record.kind for hit in hits] == [RecordKind.IMAGE]
    delete_corpus(folder.corpus)
    assert not Corpus.objects.exists()
    assert list(open_media_store().uids()) == []


def test_the_migrations_can_be_taken_back(folder: Folder, postgres_as_default: BaseDatabaseWrapper) -> None:
    call_command("migrate", "corpora", "zero", verbosity=0)
    names = postgres_as_default.introspection.table_names()
    assert [name for name in names if name.startswith("corpora_")] == []


def test_a_word_document_comes_into_postgres(folder: Folder) -> None:
    folder.write("a.docx", docx(paragraph("Grey Head")))
    assert folder.load().problems == ()
    assert folder.corpus.documents.get().text == "Grey Head"


def test_an_older_index_is_made_anew_on_postgres(folder: Folder) -> None:
    folder.draw("crane.png", 1)
    folder.write("crane.txt", "港に古い起重機が三基ある。")
    folder.write("manifest.csv", "file,title\ncrane.png,青い起重機\n")
    folder.load()
    folder.index()
    Corpus.objects.update(tokens_version=1)
    full_text().remove_corpus(folder.corpus.pk)
    call_command("migrate", verbosity=0)
    query, kinds = parse_query('"起重機"'), list(RecordKind)
    hits = full_text().search(query, corpus_ids=[folder.corpus.pk], kinds=kinds, limit=5)
    assert {hit.record.kind for hit in hits} == set(kinds)
    assert Corpus.objects.get().tokens_version == VERSION
