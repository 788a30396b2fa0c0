"""What a person finds in the corpora that they may read, by the agent's own pipeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.libraries.finding import THRESHOLD
from agents.retrieval.fusion import FITTING
from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import Hit, SearchRequest
from agents.retrieval.spelling import Correction
from media_store import Rendition
from webapp.corpora.models import Corpus
from webapp.corpora.serving import scope_of, search_serving
from webapp.media.stores import open_media_store
from webapp.runs.execution.wiring import search_index

MAX_PICTURES, MAX_PASSAGES = 24, 12

MAX_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of both kinds, the surest first, and the words that were taken for others."""

    pictures: Sequence[Hit]
    passages: Sequence[Hit]
    corrections: Sequence[Correction] = ()

    @property
    def fitting(self) -> Sequence[Hit]:
        """The pictures that may be what was searched for."""
        return [hit for hit in self.pictures if hit.confidence >= FITTING]

    @property
    def nearest(self) -> Sequence[Hit]:
        """Where none fits, the few that come nearest."""
        return () if self.fitting else self.pictures[:MAX_NEAREST]


def find(corpora: Iterable[Corpus], text: str, uid: str) -> Found:
    """Search by words, by the picture `uid`, or by both; no corpus, nothing found.

    Raises StaleIndex, VectorsUnavailable, UnknownImage, MediaStoreUnavailable and ConfigurationError.
    """
    scope = scope_of(corpora)
    if not scope:
        return Found((), ())
    store = open_media_store()
    picture = store.shown(uid, Rendition.VIEW) if uid else None

    def request(kind: RecordKind, limit: int) -> SearchRequest:
        return SearchRequest(scope, text, picture, frozenset({kind}), limit, THRESHOLD)

    asked = [request(RecordKind.IMAGE, MAX_PICTURES)]
    asked += [request(RecordKind.PASSAGE, MAX_PASSAGES)] if text else []
    hits = [search_serving(search_index(), each) for each in asked]
    found = [correction for each in asked for correction in search_index().spelling(each).corrections]
    return Found(hits[0], hits[1] if text else (), tuple(dict.fromkeys(found)))
