"""What evidence, hits and texts are from: a reference that stays, and what is stored under it."""

from agents.sources.refs import (
    DOCUMENT,
    NOWHERE,
    PAGE,
    PICTURE,
    FromSource,
    SourceRef,
    StoredRef,
    document_ref,
    page_ref,
    picture_ref,
    read_ref,
)
from agents.sources.stored import SourceFinder, Sources, StoredSource

__all__ = [
    "DOCUMENT",
    "NOWHERE",
    "PAGE",
    "PICTURE",
    "FromSource",
    "SourceFinder",
    "SourceRef",
    "Sources",
    "StoredRef",
    "StoredSource",
    "document_ref",
    "page_ref",
    "picture_ref",
    "read_ref",
]
