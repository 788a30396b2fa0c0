"""The fixtures of pages, with vectors of the test's own and somebody who looks after the corpus."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings

from tests.web.conftest import *  # noqa: F403
from tests.web.conftest import signed_in
from webapp.corpora.models import Corpus
from webapp.corpora.vectors import home_vectors


@pytest.fixture(autouse=True)
def vectors_folder(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.VECTORS_FOLDER = tmp_path / "vectors"
    yield
    home_vectors(tmp_path / "vectors").close()


@pytest.fixture
def cleo(db: None) -> User:
    """A curator; of which corpora, these say."""
    cleo = User.objects.create_user("cleo")
    cleo.groups.set([Group.objects.get(name="curator")])
    return cleo


@pytest.fixture
def curated(corpus: Corpus, cleo: User) -> Corpus:
    """A corpus of one picture and one document, which cleo looks after."""
    corpus.curators.add(cleo)
    return corpus


@pytest.fixture
def as_cleo(cleo: User) -> Client:
    return signed_in(cleo)
