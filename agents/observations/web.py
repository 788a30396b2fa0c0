"""What searches and pages of the web give. All words in it are of others, but those about engines."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from urllib.parse import urlsplit

from agents.messages import Text
from agents.observations.base import HitsFound, Result, TextRead
from agents.observations.hits import SeenHit
from agents.sources import NOWHERE, StoredRef
from agents.web.engines.protocol import EngineState, SearchKind, WebPicture


def host_of(address: str) -> str:
    """The name of the server of an address, as people know it; "" for what is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class EngineAsked:
    """What came of asking one engine; `age_seconds` says how old results are that were kept from before."""

    engine: str
    state: EngineState
    sentence: Text
    results: int = 0
    age_seconds: float | None = None
    usd: Decimal = Decimal(0)

    @property
    def has_answered(self) -> bool:
        return self.state in (EngineState.FOUND, EngineState.NOTHING)


@dataclass(frozen=True, slots=True)
class WebHit:
    """A result of an engine, by an id that stays within the run ("result:3"); nothing of it was fetched.

    `position` counts from 1 in the list of `engine`. The date is YYYY-MM-DD, or "".
    """

    id: str
    title: str
    address: str
    snippet: str = ""
    date: str = ""
    engine: str = ""
    position: int = 0
    picture: WebPicture | None = None

    @property
    def host(self) -> str:
        return host_of(self.address)

    @property
    def seen(self) -> SeenHit:
        """The same among all hits of a run."""
        return SeenHit(
            self.id, "web", self.title, self.snippet, self.host, self.engine, 1 / max(1, self.position), 0.0
        )


@dataclass(frozen=True, slots=True)
class WebFound(Result):
    """Results of a search of the web, best first, and what became of each engine in the order of asking.

    Nothing found and no answer differ: see `has_answer`.
    """

    query: str
    kind: SearchKind
    hits: tuple[WebHit, ...]
    engines: tuple[EngineAsked, ...]
    site: str = ""
    freshness: str = ""
    language: str = ""
    type: Literal["web_results"] = "web_results"

    @property
    def has_answer(self) -> bool:
        """Whether an engine answered at all, if only that there is nothing."""
        return any(each.has_answered for each in self.engines)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(hit.id for hit in self.hits)

    @property
    def search_name(self) -> str:
        return web_search_name(self.kind, self.site, self.freshness, self.language)

    @property
    def all_searches(self) -> tuple[HitsFound, ...]:
        """One that no engine answered does not count: it may be asked again."""
        return (HitsFound(self.query, tuple(hit.seen for hit in self.hits)),) if self.has_answer else ()

    @property
    def usd(self) -> Decimal:
        return sum((each.usd for each in self.engines), Decimal(0))


def web_search_name(kind: str, *filters: str) -> str:
    """What kind of search this is: the same words for another one are no repeat."""
    return " ".join(filter(None, ("web_search", "" if kind == SearchKind.TEXT else kind, *filters)))


@dataclass(frozen=True, slots=True)
class SeenLink:
    """A link of a page, by an id that stays ("link:3.7")."""

    id: str
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class SeenFigure:
    """A picture of a page, by an id that stays ("figure:3.2"), in words; `uid` once its bytes are here."""

    id: str
    address: str
    words: str
    uid: str = ""


@dataclass(frozen=True, slots=True)
class PageOpened(Result):
    """A page of the web as it is stored, and the stretches of it that were read.

    `asked` is the address that was opened, `address` the one that answered, `fetched` the moment (ISO 8601)
    at which it was read so; `is_kept` when nothing was requested now. `question` is what the stretches were
    chosen for; "" when the text is there from its beginning. Links and pictures are some of `link_count` and
    `figure_count`.
    """

    source: StoredRef
    title: str
    asked: str
    address: str
    fetched: str
    length: int
    texts: tuple[TextRead, ...]
    question: str = ""
    date: str = ""
    author: str = ""
    language: str = ""
    notes: tuple[Text, ...] = ()
    links: tuple[SeenLink, ...] = ()
    link_count: int = 0
    figures: tuple[SeenFigure, ...] = ()
    figure_count: int = 0
    is_kept: bool = False
    type: Literal["page"] = "page"

    @property
    def host(self) -> str:
        return host_of(self.address)

    @property
    def ids(self) -> tuple[str, ...]:
        return (str(self.source),)

    @property
    def uids(self) -> tuple[str, ...]:
        return tuple(figure.uid for figure in self.figures if figure.uid)

    @property
    def all_texts(self) -> tuple[TextRead, ...]:
        return self.texts


@dataclass(frozen=True, slots=True)
class FetchedPicture:
    """A picture of the web that was stored at this look: its name before, and where it is from."""

    name: str
    uid: str
    address: str
    page: str = ""
    title: str = ""
    author: str = ""
    licence: str = ""
    licence_address: str = ""
    snapshot: StoredRef = NOWHERE

    @property
    def host(self) -> str:
        return host_of(self.page or self.address)


WebResultKind = WebFound | PageOpened
"""What comes of the web."""
