"""Links documents to the pictures they show."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from urllib.parse import unquote, urlsplit

from django.db import transaction

from agents.documents.document import PictureReference
from media_store import Box
from webapp.corpora.models import Corpus, CorpusImage, DocumentImage
from webapp.corpora.services.prefetch import batches
from webapp.corpora.services.words import let_words_wait

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Showing:
    """A document of an import and the pictures that it refers to."""

    document_id: int
    path: str
    length: int
    pictures: tuple[PictureReference, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """What a document says of a picture that it shows, and where it does."""

    alt: str
    caption: str
    page: int
    box: list[int]

    @classmethod
    def of(cls, shown: PictureReference | DocumentImage) -> "_Words":
        box = astuple(shown.box) if isinstance(shown.box, Box) else shown.box or ()
        return cls(shown.alt, shown.caption, shown.page, list(box))


def store_showings(corpus: Corpus, showings: Iterable[Showing], uids: Mapping[str, str]) -> None:
    """Make the links of these documents what their texts say; `uids` are those of this import by path.

    A picture whose links changed waits to be indexed: what is said instead of it is among its words.
    """
    for batch in batches(showings, _BATCH):
        with transaction.atomic():
            _link(corpus, batch, uids)


def resolve(document_path: str, address: str) -> str | None:
    """The path below the import's root that an address in a document means; None if it leads elsewhere."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or "\0" in address:
        return None
    relative = unquote(parts.path).replace("\\", "/")
    folder = "" if relative.startswith("/") else posixpath.dirname(document_path)
    path = posixpath.normpath(posixpath.join(folder, relative.lstrip("/")))
    return None if path.startswith("..") else path


def _link(corpus: Corpus, batch: list[Showing], uids: Mapping[str, str]) -> None:
    shown = [
        (path, showing, each)
        for showing in batch
        for each in showing.pictures
        if (path := resolve(showing.path, each.address))
    ]
    paths = {path for path, _showing, _each in shown}
    images = {row.path: row for row in corpus.images.filter(path__in=paths)}
    # A copy has a path of its own but no row.
    uid_of = {path: uids[path] for path in paths if path in uids}
    by_uid = {row.uid: row for row in corpus.images.filter(uid__in=set(uid_of.values()))}
    images |= {path: by_uid[uid] for path, uid in uid_of.items() if uid in by_uid}
    wanted = {
        (showing.document_id, images[path].pk, min(each.offset, showing.length)): _Words.of(each)
        for path, showing, each in shown
        if path in images
    }
    rows = DocumentImage.objects.filter(document__in=[showing.document_id for showing in batch])
    present = {(row.document_id, row.image_id, row.offset): row for row in rows}
    stale = [row for key, row in present.items() if wanted.get(key) != _Words.of(row)]
    replaced = {row.pk for row in stale}
    fresh = [key for key in wanted if key not in present or present[key].pk in replaced]
    DocumentImage.objects.filter(pk__in=replaced).delete()
    DocumentImage.objects.bulk_create(
        DocumentImage(
            document_id=document, image_id=image, offset=offset, **asdict(wanted[document, image, offset])
        )
        for document, image, offset in fresh
    )
    touched = {row.image_id for row in stale} | {image for _, image, _ in fresh}
    let_words_wait(CorpusImage.objects.filter(pk__in=touched))
