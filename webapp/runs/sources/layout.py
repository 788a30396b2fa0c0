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
    text, is left out unless it is quoted.
    """
    starts = {passage.start: passage for passage in passages}
    figures = defaultdict(list)
    for picture in pictures:
        figures[_paragraph_end(text, picture.offset)].append(picture)
    tables = tables_of(text)
    hidden = sorted(
        [*_title_line(text, title, quote), *(gap for table in tables for gap in table.gaps)], key=_start
    )
    cells = [cell for table in tables for row in table.rows for cell in row]
    edges = [
        edge for span in (*hidden, *cells, *([quote] if quote else ())) for edge in (span.start, span.end)
    ]
    within = (each for each in (*starts, *pages) if each < len(text))
    cuts = sorted({0, len(text), *edges, *figures, *within})
    numbers = {start: number for number, start in enumerate(pages, start=1)}
    placed = (
        (start, replace(each, page=numbers.get(start, 0)))
        for start, each in _stretches(text, quote, cuts, starts, figures)
    )
    return list(_sections(_blocks(_shown(placed, hidden), tables)))


def _stretches(
    text: str,
    quote: Span | None,
    cuts: Sequence[int],
    starts: Mapping[int, PassageStart],
    figures: Mapping[int, list[DocumentImage]],
) -> Iterator[Placed]:
    for start, end in pairwise([*cuts, len(text)]):
        is_quoted = quote is not None and quote.start <= start < quote.end
        is_anchor = quote is not None and quote.start == start
        above = tuple(figures.get(start, ()))
        yield start, TextStretch(text[start:end], is_quoted, is_anchor, starts.get(start), above)


def _shown(placed: Iterable[Placed], hidden: Sequence[Span]) -> Iterator[Placed]:
    """Without what is hidden: what begins there begins with the next stretch that is shown."""
    held: TextStretch | None = None
    for start, stretch in placed:
        if held:
            stretch = _joined(held, stretch)
        held = stretch if _holder(hidden, start) is not None else None
        if held is None:
            yield start, stretch


def _joined(hidden: TextStretch, stretch: TextStretch) -> TextStretch:
    """A stretch with what began in the hidden one before it."""
    return replace(
        stretch,
        is_anchor=stretch.is_anchor or (hidden.is_anchor and stretch.is_quoted),
        passage=stretch.passage or hidden.passage,
        figures=(*hidden.figures, *stretch.figures),
        page=stretch.page or hidden.page,
    )


def _blocks(placed: Iterable[Placed], tables: Sequence[TextTable]) -> Iterator[Prose | TableBlock]:
    """Tables, and what stands between them; prose a stretch at a time."""
    for number, group in groupby(placed, lambda each: _holder(tables, each[0])):
        if number is None:
            yield from (Prose((stretch,)) for _start, stretch in group)
        else:
            yield _table(tables[number], list(group))


def _table(table: TextTable, placed: Iterable[Placed]) -> TableBlock:
    cells = [cell for row in table.rows for cell in row]
    said = defaultdict[Span, list[TextStretch]](list)
    for start, stretch in placed:
        number = _holder(cells, start)
        if number is not None:
            said[cells[number]].append(stretch)
    return TableBlock(tuple(tuple(tuple(said[cell]) for cell in row) for row in table.rows))


def _holder(spans: Sequence[Span | TextTable], place: int) -> int | None:
    """The index of the one, of several in their order, that a character stands in."""
    number = bisect_right(spans, place, key=_start) - 1
    return number if number >= 0 and place < spans[number].end else None


def _start(span: Span | TextTable) -> int:
    return span.start


def _title_line(text: str, title: str, quote: Span | None) -> list[Span]:
    """The first line with the line ends behind it, if it says the title and something is left without it."""
    line, _end, _rest = text.partition("\n")
    end = len(text) - len(text[len(line) :].lstrip("\n"))
    is_title = bool(title) and line.casefold().split() == title.casefold().split()
    if not is_title or end == len(text) or (quote and quote.start < end):
        return []
    return [Span(0, end)]


def _sections(blocks: Iterable[Prose | TableBlock]) -> Iterator[Section]:
    """Cut where a passage begins: a section is a block of its own, and no line is torn at its border."""
    held, length, ends_line = list[Prose | TableBlock](), 0, False
    for block in blocks:
        stretches = block.stretches if isinstance(block, Prose) else ()
        if length >= SECTION_CHARACTERS and ends_line and stretches and stretches[0].passage:
            yield Section(tuple(_merged(held)))
            held, length = [], 0
        held.append(block)
        length += _length(block)
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


def _length(block: Prose | TableBlock) -> int:
    if isinstance(block, Prose):
        return sum(len(each.text) for each in block.stretches)
    return sum(len(each.text) for row in block.rows for cell in row for each in cell)


def _paragraph_end(text: str, offset: int) -> int:
    """The beginning of the paragraph after the place, so that no sentence is torn."""
    end = text.find("\n\n", offset)
    return len(text) if end < 0 else end + 2
