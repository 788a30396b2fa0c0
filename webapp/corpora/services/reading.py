"""Reads one file of an import: a picture goes into the media store, a document becomes text."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.errors import UnreadableDocument
from agents.documents.parsing import figure_path, is_document, parse_document
from media_store import ImageFacts, MediaError, MediaStore, MediaStoreUnavailable, NotAPicture
from media_store.formats import identify
from webapp.corpora.services.files import SourceFile
from webapp.corpora.services.manifests import FileReason

_PICTURE_SUFFIXES = {
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic",
    ".heif",
}  # fmt: skip
_HEAD_BYTES = 1024
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that is in the media store now."""

    path: str
    facts: ImageFacts


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document that was read; `sha256` is of the file's bytes, `figures` are pictures that lay inside."""

    path: str
    sha256: str
    parsed: ParsedDocument
    figures: tuple[PictureFile, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is neither a picture nor a document, and does not pretend to be."""

    path: str


ReadFile = PictureFile | DocumentFile | OtherFile | FileReason


def read_file(source: SourceFile, store: MediaStore, max_bytes: int) -> ReadFile:
    """What the file holds, or why it cannot be used. Raises MediaStoreUnavailable."""
    try:
        if source.file.stat().st_size > max_bytes:
            return FileReason(
                source.path, f"This file has more than {max_bytes // _MIB} MiB, the most that is taken."
            )
        if is_document(source.path):
            return _read_document(source, store)
        if not _may_be_picture(source.file):
            return OtherFile(source.path)
        return PictureFile(source.path, store.put(source.file.read_bytes()))
    except MediaStoreUnavailable:
        raise
    except (MediaError, UnreadableDocument) as error:
        return FileReason(source.path, str(error))
    except OSError as error:
        return FileReason(source.path, f"This file cannot be read: {error.strerror}.")


def _read_document(source: SourceFile, store: MediaStore) -> DocumentFile:
    data = source.file.read_bytes()
    parsed = parse_document(DocumentSource(data, source.path))
    figures = tuple(_figures(source.path, parsed, store))
    return DocumentFile(source.path, hashlib.sha256(data).hexdigest(), replace(parsed, figures=()), figures)


def _figures(path: str, parsed: ParsedDocument, store: MediaStore) -> Iterator[PictureFile]:
    """Those that are pictures: a drawing in a format of its own does not cost the text."""
    for figure in parsed.figures:
        with suppress(MediaError):
            yield PictureFile(figure_path(path, figure.name), store.put(figure.data))


def _may_be_picture(file: Path) -> bool:
    """By its content, not by its name; but what is named like a picture and is none is worth a complaint."""
    if file.suffix.lower() in _PICTURE_SUFFIXES:
        return True
    with file.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    try:
        identify(head)
    except NotAPicture:
        return False
    except MediaError:
        return True
    return True
