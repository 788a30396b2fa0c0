"""A document laid out for reading: its text, with a quote marked and its pictures near their places."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from webapp.corpora.importing.passages import Span
from webapp.corpora.models import DocumentImage


@dataclass(frozen=True, slots=True)
class PassageStart:
    """A passage of the index, by its number from 1; `start` is where it begins in the text."""

    number: int
    start: int


@dataclass(frozen=True, slots=True)
class TextStretch:
    """A stretch of the text; its passage and page begin here, and the figures stand above it.

    `is_anchor` marks the first stretch of the quote. `page` is the number of a page that begins, or 0.
    """

    text: str
    is_quoted: bool
    is_anchor: bool
    passage: PassageStart | None
    figures: tuple[DocumentImage, ...]
    page: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Stretches that a browser lays out together; a long document has many, and draws those in sight."""

    stretches: tuple[TextStretch, ...]


SECTION_CHARACTERS = 8_000


def page_of(pages: Sequence[int], place: int) -> int:
    """The number, from 1, of the page that a character stands on; 0 where there are no pages."""
    return bisect_right(pages, place)


def lay_out(
    text: str,
    quote: Span | None,
    passages: Iterable[PassageStart],
    pictures: Iterable[DocumentImage],
    pages: Sequence[int] = (),
) -> list[Section]:
    """The whole text in sections. A picture stands after the paragraph that its place lies in.

    `pages` are the characters that pages begin at.
    """
    starts = {passage.start: passage for passage in passages}
    figures = defaultdict(list)
    for picture in pictures:
        figures[_paragraph_end(text, picture.offset)].append(picture)
    ends = [quote.start, quote.end] if quote else []
    cuts = sorted({0, len(text), *ends, *figures, *(each for each in (*starts, *pages) if each < len(text))})
    numbers = {start: number for number, start in enumerate(pages, start=1)}
    stretches = _stretches(text, quote, cuts, starts, figures)
    return list(_sections(replace(each, page=numbers.get(start, 0)) for start, each in stretches))


def _stretches(
    text: str,
    quote: Span | None,
    cuts: Sequence[int],
    starts: Mapping[int, PassageStart],
    figures: Mapping[int, list[DocumentImage]],
) -> Iterator[tuple[int, TextStretch]]:
    """Each with the character that it begins at."""
    for start, end in pairwise([*cuts, len(text)]):
        is_quoted = quote is not None and quote.start <= start < quote.end
        is_anchor = quote is not None and quote.start == start
        above = tuple(figures.get(start, ()))
        yield start, TextStretch(text[start:end], is_quoted, is_anchor, starts.get(start), above)


def _sections(stretches: Iterable[TextStretch]) -> Iterator[Section]:
    """Cut where a passage begins: a section is a block of its own, and no line is torn at its border."""
    held: list[TextStretch] = []
    for stretch in stretches:
        is_full = sum(len(each.text) for each in held) >= SECTION_CHARACTERS
        if is_full and stretch.passage and held[-1].text.endswith("\n"):
            yield Section(tuple(held))
            held = []
        held.append(stretch)
    if held:
        yield Section(tuple(held))


def _paragraph_end(text: str, offset: int) -> int:
    """The beginning of the paragraph after the place, so that no sentence is torn."""
    end = text.find("\n\n", offset)
    return len(text) if end < 0 else end + 2
