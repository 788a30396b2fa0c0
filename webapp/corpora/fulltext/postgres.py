"""Full-text search in PostgreSQL with tsvector (https://www.postgresql.org/docs/current/datatype-textsearch.html)."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from agents.retrieval.fulltext.bm25 import RANK_SQL, SCORE_SQL, Population, Weights
from agents.retrieval.fulltext.postings import KIND_CODES, KINDS, Postings, batches, postings
from agents.retrieval.lexical import LexicalEntry, LexicalHit, Record, RecordKind
from agents.retrieval.tokens import LexicalQuery
from webapp.corpora.fulltext import vocabulary
from webapp.corpora.fulltext.rows import Row, fetch

_Scope = tuple[list[int], list[int]]
"""Corpus ids and kind codes."""

_UPSERT = """
    INSERT INTO corpora_fulltext_record (corpus_id, kind, object_id, length, tokens)
    SELECT corpus_id, kind, object_id, length, tokens::tsvector
    FROM unnest(%s::bigint[], %s::smallint[], %s::bigint[], %s::integer[], %s::text[])
        AS entry (corpus_id, kind, object_id, length, tokens)
    ON CONFLICT (kind, object_id) DO UPDATE
    SET corpus_id = excluded.corpus_id, length = excluded.length, tokens = excluded.tokens
"""
_REMOVE = """
    DELETE FROM corpora_fulltext_record USING unnest(%s::smallint[], %s::bigint[]) AS gone (kind, object_id)
    WHERE corpora_fulltext_record.kind = gone.kind AND corpora_fulltext_record.object_id = gone.object_id
"""
_SCOPE = "corpus_id = ANY(%s::bigint[]) AND kind = ANY(%s::smallint[])"
_POPULATION = f"""
    SELECT COALESCE(SUM(records), 0)::bigint, COALESCE(SUM(tokens), 0)::bigint
    FROM corpora_fulltext_population WHERE {_SCOPE}
"""
_ADD_WORDS = vocabulary.ADD.format(corpus="unnest(%s::bigint[])", word="unnest(%s::text[])")
_KNOWN = f"""
    SELECT lexeme FROM unnest(%s::text[], %s::text[]) AS wanted (lexeme, quoted)
    WHERE EXISTS (SELECT FROM corpora_fulltext_record WHERE {_SCOPE} AND tokens @@ quoted::tsquery)
"""
_FREQUENCIES = f"""
    SELECT lexeme,
        (SELECT COUNT(*) FROM corpora_fulltext_record WHERE {_SCOPE} AND tokens @@ quoted::tsquery),
        all_records, all_tokens
    FROM unnest(%s::text[], %s::text[]) AS wanted (lexeme, quoted),
        ({_POPULATION}) AS population (all_records, all_tokens)
"""

# Stored positions carry no weight. Giving weight A to the wanted lexemes and keeping that weight alone cuts a
# vector down to them before it is unnested, which costs a fraction of unnesting all of it.
_SEARCH = f"""
    SELECT kind, object_id, score, matched FROM (
        SELECT kind, object_id, {SCORE_SQL} AS score, SUM(idf) AS matched
        FROM (
            SELECT kind, object_id, length, term, idf, SUM(occurrences) AS frequency
            FROM corpora_fulltext_record
            CROSS JOIN LATERAL (
                SELECT lexeme, cardinality(positions) AS occurrences
                FROM unnest(ts_filter(setweight(tokens, 'A', %s::text[]), ARRAY['a']::"char"[]))
            ) AS occurrence
            JOIN unnest(%s::text[], %s::text[], %s::float8[]) AS wanted (lexeme, term, idf) USING (lexeme)
            WHERE {_SCOPE} AND tokens @@ %s::tsquery {{conditions}}
            GROUP BY kind, object_id, length, term, idf
        ) AS counted
        GROUP BY kind, object_id
    ) AS hit ORDER BY {RANK_SQL}, kind, object_id LIMIT %s
