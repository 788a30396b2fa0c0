"""A document laid out for reading: text with a quote marked, its tables, its pictures near their places."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from agents.retrieval.passages import Span
from webapp.corpora.models import DocumentImage
from webapp.runs.sources.tables import TextTable, tables_of


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
class Prose:
    """Running text."""

    stretches: tuple[TextStretch, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table by rows and cells; the first row names the columns."""

    rows: tuple[tuple[tuple[TextStretch, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that a browser lays out together; a long document has many, and draws those in sight."""

    blocks: tuple[Prose | TableBlock, ...]


SECTION_CHARACTERS = 8_000

Placed = tuple[int, TextStretch]
"""A stretch, and the character that it begins at."""


def page_of(pages: Sequence[int], place: int) -> int:
    """The number, from 1, of the page that a character stands on; 0 where there are no pages."""
    return bisect_right(pages, place)


def lay_out(
    text: str,
    quote: Span | None,
    passages: Iterable[PassageStart],
    pictures: Iterable[DocumentImage],
    pages: Sequence[int] = (),
    title: str = "",
) -> list[Section]:
    """The whole text in sections. A picture stands after the paragraph that its place lies in.

    `pages` are the characters that pages begin at. A first line that says the `title`, which stands above the
    text, is left out with the line ends behind it, unless it is quoted or all there is.
    """
    starts = {passage.start: passage for passage in passages}
    figures = defaultdict[int, list[DocumentImage]](list)
    for picture in pictures:
        end = text.find("\n\n", picture.offset)
        figures[len(text) if end < 0 else end + 2].append(picture)
    tables = tables_of(text)
    hidden = [gap for table in tables for gap in table.gaps]
    line, _end, _rest = text.partition("\n")
    title_end = len(text) - len(text[len(line) :].lstrip("\n"))
    is_title = bool(title) and line.casefold().split() == title.casefold().split()
    if is_title and title_end < len(text) and not (quote and quote.start < title_end):
        hidden = sorted([Span(0, title_end), *hidden], key=_start)
    cells = [cell for table in tables for row in table.rows for cell in row]
    edges = [
        edge for span in (*hidden, *cells, *([quote] if quote else ())) for edge in (span.start, span.end)
    ]
    within = (each for each in (*starts, *pages) if each < len(text))
    cuts = sorted({0, len(text), *edges, *figures, *within})
    is_hidden = {start: _holder(hidden, start) is not None for start in cuts}
    stretches = _stretches(text, quote, is_hidden, starts, figures, pages)
    return list(_sections(_blocks(stretches, tables)))


def _stretches(
    text: str,
    quote: Span | None,
    is_hidden: Mapping[int, bool],
    starts: Mapping[int, PassageStart],
    figures: Mapping[int, list[DocumentImage]],
    pages: Sequence[int],
) -> Iterator[Placed]:
    """The text cut up; what begins with a stretch that is hidden begins with the next that is shown."""
    numbers = {start: number for number, start in enumerate(pages, start=1)}
    held: TextStretch | None = None
    for start, end in pairwise([*is_hidden, len(text)]):
        stretch = TextStretch(
            text[start:end],
            is_quoted=quote is not None and quote.start <= start < quote.end,
            is_anchor=quote is not None and quote.start == start,
            passage=starts.get(start),
            figures=tuple(figures.get(start, ())),
            page=numbers.get(start, 0),
        )
        if held:
            stretch = replace(
                stretch,
                is_anchor=stretch.is_anchor or (held.is_anchor and stretch.is_quoted),
                passage=stretch.passage or held.passage,
                figures=(*held.figures, *stretch.figures),
                page=stretch.page or held.page,
            )
        held = stretch if is_hidden[start] else None
        if held is None:
            yield start, stretch


def _blocks(placed: Iterable[Placed], tables: Sequence[TextTable]) -> Iterator[Prose | TableBlock]:
    """Tables, and what stands between them; prose a stretch at a time."""
    for number, group in groupby(placed, lambda each: _holder(tables, each[0])):
        if number is None:
            yield from (Prose((stretch,)) for _start, stretch in group)
            continue
        rows = tables[number].rows
        cells = [cell for row in rows for cell in row]
        said = defaultdict[Span, list[TextStretch]](list)
        for start, stretch in group:
            place = _holder(cells, start)
            if place is not None:
                said[cells[place]].append(stretch)
        yield TableBlock(tuple(tuple(tuple(said[cell]) for cell in row) for row in rows))


def _holder(spans: Sequence[Span | TextTable], place: int) -> int | None:
    """The index of the one, of several in their order, that a character stands in."""
    number = bisect_right(spans, place, key=_start) - 1
    return number if number >= 0 and place < spans[number].end else None


def _start(span: Span | TextTable) -> int:
    return span.start


def _sections(blocks: Iterable[Prose | TableBlock]) -> Iterator[Section]:
    """Cut where a passage begins: a section is a block of its own, and no line is torn at its border."""
    held, length, ends_line = list[Prose | TableBlock](), 0, False
    for block in blocks:
        stretches = block.stretches if isinstance(block, Prose) else ()
        if length >= SECTION_CHARACTERS and ends_line and stretches and stretches[0].passage:
            yield Section(tuple(_merged(held)))
            held, length = [], 0
        held.append(block)
        cells = [cell for row in block.rows for cell in row] if isinstance(block, TableBlock) else [stretches]
        length += sum(len(each.text) for cell in cells for each in cell)
        ends_line = not stretches or stretches[-1].text.endswith("\n")
    if held:
        yield Section(tuple(_merged(held)))


def _merged(blocks: Iterable[Prose | TableBlock]) -> Iterator[Prose | TableBlock]:
    """Prose that follows prose is one block."""
    for is_prose, group in groupby(blocks, lambda block: isinstance(block, Prose)):
        if is_prose:
            yield Prose(
                tuple(stretch for block in group if isinstance(block, Prose) for stretch in block.stretches)
            )
        else:
            yield from group
