"""Full-text search inside the application's own database."""

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

from agents.retrieval.lexical import LexicalIndex
from webapp.corpora.fulltext.errors import UnsupportedDatabase
from webapp.corpora.fulltext.postgres import PostgresFullText
from webapp.corpora.fulltext.sqlite import SqliteFullText

_INDEXES: dict[str, type[PostgresFullText] | type[SqliteFullText]] = {
    "postgresql": PostgresFullText,
    "sqlite": SqliteFullText,
}


def full_text(connection: BaseDatabaseWrapper | None = None) -> LexicalIndex:
    """The full-text index kept in a database, by default in the one named `default`.

    The connection must be one of `django.db.connections`. Only the index of the default connection may be
    handed to other threads: Django opens that connection anew in each.

    Raises UnsupportedDatabase if it is neither PostgreSQL nor SQLite.
    """
    connection = default_connection if connection is None else connection
    if connection.vendor not in _INDEXES:
        raise UnsupportedDatabase(connection.vendor)
    return _INDEXES[connection.vendor](connection)