"""


class PostgresFullText:
    """The lexical index of a PostgreSQL database; see `LexicalIndex` for what its methods promise."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def replace(self, entries: Iterable[LexicalEntry]) -> None:
        for batch in batches(entries):
            # One statement may not update a row twice: of two entries for a record the later one counts.
            latest = {entry.record: postings(entry) for entry in batch}
            self._execute(_ADD_WORDS, _columns(vocabulary.rows(batch), width=2))
            self._execute(_UPSERT, _columns([_row(stored) for stored in latest.values()], width=5))

    def remove(self, records: Iterable[Record]) -> None:
        for batch in batches(records):
            self._execute(_REMOVE, _columns([(KIND_CODES[r.kind], r.id) for r in batch], width=2))

    def remove_corpus(self, corpus_id: int) -> None:
        self._execute("DELETE FROM corpora_fulltext_record WHERE corpus_id = %s", [corpus_id])
        self._execute(vocabulary.REMOVE, [corpus_id])

    def search(
        self, query: LexicalQuery, *, corpus_ids: Collection[int], kinds: Collection[RecordKind], limit: int
    ) -> list[LexicalHit]:
        scope = (list(corpus_ids), [KIND_CODES[kind] for kind in kinds])
        weights = self._weights(query, scope)
        if weights is None:
            return []
        rows = self._ranked(query, weights, scope, limit)
        return [weights.hit(Record(KINDS[code], id_), score, matched) for code, id_, score, matched in rows]

    def known(
        self, tokens: Iterable[str], *, corpus_ids: Collection[int], kinds: Collection[RecordKind]
    ) -> set[str]:
        wanted, scope = sorted(set(tokens)), (list(corpus_ids), [KIND_CODES[kind] for kind in kinds])
        quoted = [_quoted(token) for token in wanted]
        return {token for (token,) in fetch(self._connection, _KNOWN, [wanted, quoted, *scope])}

    def vocabulary(self, word: str, most: int, *, corpus_ids: Collection[int]) -> list[str]:
        return vocabulary.near(self._connection, word, most, corpus_ids)

    def count(self, corpus_id: int) -> int:
        ((records, _tokens),) = fetch(self._connection, _POPULATION, ([corpus_id], list(KINDS)))
        return int(records)

    def _weights(self, query: LexicalQuery, scope: _Scope) -> Weights | None:
        """None where there is nothing to ask for, or nothing to find."""
        terms = query.scored_terms
        quoted = [_either(map(_quoted, query.tokens(term))) for term in terms]
        rows = fetch(self._connection, _FREQUENCIES, [*scope, list(terms), quoted, *scope])
        if not rows:
            return None
        _, _, records, tokens = rows[0]
        frequencies = {term: having for term, having, *_ in rows}
        return Weights.of(query, frequencies, Population(records, tokens)) if tokens else None

    def _ranked(self, query: LexicalQuery, weights: Weights, scope: _Scope, limit: int) -> list[Row]:
        wanted = [(token, term) for term in weights.idf for token in query.tokens(term)]
        tokens, terms = [token for token, _ in wanted], [term for _, term in wanted]
        required = [_either(map(_expression, query.wordings(phrase))) for phrase in query.phrases]
        excluded = [_either(map(_expression, query.wordings(phrase))) for phrase in query.exclusions]
        sql = _SEARCH.format(
            conditions="AND tokens @@ %s::tsquery " * len(required)
            + "AND NOT tokens @@ %s::tsquery " * len(excluded)
        )
        weighted = [weights.per_token, tokens, tokens, terms, [weights.idf[term] for term in terms]]
        any_token = _either(map(_quoted, tokens))
        return fetch(self._connection, sql, [*weighted, *scope, any_token, *required, *excluded, limit])

    def _execute(self, sql: str, parameters: Sequence[Any]) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters)


def _row(stored: Postings) -> tuple[int, int, int, int, str]:
    record = stored.record
    # A tsvector literal: `'sea':2 'sky':1,3`, positions from 1.
    positions: dict[str, list[str]] = {}
    for position, token in enumerate(stored.tokens, start=1):
        if token is not None:
            positions.setdefault(token, []).append(str(position))
    vector = " ".join(f"{_quoted(token)}:{','.join(places)}" for token, places in positions.items())
    return stored.corpus_id, KIND_CODES[record.kind], record.id, len(stored.tokens), vector


def _columns(rows: Sequence[tuple[object, ...]], *, width: int) -> list[list[object]]:
    return [[row[column] for row in rows] for column in range(width)]


def _either(expressions: Iterable[str]) -> str:
    """A tsquery literal: any of these."""
    return " | ".join(f"({each})" for each in expressions)


def _expression(phrase: Iterable[str]) -> str:
    """A tsquery literal: these tokens side by side."""
    return " <-> ".join(_quoted(token) for token in phrase)


def _quoted(token: str) -> str:
    """A token as a lexeme; it never has the quote that delimits it, nor a backslash."""
    return f"'{token}'"
