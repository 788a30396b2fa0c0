"""Results of engines as a run tells them: in an order of its own, by ids that stay."""

from collections.abc import Sequence

from agents.memory import WorkingMemory
from agents.observations import EngineAsked, WebFound, WebHit
from agents.retrieval.fulltext.in_memory import InMemoryFullText
from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.record_words import passage_language, passage_text
from agents.retrieval.tokens import parse_query
from agents.web.asking.search import WebSearchDone
from agents.web.engines.protocol import WebResult

_FUSED = 60
"""As in reciprocal rank fusion (Cormack et al., 2009)."""


def web_found(memory: WorkingMemory, done: WebSearchDone) -> WebFound:
    """What a search brought. A result that the run has met keeps its id."""
    known = {_place(hit): hit.id for hit in memory.web.hits.values()}
    hits = list[WebHit]()
    for result in _mixed(done.query.text, done.results):
        name = known.setdefault(_place(result), f"result:{len(known) + 1}")
        hits.append(
            WebHit(
                name,
                result.title,
                result.address,
                result.snippet,
                result.date,
                result.engine,
                result.position,
                result.picture,
            )  # fmt: skip
        )
    engines = tuple(
        EngineAsked(each.engine, each.state, each.sentence, each.results, each.age_seconds, each.usd)
        for each in done.outcomes
    )
    query = done.query
    return WebFound(
        query.text, query.kind, tuple(hits), engines, query.site, query.freshness or "", query.language
    )


def _place(found: WebHit | WebResult) -> tuple[str, str]:
    """What makes two results the same: their page and their picture."""
    return found.address, found.picture.address if found.picture else ""


def _mixed(query: str, results: Sequence[WebResult]) -> list[WebResult]:
    """In an order that the engine's positions and our own score decide together (Zero-Indexing)."""
    index = InMemoryFullText()
    index.replace(
        LexicalEntry(
            Record(RecordKind.PASSAGE, place), 0, passage_text(each.title, each.snippet),
            passage_language(each.title, each.snippet),
        )
        for place, each in enumerate(results)
    )  # fmt: skip
    found = index.search(
        parse_query(query), corpus_ids=[0], kinds=[RecordKind.PASSAGE], limit=len(results) or 1
    )
    own = {hit.record.id: rank for rank, hit in enumerate(found, start=1)}
    last = len(results) + 1

    def fused(place: int) -> float:
        return 1 / (_FUSED + place + 1) + 1 / (_FUSED + own.get(place, last))

    order = sorted(range(len(results)), key=lambda place: (-fused(place), own.get(place, last)))
    return [results[place] for place in order]
