"""The one retrieval pipeline.

words -> BM25 over passages and image texts | dense text | text to image
picture -> image to image, in every space the encoder fills
then copies of a picture, fusion by confidence, the query's phrases and exclusions, near-duplicate collapse,
threshold, k. What is shown as surer stands higher.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import Protocol

from PIL.Image import Image

from agents.errors import StaleIndex
from agents.messages import message as _
from agents.retrieval import windows
from agents.retrieval.by_picture import (
    CLEAR_PLACES,
    FEW,
    MANY,
    SURE,
    CopyFinder,
    agreeing,
    by_looks,
    features_of,
    is_copy,
    likeness,
    variants,
    with_copies,
    with_variants,
)
from agents.retrieval.encoders.base import Encoder
from agents.retrieval.fusion import COPIES, EXACT, FITTING, FITTING_PASSAGE, ChannelHit, Fused, Placing, fuse
from agents.retrieval.lexical import LexicalIndex, Record, RecordKind
from agents.retrieval.spelling.corrections import CorrectedQuery, spelled
from agents.retrieval.terms import AS_USUAL, TermOptions
from agents.retrieval.tokens import LexicalQuery, parse_query, plain_text, satisfies, weighed, without_words
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey, Vector, VectorHit, VectorIndex
from agents.retrieval.writings import Writing, is_told, match, named, telling
from agents.vision import are_near_duplicates, fingerprint
from agents.vision.local_features import LocalFeatures, SharedPlaces
from media_store.boxes import Box

DEPTH = 40
"""Candidates that each channel contributes."""

COVERAGE = 0.75
"""What a record with all the words of a query is worth at least, whatever its BM25 score."""

RESPELLED = 0.85
"""What a find counts whose words had to be corrected."""

WRITTEN_SENSE = 0.35
"""What likeness in meaning to the words of a picture counts beside that to a text, which it says all of."""

WRITTEN_RANGE = 0.4, 1.2
"""Confidences in meaning that the words of an unrelated and of the right picture reach: two short texts are
nearer each other than a question and a passage."""

SEEN_OTHERWISE = 0.6
"""What likeness to the pixels counts of a picture of which people wrote something else."""

CARDS_FOR_A_HIT = 2
"""Candidates read from the database for each hit that is wanted; duplicates among them are counted."""


@dataclass(frozen=True, slots=True)
class CorpusIndex:
    """A corpus with the encoder that built its live index."""

    id: int
    slug: str
    encoder: str
    encoder_version: str


Scope = Sequence[CorpusIndex]
"""The corpora that may be searched. Access is decided before a Scope is made."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a record; `documents` are those that show the picture."""

    record: Record
    corpus: str
    title: str
    text: str
    file: str
    uid: str | None = None
    fingerprint: str = ""
    document: int | None = None
    start: int | None = None
    end: int | None = None
    documents: tuple[int, ...] = ()


class Catalog(Protocol):
    """Reads records from the database."""

    def cards(self, records: Collection[Record]) -> Mapping[Record, Card]:
        """The cards of those records that still exist."""

    def writings(self, records: Collection[Record]) -> Mapping[Record, Sequence[Writing]]:
        """All the words that those records that still exist can be found by; they are long, cards are not."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to look for, in `scope`. At least one of text and image; `threshold` is a confidence in 0..1.

    Words that `terms` drop are looked for by no channel; more or less than usual they count among words.
    With `words_only` nothing is encoded and no vector is compared, however much is lost by that.
    """

    scope: Scope
    text: str = ""
    image: Image | None = None
    kinds: frozenset[RecordKind] = frozenset(RecordKind)
    limit: int = 10
    threshold: float = 0.0
    terms: TermOptions = AS_USUAL
    words_only: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found; `rank` from 1, `confidence` in 0..1, duplicates folded in."""

    rank: int
    card: Card
    confidence: float
    placings: tuple[Placing, ...]
    duplicates: tuple[Card, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it may be what was searched for, and is not merely what came nearest."""
        return self.confidence >= (FITTING if self.card.uid else FITTING_PASSAGE)

    @property
    def score(self) -> float:
        """What hits are ordered by: how sure each of them is shown to be."""
        return self.confidence

    @property
    def box(self) -> Box | None:
        """The part of the picture that the query shows, or that looks like it more than the whole does."""
        copy = next((placing for placing in self.placings if placing.channel == COPIES), None)
        return copy.box if copy else next((placing.box for placing in self.placings if placing.box), None)


