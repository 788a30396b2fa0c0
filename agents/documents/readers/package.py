"""Formats that are a ZIP archive of XML parts: Office Open XML, OpenDocument, EPUB."""

import posixpath
import zipfile
import zlib
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from agents.documents.errors import UnreadableDocument
from media_store.limits import MIB
from media_store.messages import message as _

MAX_PARTS = 20_000
MAX_UNPACKED_BYTES = 256 * MIB
MAX_XML_BYTES = 48 * MIB
"""Of one part: as a tree it takes ten times as much memory."""

_PROPERTIES = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"

DAMAGES = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, ValueError,
    ElementTree.ParseError,
)  # fmt: skip
"""What damaged archives and parts raise."""


class Package:
    """An archive whose sizes were checked. `kind` is what a person calls the format: "Word document"."""

    def __init__(self, data: bytes, kind: str) -> None:
        self._kind = kind
        if data.startswith(_OLD_OFFICE):  # the envelope in which Office locks a file
            raise UnreadableDocument(
                _("This %(kind)s is locked with a password. Save it without one.", kind=kind)
            )
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except DAMAGES as error:
            raise self.damaged() from error
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise UnreadableDocument(
                _("This %(kind)s is locked with a password. Save it without one.", kind=kind)
            )
        self._refuse_bombs(entries)
        self.names = {entry.filename for entry in entries}

    def damaged(self) -> UnreadableDocument:
        """To be raised when a part is missing or broken without which there is no document."""
        return UnreadableDocument(
            _("This %(kind)s is damaged, or is none. Open it and save it anew.", kind=self._kind)
        )

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises UnreadableDocument when it is missing or broken."""
        try:
            return self._archive.read(name)
        except DAMAGES as error:
            raise self.damaged() from error

    def xml(self, name: str) -> Element:
        """A part as a tree. Raises UnreadableDocument when it is missing, broken, or declares entities."""
        data = self.part(name)
        if b"<!ENTITY" in data or b"<!E\0N\0T\0I\0T\0Y" in data:
            raise self.damaged()
        try:
            return ElementTree.fromstring(data)
        except DAMAGES as error:
            raise self.damaged() from error

    def title(self) -> str:
        """What the properties of an Office file name as its title; "" if they do not."""
        if _PROPERTIES not in self.names:
            return ""
        return " ".join((self.xml(_PROPERTIES).findtext(_TITLE) or "").split())

    def target(self, base: str, reference: str) -> str:
        """The name of the part that a reference in the part `base` means; "" when it leads elsewhere."""
        path = unquote(reference.partition("#")[0])
        joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/")
        return joined if joined in self.names else ""

    def _refuse_bombs(self, entries: list[zipfile.ZipInfo]) -> None:
        unpacked = sum(entry.file_size for entry in entries)
        xml = max(
            (each.file_size for each in entries if each.filename.endswith((".xml", ".rels"))), default=0
        )
        for size, most in ((unpacked, MAX_UNPACKED_BYTES), (xml, MAX_XML_BYTES)):
            if size > most:
                raise UnreadableDocument(
                    _(
                        "This %(kind)s unpacks to %(size)s MiB; %(limit)s is the most.",
                        kind=self._kind,
                        size=round(size / MIB),
                        limit=most // MIB,
                    )
                )
        if len(entries) > MAX_PARTS:
            raise UnreadableDocument(
                _(
                    "This %(kind)s has %(count)s parts; %(limit)s is the most.",
                    kind=self._kind,
                    count=len(entries),
                    limit=MAX_PARTS,
                )
            )
