"""An address to a page: through the one door out, and to where a page sends its reader on."""

from dataclasses import replace

from agents.web.fetched import WebFetcher
from agents.web.pages.errors import PageMoved
from agents.web.pages.page import Page
from agents.web.pages.reading import DocumentReaders, read_page

MAX_MOVES = 2


def open_page(address: str, fetcher: WebFetcher, readers: DocumentReaders) -> Page:
    """The page at an address. Raises FetchRefused, FetchFailed and PageUnreadable."""
    asked = address
    for _move in range(MAX_MOVES):
        try:
            return _opened(asked, address, fetcher, readers)
        except PageMoved as moved:
            if address.startswith("https:") and not moved.address.startswith("https:"):
                raise  # As with redirects of servers: encryption is not given up.
            address = moved.address
    return _opened(asked, address, fetcher, readers)


def _opened(asked: str, address: str, fetcher: WebFetcher, readers: DocumentReaders) -> Page:
    page = read_page(fetcher.fetch(address), readers)
    return page if page.asked == asked else replace(page, asked=asked)