@dataclass(frozen=True, slots=True)
class Probe:
    """One question to one collection, on behalf of a channel."""

    channel: str
    key: CollectionKey
    kind: RecordKind
    vector: Vector
    similarity_range: tuple[float, float]

    def candidate(self, hit: VectorHit) -> ChannelHit:
        """What a hit says in the channel; that of a window says it of the picture that it is of."""
        low, high = self.similarity_range
        confidence = (hit.similarity - low) / (high - low)
        if not windows.is_of_windows(self.key.space):
            return ChannelHit(hit.record, confidence)
        share = windows.SHARE if confidence > 0 else 1.0
        return ChannelHit(windows.picture_of(hit.record), share * confidence, box=windows.box_of(hit.record))


@dataclass(frozen=True, slots=True)
class SearchPipeline:
    """The pipeline over one database and one vector store; safe to share between threads.

    Only vectors and pixels are asked for from other threads: the database stays with the caller's
    connection.
    Without `copies`, pictures are compared as a whole alone.
    """

    lexical: LexicalIndex
    vectors: VectorIndex
    catalog: Catalog
    encoder: Callable[[str], Encoder]
    copies: CopyFinder | None = None
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "retrieval"))

    def run(self, request: SearchRequest) -> list[Hit]:
        """Hits for the request, best first; none when nothing reaches the threshold.

        Raises StaleIndex, and VectorsUnavailable.
        """
        request = replace(request, text=without_words(request.text, request.terms.dropped))
        wording = self.spelling(request)
        # What words count that are searched for: a corrected one as much as the one that was typed.
        counted = {word: weight for word, weight in request.terms.weights.items() if weight}
        corrected = {c.word: counted[c.typed] for c in wording.corrections if c.typed in counted}
        weights = counted | corrected
        query = weighed(parse_query(wording.text), weights)
        # The encoder, Chroma and the database all leave Python's lock alone, so they overlap.
        asked = self.pool.submit(self._ask_all, request, wording)
        channels = {"words": self._words(query, request, wording)} if request.text.strip() else {}
        for probe, answer in asked.result():
            channels.setdefault(probe.channel, []).extend(answer.result())
        for name, found in channels.items():
            if name != "words":  # A list for each corpus, kind, wording, and windows: merge, keep the best.
                best: dict[Record, ChannelHit] = {}
                for candidate in _best_first(found):
                    best.setdefault(candidate.record, candidate)
                channels[name] = [*best.values()][:DEPTH]
        fused = fuse(self._weighed(query, request, channels))
        if request.image is not None and RecordKind.IMAGE in request.kinds and not request.words_only:
            fused = self._by_picture(request, request.image, fused)
        return self._best([f for f in fused if f.confidence >= request.threshold], query, request.limit)

    def spelling(self, request: SearchRequest) -> CorrectedQuery:
        """The words of a request as they are searched for."""
        ids = [corpus.id for corpus in request.scope]
        verbatim = request.terms.verbatim
        return spelled(request.text, self.lexical, corpus_ids=ids, kinds=request.kinds, verbatim=verbatim)

    def _by_picture(self, request: SearchRequest, image: Image, fused: Sequence[Fused]) -> list[Fused]:
        """The same with copies of the picture, which parts and turns of it may find."""
        if self.copies is None:
            return [*fused]
        compare = partial(self._places, fingerprint(image), self.copies.deadline())
        queries, alike = features_of(image, is_mirrored=False), by_looks(fused)
        places = compare(queries, alike[:FEW])
        if not any(is_copy(shared, CLEAR_PLACES) for shared in places.values()):
            places |= compare(queries, alike[FEW:MANY])
        if not any(map(is_copy, places.values())):
            if not alike or likeness(alike[0]) < SURE:
                fused = with_variants(fused, self._likeness(request.scope, variants(image)))
            places = compare(features_of(image, is_mirrored=True), by_looks(fused)[:MANY])
        return with_copies(fused, places)

    def _places(
        self, print_: str, deadline: float, queries: Sequence[LocalFeatures], candidates: Sequence[Fused]
    ) -> dict[Record, SharedPlaces]:
        """The places that each candidate shares with the query, which has this fingerprint."""
        cards, finder = self.catalog.cards([each.record for each in candidates]), self.copies
        if finder is None:
            return {}
        found = {
            record: self.pool.submit(finder.places, queries, card.uid, deadline)
            for record, card in cards.items()
            if card.uid
        }
        return {
            record: agreeing(future.result(), print_, cards[record].fingerprint)
            for record, future in found.items()
        }

    def _likeness(self, scope: Scope, images: Sequence[Image]) -> dict[Record, float]:
        """By picture, the greatest confidence, 0..1, with which it looks like one of these."""
        found: dict[Record, float] = {}
        for name, corpora in _by_encoder(scope).items():
            encoder = self.encoder(name)
            low, high = encoder.similarity_ranges["looks"]
            for space, vectors in encoder.embed_images(images).items():
                keys = [CollectionKey(corpus.id, corpus.encoder_version, space) for corpus in corpora]
                for vector, key in () if _has_better_space(encoder, space) else product(vectors, keys):
                    for hit in self.vectors.query(key, vector, kind=RecordKind.IMAGE, limit=DEPTH):
                        likeness = min(1.0, max(0.0, (hit.similarity - low) / (high - low)))
                        found[hit.record] = max(likeness, found.get(hit.record, 0.0))
        return found

    def _best(self, fused: Sequence[Fused], query: LexicalQuery, limit: int) -> list[Hit]:
        """Collapse as far as needed: most searches are answered by the first few candidates."""
        kept: list[Fused] = []
        cards: dict[Record, Card] = {}
        hits: list[Hit] = []
        for start in range(0, len(fused), CARDS_FOR_A_HIT * limit):
            fitting = fused[start : start + CARDS_FOR_A_HIT * limit]
            if query.phrases or query.exclusions:  # Most queries have neither, and no text is read.
                written = self.catalog.writings([f.record for f in fitting])
                fitting = [f for f in fitting if _satisfies(query, written.get(f.record))]
            cards.update(self.catalog.cards([f.record for f in fitting]))
            kept += [f for f in fitting if f.record in cards]
            hits = _collapse(kept, cards, limit)
            if len(hits) == limit:
                break
        return hits

    def _words(
        self, query: LexicalQuery, request: SearchRequest, wording: CorrectedQuery
    ) -> list[ChannelHit]:
        """By the share of the query's words that a record has; of equal shares BM25 tells the better."""
        trust = RESPELLED if wording.corrections else 1.0
        ids = [corpus.id for corpus in request.scope]
        hits = self.lexical.search(query, corpus_ids=ids, kinds=request.kinds, limit=DEPTH)
        best = hits[0].score if hits else 1.0
        return [
            ChannelHit(h.record, trust * h.coverage * (COVERAGE + (1 - COVERAGE) * h.score / best))
            for h in hits
        ]

    def _weighed(
        self, query: LexicalQuery, request: SearchRequest, channels: Mapping[str, list[ChannelHit]]
    ) -> dict[str, list[ChannelHit]]:
        """What words say of pictures, by where they stand, and those that have the very words asked for."""
        found = [c for name in ("words", "meaning", "depicts") for c in channels.get(name, ())]
        pictures = {c.record for c in found if c.record.kind is RecordKind.IMAGE}
        written = self.catalog.writings(pictures) if pictures else {}
        exact = [ChannelHit(record, 1.0) for record in named(request.text, written)]
        words: list[ChannelHit] = []
        for c in channels.get("words", ()):
            matched = match(query, written.get(c.record, ()))
            words.append(replace(_times(c, matched.says), sources=matched.sources))
        # Likeness in meaning, of pictures on the scale of what is written of them.
        low, high = WRITTEN_RANGE
        meaning, by_meaning = [], []
        for c in channels.get("meaning", ()):
            if c.record.kind is RecordKind.IMAGE:
                c = replace(c, confidence=(c.confidence - low) / (high - low))
                by_meaning.append(_times(c, WRITTEN_SENSE * telling(written.get(c.record, ()))))
            else:
                by_meaning.append(c)
            meaning.append(c)
        told = told_of([*words, *meaning], written)
        seen = (by_sight(c, told) for c in channels.get("depicts", ()))
        return {
            **channels,
            "words": _best_first(words),
            "meaning": _best_first(by_meaning),
            "depicts": _best_first(seen),
            EXACT: exact,
        }

    def _ask_all(
        self, request: SearchRequest, wording: CorrectedQuery
    ) -> list[tuple[Probe, Future[list[ChannelHit]]]]:
        return [(probe, self.pool.submit(self._ask, probe)) for probe in self._probes(request, wording)]

    def _ask(self, probe: Probe) -> list[ChannelHit]:
        hits = self.vectors.query(probe.key, probe.vector, kind=probe.kind, limit=DEPTH)
        return [probe.candidate(hit) for hit in hits]

    def _probes(self, request: SearchRequest, wording: CorrectedQuery) -> Iterator[Probe]:
        for name, corpora in {} if request.words_only else _by_encoder(request.scope).items():
            encoder = self.encoder(name)
            # Vectors of two versions look alike and mean different things: refuse to compare them.
            stale = [corpus.slug for corpus in corpora if corpus.encoder_version != encoder.version]
            if stale:
                raise StaleIndex(
                    _(
                        "The index of %(names)s was built by another version of the encoder. Rebuild it "
                        "with: manage.py corpus reindex %(name)s",
                        names=", ".join(stale),
                        name=stale[0],
                    )
                )
            for channel, space, vector in _vectors(encoder, request, wording):
                for corpus in corpora:
                    key = CollectionKey(corpus.id, corpus.encoder_version, space)
                    # The kinds to ask a space for, always in the same order: only the space of text has
                    # passages.
                    kinds_in = sorted(request.kinds) if space == TEXT_SPACE else [RecordKind.IMAGE]
                    for kind in kinds_in:
                        yield Probe(channel, key, kind, vector, encoder.similarity_ranges[channel])


