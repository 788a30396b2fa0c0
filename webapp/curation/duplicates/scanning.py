"""Looks for copies by their fingerprints, and for similar pictures by their vectors."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import CollectionKey
from agents.vision.closeness import are_copies
from agents.vision.pairs import Pair, alike, copies
from media_store import MediaError, Rendition
from webapp.corpora.indexing.hidden_vectors import is_of_looks
from webapp.corpora.models import Corpus
from webapp.corpora.vectors import open_vectors
from webapp.curation.jobs import Progress
from webapp.curation.models import DuplicatePair
from webapp.media.stores import open_media_store

SPACE = "appearance"
MIN_SIMILARITY = 0.85
"""Below, a pair is not even kept; the page asks for more."""
MAX_SIMILAR = 5
"""Similar pictures that are kept for one picture."""
_AT_ONCE = 500
Kind = DuplicatePair.Kind


def scan(corpus: Corpus, progress: Progress) -> None:
    """Keep the pairs there are; those that are there already keep what was decided about them."""
    rows = corpus.images.searchable().exclude(perceptual_hash="").order_by("pk")  # type: ignore[attr-defined]
    found = list(rows.values_list("pk", "perceptual_hash", "uid"))
    ids, total = [pk for pk, _hash, _uid in found], 2 * len(found)
    done = 0
    uids = [uid for _pk, _hash, uid in found]
    for pairs in copies([fingerprint for _pk, fingerprint, _uid in found]):
        confirmed = []
        for pair in pairs:
            # A second look, at the thumbnails; a picture whose file is gone is a copy of nothing.
            store = open_media_store()
            try:
                one, other = (
                    store.shown(uids[place], Rendition.THUMB) for place in (pair.first, pair.second)
                )
            except MediaError:
                continue
            if are_copies(one, other):
                confirmed.append(pair)
        _keep(corpus, Kind.COPY, ids, confirmed)
        done = min(done + 512, len(found))
        progress(done, total)
    for pairs in _similar(corpus, ids):
        _keep(corpus, Kind.SIMILAR, ids, pairs)
        done = min(done + 512, total)
        progress(done, total)
    progress(total, total)


def _similar(corpus: Corpus, ids: Sequence[int]) -> Iterator[list[Pair]]:
    """Pairs by the space of how pictures look, or by the only one that the encoder fills."""
    vectors = open_vectors()
    spaces = vectors.spaces(corpus.pk, corpus.encoder_version) if corpus.encoder_version else set()
    spaces = {space for space in spaces if is_of_looks(space)}
    if not spaces:
        return
    key = CollectionKey(corpus.pk, corpus.encoder_version, SPACE if SPACE in spaces else min(spaces))
    stored = vectors.vectors(key, [Record(RecordKind.IMAGE, pk) for pk in ids])
    places = [place for place, pk in enumerate(ids) if Record(RecordKind.IMAGE, pk) in stored]
    matrix = np.array([stored[Record(RecordKind.IMAGE, ids[place])] for place in places], dtype=np.float32)
    if not places:
        return
    for pairs in alike(matrix, MIN_SIMILARITY, MAX_SIMILAR):
        yield [Pair(places[pair.first], places[pair.second], pair.similarity) for pair in pairs]


def _keep(corpus: Corpus, kind: DuplicatePair.Kind, ids: Sequence[int], pairs: Iterable[Pair]) -> None:
    """A pair that is a copy is not kept as similar as well: copies come first, and a pair is there once."""
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(
                corpus=corpus, first_id=ids[pair.first], second_id=ids[pair.second], kind=kind,
                similarity=pair.similarity,
            )
            for pair in pairs
        ],
        ignore_conflicts=True, batch_size=_AT_ONCE,
    )  # fmt: skip
