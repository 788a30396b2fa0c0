"""What a run is given of the web. A run that may not use the web is given none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from agents.sources import SourceRef, StoredSource
from agents.web.asking.search import WebSearchDone
from agents.web.engines.protocol import WebQuery
from agents.web.origins import PictureOrigin
from agents.web.pages.page import Page

__all__ = ["KeptPage", "PictureOrigin", "RunWeb"]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it is stored under `ref`: `page.text` is what quotes of it are compared with.

    `fetched` is the moment (ISO 8601) at which it was read so. `uids` are those of its pictures whose bytes
    are there, by their places in `page.pictures`, which hold no bytes any more.
    """

    ref: SourceRef
    page: Page
    fetched: str
    uids: Mapping[int, str] = field(default_factory=dict)

    @property
    def source(self) -> StoredSource:
        """The page as what quotes are compared with. Its day is that on which it was read so."""
        shown = (
            (picture.offset, self.uids[place])
            for place, picture in enumerate(self.page.pictures)
            if picture.offset is not None and place in self.uids
        )
        return StoredSource(
            self.ref, self.page.title, self.page.address, self.page.text, address=self.page.address,
            date=self.fetched[:10], pictures=tuple(sorted(shown)),
        )  # fmt: skip


class RunWeb(Protocol):
    """The web as one run may use it.

    What takes long (`search`, `fetch_page`, `fetch_picture`) is called in any thread and touches nothing but
    the network and its own files. The rest is called in the thread of the run.
    """

    def search(self, query: WebQuery) -> WebSearchDone:
        """Ask the engines; what fails or finds nothing is an outcome, never an error."""

    def fetch_page(self, address: str) -> Page:
        """Read what an address has now. Raises FetchRefused, FetchFailed and PageUnreadable."""

    def fetch_picture(self, address: str) -> bytes:
        """The bytes that an address has now. Raises FetchRefused and FetchFailed."""

    def met_page(self, address: str) -> KeptPage | None:
        """What this run, or the run that it was forked from, read at an address; None before it did."""

    def kept_page(self, ref: SourceRef) -> KeptPage | None:
        """A page that the run has met, by its reference; None for any other."""

    def keep_page(self, page: Page) -> KeptPage:
        """Store a page that was fetched. From then on the run has met it, and its library has it as a source.

        Raises MediaStoreUnavailable.
        """

    def met_picture(self, address: str) -> str:
        """The UID of what this run, or the run that it was forked from, fetched there; "" before it did."""

    def keep_picture(self, content: bytes, origin: PictureOrigin) -> str:
        """Store a picture that was fetched, with where it is from; gives its UID.

        From then on the run may open it, whatever becomes of its address: equal bytes of two addresses are
        one picture with two origins. Raises MediaError for what is no picture, and MediaStoreUnavailable.
        """