def _vectors(
    encoder: Encoder, request: SearchRequest, wording: CorrectedQuery
) -> Iterator[tuple[str, str, Vector]]:
    """Channel, space and query vector for everything the request holds.

    Words as typed and as corrected: a word of another language is no slip of the pen.
    """
    wants_pictures = RecordKind.IMAGE in request.kinds
    for plain in dict.fromkeys(filter(None, (plain_text(t).strip() for t in (request.text, wording.text)))):
        yield "meaning", TEXT_SPACE, encoder.embed_queries([plain])[0]
        if wants_pictures:
            yield "depicts", encoder.query_space, encoder.embed_texts([plain])[0]
    if request.image is not None and wants_pictures:
        for space, vectors in encoder.embed_images([request.image]).items():
            yield ("concept" if _has_better_space(encoder, space) else "looks"), space, vectors[0]
            if space in windows.windowed_spaces(encoder):
                yield "looks", windows.window_space(space), vectors[0]


def _has_better_space(encoder: Encoder, space: str) -> bool:
    """True for the space of words when the encoder also has one that only pictures live in."""
    return space == encoder.query_space and len(encoder.spaces) > 1


def _by_encoder(scope: Scope) -> dict[str, list[CorpusIndex]]:
    grouped: dict[str, list[CorpusIndex]] = {}
    for corpus in scope:
        if corpus.encoder_version:
            grouped.setdefault(corpus.encoder, []).append(corpus)
    return grouped


