"""Files of documents as they were brought in, and what was read and drawn of their pages.

documents/<2>/<sha256>/file            the bytes, of kinds whose pages can be shown
documents/<2>/<sha256>/<reader>-<n>    lines that were read by OCR on page n, as JSON
documents/<2>/<sha256>/page-<n>.png    page n as it looks, and beside it page-<n>.json with its words
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from agents.documents.document import DocumentSource
from agents.vision.ocr import VERSION, OcrLine
from media_store import Box
from media_store.files import Files, open_files
from webapp.corpora.models import Document
from webapp.corpora.services.prefetch import batches

_AT_ONCE = 500
_FOLDER = "documents"
_FILE = "file"
SHOWN_TYPES = frozenset({"application/pdf"})
"""Kinds of files whose pages can be shown as they look."""


@dataclass(frozen=True, slots=True)
class Originals:
    """What is kept of documents, by the SHA-256 of their bytes. All but `file` is a cache."""

    files: Files

    def write(self, digest: str, name: str, data: bytes) -> None:
        """Keep something of a document."""
        self.files.write(_path(digest, name), data)

    def read(self, digest: str, name: str = _FILE) -> bytes | None:
        """What is kept under a name, by default the file itself."""
        return self.files.read(_path(digest, name))

    def has(self, digest: str) -> bool:
        """Whether the file itself is kept."""
        return self.files.exists(_path(digest, _FILE))

    def keep(self, digest: str, file: Path) -> None:
        """Keep a file, unless it is kept already."""
        if not self.has(digest):
            self.write(digest, _FILE, file.read_bytes())

    def digests(self) -> Iterator[str]:
        """Of whatever there is."""
        for shard in self.files.names(_FOLDER):
            yield from self.files.names(f"{_FOLDER}/{shard}")

    def remove(self, digest: str) -> None:
        """Take away the file of a document, and what was made of it."""
        folder = _path(digest, "").rstrip("/")
        for name in self.files.names(folder):
            self.files.remove(f"{folder}/{name}")


@dataclass(frozen=True, slots=True)
class KeptPageTexts:
    """What OCR read on pages: an import reads files twice, to look them through and to bring them in."""

    originals: Originals

    def recall(self, source: DocumentSource, page: int) -> Sequence[OcrLine] | None:
        """The lines that were read on this page of these bytes; None if they are not kept."""
        return lines_of(self.originals, hashlib.sha256(source.data).hexdigest(), page)

    def remember(self, source: DocumentSource, page: int, lines: Sequence[OcrLine]) -> None:
        """Keep them."""
        written = json.dumps([(line.text, astuple(line.box), line.confidence) for line in lines])
        digest = hashlib.sha256(source.data).hexdigest()
        self.originals.write(digest, _lines_name(page), written.encode())


def lines_of(originals: Originals, digest: str, page: int) -> Sequence[OcrLine] | None:
    """The lines that OCR read on a page of a document; None if they are not kept."""
    written = originals.read(digest, _lines_name(page))
    if written is None:
        return None
    return [OcrLine(text, Box(*box), confidence) for text, box, confidence in json.loads(written)]


def remove_unused() -> None:
    """Take away files that no document has any more. Raises MediaStoreUnavailable."""
    originals = open_originals()
    for batch in batches(originals.digests(), _AT_ONCE):
        used = set(Document.objects.filter(sha256__in=batch).values_list("sha256", flat=True))
        for digest in batch:
            if digest not in used:
                originals.remove(digest)


def open_originals() -> Originals:
    """Those of this installation. Raises MediaStoreUnavailable."""
    return _open(settings.MEDIA_STORE_URL)


@cache
def _open(url: str) -> Originals:
    return Originals(open_files(url))


def _lines_name(page: int) -> str:
    return f"{VERSION}-{page}"


def _path(digest: str, name: str) -> str:
    return f"{_FOLDER}/{digest[:2]}/{digest}/{name}"
