"""Ways to ask one corpus the same words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.search import Card, Hit, SearchPipeline, SearchRequest
from agents.retrieval.vectors import CollectionKey
from agents.retrieval.writings import Writing
from benchmarks.words_to_pictures.collection import EncodedOnce, Stored
from webapp.corpora.fulltext import full_text
from webapp.corpora.library import DatabaseCatalog

TOP = 10
PICTURES = frozenset({RecordKind.IMAGE})


@dataclass(frozen=True, slots=True)
class ReadOnce:
    """The catalogue, which reads no record twice."""

    catalog: DatabaseCatalog = field(default_factory=DatabaseCatalog)
    known_cards: dict[Record, Card] = field(default_factory=dict)
    known_writings: dict[Record, Sequence[Writing]] = field(default_factory=dict)

    def cards(self, records: Collection[Record]) -> Mapping[Record, Card]:
        return _once(records, self.known_cards, self.catalog.cards)

    def writings(self, records: Collection[Record]) -> Mapping[Record, Sequence[Writing]]:
        return _once(records, self.known_writings, self.catalog.writings)


def _once(
    records: Collection[Record], known: dict[Record, Any], read: Callable[..., Any]
) -> dict[Record, Any]:
    known.update(read([record for record in records if record not in known]))
    return {record: known[record] for record in records if record in known}


class Recorded(SearchPipeline):
    """The pipeline as far as the lists of its channels, and from there on."""

    __slots__ = ()

    def _fused(self, *lists: Any) -> Any:
        raise _Stopped(lists)

    def lists(self, request: SearchRequest) -> Any:
        """What would be summed."""
        try:
            self.run(request)
        except _Stopped as stopped:
            return stopped.args[0]

    def summed(self, lists: Any) -> list[Hit]:
        """The hits that come of it now."""
        query, request, _channels = lists
        return self._best(super()._fused(*lists), query, request.limit)


class _Stopped(Exception):  # noqa: N818  no error
    """Carries the lists out of the pipeline."""


class Asking:
    """One corpus; answers are paths of pictures, best first."""

    def __init__(self, encoder: EncodedOnce, index: Any, stored: Stored, paths: Mapping[int, str]) -> None:
        self._encoder, self._index, self._stored, self._paths = encoder, index, stored, paths
        self._shared: Any = (full_text(), stored, ReadOnce(), lambda _name: encoder)
        self._recorded = Recorded(*self._shared)

    def plain(self, text: str) -> Sequence[str]:
        """By likeness to the words alone, as the encoder sees it."""
        key = CollectionKey(self._index.id, self._encoder.version, self._encoder.query_space)
        vector = self._encoder.embed_texts([text])[0]
        hits = self._stored.query(key, vector, kind=RecordKind.IMAGE, limit=TOP)
        return [self._paths[hit.record.id] for hit in hits]

    def by(self, way: type[SearchPipeline]) -> Callable[[str], Sequence[str]]:
        """As this pipeline finds them."""
        search = way(*self._shared)
        return lambda text: self._named(search.run(self._request(text)))

    def lists(self, text: str) -> Any:
        """What the channels of the product's pipeline say, to be summed."""
        return self._recorded.lists(self._request(text))

    def summed(self, lists: Any) -> Sequence[str]:
        """What the product makes of it with the values that it has now."""
        return self._named(self._recorded.summed(lists))

    def _request(self, text: str) -> SearchRequest:
        return SearchRequest([self._index], text, kinds=PICTURES, limit=TOP)

    def _named(self, hits: Sequence[Hit]) -> Sequence[str]:
        return [self._paths[card.record.id] for hit in hits for card in (hit.card, *hit.duplicates)]
