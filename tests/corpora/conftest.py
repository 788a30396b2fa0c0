"""An installation of its own for a test: media, vectors, and a folder to import from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from agents.retrieval.chroma import ChromaVectors
from media_store import MediaStore
from tests.corpora.folders import Folder
from webapp.corpora.models import Corpus
from webapp.corpora.services.catalogue import create_corpus
from webapp.corpora.vectors import home_vectors
from webapp.media.stores import open_media_store


@pytest.fixture
def installation(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Media and vectors in the test's own folder."""
    settings.MEDIA_STORE_URL = str(tmp_path / "media")
    settings.VECTORS_FOLDER = tmp_path / "vectors"
    yield
    home_vectors(tmp_path / "vectors").close()


@pytest.fixture
def corpus(installation: None) -> Corpus:
    return create_corpus("birds", name="Birds")


@pytest.fixture
def folder(corpus: Corpus, tmp_path: Path) -> Folder:
    path = tmp_path / "import"
    path.mkdir()
    return Folder(path, corpus)


@pytest.fixture
def store(installation: None) -> MediaStore:
    return open_media_store()


@pytest.fixture
def live_vectors(installation: None, tmp_path: Path) -> ChromaVectors:
    """The vectors that the services of this test use."""
    return home_vectors(tmp_path / "vectors").open()
