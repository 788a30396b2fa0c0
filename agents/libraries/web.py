"""The web beside a library in memory: pages that were read are sources of it, pictures may be opened."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from agents.libraries.in_memory import InMemoryLibrary
from agents.sources import PAGE, SourceRef, Sources, StoredSource, page_ref
from agents.web.asking.search import WebSearch, WebSearchDone
from agents.web.engines.protocol import WebQuery
from agents.web.fetched import WebFetcher
from agents.web.origins import PictureOrigin
from agents.web.pages.opening import open_page
from agents.web.pages.page import Page
from agents.web.pages.reading import DocumentReaders
from agents.web.run_web import KeptPage
from media_store import MediaError
from media_store.errors import MediaStoreUnavailable


@dataclass
class InMemoryWeb:
    """Satisfies `agents.web.run_web.RunWeb`. `library` gets to know what is kept.

    `pages` are by their numbers, from 1; `met` has the numbers by the addresses that were opened, `origins`
    by UID all that a picture was fetched from.
    """

    library: InMemoryLibrary
    engines: WebSearch
    fetcher: WebFetcher
    readers: DocumentReaders
    pages: dict[int, KeptPage] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    origins: dict[str, list[PictureOrigin]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Another list: the library may be a copy that shares its finders.
        self.library.sources = Sources([*self.library.sources.finders, _Pages(self.pages)])

    def search(self, query: WebQuery) -> WebSearchDone:
        """Ask the engines."""
        return self.engines.search(query)

    def fetch_page(self, address: str) -> Page:
        """Read what an address has now."""
        return open_page(address, self.fetcher, self.readers)

    def fetch_picture(self, address: str) -> bytes:
        """The bytes that an address has now."""
        return self.fetcher.fetch(address).content

    def met_page(self, address: str) -> KeptPage | None:
        """What was read at an address."""
        return self.pages.get(self.met.get(address, 0))

    def kept_page(self, ref: SourceRef) -> KeptPage | None:
        """A page by its reference."""
        return self.pages.get(int(ref.id)) if ref.kind == PAGE and ref.id.isdecimal() else None

    def keep_page(self, page: Page) -> KeptPage:
        """Keep a page; the same words at the same address are the page that they were."""
        same = (number for number, each in self.pages.items() if _words(each.page) == _words(page))
        number = next(same, len(self.pages) + 1)
        self.met[page.asked] = number
        if number not in self.pages:
            uids = {
                place: uid
                for place, picture in enumerate(page.pictures)
                if picture.content and (uid := self._stored(picture.content))
            }
            bare = tuple(replace(picture, content=b"") for picture in page.pictures)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self.pages[number] = KeptPage(page_ref(number), replace(page, pictures=bare), now, uids)
        return self.pages[number]

    def met_picture(self, address: str) -> str:
        """The UID of what was fetched there."""
        kept = (uid for uid, known in self.origins.items() if any(each.address == address for each in known))
        return next(kept, "")

    def keep_picture(self, content: bytes, origin: PictureOrigin) -> str:
        """Keep a picture with where it is from. Raises MediaError."""
        uid = self.library.store.put(content).uid
        self.library.asked |= {uid}
        known = self.origins.setdefault(uid, [])
        if origin not in known:
            known.append(origin)
        kept = self.kept_page(origin.snapshot)
        if kept and origin.place is not None:
            self.pages[int(kept.ref.id)] = replace(kept, uids={**kept.uids, origin.place: uid})
        return uid

    def _stored(self, content: bytes) -> str:
        """The UID of a picture that lies in the file of a page; "" for one that cannot be read."""
        try:
            uid = self.library.store.put(content).uid
        except MediaStoreUnavailable:
            raise
        except MediaError:
            return ""
        self.library.asked |= {uid}
        return uid


@dataclass(frozen=True, slots=True)
class _Pages:
    """Pages that were read as sources."""

    pages: dict[int, KeptPage]
    name: str = PAGE

    def find(self, key: str) -> StoredSource | None:
        kept = self.pages.get(int(key)) if key.isdecimal() else None
        return kept.source if kept else None


def _words(page: Page) -> tuple[str, str, str]:
    return page.address, page.title, page.text
