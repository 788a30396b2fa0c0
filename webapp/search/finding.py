"""What a person finds in the corpora that they may read, by the agent's own pipeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import Hit, SearchRequest
from media_store import Rendition
from webapp.corpora.models import Corpus
from webapp.corpora.serving import scope_of, search_serving
from webapp.media.stores import open_media_store
from webapp.runs.wiring import THRESHOLD, search_index

MAX_PICTURES, MAX_PASSAGES = 24, 12


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of both kinds, the surest first."""

    pictures: Sequence[Hit]
    passages: Sequence[Hit]


def find(corpora: Iterable[Corpus], text: str, uid: str) -> Found:
    """Search by words, by the picture `uid`, or by both; no corpus, nothing found.

    Raises StaleIndex, VectorsUnavailable, UnknownImage, MediaStoreUnavailable and ConfigurationError.
    """
    scope = scope_of(corpora)
    if not scope:
        return Found((), ())
    store = open_media_store()
    picture = store.shown(uid, Rendition.VIEW) if uid else None

    def hits(kind: RecordKind, limit: int) -> list[Hit]:
        request = SearchRequest(scope, text, picture, frozenset({kind}), limit, THRESHOLD)
        return search_serving(search_index(), request)

    return Found(hits(RecordKind.IMAGE, MAX_PICTURES), hits(RecordKind.PASSAGE, MAX_PASSAGES) if text else ())
