"""Full-text search in SQLite with FTS5 (https://www.sqlite.org/fts5.html)."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from agents.retrieval.lexical import LexicalEntry, LexicalHit, Record, RecordKind
from agents.retrieval.tokens import LexicalQuery
from webapp.corpora.fulltext.bm25 import RANK_SQL, SCORE_SQL, Population, Weights
from webapp.corpora.fulltext.postings import KIND_CODES, KINDS, Postings, batches, postings
from webapp.corpora.fulltext.rows import Row, fetch

_LETTERS = {RecordKind.PASSAGE: "p", RecordKind.IMAGE: "i"}
# A private-use character: FTS5 takes it for a token, and no text has it as one.
_UNCOUNTED = "\ue000"

_UPSERT = """
    INSERT INTO corpora_fulltext_record (id, scope, length, tokens) VALUES (%s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, length = excluded.length, tokens = excluded.tokens
"""

# CROSS JOIN is SQLite's way to fix the order: term by term through the index, never the other way round.
_SEARCH = f"""
    WITH wanted AS (SELECT key AS lexeme, value AS idf FROM json_each(%s)),
    occurrence AS (
        SELECT i.doc AS id, w.idf AS idf, COUNT(*) AS frequency
        FROM wanted w CROSS JOIN corpora_fulltext_occurrence i ON i.term = w.lexeme GROUP BY w.lexeme, i.doc
    )
    SELECT id, {SCORE_SQL} AS score, SUM(idf) FROM occurrence JOIN corpora_fulltext_record USING (id)
    WHERE TRUE {{conditions}} GROUP BY id ORDER BY {RANK_SQL}, id %% 2, id LIMIT %s
"""
_POPULATION = """
    SELECT COUNT(*), COALESCE(AVG(length), 0.0) FROM corpora_fulltext_record
    WHERE scope IN (SELECT value FROM json_each(%s))
"""
_DOCUMENT_FREQUENCIES = """
    SELECT term, doc FROM corpora_fulltext_lexeme WHERE term IN (SELECT value FROM json_each(%s))
"""
_MATCHES = "(SELECT rowid FROM corpora_fulltext WHERE corpora_fulltext MATCH %s)"


class SqliteFullText:
    """The lexical index of an SQLite database; see `LexicalIndex` for what its methods promise."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def replace(self, entries: Iterable[LexicalEntry]) -> None:
        for batch in batches(entries):
            self._execute_all(_UPSERT, [_row(postings(entry)) for entry in batch])

    def remove(self, records: Iterable[Record]) -> None:
        for batch in batches(records):
            self._execute_all(
                "DELETE FROM corpora_fulltext_record WHERE id = %s", [(_row_id(record),) for record in batch]
            )

    def remove_corpus(self, corpus_id: int) -> None:
        rows = [(scope,) for scope in _scopes([corpus_id], RecordKind)]
        self._execute_all("DELETE FROM corpora_fulltext_record WHERE scope = %s", rows)

    def search(
        self, query: LexicalQuery, *, corpus_ids: Collection[int], kinds: Collection[RecordKind], limit: int
    ) -> list[LexicalHit]:
        scopes = _scopes(corpus_ids, kinds)
        population = self._population(scopes)
        terms = query.scored_terms
        if not terms or not population.mean_length:
            return []
        weights = Weights.of(terms, self._document_frequencies(terms, scopes), population)
        rows = self._ranked(query, weights, scopes, limit)
        return [weights.hit(_record(row_id), score, matched) for row_id, score, matched in rows]

    def count(self, corpus_id: int) -> int:
        return self._population(_scopes([corpus_id], RecordKind)).records

    def _population(self, scopes: Sequence[str]) -> Population:
        ((records, mean_length),) = fetch(self._connection, _POPULATION, [_json(scopes)])
        return Population(records, mean_length)

    def _document_frequencies(self, terms: Sequence[str], scopes: Sequence[str]) -> Mapping[str, int]:
        lexemes = {scope + term: term for scope in scopes for term in terms}
        frequencies = dict.fromkeys(terms, 0)
        for lexeme, records in fetch(self._connection, _DOCUMENT_FREQUENCIES, [_json(list(lexemes))]):
            frequencies[lexemes[lexeme]] += records
        return frequencies

    def _ranked(self, query: LexicalQuery, weights: Weights, scopes: Sequence[str], limit: int) -> list[Row]:
        wanted = {scope + term: idf for scope in scopes for term, idf in weights.idf.items()}
        required = [_expression(phrase, scopes) for phrase in query.phrases]
        excluded = [_expression(phrase, scopes) for phrase in query.exclusions]
        sql = _SEARCH.format(
            conditions=f"AND id IN {_MATCHES} " * len(required) + f"AND id NOT IN {_MATCHES} " * len(excluded)
        )
        parameters = [_json(wanted), weights.per_token, *required, *excluded, limit]
        return fetch(self._connection, sql, parameters)

    def _execute_all(self, sql: str, rows: Sequence[Row]) -> None:
        with transaction.atomic(using=self._connection.alias), self._connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _row(stored: Postings) -> tuple[int, str, int, str]:
    (scope,) = _scopes([stored.corpus_id], [stored.record.kind])
    tokens = " ".join(token or _UNCOUNTED for token in stored.tokens)
    return _row_id(stored.record), scope, len(stored.tokens), tokens


def _row_id(record: Record) -> int:
    return record.id * len(KINDS) + KIND_CODES[record.kind]


def _record(row_id: int) -> Record:
    object_id, code = divmod(row_id, len(KINDS))
    return Record(KINDS[code], object_id)


def _scopes(corpus_ids: Iterable[int], kinds: Iterable[RecordKind]) -> list[str]:
    kinds = set(kinds)
    return [f"{corpus_id}{_LETTERS[kind]}" for corpus_id in set(corpus_ids) for kind in kinds]


def _expression(phrase: Sequence[str], scopes: Iterable[str]) -> str:
    """An FTS5 expression for a phrase in any of the scopes; a token never has the quote that delimits it."""
    return " OR ".join('"' + " ".join(scope + token for token in phrase) + '"' for scope in scopes)


def _json(values: Sequence[str] | Mapping[str, float]) -> str:
    """A list as one parameter: SQLite limits how many a statement may have."""
    return json.dumps(values, ensure_ascii=False)
