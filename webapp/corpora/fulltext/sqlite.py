"""Full-text search in SQLite with FTS5 (https://www.sqlite.org/fts5.html)."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from agents.retrieval.fulltext.bm25 import Population, Weights
from agents.retrieval.fulltext.postings import Postings, batches, postings, record_of, row_id
from agents.retrieval.fulltext.ranking import LENGTH_BITS, Integers, PostingList, Ranking
from agents.retrieval.lexical import LexicalEntry, LexicalHit, Record, RecordKind
from agents.retrieval.tokens import LexicalQuery, Phrase
from webapp.corpora.fulltext import vocabulary
from webapp.corpora.fulltext.rows import Row, fetch

_LETTERS = {RecordKind.PASSAGE: "p", RecordKind.IMAGE: "i"}
# A private-use character: FTS5 takes it for a token, and no text has it as one.
_UNCOUNTED = "\ue000"

_UPSERT = """
    INSERT INTO corpora_fulltext_record (id, scope, length, tokens) VALUES (%s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, length = excluded.length, tokens = excluded.tokens
"""

# A posting list comes as one text: SQLite writes it without Python's lock, and would take that for every row.
# CROSS JOIN is SQLite's way to fix the order: from the term to its records, never the other way round.
_OCCURRENCES = f"""
    SELECT wanted.value, (
        SELECT group_concat((occurrence.doc << {LENGTH_BITS}) + record.length, ' ')
        FROM corpora_fulltext_occurrence AS occurrence
        CROSS JOIN corpora_fulltext_record AS record ON record.id = occurrence.doc
        WHERE occurrence.term = wanted.value
    ) FROM json_each(%s) AS wanted
"""
_MATCHES = "SELECT group_concat(rowid, ' ') FROM corpora_fulltext WHERE corpora_fulltext MATCH %s"
_ADD_WORDS = vocabulary.ADD.format(corpus="%s", word="%s")

# A join, for the table of lexemes is looked up by one term at a time.
_LEXEMES = """
    SELECT lexeme.term FROM json_each(%s) AS wanted
    CROSS JOIN corpora_fulltext_lexeme AS lexeme ON lexeme.term = wanted.value
"""
_POPULATION = """
    SELECT COALESCE(SUM(records), 0), COALESCE(SUM(tokens), 0) FROM corpora_fulltext_population
    WHERE scope IN (SELECT value FROM json_each(%s))
"""


class SqliteFullText:
    """The lexical index of an SQLite database; see `LexicalIndex` for what its methods promise."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def replace(self, entries: Iterable[LexicalEntry]) -> None:
        for batch in batches(entries):
            self._execute_all(_ADD_WORDS, vocabulary.rows(batch))
            self._execute_all(_UPSERT, [_row(postings(entry)) for entry in batch])

    def remove(self, records: Iterable[Record]) -> None:
        for batch in batches(records):
            self._execute_all(
                "DELETE FROM corpora_fulltext_record WHERE id = %s", [(row_id(record),) for record in batch]
            )

    def remove_corpus(self, corpus_id: int) -> None:
        rows = [(scope,) for scope in _scopes([corpus_id], RecordKind)]
        self._execute_all("DELETE FROM corpora_fulltext_record WHERE scope = %s", rows)
        self._execute_all(vocabulary.REMOVE, [(corpus_id,)])

    def search(
        self, query: LexicalQuery, *, corpus_ids: Collection[int], kinds: Collection[RecordKind], limit: int
    ) -> list[LexicalHit]:
        scopes = _scopes(corpus_ids, kinds)
        population = self._population(scopes)
        lists = self._posting_lists(query, scopes)
        # The first record may have been added between the two statements.
        if not lists or not population.tokens:
            return []
        frequencies: Counter[str] = Counter()
        for each in lists:
            frequencies[each.term] += len(each.rows)
        weights = Weights.of(query, frequencies, population)
        ranking = Ranking.of(lists, weights)
        for phrase in query.phrases:
            ranking = ranking.only(np.isin(ranking.rows, self._having(query.wordings(phrase), scopes)))
        for phrase in query.exclusions:
            ranking = ranking.only(~np.isin(ranking.rows, self._having(query.wordings(phrase), scopes)))
        return [weights.hit(record_of(row), score, matched) for row, score, matched in ranking.best(limit)]

    def known(
        self, tokens: Iterable[str], *, corpus_ids: Collection[int], kinds: Collection[RecordKind]
    ) -> set[str]:
        scopes = _scopes(corpus_ids, kinds)
        wanted = {scope + token: token for token in set(tokens) for scope in scopes}
        found = fetch(self._connection, _LEXEMES, [_json([*wanted])])
        return {wanted[term] for (term,) in found}

    def vocabulary(self, word: str, most: int, *, corpus_ids: Collection[int]) -> list[str]:
        return vocabulary.near(self._connection, word, most, corpus_ids)

    def count(self, corpus_id: int) -> int:
        return self._population(_scopes([corpus_id], RecordKind)).records

    def _population(self, scopes: Sequence[str]) -> Population:
        ((records, tokens),) = fetch(self._connection, _POPULATION, [_json(scopes)])
        return Population(records, tokens)

    def _posting_lists(self, query: LexicalQuery, scopes: Sequence[str]) -> list[PostingList]:
        """One for each term that has any: its tokens in all languages count as one."""
        wanted = {
            term: [s + token for s in scopes for token in query.tokens(term)] for term in query.scored_terms
        }
        keys = [*dict.fromkeys(key for of_term in wanted.values() for key in of_term)]
        found = {
            key: _integers(text) for key, text in fetch(self._connection, _OCCURRENCES, [_json(keys)]) if text
        }
        lists = {term: [found[key] for key in of_term if key in found] for term, of_term in wanted.items()}
        return [PostingList.unpack(term, np.concatenate(parts)) for term, parts in lists.items() if parts]

    def _having(self, wordings: Sequence[Phrase], scopes: Sequence[str]) -> Integers:
        # FTS5's words for each phrase in any of the scopes; a token never has the quote that delimits it.
        phrases = [" ".join(scope + token for token in phrase) for phrase in wordings for scope in scopes]
        either = " OR ".join(f'"{phrase}"' for phrase in phrases)
        ((text,),) = fetch(self._connection, _MATCHES, [either])
        return _integers(text or "")

    def _execute_all(self, sql: str, rows: Sequence[Row]) -> None:
        with transaction.atomic(using=self._connection.alias), self._connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _row(stored: Postings) -> tuple[int, str, int, str]:
    (scope,) = _scopes([stored.corpus_id], [stored.record.kind])
    tokens = " ".join(token or _UNCOUNTED for token in stored.tokens)
    return row_id(stored.record), scope, len(stored.tokens), tokens


def _scopes(corpus_ids: Iterable[int], kinds: Iterable[RecordKind]) -> list[str]:
    kinds = set(kinds)
    return [f"{corpus_id}{_LETTERS[kind]}" for corpus_id in set(corpus_ids) for kind in kinds]


def _integers(text: str) -> Integers:
    return np.fromstring(text, dtype=np.int64, sep=" ")


def _json(values: Sequence[str] | Mapping[str, str]) -> str:
    """A list as one parameter: SQLite limits how many a statement may have."""
    return json.dumps(values, ensure_ascii=False)
