"""One search of the web: engines in their order, until one of them has found something."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from agents.documents.text.cleaning import clean
from agents.messages import joined, sentence_of
from agents.messages import message as _
from agents.web.asking.kept_replies import KeptReplies
from agents.web.asking.pace import EnginePace
from agents.web.asking.refusals import failure, is_web_page, of_request
from agents.web.engines import engine_named
from agents.web.engines.protocol import (
    EngineFailed,
    EngineSetting,
    EngineState,
    RefusedInReply,
    SearchFilter,
    SearchKind,
    WebEngine,
    WebQuery,
    WebResult,
)
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.fetched import Fetched, WebFetcher

MAX_QUERY_CHARACTERS = 400
MAX_QUERY_BYTES = 1_000
"""Each may take three characters of an address, and the door takes no address of more than 4,096."""
MAX_SECONDS = 45.0
"""After which a search asks no further engine."""
PATIENCE_SECONDS = 5.0
"""How long a search waits for the turn of an engine before it asks the next one."""

BROKEN = (ValueError, LookupError, TypeError, AttributeError, OverflowError)
"""What reading a reply raises that has another form."""

_KINDS = {SearchKind.TEXT: _("pages"), SearchKind.IMAGE: _("pictures"), SearchKind.NEWS: _("news")}
_FILTERS = {
    SearchFilter.FRESHNESS: _("by date"),
    SearchFilter.LANGUAGE: _("by language"),
    SearchFilter.SITE: _("by site"),
}


@dataclass(frozen=True, slots=True)
class EngineOutcome:
    """What came of asking one engine: a state for programs, a sentence for people.

    `age_seconds` is None unless the results were kept from before; `usd` is what was paid; `unfiltered` is
    what the query asked for and this engine cannot do.
    """

    engine: str
    state: EngineState
    sentence: str
    results: int = 0
    usd: Decimal = Decimal(0)
    wait_seconds: float | None = None
    age_seconds: float | None = None
    unfiltered: frozenset[SearchFilter] = frozenset()
    detail: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WebSearchDone:
    """What a search of the web found, and what became of each engine, in the order of asking."""

    query: WebQuery
    results: tuple[WebResult, ...]
    outcomes: tuple[EngineOutcome, ...]

    @property
    def has_answer(self) -> bool:
        """Whether an engine answered at all, if only that there is nothing."""
        return any(each.state in (EngineState.FOUND, EngineState.NOTHING) for each in self.outcomes)

    @property
    def usd(self) -> Decimal:
        """What all of it cost."""
        return sum((each.usd for each in self.outcomes), Decimal(0))


@dataclass(frozen=True, slots=True)
class WebSearch:
    """The engines of an installation in their order, and what they are asked with."""

    engines: Sequence[WebEngine]
    fetcher: WebFetcher
    pace: EnginePace
    kept: KeptReplies
    clock: Callable[[], float] = time.time

    @classmethod
    def of(
        cls, settings: Sequence[EngineSetting], fetcher: WebFetcher, pace: EnginePace, kept: KeptReplies
    ) -> "WebSearch":
        """The engines that a setting names."""
        return cls([engine_named(each.name)(each) for each in settings], fetcher, pace, kept)

    def search(self, query: WebQuery) -> WebSearchDone:
        """Ask one engine after the other; what fails or finds nothing is an outcome, never an error."""
        query = replace(query, text=sendable(query.text))
        outcomes: list[EngineOutcome] = []
        started = self.clock()
        for engine in self.engines:
            try:
                if self.clock() - started > MAX_SECONDS:
                    raise failure(engine, EngineState.NO_TIME)
                results, outcome = self._ask(engine, query)
            except EngineFailed as failed:
                results = ()
                outcome = EngineOutcome(
                    engine.setting.name,
                    failed.state,
                    sentence_of(failed),
                    wait_seconds=failed.wait_seconds,
                    detail=failed.detail,
                )
            outcomes.append(outcome)
            if results:
                return WebSearchDone(query, results, tuple(outcomes))
        return WebSearchDone(query, (), tuple(outcomes))

    def _ask(self, engine: WebEngine, query: WebQuery) -> tuple[tuple[WebResult, ...], EngineOutcome]:
        """What one engine finds; raises EngineFailed."""
        _require_offer(engine, query)
        setting, unfiltered = engine.setting, query.filters - engine.offers(query.kind)
        kept = self.kept.find(setting, query)
        if kept:
            age_seconds = max(0.0, self.clock() - kept.at)
            return kept.results, _found(engine, kept.results, unfiltered, age_seconds=age_seconds)
        results = self._results(engine, query)
        self.kept.keep(setting, query, results)
        return results, _found(engine, results, unfiltered, usd=setting.usd)

    def _results(self, engine: WebEngine, query: WebQuery) -> tuple[WebResult, ...]:
        name, setting = _pace_name(engine), engine.setting
        interval = engine.interval_seconds if setting.interval_seconds is None else setting.interval_seconds
        try:
            wait_seconds = self.pace.wait(name, interval, PATIENCE_SECONDS)
        except OSError as error:
            raise failure(engine, EngineState.NO_PACE, detail=error.strerror or "") from error
        if wait_seconds:
            raise failure(engine, EngineState.TOO_MANY_REQUESTS, wait_seconds=wait_seconds)
        try:
            reply = self._reply(engine, query)
            return self._read(engine, reply, query)
        except EngineFailed as failed:
            if failed.wait_seconds:
                with suppress(OSError):  # Whoever asks too early is told again.
                    self.pace.rest(name, failed.wait_seconds)
            raise

    def _reply(self, engine: WebEngine, query: WebQuery) -> Any:
        request = engine.request(query, datetime.fromtimestamp(self.clock(), UTC))
        try:
            if request.body is None:
                fetched = self.fetcher.fetch(
                    request.address, headers=request.headers, secret_query=request.secret_query
                )
            else:
                fetched = self.fetcher.post_json(request.address, request.body, headers=request.headers)
        except (FetchFailed, FetchRefused) as error:
            raise of_request(engine, error) from error
        return _json(engine, fetched)

    def _read(self, engine: WebEngine, reply: Any, query: WebQuery) -> tuple[WebResult, ...]:
        try:
            found = engine.results(reply, query, datetime.fromtimestamp(self.clock(), UTC))
        except RefusedInReply as refused:
            raise failure(engine, refused.state, wait_seconds=refused.wait_seconds) from refused
        except BROKEN as error:
            raise failure(engine, EngineState.BROKEN_REPLY, detail=type(error).__name__) from error
        return _ranked(engine, found, query)


def sendable(text: str) -> str:
    """The words of a query as they are sent: on one line, and short enough for every engine."""
    bare = " ".join(clean(text).split())[:MAX_QUERY_CHARACTERS]
    return bare.encode()[:MAX_QUERY_BYTES].decode("utf-8", "ignore").strip()


def _require_offer(engine: WebEngine, query: WebQuery) -> None:
    """Raises EngineFailed for a query without words, and for what an engine does not have.

    Results of any site are none of the asked one.
    """
    if not (query.text or query.picture):
        raise failure(engine, EngineState.QUERY_REFUSED)
    if query.kind not in engine.kinds:
        sentence = _("%(engine)s does not search for %(what)s.", engine=engine.title, what=_KINDS[query.kind])
        raise EngineFailed(EngineState.NOT_OFFERED, sentence)
    if query.picture and not engine.takes_pictures:
        sentence = _("%(engine)s does not search by a picture.", engine=engine.title)
        raise EngineFailed(EngineState.NOT_OFFERED, sentence)
    if query.site and SearchFilter.SITE not in engine.offers(query.kind):
        sentence = _("%(engine)s cannot keep to one site.", engine=engine.title)
        raise EngineFailed(EngineState.NOT_OFFERED, sentence)


def _json(engine: WebEngine, fetched: Fetched) -> Any:
    if is_web_page(fetched.media_type, fetched.content):
        raise failure(engine, EngineState.WEB_PAGE)
    try:
        return json.loads(fetched.content)
    except (ValueError, RecursionError) as error:
        raise failure(engine, EngineState.BROKEN_REPLY, detail=type(error).__name__) from error


def _ranked(engine: WebEngine, found: Sequence[WebResult], query: WebQuery) -> tuple[WebResult, ...]:
    """What can be used of a list: with an address, each once, no more than asked for; raises EngineFailed."""
    usable: dict[str, WebResult] = {}
    for result in found:
        is_usable = result.picture if query.kind is SearchKind.IMAGE else result.address
        if is_usable:
            usable.setdefault(result.picture.address if result.picture else result.address, result)
    if found and not usable:
        # An engine that changed its form must not look like one that finds nothing.
        raise failure(engine, EngineState.BROKEN_REPLY, detail=f"0 of {len(found)} results can be used")
    return tuple(
        replace(result, title=result.title or result.address, engine=engine.setting.name, position=position)
        for position, result in enumerate(list(usable.values())[: query.count], start=1)
    )


def _found(
    engine: WebEngine,
    results: Sequence[WebResult],
    unfiltered: frozenset[SearchFilter],
    *,
    usd: Decimal = Decimal(0),
    age_seconds: float | None = None,
) -> EngineOutcome:
    state = EngineState.FOUND if results else EngineState.NOTHING
    sentence: str
    if results:
        sentence = _("%(engine)s answered. Results: %(count)s.", engine=engine.title, count=len(results))
    else:
        sentence = _("%(engine)s found nothing.", engine=engine.title)
    for each in sorted(unfiltered):
        sentence = joined(sentence, _("It does not choose %(how)s.", how=_FILTERS[each]))
    return EngineOutcome(
        engine.setting.name,
        state,
        sentence,
        len(results),
        usd,
        age_seconds=age_seconds,
        unfiltered=unfiltered,
    )


def _pace_name(engine: WebEngine) -> str:
    """One pace for each place that is asked."""
    return f"{engine.setting.name}-{hashlib.sha256(engine.address.encode()).hexdigest()[:8]}"
