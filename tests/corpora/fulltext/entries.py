"""Entries in one line, and what a typed query finds among them."""

from collections.abc import Collection

from agents.retrieval.lexical import LexicalEntry, LexicalHit, LexicalIndex, Record, RecordKind
from agents.retrieval.tokens import parse_query

PASSAGE, IMAGE = RecordKind


def passage(record_id: int, text: str, corpus_id: int = 1) -> LexicalEntry:
    return LexicalEntry(Record(PASSAGE, record_id), corpus_id, text)


def image(record_id: int, text: str, corpus_id: int = 1) -> LexicalEntry:
    return LexicalEntry(Record(IMAGE, record_id), corpus_id, text)


def search(
    index: LexicalIndex,
    query: str,
    corpora: Collection[int] = (1,),
    kinds: Collection[RecordKind] = (PASSAGE, IMAGE),
) -> list[LexicalHit]:
    return index.search(parse_query(query), corpus_ids=corpora, kinds=kinds, limit=10)


def found(
    index: LexicalIndex,
    query: str,
    corpora: Collection[int] = (1,),
    kinds: Collection[RecordKind] = (PASSAGE, IMAGE),
) -> list[tuple[str, int]]:
    return [(hit.record.kind.value, hit.record.id) for hit in search(index, query, corpora, kinds)]
