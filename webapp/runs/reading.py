"""A document laid out for reading: its text, with a quote marked and its pictures near their places."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from webapp.corpora.models import DocumentImage
from webapp.corpora.services.passages import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the index, by its number from 1; `start` is where it begins in the text."""

    number: int
    start: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text; its passage begins here, and the figures stand above it.

    `is_anchor` marks the first stretch of the quote.
    """

    text: str
    is_quoted: bool
    is_anchor: bool
    passage: Passage | None
    figures: tuple[DocumentImage, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Stretches that a browser lays out together; a long document has many, and draws those in sight."""

    stretches: tuple[Stretch, ...]


SECTION_CHARACTERS = 8_000


def lay_out(
    text: str, quote: Span | None, passages: Iterable[Passage], pictures: Iterable[DocumentImage]
) -> list[Section]:
    """The whole text in sections. A picture stands after the paragraph that its place lies in."""
    starts = {passage.start: passage for passage in passages}
    figures = defaultdict(list)
    for picture in pictures:
        figures[_paragraph_end(text, picture.offset)].append(picture)
    ends = [quote.start, quote.end] if quote else []
    cuts = sorted({0, len(text), *ends, *figures, *(start for start in starts if start < len(text))})
    stretches = _stretches(text, quote, cuts, starts, figures)
    return list(_sections(stretches))


def _stretches(
    text: str,
    quote: Span | None,
    cuts: Sequence[int],
    starts: Mapping[int, Passage],
    figures: Mapping[int, list[DocumentImage]],
) -> Iterator[Stretch]:
    for start, end in pairwise([*cuts, len(text)]):
        is_quoted = quote is not None and quote.start <= start < quote.end
        is_anchor = quote is not None and quote.start == start
        yield Stretch(text[start:end], is_quoted, is_anchor, starts.get(start), tuple(figures.get(start, ())))


def _sections(stretches: Iterable[Stretch]) -> Iterator[Section]:
    """Cut where a passage begins: a section is a block of its own, and no line is torn at its border."""
    held: list[Stretch] = []
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
