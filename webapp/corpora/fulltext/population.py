"""The sizes of scopes, kept by triggers, for `migrations.RunPython(population.create, population.drop)`.

A search needs to know how many records its scopes have and how long they are. Counting them would make every
search cost as much as the corpus is large.
"""

from collections.abc import Mapping, Sequence

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from webapp.corpora.fulltext.schema import execute

# SQLite has one writer at a time, so one row for each scope is enough.
_ADD = (
    "INSERT INTO corpora_fulltext_population (scope, records, tokens) VALUES (new.scope, 1, new.length) "
    "ON CONFLICT (scope) DO UPDATE SET records = records + 1, tokens = tokens + excluded.tokens;"
)
_SUBTRACT = (
    "UPDATE corpora_fulltext_population SET records = records - 1, tokens = tokens - old.length "
    "WHERE scope = old.scope;"
)
_ON_SQLITE = (
    "CREATE TRIGGER corpora_fulltext_count_{event} AFTER {event} ON corpora_fulltext_record "
    "BEGIN {actions} END"
)
_CREATE_SQLITE = (
    """
    CREATE TABLE corpora_fulltext_population (
        scope TEXT PRIMARY KEY, records INTEGER NOT NULL, tokens INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    _ON_SQLITE.format(event="insert", actions=_ADD),
    _ON_SQLITE.format(event="delete", actions=_SUBTRACT),
    _ON_SQLITE.format(event="update", actions=f"{_SUBTRACT} {_ADD}"),
    """
    INSERT INTO corpora_fulltext_population (scope, records, tokens)
    SELECT scope, COUNT(*), SUM(length) FROM corpora_fulltext_record GROUP BY scope
    """,
)
_DROP_SQLITE = (
    *(f"DROP TRIGGER corpora_fulltext_count_{event}" for event in ("insert", "delete", "update")),
    "DROP TABLE corpora_fulltext_population",
)

# PostgreSQL. A scope may have several rows, and its size is their sum. A writer adds a row with what it
# changed and folds into it the rows that nobody else is changing: no writer ever waits for another one's
# transaction to end, so keeping count can cause no deadlock.
_COUNT = """
    CREATE FUNCTION corpora_fulltext_count() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        sign CONSTANT integer := TG_ARGV[0];
    BEGIN
        WITH change AS (
            SELECT corpus_id, kind, sign * COUNT(*) AS records, sign * SUM(length) AS tokens
            FROM changed GROUP BY corpus_id, kind
        ), free AS (
            SELECT ctid FROM corpora_fulltext_population
            WHERE (corpus_id, kind) IN (SELECT corpus_id, kind FROM change)
            FOR UPDATE SKIP LOCKED
        ), folded AS (
            DELETE FROM corpora_fulltext_population WHERE ctid IN (SELECT ctid FROM free)
            RETURNING corpus_id, kind, records, tokens
        )
        INSERT INTO corpora_fulltext_population (corpus_id, kind, records, tokens)
        SELECT corpus_id, kind, SUM(records), SUM(tokens)
        FROM (TABLE change UNION ALL TABLE folded) AS part
        GROUP BY corpus_id, kind HAVING SUM(records) <> 0 OR SUM(tokens) <> 0;
        RETURN NULL;
    END $$
"""
_ON_POSTGRES = (
    "CREATE TRIGGER corpora_fulltext_count_{name} AFTER {event} ON corpora_fulltext_record "
    "REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION corpora_fulltext_count('{sign}')"
)
_TRIGGERS_POSTGRES = (
    _ON_POSTGRES.format(name="insert", event="INSERT", rows="NEW", sign=1),
    _ON_POSTGRES.format(name="delete", event="DELETE", rows="OLD", sign=-1),
    _ON_POSTGRES.format(name="update_old", event="UPDATE", rows="OLD", sign=-1),
    _ON_POSTGRES.format(name="update_new", event="UPDATE", rows="NEW", sign=1),
)
# The triggers come before the first count: creating them waits for writers and keeps new ones out.
_CREATE_POSTGRES = (
    """
    CREATE TABLE corpora_fulltext_population (
        corpus_id bigint NOT NULL, kind smallint NOT NULL, records bigint NOT NULL, tokens bigint NOT NULL
    )
    """,
    _COUNT,
    *_TRIGGERS_POSTGRES,
    """
    INSERT INTO corpora_fulltext_population (corpus_id, kind, records, tokens)
    SELECT corpus_id, kind, COUNT(*), SUM(length) FROM corpora_fulltext_record GROUP BY corpus_id, kind
    """,
)
_DROP_POSTGRES = (
    "DROP FUNCTION corpora_fulltext_count() CASCADE",
    "DROP TABLE corpora_fulltext_population",
)

_CREATE: Mapping[str, Sequence[str]] = {"sqlite": _CREATE_SQLITE, "postgresql": _CREATE_POSTGRES}
_DROP: Mapping[str, Sequence[str]] = {"sqlite": _DROP_SQLITE, "postgresql": _DROP_POSTGRES}


def create(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the table and its triggers, and count what is indexed already. Raises UnsupportedDatabase."""
    execute(_CREATE, schema_editor)


def drop(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers and the table. Raises UnsupportedDatabase."""
    execute(_DROP, schema_editor)
