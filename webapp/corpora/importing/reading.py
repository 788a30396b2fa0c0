"""Reads the files of an import: a picture goes into the media store, a document becomes text."""

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from django.conf import settings

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.errors import ReadingCancelled, UnreadableDocument, unforeseen
from agents.documents.formats import HEAD_BYTES, format_of
from agents.documents.kinds import name_of_kind
from agents.documents.parsing import figure_path
from agents.documents.pool import shared_readers
from agents.errors import SightlineError
from agents.messages import joined, sentence_of
from agents.messages import message as _
from agents.scans.readers import ScanReaders
from media_store import ImageFacts, MediaError, MediaStore, MediaStoreUnavailable, NotAPicture
from media_store.formats import identify
from media_store.limits import MIB
from webapp.corpora.importing.files import SourceFile
from webapp.corpora.importing.manifests import FileReason
from webapp.corpora.importing.metering import Meter
from webapp.corpora.models import FileProblem
from webapp.corpora.services.originals import KeptPageTexts, open_originals
from webapp.corpora.services.prefetch import prefetch
from webapp.media.stores import open_media_store

_PICTURE_SUFFIXES = {
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic",
    ".heif",
}  # fmt: skip
PAGE_MARK = "#page="
_AHEAD = 64
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that is in the media store now.

    Further `pages` of its file are pictures of their own, with paths of their own: see `page_path`. Of those
    that cannot be used, `problems` says why.
    """

    path: str
    facts: ImageFacts
    pages: tuple["PictureFile", ...] = ()
    problems: tuple[FileReason, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document that was read; `sha256` is of the file's bytes, `figures` are pictures that lay inside."""

    path: str
    file: Path
    sha256: str
    parsed: ParsedDocument
    figures: tuple[PictureFile, ...] = ()

    @property
    def notes(self) -> tuple[FileReason, ...]:
        """What was doubtful while it was read."""
        if not self.parsed.notes:
            return ()
        return (FileReason(self.path, joined(*self.parsed.notes), FileProblem.Kind.NOTE),)


ReadFile = PictureFile | DocumentFile | FileReason


@contextmanager
def read_files(sources: Iterable[SourceFile], meter: Meter) -> Iterator[Iterator[ReadFile]]:
    """What each file holds, or why it cannot be used, in order; whatever is wrong with a file is its reason.

    The meter beats about once a second while a file is read, and counts pages of scans. When it raises, or
    the caller leaves early, files are left in the middle. Raises MediaStoreUnavailable, ReadersUnavailable
    and OcrUnavailable.
    """
    limits = settings.ENV.max_upload_bytes, settings.ENV.max_pages
    texts = KeptPageTexts(open_originals())
    scans = ScanReaders(shared_readers(), reads_pixels=settings.ENV.ocr, texts=texts)
    reader = _Reader(open_media_store(), scans, meter, *limits)
    executor = ThreadPoolExecutor(os.cpu_count(), "reading")
    try:
        yield prefetch(executor, reader.read, sources, _AHEAD, meter.beat)
    finally:
        reader.stop.set()
        executor.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Reader:
    store: MediaStore
    readers: ScanReaders
    meter: Meter
    max_bytes: int
    max_pages: int
    stop: Event = field(default_factory=Event)

    def read(self, source: SourceFile) -> ReadFile:
        try:
            if source.file.stat().st_size > self.max_bytes:
                limit = self.max_bytes // MIB
                sentence = _("This file has more than %(limit)s MiB, the most that is taken.", limit=limit)
                return FileReason(source.path, sentence)
            with source.file.open("rb") as opened:
                head = opened.read(HEAD_BYTES)
            if format_of(source.path, head=head) is not None:
                return self._read_document(source)
            if not _may_be_picture(source.file, head):
                sentence = _("Not supported: %(kind)s.", kind=name_of_kind(source.path, head))
                return FileReason(source.path, sentence, FileProblem.Kind.SKIPPED)
            return self._read_picture(source)
        except (MediaStoreUnavailable, SightlineError, ReadingCancelled):
            raise
        except (MediaError, UnreadableDocument) as error:
            return FileReason(source.path, sentence_of(error))
        except OSError as error:
            return FileReason(
                source.path, _("This file cannot be read: %(error)s.", error=error.strerror or str(error))
            )
        except Exception as error:  # noqa: BLE001  # the boundary: a reader's fault costs one file
            _log.exception("%s could not be read.", source.path)
            return FileReason(source.path, unforeseen(error))

    def _read_picture(self, source: SourceFile) -> PictureFile:
        """The picture, and if its file has pages the further ones, up to the limit."""
        taken = list[ImageFacts | MediaError]()
        for page in self.store.put_pages(source.file.read_bytes(), self.max_pages):
            if self.stop.is_set():
                raise ReadingCancelled
            taken.append(page)
        first, *others = taken
        if isinstance(first, MediaError):
            raise first
        paths = [page_path(source.path, number) for number in range(2, len(others) + 2)]
        pages = list(zip(paths, others, strict=True))
        return PictureFile(
            source.path,
            first,
            tuple(PictureFile(path, page) for path, page in pages if isinstance(page, ImageFacts)),
            tuple(
                FileReason(path, sentence_of(page)) for path, page in pages if isinstance(page, MediaError)
            ),
        )

    def _read_document(self, source: SourceFile) -> DocumentFile:
        data = source.file.read_bytes()
        with self.meter.pages() as told:
            parsed = self.readers.read(DocumentSource(data, source.path), self.stop, told)
        figures = list[PictureFile]()
        for figure in parsed.figures:
            # A drawing in a format of its own does not cost the text.
            with suppress(MediaError):
                path = figure_path(source.path, figure.name)
                figures.append(PictureFile(path, self.store.put(figure.data)))
        digest = hashlib.sha256(data).hexdigest()
        return DocumentFile(source.path, source.file, digest, replace(parsed, figures=()), tuple(figures))


def page_path(path: str, number: int) -> str:
    """How a corpus knows a further page of a file, from 2."""
    return f"{path}{PAGE_MARK}{number}"


def pictures_in(files: Iterable[ReadFile]) -> list[PictureFile]:
    """The pictures of some files: those that are one, their further pages, and those in documents."""
    found = list[PictureFile]()
    for file in files:
        if isinstance(file, PictureFile):
            found += [file, *file.pages]
        elif isinstance(file, DocumentFile):
            found += file.figures
    return found


def reasons_in(files: Iterable[ReadFile]) -> list[FileReason]:
    """Why some files, or pages of them, cannot be used, and what is doubtful about others."""
    found = list[FileReason]()
    for file in files:
        if isinstance(file, PictureFile):
            found += file.problems
        elif isinstance(file, DocumentFile):
            found += file.notes
        elif isinstance(file, FileReason):
            found.append(file)
    return found


def _may_be_picture(file: Path, head: bytes) -> bool:
    """By its content, not by its name; but what is named like a picture and is none is worth a complaint."""
    if file.suffix.lower() in _PICTURE_SUFFIXES:
        return True
    try:
        identify(head)
    except NotAPicture:
        return False
    except MediaError:
        return True
    return True
