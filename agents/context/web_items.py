"""Results and pages of the web as lines of ours: words of others stand in fences and quotes alone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import assert_never

from agents.context.assets import times
from agents.context.item import Item
from agents.context.quoting import plain, quoted
from agents.observations import FetchedPicture, PageOpened, TextRead, WebFound, WebHit

_MAX_CHARACTERS = 300
_BRIEF_CHARACTERS = 60


def web_items(
    result: WebFound | PageOpened, fresh: Collection[str], text: Callable[[TextRead], Item]
) -> Iterator[Item]:
    """What a search or a page of the web is told as; results whose ids are `fresh` were not met before."""
    match result:
        case WebFound() as found:
            yield from _result_items(found, fresh)
        case PageOpened() as page:
            yield from _page_items(page, map(text, page.texts))
        case _ as never:
            assert_never(never)


def _result_items(found: WebFound, fresh: Collection[str]) -> Iterator[Item]:
    """The results, and what became of each engine; none found and none that answered are told apart."""
    said = f"{len(found.hits) or 'no'} results"
    if not found.has_answer:
        said = "no engine answered, so this says nothing of what the web holds"
    yield Item(f"{found.search_name} {quoted(found.query, _MAX_CHARACTERS)}: {said}")
    for asked in found.engines:
        age = "" if asked.age_seconds is None else f" Kept from {_age(asked.age_seconds)} ago."
        told = plain(asked.sentence, _MAX_CHARACTERS)
        yield Item(f"- {plain(asked.engine, _BRIEF_CHARACTERS)}: {told}{age}")
    for hit in found.hits:
        where = ", ".join(filter(None, (plain(hit.host, _BRIEF_CHARACTERS), plain(hit.date, 10))))
        new = " (new)" if hit.id in fresh else ""
        head = f"- {hit.id} {quoted(hit.title, _MAX_CHARACTERS)} ({where}){_picture(hit)}{new}"
        yield Item(head, hit.snippet, hit.host, more=hit.id)


def _page_items(page: PageOpened, texts: Iterable[Item]) -> Iterator[Item]:
    """Facts, what was read of it, its pictures and its links."""
    name = str(page.source)
    facts = [
        f"{name} {quoted(page.title, _MAX_CHARACTERS)} ({plain(page.host, _BRIEF_CHARACTERS)})",
        _by(page.author),
        f"dated {plain(page.date, 10)}" if page.date else "",
        f"as it was read at {plain(page.fetched, 16)}{', stored before' if page.is_kept else ''}",
        f"{page.length} characters",
        f"read near {quoted(page.question, _MAX_CHARACTERS)}" if page.question else "",
    ]
    yield Item(", ".join(filter(None, facts)))
    for note in page.notes:
        yield Item(f"Note: {quoted(note, _MAX_CHARACTERS)}")
    yield from texts
    if page.figures:
        lines = [f"{each.id} {each.uid or 'not fetched'}: {each.words}" for each in page.figures]
        yield _listed(f"Pictures of {name}, {len(lines)} of {page.figure_count}:", lines, page)
    if page.links:
        lines = [f"{each.id} {each.text} -> {each.address}" for each in page.links]
        yield _listed(f"Links of {name}, {len(lines)} of {page.link_count}:", lines, page)


def origin_item(picture: FetchedPicture) -> Item:
    """Where a picture is from that was fetched now."""
    facts = [
        f"- {picture.uid} is {quoted(picture.name, _MAX_CHARACTERS)}",
        f"of {plain(picture.host, _BRIEF_CHARACTERS)}",
        _by(picture.author),
        f"licence {quoted(picture.licence, _BRIEF_CHARACTERS)}" if picture.licence else "",
    ]
    return Item(", ".join(filter(None, facts)))


def _picture(hit: WebHit) -> str:
    """What is known of the picture of a result, none of whose bytes is here."""
    shown = hit.picture
    if shown is None:
        return ""
    size = times((shown.width, shown.height)) if shown.width and shown.height else "of unknown size"
    licence = f"licence {quoted(shown.licence, _BRIEF_CHARACTERS)}" if shown.licence else ""
    return "; " + ", ".join(filter(None, (f"picture {size}, not fetched", _by(shown.author), licence)))


def _by(author: str) -> str:
    return f"by {quoted(author, _BRIEF_CHARACTERS)}" if author else ""


def _listed(head: str, lines: Sequence[str], page: PageOpened) -> Item:
    shown = "\n".join(plain(line, _MAX_CHARACTERS) for line in lines)
    return Item(head, shown, page.host, more=str(page.source))


def _age(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"
