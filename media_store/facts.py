"""What is known of a picture without opening it."""

from dataclasses import dataclass
from enum import StrEnum

from media_store.boxes import Box
from media_store.formats import SourceFormat


class Rendition(StrEnum):
    """A derived file made for showing: a small one for pages, a larger one for a model to look at."""

    THUMB = "thumb"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The facts of one stored picture.

    `sha256`, `mime` and `size_bytes` describe the stored bytes, `width` and `height` (pixels) the upright
    picture, `frames` and `source_format` (such as "HEIF") the file it came from, of whose frames or pages it
    is number `frame`, from 1; `digest` (SHA-256, hexadecimal) is over all of them where there are several. A
    derived picture also names its `parent`, the `operation` ("crop", "rotate:90", "enhance") and, for a crop,
    the `box` in 0..1000 units of the parent.
    """

    uid: str
    sha256: str
    width: int
    height: int
    mime: str
    size_bytes: int
    frames: int
    source_format: str
    parent: str | None = None
    box: Box | None = None
    operation: str | None = None
    frame: int = 1
    digest: str = ""

    @property
    def has_pages(self) -> bool:
        """Whether its file may have further pages, which are pictures of their own."""
        return self.parent is None and SourceFormat(self.source_format).has_pages


@dataclass(frozen=True, slots=True)
class RenditionFacts:
    """The facts of a rendition: `width` and `height` in pixels, as it is shown."""

    mime: str
    width: int
    height: int
    size_bytes: int
