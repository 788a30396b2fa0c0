"""An entry as it is stored, the same for every database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.tokens import index_tokens

MAX_TOKENS = 6_000
"""Tokens of a record that are indexed; the rest of a longer text is not found.

With the longest tokens there can be this keeps a tsvector below its limit of 1 MiB and position 16,383.
"""

MAX_OCCURRENCES = 255
"""Occurrences of one token in a record that count: a tsvector keeps no more positions of a lexeme."""

BATCH_SIZE = 500

_CODES = {RecordKind.PASSAGE: 0, RecordKind.IMAGE: 1}
KIND_CODES: Mapping[RecordKind, int] = _CODES
"""How a kind is written in a row. Equal scores are ordered by it."""
KINDS: Mapping[int, RecordKind] = {code: kind for kind, code in _CODES.items()}

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Postings:
    """The tokens of a record in order; None stands for an occurrence that does not count."""

    record: Record
    corpus_id: int
    tokens: tuple[str | None, ...]


def postings(entry: LexicalEntry) -> Postings:
    """What an index keeps of an entry. The length of a record is the number of its tokens, None included."""
    occurrences: Counter[str] = Counter()
    tokens: list[str | None] = []
    for token in index_tokens(entry.text, entry.language)[:MAX_TOKENS]:
        occurrences[token] += 1
        tokens.append(token if occurrences[token] <= MAX_OCCURRENCES else None)
    return Postings(entry.record, entry.corpus_id, tuple(tokens))


def row_id(record: Record) -> int:
    """One number for a record of any kind; those of one id are ordered as hits of equal score are."""
    return record.id * len(KINDS) + KIND_CODES[record.kind]


def record_of(row: int) -> Record:
    """The record of a `row_id`."""
    object_id, code = divmod(row, len(KINDS))
    return Record(KINDS[code], object_id)


def batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    """Lists of at most BATCH_SIZE, so that no write transaction is long."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch
