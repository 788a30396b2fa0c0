"""A store of pictures under short names made from their bytes."""

from media_store.boxes import Box
from media_store.errors import (
    BrokenImage,
    InvalidBox,
    InvalidRotation,
    MediaError,
    MediaStoreUnavailable,
    NotAPicture,
    TooCostly,
    TooLarge,
    TooManyFrames,
    TooManyPixels,
    UnknownImage,
    UnsupportedFormat,
)
from media_store.facts import ImageFacts, Rendition, RenditionFacts
from media_store.limits import Limits
from media_store.store import MediaStore, Prepared
from media_store.uid import is_uid

__all__ = [
    "Box",
    "BrokenImage",
    "ImageFacts",
    "InvalidBox",
    "InvalidRotation",
    "Limits",
    "MediaError",
    "MediaStore",
    "MediaStoreUnavailable",
    "NotAPicture",
    "Prepared",
    "Rendition",
    "RenditionFacts",
    "TooCostly",
    "TooLarge",
    "TooManyFrames",
    "TooManyPixels",
    "UnknownImage",
    "UnsupportedFormat",
    "is_uid",
]
