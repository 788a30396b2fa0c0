"""Files of documents as they were brought in, and what was read and drawn of their pages.

documents/<2>/<sha256>/file            the bytes, of kinds whose pages can be shown
documents/<2>/<sha256>/<reader>-<n>    lines that were read by OCR on page n, as JSON
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cache

from django.conf import settings

from agents.documents.document import DocumentSource
from agents.vision.ocr import VERSION, OcrLine
from media_store import Box
from media_store.files import Files, open_files

_FOLDER = "documents"
_FILE = "file"


@dataclass(frozen=True, slots=True)
class Originals:
    """What is kept of documents, by the SHA-256 of their bytes. All but `file` is a cache."""

    files: Files

    def write(self, digest: str, name: str, data: bytes) -> None:
        """Keep something of a document."""
        self.files.write(_path(digest, name), data)

    def read(self, digest: str, name: str) -> bytes | None:
        """What is kept under a name."""
        return self.files.read(_path(digest, name))


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
