"""Messages between a process that has files and one that reads them: a JSON header and blobs behind it.

No pickle: what comes back was made from a file that somebody else sent.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from struct import Struct
from typing import Any

from agents.documents.document import (
    DocumentSource,
    EmbeddedPicture,
    LinkReference,
    PageImage,
    PageRequest,
    ParsedDocument,
    PictureReference,
)
from media_store.boxes import Box
from media_store.limits import MIB
from media_store.messages import read_message, write_message

Receive = Callable[[int], bytes]
"""Gives exactly that many bytes."""

_LENGTH = Struct("!I")
MAX_HEADER_BYTES = 64 * MIB


class BadMessage(ValueError):
    """What arrived is no message, or is larger than it may be."""


def pack(header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> list[bytes]:
    """The pieces of a message, to be sent one after the other."""
    written = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    return [_LENGTH.pack(len(written)), written, *blobs]


def unpack(receive: Receive, max_blob_bytes: int) -> tuple[dict[str, Any], list[bytes]]:
    """Header and blobs of the next message. Raises BadMessage, and what `receive` raises."""
    (length,) = _LENGTH.unpack(receive(_LENGTH.size))
    if length > MAX_HEADER_BYTES:
        raise BadMessage("The header is too large.")
    header = json.loads(receive(length))
    if min(header["blobs"], default=0) < 0 or sum(header["blobs"]) > max_blob_bytes:
        raise BadMessage("The message is too large.")
    return header, [receive(size) for size in header["blobs"]]


def pack_source(source: DocumentSource) -> list[bytes]:
    """A file on its way to be read."""
    return pack(_header(source), [source.data])


def pack_page_request(request: PageRequest) -> list[bytes]:
    """A file on its way, a page of which is to be drawn."""
    return pack(
        {**_header(request.source), "page": request.page, "side": request.side}, [request.source.data]
    )


def unpack_request(header: Mapping[str, Any], blobs: Sequence[bytes]) -> DocumentSource | PageRequest:
    """The file that was sent to be read, or the page that is to be drawn."""
    source = DocumentSource(blobs[0], header["name"], header["declared_type"], header["is_page"])
    return PageRequest(source, header["page"], header["side"]) if "page" in header else source


def _header(source: DocumentSource) -> dict[str, Any]:
    return {"name": source.name, "declared_type": source.declared_type, "is_page": source.is_page}


def pack_page_image(image: PageImage) -> list[bytes]:
    """A drawn page on its way back."""
    words = [(text, astuple(box)) for text, box in image.words]
    return pack({"width": image.width, "height": image.height, "words": words}, [image.data])


def unpack_page_image(header: Mapping[str, Any], blobs: Sequence[bytes]) -> PageImage:
    """The drawn page that was sent."""
    words = tuple((str(text), Box(*box)) for text, box in header["words"])
    return PageImage(blobs[0], header["width"], header["height"], words)


def pack_document(document: ParsedDocument) -> list[bytes]:
    """A document on its way back."""
    header = {
        "title": document.title,
        "media_type": document.media_type,
        "headings": document.headings,
        "pictures": [
            (
                *(each.address, each.alt, each.offset, each.caption, each.page),
                astuple(each.box) if each.box else None,
            )
            for each in document.pictures
        ],
        "figures": [figure.name for figure in document.figures],
        "pages": document.pages,
        "metadata": dict(document.metadata),
        "notes": [write_message(note) for note in document.notes],
        "links": [(each.address, each.text) for each in document.links],
        "unread": document.unread,
    }
    return pack(header, [document.text.encode(), *(figure.data for figure in document.figures)])


def unpack_document(header: Mapping[str, Any], blobs: Sequence[bytes]) -> ParsedDocument:
    """The document that was sent."""
    figures = zip(header["figures"], blobs[1:], strict=True)
    return ParsedDocument(
        header["title"],
        blobs[0].decode(),
        header["media_type"],
        tuple(header["headings"]),
        tuple(map(_picture, header["pictures"])),
        tuple(EmbeddedPicture(name, data) for name, data in figures),
        tuple(header["pages"]),
        header["metadata"],
        tuple(map(read_message, header["notes"])),
        tuple(LinkReference(*values) for values in header["links"]),
        tuple(header["unread"]),
    )


def _picture(written: Sequence[Any]) -> PictureReference:
    address, alt, offset, caption, page, box = written
    return PictureReference(address, alt, offset, caption, page, Box(*box) if box else None)
