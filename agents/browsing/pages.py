"""Pages as a run tells them: the stretches that are near its question, their links and pictures."""

from collections.abc import Collection, Iterator, Sequence

from agents.browsing.addresses import normal
from agents.observations import PageOpened, SeenFigure, SeenLink, TextRead
from agents.retrieval.fulltext.in_memory import InMemoryFullText
from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.passages import Span, split_passages
from agents.retrieval.record_words import passage_language
from agents.retrieval.tokens import parse_query
from agents.web.pages.page import PagePicture
from agents.web.run_web import KeptPage

WHOLE_CHARACTERS = 8_000
"""A page that is no longer is read from its beginning to its end."""

NEAR_CHARACTERS = 6_000
"""Of stretches that are chosen from a longer one."""

MAX_LINKS, MAX_FIGURES = 30, 20
_MAX_WORDS = 200
_NEXT_PAGE = "next page"


def stretches(text: str, headings: Collection[int], question: str) -> tuple[Span, ...]:
    """What is read of a text, in its order: all of it, or its beginning and the passages near a question."""
    if len(text) <= WHOLE_CHARACTERS:
        return (Span(0, len(text)),)
    spans = split_passages(text, headings)
    index, kinds = InMemoryFullText(), [RecordKind.PASSAGE]
    index.replace(
        LexicalEntry(
            Record(RecordKind.PASSAGE, place), 0, text[span.start : span.end],
            passage_language("", text[span.start : span.end]),
        )
        for place, span in enumerate(spans)
    )  # fmt: skip
    found = index.search(parse_query(question), corpus_ids=[0], kinds=kinds, limit=len(spans))
    if not found:
        return (Span(0, NEAR_CHARACTERS),)
    chosen, left = {0}, NEAR_CHARACTERS - (spans[0].end - spans[0].start)
    for hit in found:
        span = spans[hit.record.id]
        if hit.record.id not in chosen and (left := left - (span.end - span.start)) >= 0:
            chosen.add(hit.record.id)
        if left < 0:
            break
    return tuple(_joined(spans, sorted(chosen)))


def page_opened(
    kept: KeptPage, asked: str, question: str, spans: Sequence[Span], *, is_kept: bool
) -> PageOpened:
    """A page with the stretches of it that are read."""
    page, number = kept.page, kept.ref.id
    words = set(parse_query(question).terms)
    is_whole = len(spans) == 1 and spans[0].end - spans[0].start == len(page.text)
    links = [
        SeenLink(f"link:{number}.{place}", each.address, each.text)
        for place, each in enumerate(page.links, 1)
    ]
    if page.next and all(normal(page.next) != normal(link.address) for link in links):
        links.insert(0, SeenLink(f"link:{number}.0", page.next, _NEXT_PAGE))
    figures = [
        SeenFigure(f"figure:{number}.{place}", each.address, _words(each), kept.uids.get(place, ""))
        for place, each in enumerate(page.pictures)
    ]
    near = sorted(links, key=lambda link: -len(words & {*parse_query(link.text).terms}))
    told = {link.id for link in near[:MAX_LINKS]}
    source = kept.source
    return PageOpened(
        kept.ref, page.title, asked, page.address, kept.fetched, len(page.text),
        tuple(TextRead.of(source, span.start, span.end) for span in spans),
        "" if is_whole else question, page.date, page.author, page.language, page.notes,
        tuple(link for link in links if link.id in told), len(links), tuple(figures[:MAX_FIGURES]),
        len(figures), is_kept,
    )  # fmt: skip


def _words(picture: PagePicture) -> str:
    return (picture.caption or picture.alt or picture.paragraph)[:_MAX_WORDS]


def _joined(spans: Sequence[Span], places: Sequence[int]) -> Iterator[Span]:
    """Passages as stretches: neighbours become one."""
    start = end = places[0]
    for place in [*places[1:], len(spans) + 1]:
        if place == end + 1:
            end = place
            continue
        yield Span(spans[start].start, spans[end].end)
        start = end = place
