"""The counters of each scope are what counting would say, whatever was written and by whom."""

import random
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from agents.retrieval.lexical import LexicalEntry, Record
from tests.corpora.fulltext.conftest import indexed
from tests.corpora.fulltext.entries import IMAGE, PASSAGE, image, passage
from webapp.corpora.fulltext import full_text, population, schema, vocabulary
from webapp.corpora.fulltext.rows import Row, fetch

_SCOPE = {"sqlite": "scope", "postgresql": "corpus_id, kind"}


def kept(connection: BaseDatabaseWrapper) -> list[Row]:
    """Scope, records and tokens, as the triggers keep them."""
    return _sizes(connection, "SUM(records), SUM(tokens)", "corpora_fulltext_population")


def counted(connection: BaseDatabaseWrapper) -> list[Row]:
    """The same by counting."""
    return _sizes(connection, "COUNT(*), SUM(length)", "corpora_fulltext_record")


def _sizes(connection: BaseDatabaseWrapper, columns: str, table: str) -> list[Row]:
    scope = _SCOPE[connection.vendor]
    rows = fetch(connection, f"SELECT {scope}, {columns} FROM {table} GROUP BY {scope} ORDER BY {scope}", [])
    return [row for row in rows if any(row[-2:])]


def entries(rng: random.Random) -> list[LexicalEntry]:
    """Twenty of forty possible records, each in any of three corpora and of any length."""
    make = {PASSAGE: passage, IMAGE: image}
    return [
        make[rng.choice([PASSAGE, IMAGE])](number, "owl " * rng.randrange(9), rng.choice([1, 2, 11]))
        for number in rng.sample(range(20), 20)
    ]


def test_whatever_is_written_the_counters_follow(empty_connection: BaseDatabaseWrapper) -> None:
    index, rng = indexed(empty_connection), random.Random(5)
    for _ in range(12):
        index.replace(entries(rng))
        assert kept(empty_connection) == counted(empty_connection)
        index.remove([Record(rng.choice([PASSAGE, IMAGE]), number) for number in range(0, 20, 3)])
        assert kept(empty_connection) == counted(empty_connection) != []
    index.remove_corpus(1)
    assert kept(empty_connection) == counted(empty_connection) != []
    for corpus_id in (2, 11):
        index.remove_corpus(corpus_id)
    assert kept(empty_connection) == counted(empty_connection) == []


def test_a_transaction_that_fails_leaves_the_counters_as_they_were(
    empty_connection: BaseDatabaseWrapper,
) -> None:
    index, rng = indexed(empty_connection), random.Random(6)
    index.replace(entries(rng))
    before = kept(empty_connection)
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=empty_connection.alias):
        index.replace(entries(rng))
        index.remove_corpus(2)
        _ = 1 / 0
    assert kept(empty_connection) == counted(empty_connection) == before


def test_what_was_indexed_before_there_were_counters_is_counted(
    empty_connection: BaseDatabaseWrapper,
) -> None:
    with empty_connection.schema_editor() as editor:
        schema.create(None, editor)
        vocabulary.create(None, editor)
    full_text(empty_connection).replace(entries(random.Random(7)))
    with empty_connection.schema_editor() as editor:
        population.create(None, editor)
    assert kept(empty_connection) == counted(empty_connection) != []


@pytest.fixture
def another_writer(postgres_connection: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """A second connection in a transaction of its own, which gives up instead of waiting."""
    connection = postgres_connection.copy("another writer")
    connection.set_autocommit(False)
    fetch(connection, "SELECT set_config('lock_timeout', '1s', false)", [])
    yield connection
    connection.close()


@pytest.mark.parametrize("ending", ["commit", "rollback"])
def test_writers_of_one_corpus_neither_wait_for_each_other_nor_lose_a_count(
    postgres_connection: BaseDatabaseWrapper, another_writer: BaseDatabaseWrapper, ending: str
) -> None:
    ours, theirs = indexed(postgres_connection), full_text(another_writer)
    ours.replace([passage(1, "an owl"), image(1, "a barn owl"), passage(4, "hay")])
    theirs.replace([passage(2, "hay"), passage(1, "no bird at all")])
    ours.replace([image(2, "an owl"), passage(3, "another owl")])
    ours.remove([Record(IMAGE, 1), Record(PASSAGE, 4)])
    assert kept(postgres_connection) == counted(postgres_connection)
    getattr(another_writer, ending)()
    assert kept(postgres_connection) == counted(postgres_connection)
    assert ours.count(1) == (4 if ending == "commit" else 3)


def test_the_counters_of_postgres_do_not_grow_with_every_write(
    postgres_connection: BaseDatabaseWrapper,
) -> None:
    index = indexed(postgres_connection)
    for number in range(10):
        index.replace([passage(number, "owl"), image(number, "owl")])
    ((rows,),) = fetch(postgres_connection, "SELECT COUNT(*) FROM corpora_fulltext_population", [])
    assert rows == 2
