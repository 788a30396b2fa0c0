"""What a page of the web holds."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a page: where its bytes are, and the words that stand with it.

    `offset` is where the text shows it; None for one that stands beside the main text, such as in a list of
    other articles. `paragraph` is the nearest paragraph of the text, `caption` what is written for it.
    `content` are the bytes of one that lies inside of the file itself, such as a figure of a PDF.
    """

    address: str
    alt: str = ""
    caption: str = ""
    paragraph: str = ""
    offset: int | None = None
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PageLink:
    """Where a page leads, and the words that lead there."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read. `headings` and the offsets of pictures count characters of `text`.

    `asked` is the address that was opened, `address` the one that answered. `date` is the day it says it is
    from (ISO 8601). Pictures of the text come first, links of the text too. `pages` are where the pages of a
    PDF begin, `scanned` the numbers of those that were read by OCR. `notes` are messages about what is
    missing or doubtful. `canonical` is the address that it calls its own, `next` is where it goes on.
    """

    asked: str
    address: str
    title: str
    text: str
    media_type: str
    author: str = ""
    date: str = ""
    language: str = ""
    site: str = ""
    description: str = ""
    canonical: str = ""
    next: str = ""
    headings: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    pictures: tuple[PagePicture, ...] = ()
    links: tuple[PageLink, ...] = ()
    notes: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()
