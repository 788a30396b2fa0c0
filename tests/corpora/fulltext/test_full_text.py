from threading import Thread

import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.dummy.base import DatabaseWrapper as UnconfiguredDatabase
from pytest_django import DjangoDbBlocker

from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.tokens import parse_query
from tests.corpora.fulltext.conftest import indexed
from tests.fixtures.postgres import database_at
from webapp.corpora.fulltext import full_text, population, schema, vocabulary
from webapp.corpora.fulltext.errors import UnsupportedDatabase

OWL = LexicalEntry(Record(RecordKind.PASSAGE, 1), 1, "owl")


def test_what_the_schema_creates_it_can_drop(empty_connection: BaseDatabaseWrapper) -> None:
    before = empty_connection.introspection.table_names()
    indexed(empty_connection)
    assert "corpora_fulltext_record" in empty_connection.introspection.table_names()
    with empty_connection.schema_editor() as editor:
        vocabulary.drop(None, editor)
        population.drop(None, editor)
        schema.drop(None, editor)
    assert empty_connection.introspection.table_names() == before


def test_a_transaction_that_fails_leaves_the_index_as_it_was(empty_connection: BaseDatabaseWrapper) -> None:
    index = indexed(empty_connection)
    index.replace([OWL])
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=empty_connection.alias):
        index.replace([LexicalEntry(OWL.record, 1, "heron")])
        index.remove_corpus(1)
        _ = 1 / 0
    (hit,) = index.search(parse_query("owl"), corpus_ids=[1], kinds=list(RecordKind), limit=5)
    assert hit.record == OWL.record


def test_the_default_index_serves_every_thread(postgres_as_default: BaseDatabaseWrapper) -> None:
    index = full_text()
    full_text(postgres_as_default).replace([OWL])
    counts = []

    def count() -> None:
        counts.append(index.count(1))
        connections.close_all()

    thread = Thread(target=count)
    thread.start()
    thread.join()
    assert counts == [1]


def test_the_default_database_comes_back_after_postgres(
    postgres_url: str, django_db_blocker: DjangoDbBlocker
) -> None:
    before = default_connection.vendor, default_connection.settings_dict
    with django_db_blocker.unblock(), database_at(postgres_url, DEFAULT_DB_ALIAS):
        assert default_connection.vendor == "postgresql"
    assert (default_connection.vendor, default_connection.settings_dict) == before


def test_another_database_is_refused_by_name() -> None:
    database = UnconfiguredDatabase({})
    with pytest.raises(UnsupportedDatabase, match="'unknown' databases"):
        full_text(database)
    with pytest.raises(UnsupportedDatabase, match="PostgreSQL or an SQLite"):
        schema.create(None, BaseDatabaseSchemaEditor(database))
