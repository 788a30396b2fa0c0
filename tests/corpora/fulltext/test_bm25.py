"""All full-text indexes and BM25 written down plainly must agree on random collections and queries."""

import random
from collections.abc import Sequence
from math import log

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from agents.retrieval.fulltext.bm25 import MIN_IDF, Population, inverse_document_frequency
from agents.retrieval.fulltext.in_memory import InMemoryFullText
from agents.retrieval.lexical import LexicalEntry, LexicalHit, LexicalIndex, Record, RecordKind
from agents.retrieval.tokens import LexicalQuery, index_tokens, parse_query, satisfies
from tests.corpora.fulltext.conftest import indexed

ENGLISH = (
    "the of sky skies red kite kites castle castle's running run harbour light night photograph of a bridge"
)
OTHERS = (
    "1999 93 STS-93 2,048 café cafe Zürich Łódź 東京 京都 東京都 写真 猫 カメラ 고양이 Афины हिन्दी 3Dモデル"
)
GERMAN_AND_SPANISH = "Türme Turm Haus Häuser torres torre"
WORDS = ENGLISH.split() + OTHERS.split() + GERMAN_AND_SPANISH.split()
SCOPES = [([1], tuple(RecordKind)), ([2, 3], (RecordKind.PASSAGE,)), ([1, 2, 3, 9], tuple(RecordKind))]


def collection(seed: int) -> list[LexicalEntry]:
    rng = random.Random(seed)
    return [
        LexicalEntry(
            Record(rng.choice(list(RecordKind)), number),
            rng.choice([1, 1, 1, 2, 3]),
            " ".join(rng.choices(WORDS, k=rng.choice([0, 1, 3, 8, 8, 30]))),
            rng.choice(["en", "en", "de", "es", "fr"]),
        )
        for number in range(300)
    ]


def queries(seed: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(clause(rng) for _ in range(rng.randint(1, 5))) for _ in range(60)]


def clause(rng: random.Random) -> str:
    shape = rng.choice(["{0}", "{0}", "{0}", "{0}", "zeppelin", '"{0}"', '"{0} {1}"', "-{0}", '-"{0} {1}"'])
    return shape.format(*rng.choices(WORDS, k=2))


def expected(entries: Sequence[LexicalEntry], query: LexicalQuery, limit: int) -> list[LexicalHit]:
    texts = {entry.record: index_tokens(entry.text, entry.language) for entry in entries}
    mean = sum(map(len, texts.values())) / len(texts)
    idf = {}
    for term in query.scored_terms:
        having = sum(not set(query.tokens(term)).isdisjoint(tokens) for tokens in texts.values())
        idf[term] = max(1e-6, log((len(texts) - having + 0.5) / (having + 0.5)))
    hits = []
    for entry in entries:
        tokens = texts[entry.record]
        found = {term: sum(map(tokens.count, query.tokens(term))) for term in idf}
        counts = {term: count for term, count in found.items() if count}
        if counts and satisfies(query, entry.text, entry.language):
            norm = 1.2 * (1 - 0.75 + 0.75 * len(tokens) / mean)
            score = sum(idf[term] * count * 2.2 / (count + norm) for term, count in counts.items())
            hits.append(
                LexicalHit(entry.record, score, sum(idf[term] for term in counts) / sum(idf.values()))
            )
    kinds = list(RecordKind)
    return sorted(hits, key=lambda h: (-round(h.score, 9), kinds.index(h.record.kind), h.record.id))[:limit]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_index_ranks_and_scores_as_bm25_says(
    sqlite_connection: BaseDatabaseWrapper, postgres_connection: BaseDatabaseWrapper, seed: int
) -> None:
    entries = collection(seed)
    indexes: list[LexicalIndex] = [
        indexed(sqlite_connection),
        indexed(postgres_connection),
        InMemoryFullText(),
    ]
    for index in indexes:
        index.replace(entries)
    found = 0
    for text, (corpora, kinds) in zip(queries(seed), SCOPES * 20, strict=True):
        in_scope = [e for e in entries if e.corpus_id in corpora and e.record.kind in kinds]
        query = parse_query(text)
        truth = expected(in_scope, query, limit=25)
        found += len(truth)
        for index in indexes:
            hits = index.search(query, corpus_ids=corpora, kinds=kinds, limit=25)
            assert [hit.record for hit in hits] == [hit.record for hit in truth], text
            assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in truth], abs=1e-9)
            assert [hit.coverage for hit in hits] == pytest.approx([hit.coverage for hit in truth], abs=1e-9)
    assert found > 300


def test_the_scores_are_those_of_fts5_itself(sqlite_connection: BaseDatabaseWrapper) -> None:
    entries = [entry for entry in collection(4) if index_tokens(entry.text)]
    index = indexed(sqlite_connection)
    index.replace([LexicalEntry(entry.record, 1, entry.text) for entry in entries])
    with sqlite_connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE plain USING fts5(tokens, tokenize='ascii')")
        rows = [(entry.record.id, " ".join(index_tokens(entry.text))) for entry in entries]
        cursor.executemany("INSERT INTO plain (rowid, tokens) VALUES (%s, %s)", rows)
        cursor.execute("SELECT rowid, -bm25(plain) FROM plain WHERE plain MATCH 'kite OR castl OR 1999'")
        theirs = dict(cursor.fetchall())
    query = parse_query("kites castle 1999")
    hits = index.search(query, corpus_ids=[1], kinds=list(RecordKind), limit=1000)
    assert {hit.record.id: hit.score for hit in hits} == pytest.approx(theirs, abs=1e-9)


def test_a_term_counted_in_more_records_than_there_were_still_has_a_weight() -> None:
    assert inverse_document_frequency(3, Population(records=1, tokens=8)) == MIN_IDF
