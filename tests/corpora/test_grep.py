"""Exact words in documents, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from agents.toolbox import ToolFailed
from webapp.corpora.library import ScopedLibrary
from webapp.corpora.models import Corpus, Document
from webapp.corpora.serving import scope_of
from webapp.corpora.vectors import home_vectors
from webapp.runs.execution.wiring import search_index

FOUND = {
    "HERON": ["0.md", "1.md"],
    "москва": ["2.md"],
    "ÉTÉ 1901": ["3.md"],
    "100%": ["0.md"],
    "100_": [],
    "grey*nests": ["1.md"],
    "nests\x00": [],
}
"""Patterns, and the documents in which they stand."""


@pytest.fixture
def birds(db: None) -> Corpus:
    """A corpus without documents."""
    return Corpus.objects.create(slug="birds", name="Birds")


@pytest.fixture
def birds_on_postgres(postgres_as_default: BaseDatabaseWrapper) -> Corpus:
    """The same in the other kind of database."""
    return Corpus.objects.create(slug="birds", name="Birds")


@pytest.fixture(autouse=True)
def vectors(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.VECTORS_FOLDER = tmp_path / "vectors"
    yield
    home_vectors(tmp_path / "vectors").close()


def library(corpus: Corpus) -> ScopedLibrary:
    return ScopedLibrary(search_index(), scope_of([corpus]), 0.15)


def write(corpus: Corpus, *texts: str) -> None:
    for text in texts:
        name = f"{corpus.documents.count()}.md"
        Document.objects.create(corpus=corpus, path=name, title=name, text=text, sha256="0" * 64)


def found(corpus: Corpus) -> dict[str, list[str]]:
    write(
        corpus,
        "A heron, 100% grey.",
        "The grey\nHeron. Grey herons' nests.",
        "В Москве: МОСКВА.",
        "L'été 1901.",
    )
    return {pattern: [line.file for line in library(corpus).grep(pattern, 10)] for pattern in FOUND}


def test_words_are_found_in_any_case_and_as_they_are(birds: Corpus) -> None:
    assert found(birds) == FOUND


def test_postgres_finds_the_same_words(birds_on_postgres: Corpus) -> None:
    assert found(birds_on_postgres) == FOUND


def test_other_corpora_are_not_looked_through(birds: Corpus) -> None:
    write(Corpus.objects.create(slug="attic", name="Attic"), "A heron.")
    assert library(birds).grep("heron", 10) == ()


def test_enough_is_enough(birds: Corpus) -> None:
    write(birds, *(f"Heron {number}." for number in range(50)))
    with CaptureQueriesContext(connection) as queries:
        lines = library(birds).grep("heron", 5)
    assert [line.line for line in lines] == [f"Heron {number}." for number in range(5)]
    assert len(queries) == 1
    assert len(library(birds).grep("heron", 50)) == 50


def test_looking_through_documents_has_a_deadline(birds: Corpus, settings: Settings) -> None:
    write(birds, "A heron wades.")
    settings.GREP_SECONDS = 0
    with pytest.raises(ToolFailed, match="took too long") as failed:
        library(birds).grep("heron", 5)
    assert "longer or rarer" in failed.value.hint
