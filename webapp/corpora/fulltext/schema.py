"""The tables of the full-text index, for `migrations.RunPython(schema.create, schema.drop)`.

They are not models: what they hold can be rebuilt, and SQLite's is a virtual table.
"""

from collections.abc import Mapping, Sequence

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from webapp.corpora.fulltext.errors import UnsupportedDatabase

# SQLite. `id` is twice the record's id plus its kind; `scope` is the corpus id and the letter of the kind.
# The scope goes before every token that FTS5 sees ("7psky"): each corpus has posting lists of its own, and a
# search reads nothing of the corpora it is not about. FTS5 keeps no text (content='') and no lengths
# (columnsize=0), for the record has both; to forget a row it must be shown that text again: hence triggers.
# The ascii tokenizer splits at spaces and leaves what is not ASCII alone: tokens arrive whole.
_SCOPED = "{row}.scope || replace({row}.tokens, ' ', ' ' || {row}.scope)"
_FORGET = (
    "INSERT INTO corpora_fulltext(corpora_fulltext, rowid, tokens) "
    f"VALUES ('delete', old.id, {_SCOPED.format(row='old')});"
)
_LEARN = f"INSERT INTO corpora_fulltext(rowid, tokens) VALUES (new.id, {_SCOPED.format(row='new')});"
_ON = "CREATE TRIGGER corpora_fulltext_{name} AFTER {event} ON corpora_fulltext_record BEGIN {actions} END"

_CREATE_SQLITE = (
    """
    CREATE TABLE corpora_fulltext_record (
        id INTEGER PRIMARY KEY, scope TEXT NOT NULL, length INTEGER NOT NULL, tokens TEXT NOT NULL
    )
    """,
    "CREATE INDEX corpora_fulltext_record_scope ON corpora_fulltext_record (scope, length)",
    """
    CREATE VIRTUAL TABLE corpora_fulltext
    USING fts5(tokens, content='', columnsize=0, tokenize='ascii')
    """,
    "CREATE VIRTUAL TABLE corpora_fulltext_lexeme USING fts5vocab('corpora_fulltext', 'row')",
    "CREATE VIRTUAL TABLE corpora_fulltext_occurrence USING fts5vocab('corpora_fulltext', 'instance')",
    _ON.format(name="insert", event="INSERT", actions=_LEARN),
    _ON.format(name="delete", event="DELETE", actions=_FORGET),
    _ON.format(name="update", event="UPDATE", actions=f"{_FORGET} {_LEARN}"),
)
_DROP_SQLITE = (
    "DROP TABLE corpora_fulltext_record",
    "DROP TABLE corpora_fulltext_occurrence",
    "DROP TABLE corpora_fulltext_lexeme",
    "DROP TABLE corpora_fulltext",
)

# PostgreSQL. With fastupdate on, a search after many writes first reads all that is not yet in the index.
_CREATE_POSTGRES = (
    """
    CREATE TABLE corpora_fulltext_record (
        corpus_id bigint NOT NULL, kind smallint NOT NULL, object_id bigint NOT NULL,
        length integer NOT NULL, tokens tsvector NOT NULL, PRIMARY KEY (kind, object_id)
    )
    """,
    """
    CREATE INDEX corpora_fulltext_record_scope
    ON corpora_fulltext_record (corpus_id, kind) INCLUDE (length)
    """,
    """
    CREATE INDEX corpora_fulltext_record_tokens
    ON corpora_fulltext_record USING gin (tokens) WITH (fastupdate = off)
    """,
)
_DROP_POSTGRES = ("DROP TABLE corpora_fulltext_record",)

_CREATE: Mapping[str, Sequence[str]] = {"sqlite": _CREATE_SQLITE, "postgresql": _CREATE_POSTGRES}
_DROP: Mapping[str, Sequence[str]] = {"sqlite": _DROP_SQLITE, "postgresql": _DROP_POSTGRES}


def create(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the tables. Raises UnsupportedDatabase on one that is neither SQLite nor PostgreSQL."""
    execute(_CREATE, schema_editor)


def drop(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the tables. Raises UnsupportedDatabase on one that is neither SQLite nor PostgreSQL."""
    execute(_DROP, schema_editor)


def execute(statements: Mapping[str, Sequence[str]], schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Execute the statements meant for this database. Raises UnsupportedDatabase if there are none."""
    vendor = schema_editor.connection.vendor
    if vendor not in statements:
        raise UnsupportedDatabase(vendor)
    for statement in statements[vendor]:
        schema_editor.execute(statement, params=None)
