"""What an engine is, what it is asked and what it finds."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from urllib.parse import urlencode

from agents.errors import SightlineError
from agents.web.errors import BadStatus

MAX_RESULTS = 50


class SearchKind(StrEnum):
    """What is looked for."""

    TEXT = "text"
    IMAGE = "image"
    NEWS = "news"


class Freshness(StrEnum):
    """How old a result may be."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class SearchFilter(StrEnum):
    """What a query may ask for beside its words, and an engine may or may not be able to do."""

    FRESHNESS = "freshness"
    LANGUAGE = "language"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class WebQuery:
    """What an engine is asked: `language` is a code of ISO 639-1, `site` a host name; "" is any.

    With `picture`, the address of a picture of the web, pictures like it are looked for, and words count
    for nothing.
    """

    text: str
    kind: SearchKind = SearchKind.TEXT
    count: int = 10
    freshness: Freshness | None = None
    language: str = ""
    site: str = ""
    picture: str = ""

    @property
    def text_with_site(self) -> str:
        """The words as engines take them that know `site:`."""
        return f"{self.text} site:{self.site}" if self.site else self.text

    @property
    def filters(self) -> frozenset[SearchFilter]:
        """What is asked for beside the words."""
        wanted = {
            SearchFilter.FRESHNESS: self.freshness,
            SearchFilter.LANGUAGE: self.language,
            SearchFilter.SITE: self.site,
        }
        return frozenset(each for each, value in wanted.items() if value)


@dataclass(frozen=True, slots=True)
class WebPicture:
    """A picture of the web as an engine knows it; no byte of it was fetched. What is not known is empty."""

    address: str
    thumbnail: str = ""
    width: int | None = None
    height: int | None = None
    page: str = ""
    author: str = ""
    licence: str = ""
    licence_address: str = ""


@dataclass(frozen=True, slots=True)
class WebResult:
    """What an engine found, in words of others: it is data, whatever it says.

    `address` is the page, or the picture where its page is not known; `date` is YYYY-MM-DD, or "".
    `position` counts from 1 in the list of `engine`.
    """

    title: str
    address: str
    snippet: str = ""
    date: str = ""
    picture: WebPicture | None = None
    engine: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class EngineSetting:
    """An engine as an operator set it: `address` is "" for the engine's own, `usd` what one query costs."""

    name: str
    address: str = ""
    key: str = field(default="", repr=False)
    usd: Decimal = Decimal(0)
    interval_seconds: float | None = None
    language: str = ""


class EngineState(StrEnum):
    """What came of asking an engine."""

    FOUND = "found"
    NOTHING = "nothing"
    BLOCKED = "blocked"
    NO_JSON = "no_json"
    TOO_MANY_REQUESTS = "too_many_requests"
    KEY_REFUSED = "key_refused"
    OUT_OF_CREDIT = "out_of_credit"
    QUERY_REFUSED = "query_refused"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    SERVER_FAILED = "server_failed"
    BROKEN_REPLY = "broken_reply"
    WEB_PAGE = "web_page"
    NOT_OFFERED = "not_offered"
    NO_PACE = "no_pace"
    NO_TIME = "no_time"


class EngineFailed(SightlineError):
    """An engine gave no list of results, which is never the same as an empty one."""

    def __init__(self, state: EngineState, sentence: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.state = state
        self.wait_seconds = wait_seconds


class RefusedInReply(Exception):
    """An engine said no in a reply that looks like any other; `wait_seconds` if it said for how long."""

    def __init__(self, state: EngineState, wait_seconds: float | None = None) -> None:
        super().__init__(state)
        self.state = state
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """A GET, or a POST of `body`; whatever may hold a key is in no `repr`."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret_query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = None

    @classmethod
    def get(cls, address: str, parameters: Mapping[str, str | int | None], **keys: Any) -> "EngineRequest":
        """A GET with those parameters that have a value."""
        given = {name: value for name, value in parameters.items() if value not in (None, "")}
        return cls(f"{address}?{urlencode(given)}", **keys)


class WebEngine(ABC):
    """What every engine promises; a subclass says with its class variables what it can do."""

    title: ClassVar[str]
    own_address: ClassVar[str] = ""
    """Where it is asked unless the setting says; "" if only the setting can know."""
    kinds: ClassVar[frozenset[SearchKind]]
    filters: ClassVar[frozenset[SearchFilter]]
    needs_key: ClassVar[bool] = False
    takes_pictures: ClassVar[bool] = False
    """Whether it finds pictures like one, whose address it is given: it fetches that itself."""
    interval_seconds: ClassVar[float] = 1.0
    """Between two requests, unless the setting says."""

    def __init__(self, setting: EngineSetting) -> None:
        self.setting = setting

    @property
    def address(self) -> str:
        """Where it is asked, without a slash at the end."""
        return (self.setting.address or self.own_address).rstrip("/")

    def offers(self, kind: SearchKind) -> frozenset[SearchFilter]:
        """What it can choose by when it looks for this kind."""
        return self.filters

    @abstractmethod
    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        """What to request for a query whose kind is among `kinds`."""

    @abstractmethod
    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        """What a reply (any JSON) has found, in its order, `engine` and `position` left open.

        Raises ValueError, KeyError, TypeError, AttributeError or OverflowError for a reply of another form,
        and RefusedInReply.
        """

    def refusal(self, refused: BadStatus) -> EngineState | None:
        """What a status means to this engine alone; None if it means what it says."""
        return None
