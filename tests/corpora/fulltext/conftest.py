from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from agents.retrieval.fulltext.in_memory import InMemoryFullText
from agents.retrieval.lexical import LexicalIndex
from tests.fixtures.postgres import database_at
from webapp.corpora.fulltext import full_text, population, schema, vocabulary


@pytest.fixture
def sqlite_connection(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with (
        django_db_blocker.unblock(),
        database_at(f"sqlite:///{tmp_path / 'fulltext.sqlite3'}", "embedded") as connection,
    ):
        yield connection


@pytest.fixture(
    params=[
        pytest.param("sqlite_connection", id="sqlite"),
        pytest.param(
            "postgres_connection",
            id="postgres",
            marks=pytest.mark.processes,
        ),
    ]
)
def empty_connection(request: pytest.FixtureRequest) -> BaseDatabaseWrapper:
    """A database without tables, of each kind in turn."""
    connection: BaseDatabaseWrapper = request.getfixturevalue(request.param)
    return connection


@pytest.fixture(
    params=["memory", "sqlite_connection", pytest.param("postgres_connection", marks=pytest.mark.processes)]
)
def index(request: pytest.FixtureRequest) -> LexicalIndex:
    """An empty index of each kind in turn."""
    if request.param == "memory":
        return InMemoryFullText()
    return indexed(request.getfixturevalue(request.param))


def indexed(connection: BaseDatabaseWrapper) -> LexicalIndex:
    with connection.schema_editor() as editor:
        schema.create(None, editor)
        population.create(None, editor)
        vocabulary.create(None, editor)
    return full_text(connection)
