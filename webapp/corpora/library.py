"""What a run may read in the corpora of its scope: records and pictures as cards, documents as text."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from time import monotonic

from django.conf import settings
from django.db.models import QuerySet
from PIL.Image import Image

from agents.libraries.finding import seen_hits
from agents.observations import LineFound, SeenHit
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.patterns import Pattern
from agents.retrieval.search import Card, Scope, SearchPipeline, SearchRequest
from agents.retrieval.spelling.corrections import Correction
from agents.retrieval.terms import AS_USUAL, TermOptions
from agents.retrieval.writings import Writing
from agents.sources import SourceRef, StoredSource, picture_ref
from agents.toolbox import ToolFailed
from webapp.corpora.indexing.lost_vectors import incomplete
from webapp.corpora.models import Corpus, CorpusImage, Document, Passage, RegionNote
from webapp.corpora.searchable import passage_writings, picture_writings
from webapp.corpora.serving import search_serving
from webapp.corpora.stored_sources import stored_source

_GREP_BATCH = 20


class DatabaseCatalog:
    """Reads what search hits show: one query for each kind, and no column that is not shown."""

    def cards(self, records: Collection[Record]) -> Mapping[Record, Card]:
        """The cards of those records that still exist."""
        passages, images = (_ids(records, kind) for kind in RecordKind)
        cards = list[Card]()
        # Django needs longer to find out that nothing is asked for than we do.
        if passages:
            rows = Passage.objects.filter(pk__in=passages).values_list(
                "pk", "document__corpus__slug", "document__title", "text", "document__path", "document",
                "start", "end",
            )  # fmt: skip
            for pk, corpus, title, text, file, document, start, end in rows:
                record = Record(RecordKind.PASSAGE, pk)
                cards.append(Card(record, corpus, title, text, file, document=document, start=start, end=end))
        if images:
            cards += _image_cards(images)
        return {card.record: card for card in cards}

    def writings(self, records: Collection[Record]) -> Mapping[Record, Sequence[Writing]]:
        """All the words that those records that still exist can be found by."""
        passages = Passage.objects.select_related("document").defer("document__text")
        return {
            Record(RecordKind.PASSAGE, row.pk): passage_writings(row)
            for row in passages.filter(pk__in=_ids(records, RecordKind.PASSAGE))
        } | {
            Record(RecordKind.IMAGE, pk): writings
            for pk, writings in picture_writings(_ids(records, RecordKind.IMAGE))
        }


def _ids(records: Collection[Record], kind: RecordKind) -> list[int]:
    return [record.id for record in records if record.kind is kind]


def _image_cards(ids: Sequence[int]) -> Iterator[Card]:
    rows = CorpusImage.objects.searchable().filter(pk__in=ids).order_by("pk", "documents__pk")
    shown = "pk", "corpus__slug", "title", "caption", "alt", "path", "uid", "perceptual_hash"
    links = "documents__alt", "documents__document"
    notes: dict[int, list[str]] = {}
    for note in RegionNote.objects.filter(image__in=ids):
        box = f"[{note.left}, {note.top}, {note.right}, {note.bottom}]"  # As tools take it.
        notes.setdefault(note.image_id, []).append(f"{box} {note.text}")
    # A picture that several documents show comes once for each of them.
    for card, copies in groupby(rows.values_list(*shown, *links), key=lambda row: row[: len(shown)]):
        pk, corpus, title, caption, alt, file, uid, fingerprint = card
        linked = [copy[len(shown) :] for copy in copies if copy[-1] is not None]
        documents = tuple(document for _alt, document in linked)
        caption = caption or alt or next((said for said, _document in linked if said), "")
        record = Record(RecordKind.IMAGE, pk)
        text = "\n".join(filter(None, [caption, *notes.get(pk, ())]))
        yield Card(record, corpus, title, text, file, uid=uid, fingerprint=fingerprint, documents=documents)


@dataclass(frozen=True, slots=True)
class ScopedLibrary:
    """The corpora a run may read. `threshold` (0..1) is the confidence below which a hit is not shown.

    `asked` are the UIDs of the question's pictures that may be opened. For `nearest` see `seen_hits`.
    """

    index: SearchPipeline
    scope: Scope
    threshold: float
    asked: frozenset[str] = frozenset()
    nearest: int = 0

    def search(
        self,
        *,
        text: str = "",
        image: Image | None = None,
        kinds: Sequence[RecordKind],
        limit: int,
        terms: TermOptions = AS_USUAL,
    ) -> tuple[SeenHit, ...]:
        """Hits for words, a picture, or both; best first; empty when nothing is good enough."""
        request = SearchRequest(self.scope, text, image, frozenset(kinds), limit, self.threshold, terms)
        return seen_hits(partial(search_serving, self.index), request, self.nearest)

    def corrections(self, text: str) -> tuple[Correction, ...]:
        """The words that a search takes for slips of the pen, and what it searches for instead."""
        return self.index.spelling(SearchRequest(self.scope, text)).corrections

    def words_only(self) -> tuple[str, ...]:
        """Slugs of the corpora whose vectors are not all there: searches may find less than these hold."""
        corpora = Corpus.objects.filter(pk__in=self._corpus_ids()).order_by("slug")
        return tuple(incomplete(corpora, with_waiting=True))

    def source(self, ref: SourceRef) -> StoredSource | None:
        """A document or a picture of these corpora."""
        return stored_source(ref, self._corpus_ids())

    def may_open(self, uid: str) -> bool:
        """Whether the pixels of a picture of the question or of these corpora may be loaded now."""
        return uid in self.asked or self.source(picture_ref(uid)) is not None

    def grep(self, pattern: str, limit: int) -> tuple[LineFound, ...]:
        """Places in documents where the words of a pattern stand, in any case; `*` is up to 40 characters."""
        wanted = Pattern(pattern)
        rows = Document.objects.filter(corpus__in=self._corpus_ids(), text__icontains=wanted.literal)
        found = (
            LineFound(row.pk, row.title, row.path, place.start, place.end, place.line)
            for row in _in_time(rows)
            for place in wanted.places(row.text)
        )
        return tuple(islice(found, limit))

    def _corpus_ids(self) -> list[int]:
        return [corpus.id for corpus in self.scope]


def _in_time(rows: QuerySet[Document]) -> Iterator[Document]:
    """A few at a time: whoever has enough leaves the rest of the texts in the database.

    Raises ToolFailed where it takes longer than GREP_SECONDS.
    """
    deadline, last = monotonic() + settings.GREP_SECONDS, 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_GREP_BATCH]):
        for row in batch:
            if monotonic() > deadline:
                raise ToolFailed(
                    "took_too_long",
                    "Looking through these documents took too long and was stopped.",
                    "Give a longer or rarer piece of text, or search instead.",
                )
            yield row
        last = batch[-1].pk
