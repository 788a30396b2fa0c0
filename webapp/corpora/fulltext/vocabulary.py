"""The words of each corpus as they are written, to look up what a misspelt word was meant for.

For `migrations.RunPython(vocabulary.create, vocabulary.drop)`. Words are only ever added: the index itself
tells those that no record has any more. Deleting a corpus forgets its words.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from agents.retrieval.lexical import LexicalEntry
from agents.retrieval.tokens import vocabulary
from webapp.corpora.fulltext.rows import fetch
from webapp.corpora.fulltext.schema import execute

# No key that must be unique: a second writer of the same word would wait for the transaction of the first.
_TABLE = "CREATE TABLE corpora_fulltext_word (corpus_id bigint NOT NULL, word {type} NOT NULL)"
_INDEX = "CREATE INDEX corpora_fulltext_word_word ON corpora_fulltext_word (corpus_id, word)"
# Code points, not the rules of a language, decide what lies between two words.
_CREATE: Mapping[str, Sequence[str]] = {
    "sqlite": (_TABLE.format(type="TEXT"), _INDEX),
    "postgresql": (_TABLE.format(type='text COLLATE "C"'), _INDEX),
}
_DROP: Mapping[str, Sequence[str]] = dict.fromkeys(_CREATE, ("DROP TABLE corpora_fulltext_word",))

ADD = """
    INSERT INTO corpora_fulltext_word (corpus_id, word) SELECT new.corpus_id, new.word
    FROM (SELECT {corpus} AS corpus_id, {word} AS word) AS new
    WHERE NOT EXISTS (
        SELECT 1 FROM corpora_fulltext_word AS old WHERE old.corpus_id = new.corpus_id AND old.word = new.word
    )
"""
"""Takes the columns of `rows`, one for one; a word may be there twice."""

REMOVE = "DELETE FROM corpora_fulltext_word WHERE corpus_id = %s"

_NEAR = """
    SELECT word FROM corpora_fulltext_word
    WHERE corpus_id = %s AND word >= %s AND word < %s AND length(word) BETWEEN %s AND %s
"""


def create(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the table. Raises UnsupportedDatabase on one that is neither SQLite nor PostgreSQL."""
    execute(_CREATE, schema_editor)


def drop(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the table. Raises UnsupportedDatabase."""
    execute(_DROP, schema_editor)


def rows(entries: Iterable[LexicalEntry]) -> list[tuple[int, str]]:
    """Corpus and word, for each word of these entries."""
    return sorted({(entry.corpus_id, word) for entry in entries for word in vocabulary(entry.text)})


def near(connection: BaseDatabaseWrapper, word: str, most: int, corpus_ids: Collection[int]) -> list[str]:
    """See `LexicalIndex.vocabulary`."""
    first, lengths = word[0], (len(word) - most, len(word) + most)
    found: set[str] = set()
    for corpus_id in sorted(corpus_ids):
        near_words = fetch(connection, _NEAR, [corpus_id, first, chr(ord(first) + 1), *lengths])
        found.update(each for (each,) in near_words)
    return sorted(found)