def told_of(found: Iterable[ChannelHit], written: Mapping[Record, Sequence[Writing]]) -> dict[Record, float]:
    """Of pictures that people named, how much what they wrote says of what is asked for, 0..1."""
    told = {record: 0.0 for record in written if is_told(written[record])}
    for candidate in found:
        if candidate.record in told:
            told[candidate.record] = max(told[candidate.record], min(1.0, candidate.confidence))
    return told


def by_sight(candidate: ChannelHit, told: Mapping[Record, float]) -> ChannelHit:
    """A picture that people named shows what they say, whatever it looks like."""
    if candidate.record not in told:
        return candidate
    return _times(candidate, SEEN_OTHERWISE + (1 - SEEN_OTHERWISE) * told[candidate.record])


def _satisfies(query: LexicalQuery, writings: Sequence[Writing] | None) -> bool:
    """Whether what is written of a record has every phrase and no exclusion; None where it is gone."""
    if writings is None:
        return False
    language = writings[0].language if writings else "en"
    return satisfies(query, "\n".join(each.text for each in writings), language)


def _times(candidate: ChannelHit, share: float) -> ChannelHit:
    """Less sure; what is below the noise floor stays as far below it."""
    if candidate.confidence <= 0:
        return candidate
    return replace(candidate, confidence=share * min(1.0, candidate.confidence))


def _best_first(candidates: Iterable[ChannelHit]) -> list[ChannelHit]:
    return sorted(candidates, key=lambda c: -c.confidence)


def _collapse(fused: Sequence[Fused], cards: Mapping[Record, Card], limit: int) -> list[Hit]:
    """Fold near-duplicate pictures into their best-placed copy; folded ones stay countable."""
    groups: list[tuple[Fused, list[Card]]] = []
    for candidate in fused:
        card = cards[candidate.record]
        for twin, duplicates in groups:
            other = cards[twin.record]
            if (
                card.uid
                and other.uid
                and (card.uid == other.uid or are_near_duplicates(card.fingerprint, other.fingerprint))
            ):
                duplicates.append(card)
                break
        else:
            if len(groups) < limit:
                groups.append((candidate, []))
    return [
        Hit(rank, cards[f.record], f.confidence, f.placings, tuple(duplicates))
        for rank, (f, duplicates) in enumerate(groups, start=1)
    ]
