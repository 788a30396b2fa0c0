"""Deleting a corpus takes along what is its own and nothing else."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from agents.retrieval.chroma import ChromaVectors
from media_store import MediaStore
from tests.corpora.folders import Folder
from webapp.corpora.fulltext import full_text
from webapp.corpora.importing.services import import_paths
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus, CorpusImage, Document, MediaUse
from webapp.corpora.services.catalogue import create_corpus, delete_corpus
from webapp.runs.models import Run

Callbacks = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def filled(folder: Folder) -> Folder:
    folder.draw("own.png", 1)
    folder.draw("shared.png", 2)
    folder.draw("asked.png", 3)
    folder.write("a.md", "# Herons\n\n![one](own.png) They wade.")
    folder.load()
    folder.index()
    return folder


def uid(folder: Folder, path: str) -> str:
    return folder.corpus.images.get(path=path).uid


def test_rows_words_vectors_and_files_go(
    filled: Folder,
    store: MediaStore,
    live_vectors: ChromaVectors,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    key, own = filled.corpus.pk, uid(filled, "own.png")
    with django_capture_on_commit_callbacks(execute=True):
        delete_corpus(filled.corpus)
    assert not Corpus.objects.exists()
    assert not CorpusImage.objects.exists()
    assert not Document.objects.exists()
    assert full_text().count(key) == 0
    assert live_vectors.encoder_versions(key) == set()
    assert not store.exists(own)
    assert list(store.uids()) == []


def test_pictures_that_another_corpus_or_a_run_uses_stay(
    filled: Folder,
    store: MediaStore,
    live_vectors: ChromaVectors,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    other = create_corpus("other")
    import_paths(other, [filled.path / "shared.png"])
    index_now(other)
    asked = uid(filled, "asked.png")
    MediaUse.objects.create(uid=asked, run=Run.objects.create(policy="builtin"))
    shared = uid(filled, "shared.png")
    with django_capture_on_commit_callbacks(execute=True):
        delete_corpus(filled.corpus)
    assert set(store.uids()) == {shared, asked}
    assert full_text().count(other.pk) == 1
    other.refresh_from_db()
    assert live_vectors.encoder_versions(other.pk) == {other.encoder_version}
