"""Documents and pictures of corpora as sources: what quotes and regions are checked against."""

from collections.abc import Collection

from django.db.models import QuerySet

from agents.sources import DOCUMENT, PICTURE, SourceRef, StoredSource, document_ref, picture_ref
from webapp.corpora.models import Corpus, CorpusImage, Document
from webapp.requests import parse_id


def stored_source(ref: SourceRef, corpora: Collection[int] | QuerySet[Corpus]) -> StoredSource | None:
    """A document or a picture of these corpora; None for anything else."""
    if ref.kind == DOCUMENT:
        return document_source(Document.objects.filter(corpus__in=corpora), ref.id)
    if ref.kind == PICTURE:
        return picture_source(CorpusImage.objects.kept().filter(corpus__in=corpora), ref.id)
    return None


def document_source(documents: QuerySet[Document], key: str) -> StoredSource | None:
    """The one of these documents that has a number, with its text and the pictures that it shows."""
    row = documents.filter(pk=parse_id(key)).first()
    if row is None:
        return None
    shown = tuple(row.pictures.order_by("offset").values_list("offset", "image__uid"))
    return StoredSource(
        document_ref(row.pk), row.title, row.path, row.text, address=row.source_url, pictures=shown,
        pages=tuple(row.pages), scanned=tuple(row.scanned),
    )  # fmt: skip


def picture_source(pictures: QuerySet[CorpusImage], uid: str) -> StoredSource | None:
    """What the first of these pictures that has a UID says of it."""
    row = pictures.filter(uid=uid).first()
    return (
        StoredSource(picture_ref(uid), row.title, row.path, uid=uid, address=row.source_url) if row else None
    )
