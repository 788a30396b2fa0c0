"""What a run may read in the corpora of its scope: records and pictures as cards, documents as text."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL.Image import Image

from agents.observations import ChannelScore, SeenHit, TextRead
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.search import Card, Hit, Scope, Search, SearchRequest
from agents.toolbox import PictureCard, ToolFailed
from webapp.corpora.models import CorpusImage, Document, Passage
from webapp.corpora.searchable import passage_text, searchable_text


class DatabaseCatalog:
    """Reads cards for search hits: three queries whatever their number."""

    def cards(self, records: Collection[Record]) -> Mapping[Record, Card]:
        """The cards of those records that still exist."""
        passages = [record.id for record in records if record.kind is RecordKind.PASSAGE]
        images = [record.id for record in records if record.kind is RecordKind.IMAGE]
        cards = [*_passage_cards(passages), *_image_cards(images)]
        return {card.record: card for card in cards}


def _passage_cards(ids: Sequence[int]) -> Iterator[Card]:
    rows = Passage.objects.select_related("document__corpus").defer("document__text").filter(pk__in=ids)
    return map(_passage_card, rows if ids else ())


def _image_cards(ids: Sequence[int]) -> Iterator[Card]:
    rows = CorpusImage.objects.select_related("corpus").prefetch_related("documents").filter(pk__in=ids)
    return map(_image_card, rows if ids else ())


def _passage_card(row: Passage) -> Card:
    return Card(
        Record(RecordKind.PASSAGE, row.pk), row.document.corpus.slug, row.document.title, row.text,
        row.document.path, searchable=passage_text(row),
        document=row.document_id, start=row.start, end=row.end,
    )  # fmt: skip


def _image_card(row: CorpusImage) -> Card:
    return Card(
        Record(RecordKind.IMAGE, row.pk), row.corpus.slug, row.title, row.caption, row.path,
        searchable=searchable_text(row), uid=row.uid, fingerprint=row.perceptual_hash,
        documents=tuple(link.document_id for link in row.documents.all()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScopedLibrary:
    """The corpora a run may read. `threshold` (0..1) is the confidence below which a hit is not shown."""

    index: Search
    scope: Scope
    threshold: float

    def search(
        self, *, text: str = "", image: Image | None = None, kinds: Sequence[RecordKind], limit: int
    ) -> tuple[SeenHit, ...]:
        """Hits for words, a picture, or both; best first; empty when nothing is good enough."""
        request = SearchRequest(self.scope, text, image, frozenset(kinds), limit, self.threshold)
        return tuple(map(_seen, self.index.run(request)))

    def read(self, document: int, start: int, end: int) -> TextRead:
        """Characters `[start, end)` of a document. Raises ToolFailed for one out of reach."""
        row = Document.objects.filter(pk=document, corpus__in=self._corpus_ids()).first()
        if row is None:
            raise ToolFailed(
                "unknown_document", f"No document {document} in these corpora.", "Use an id from a search."
            )
        length = len(row.text)
        start, end = min(start, length), min(end, length)
        links = row.pictures.select_related("image").filter(offset__gte=start, offset__lte=end)
        return TextRead(
            row.pk, row.title, row.path, start, end, length, row.text[start:end],
            tuple(link.image.uid for link in links),
        )  # fmt: skip

    def picture(self, uid: str) -> PictureCard | None:
        """What the readable corpora say of a picture; None for one they do not hold."""
        row = CorpusImage.objects.filter(uid=uid, corpus__in=self._corpus_ids()).first()
        return PictureCard(row.uid, row.title, row.path) if row else None

    def _corpus_ids(self) -> list[int]:
        return [corpus.id for corpus in self.scope]


def _seen(hit: Hit) -> SeenHit:
    card = hit.card
    return SeenHit(
        id=f"{card.record.kind}:{card.record.id}", kind=card.record.kind.value,
        title=card.title, text=card.text,
        file=card.file, corpus=card.corpus, score=round(hit.score, 4), confidence=round(hit.confidence, 4),
        channels=tuple(ChannelScore(p.channel, p.rank, round(p.confidence, 4)) for p in hit.placings),
        uid=card.uid, document=card.document, start=card.start, end=card.end, documents=card.documents,
        duplicates=tuple(f"{d.record.kind}:{d.record.id}" for d in hit.duplicates),
    )  # fmt: skip
