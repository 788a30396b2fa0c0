"""What a person finds in the corpora that they may read, by the agent's own pipeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agents.errors import EncodingUnavailable
from agents.libraries.finding import THRESHOLD
from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import Hit, SearchRequest
from agents.retrieval.spelling.corrections import Correction
from media_store import Rendition
from webapp.corpora.models import Corpus
from webapp.corpora.serving import scope_of, search_serving
from webapp.media.stores import open_media_store
from webapp.messages import translated
from webapp.redaction import for_people
from webapp.runs.execution.wiring import search_index

MAX_PICTURES, MAX_PASSAGES = 24, 12

MAX_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of both kinds, the surest first, and the words that were taken for others."""

    pictures: Sequence[Hit]
    passages: Sequence[Hit]
    corrections: Sequence[Correction] = ()
    words_only: str = ""
    """Why words alone were compared; empty where vectors were, too."""

    @property
    def fitting(self) -> Sequence[Hit]:
        """The pictures that may be what was searched for."""
        return [hit for hit in self.pictures if hit.fits]

    @property
    def nearest(self) -> Sequence[Hit]:
        """Where none fits, the few that come nearest."""
        return () if self.fitting else self.pictures[:MAX_NEAREST]

    @property
    def fitting_passages(self) -> Sequence[Hit]:
        """The passages that may be what was searched for."""
        return [hit for hit in self.passages if hit.fits]

    @property
    def nearest_passages(self) -> Sequence[Hit]:
        """Where none fits, the few that come nearest."""
        return () if self.fitting_passages else self.passages[:MAX_NEAREST]


def find(corpora: Iterable[Corpus], text: str, uid: str) -> Found:
    """Search by words, by the picture `uid`, or by both; no corpus, nothing found.

    Words are searched for in full text where nothing can be encoded; a picture alone is not.
    Raises StaleIndex, VectorsUnavailable, EncodingUnavailable, UnknownImage, MediaStoreUnavailable and
    ConfigurationError.
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
    why = ""
    try:
        hits = [search_serving(search_index(), each) for each in asked]
    except EncodingUnavailable as error:
        if not text:
            raise
        why = translated(for_people(error))
        hits = [search_serving(search_index(), replace(each, words_only=True)) for each in asked]
    found = [correction for each in asked for correction in search_index().spelling(each).corrections]
    return Found(hits[0], hits[1] if text else (), tuple(dict.fromkeys(found)), why)
