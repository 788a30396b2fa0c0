"""Full-text search over what one process holds: for small libraries, since each search goes through all."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.retrieval import tokens
from agents.retrieval.fulltext.bm25 import Population, Weights
from agents.retrieval.fulltext.postings import Postings, postings, record_of, row_id
from agents.retrieval.fulltext.ranking import PostingList, Ranking
from agents.retrieval.lexical import LexicalEntry, LexicalHit, Record, RecordKind
from agents.retrieval.tokens import LexicalQuery, Phrase


@dataclass(frozen=True)
class _Kept:
    """A record as it is searched."""

    postings: Postings

    @cached_property
    def frequencies(self) -> Counter[str | None]:
        """How often each token counts."""
        return Counter(self.postings.tokens)

    def has(self, wordings: Sequence[Phrase]) -> bool:
        """Whether one of the wordings stands here, its tokens side by side."""
        found = self.postings.tokens
        for phrase in map(tuple, wordings):
            if all(token in self.frequencies for token in phrase):
                places = range(len(found) - len(phrase) + 1)
                if any(found[at : at + len(phrase)] == phrase for at in places):
                    return True
        return False


class InMemoryFullText:
    """The lexical index of one process; see `LexicalIndex` for what its methods promise.

    Many threads may search; one at a time may write.
    """

    def __init__(self) -> None:
        self._records: dict[Record, _Kept] = {}
        self._words: dict[int, set[str]] = {}

    def replace(self, entries: Iterable[LexicalEntry]) -> None:
        for entry in entries:
            self._records[entry.record] = _Kept(postings(entry))
            self._words.setdefault(entry.corpus_id, set()).update(tokens.vocabulary(entry.text))

    def remove(self, records: Iterable[Record]) -> None:
        for record in records:
            self._records.pop(record, None)

    def remove_corpus(self, corpus_id: int) -> None:
        self.remove([each.postings.record for each in self._scope([corpus_id], [*RecordKind])])
        self._words.pop(corpus_id, None)

    def search(
        self, query: LexicalQuery, *, corpus_ids: Collection[int], kinds: Collection[RecordKind], limit: int
    ) -> list[LexicalHit]:
        scope = self._scope(corpus_ids, kinds)
        lists = [found for term in query.scored_terms if len((found := _list_of(term, query, scope)).rows)]
        if not lists:
            return []
        population = Population(len(scope), sum(len(each.postings.tokens) for each in scope))
        weights = Weights.of(query, {each.term: len(each.rows) for each in lists}, population)
        phrases, exclusions = ([*map(query.wordings, each)] for each in (query.phrases, query.exclusions))
        fitting = [
            row_id(each.postings.record)
            for each in scope
            if all(map(each.has, phrases)) and not any(map(each.has, exclusions))
        ]
        ranking = Ranking.of(lists, weights)
        ranking = ranking.only(np.isin(ranking.rows, fitting))
        return [weights.hit(record_of(row), score, matched) for row, score, matched in ranking.best(limit)]

    def known(
        self, tokens: Iterable[str], *, corpus_ids: Collection[int], kinds: Collection[RecordKind]
    ) -> set[str]:
        wanted, scope = set(tokens), self._scope(corpus_ids, kinds)
        return {token for token in wanted if any(token in each.frequencies for each in scope)}

    def vocabulary(self, word: str, most: int, *, corpus_ids: Collection[int]) -> list[str]:
        found = {each for corpus_id in corpus_ids for each in self._words.get(corpus_id, ())}
        return sorted(each for each in found if each[0] == word[0] and abs(len(each) - len(word)) <= most)

    def count(self, corpus_id: int) -> int:
        return len(self._scope([corpus_id], [*RecordKind]))

    def _scope(self, corpus_ids: Collection[int], kinds: Collection[RecordKind]) -> list[_Kept]:
        return [
            each for each in [*self._records.values()]
            if each.postings.corpus_id in corpus_ids and each.postings.record.kind in kinds
        ]  # fmt: skip


def _list_of(term: str, query: LexicalQuery, scope: Sequence[_Kept]) -> PostingList:
    """Where a term stands: its tokens in all languages count as one."""
    wanted = query.tokens(term)
    found = [
        (row_id(each.postings.record), frequency, len(each.postings.tokens))
        for each in scope
        if (frequency := sum(each.frequencies[token] for token in wanted))
    ]
    return PostingList(term, *np.array(found, np.int64).reshape(len(found), 3).T)
