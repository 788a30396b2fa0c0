"""Lines as they are set on pages, and which of them run along: heads, feet and page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MIN_PAGES = 3
"""On so many pages, or on all of two, a line comes again where pages begin or end: then it runs along."""

EDGE_ROWS = 2
"""Rows at the top and at the bottom of a page that may run along."""

HEADING_SHARE = 1.15
"""Of the size of running text: what is set larger is a heading."""

_NUMBER = re.compile(r"\d+|(?<![^\W_])[ivxlc]+(?![^\W_])", re.IGNORECASE)
_PAGE = re.compile(
    r"\b(?:pages?|seiten?|p|s|of|von|de|sur|página|pagina|стр|страница|из)\b|[第页頁]", re.IGNORECASE
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: `left` and `base` in points from the lower left, `size` the height of its font.

    `is_parted`: its last word goes on in the next line, and the mark of that is left out of `text`.
    """

    text: str
    left: float
    base: float
    size: float
    is_parted: bool = False


Page = Sequence[Line]


def without_running_lines(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page without running heads, feet and page numbers.

    What a running head says and nothing else does stays where it stands first.
    """
    running = _running(pages)
    body = [[line for line in page if (number, line) not in running] for number, page in enumerate(pages)]
    text = " ".join(_plain(line.text) for page in body for line in page)
    told: set[str] = set()
    kept: list[list[Line]] = []
    for number, page in enumerate(pages):
        kept.append([])
        for line in page:
            words = _plain(line.text)
            is_news = tells(words) and words not in text and _shape(words) not in told
            if (number, line) not in running or is_news:
                kept[-1].append(line)
            if (number, line) in running:
                told.add(_shape(words))
    return kept


def _running(pages: Sequence[Page]) -> set[tuple[int, Line]]:
    """Page and line of what runs along."""
    usual_size = body_size(pages)
    alike: Mapping[tuple[bool, str], list[tuple[int, Line]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for is_top, line in _edges(page):
            alike[is_top, _shape(_plain(line.text))].append((number, line))
    needed = min(MIN_PAGES, max(2, len(pages)))
    counting = (_counting(places) for places in alike.values() if not _are_headings(places, usual_size))
    return {each for places in counting if len({n for n, _ in places}) >= needed for each in places}


def _edges(page: Page) -> Iterator[tuple[bool, Line]]:
    rows = sorted({line.base for line in page if line.text})
    top, bottom = set(rows[-EDGE_ROWS:]), set(rows[:EDGE_ROWS])
    for line in page:
        if line.base in top:
            yield True, line
        elif line.base in bottom:
            yield False, line


def body_size(pages: Sequence[Page]) -> float:
    """The size of most characters, in points; 0 where there are none."""
    counts: Counter[float] = Counter()
    for page in pages:
        for line in page:
            counts[round(line.size, 1)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _are_headings(places: Sequence[tuple[int, Line]], usual_size: float) -> bool:
    """Whether they are set larger than text and differ, as a chapter on each page does."""
    texts = {line.text for _, line in places}
    return len(texts) > 1 and all(line.size > usual_size * HEADING_SHARE for _, line in places)


def _counting(places: Sequence[tuple[int, Line]]) -> Sequence[tuple[int, Line]]:
    """Those whose numbers stay, or count pages; sums and dates do neither."""
    values = [_values(line.text) for _, line in places]
    for position in range(len(values[0])):
        stays = Counter(each[position] for each in values)
        counts = Counter(each[position] - number for each, (number, _) in zip(values, places, strict=True))
        (stay, stay_count), (first, first_count) = stays.most_common(1)[0], counts.most_common(1)[0]
        fits = [
            each[position] == (first + number if first_count > stay_count else stay)
            for each, (number, _) in zip(values, places, strict=True)
        ]
        places = [place for place, is_fit in zip(places, fits, strict=True) if is_fit]
        values = [each for each, is_fit in zip(values, fits, strict=True) if is_fit]
    return places


def _values(text: str) -> list[int]:
    return [_value(found[0].lower()) for found in _NUMBER.finditer(text)]


def _value(digits: str) -> int:
    if digits.isdigit():
        return int(digits[:9])
    values = [_ROMAN[letter] for letter in digits]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _shape(words: str) -> str:
    return _NUMBER.sub("#", words)


def tells(words: str) -> bool:
    """Whether a running line says more than the number of its page."""
    return any(map(str.isalpha, _NUMBER.sub("", _PAGE.sub("", words))))
