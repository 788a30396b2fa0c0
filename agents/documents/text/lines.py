"""Lines as they are set on pages, and which of them run along: heads, feet and page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from agents.documents.text.set_tables import SetTable

MIN_PAGES = 3
"""On so many pages, or on all of two, a line comes again where pages begin or end: then it runs along."""

EDGE_ROWS = 2
"""Rows at the top and at the bottom of a page that may run along."""

HEADING_SHARE = 1.15
"""Of the size of running text: what is set larger is a heading."""

_NUMBER = re.compile(r"\d+|(?<![^\W_])[ivxlc]+(?![^\W_])")
"""In a line in lower case, see `_plain`."""
_PAGE = re.compile(
    r"\b(?:pages?|seiten?|p|s|of|von|de|sur|página|pagina|стр|страница|из)\b|[第页頁]", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"\b(?:continued|cont(?:'d|\.)|fortsetzung|fortgesetzt|suite|continuación|continúa|продолжение)|续表|続き",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: `left` and `base` in points from the lower left, `size` the height of its font.

    `is_parted`: its last word goes on in the next line, and the mark of that is left out of `text`.
    """

    text: str
    left: float
    base: float
    size: float
    is_parted: bool = False


Page = Sequence[PageLine | SetTable]


def continued(pages: Sequence[Page]) -> list[list[PageLine | SetTable]]:
    """Pages on which a table that goes on from the page before stands below the header of that one."""
    kept = [list(page) for page in pages]
    for before, page in pairwise(kept):
        last = next((item for item in reversed(before) if not isinstance(item, PageLine) or item.text), None)
        # Lines that are empty, or say that it goes on, may stand above it.
        place = next(
            (
                n
                for n, item in enumerate(page)
                if isinstance(item, SetTable) or (item.text and not _GOES_ON.search(item.text))
            ),
            0,
        )
        first = page[place] if page else None
        if isinstance(last, SetTable) and isinstance(first, SetTable) and last.goes_on_in(first):
            page[place] = first.below(last)
    return kept


def lines_in(page: Page) -> Iterator[PageLine]:
    """The lines of a page that are not of its tables."""
    return (item for item in page if isinstance(item, PageLine))


def without_running_lines(pages: Sequence[Page]) -> list[list[PageLine | SetTable]]:
    """The lines and tables of each page without running heads, feet and page numbers.

    What a running head says and nothing else does stays where it stands first.
    """
    running = _running(pages)
    body = [
        [line for line in lines_in(page) if (number, line) not in running]
        for number, page in enumerate(pages)
    ]
    text = " ".join(_plain(line.text) for page in body for line in page)
    told: set[str] = set()
    kept: list[list[PageLine | SetTable]] = []
    for number, page in enumerate(pages):
        kept.append([])
        for line in page:
            key = running.get((number, line)) if isinstance(line, PageLine) else None
            if not isinstance(line, PageLine) or key is None:
                kept[-1].append(line)
                continue
            if key not in told and tells(key) and _plain(line.text) not in text:
                kept[-1].append(line)
            told.add(key)
    return kept


def _running(pages: Sequence[Page]) -> dict[tuple[int, PageLine], str]:
    """Page and line of what runs along, each with what all of its kind have in common."""
    usual_size = body_size(pages)
    alike: Mapping[tuple[bool, str], list[tuple[int, PageLine]]] = defaultdict(list)
    for number, page in enumerate(pages):
        rows = sorted({line.base for line in lines_in(page) if line.text})
        for line in lines_in(page):
            # A short page, such as the last one, has rows that are both.
            for is_top, edge in ((True, rows[-EDGE_ROWS:]), (False, rows[:EDGE_ROWS])):
                if line.base in edge:
                    alike[is_top, _NUMBER.sub("#", _plain(line.text))].append((number, line))
    needed = min(MIN_PAGES, max(2, len(pages)))
    running: dict[tuple[int, PageLine], str] = {}
    for places in alike.values():
        # What is set larger than text, differs and has words is a heading, as of a chapter on each page.
        texts = {line.text for _, line in places}
        are_large = all(line.size > usual_size * HEADING_SHARE for _, line in places)
        if len(texts) > 1 and are_large and any(tells(_plain(text)) for text in texts):
            continue
        keys = _keys(places, needed)
        pages_of = defaultdict(set)
        for (number, _), key in zip(places, keys, strict=True):
            pages_of[key].add(number)
        running |= {
            place: key for place, key in zip(places, keys, strict=True) if len(pages_of[key]) >= needed
        }
    return running


def body_size(pages: Sequence[Page]) -> float:
    """The size of most characters, in points; 0 where there are none."""
    counts: Counter[float] = Counter()
    for page in pages:
        for line in lines_in(page):
            counts[round(line.size, 1)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _keys(places: Sequence[tuple[int, PageLine]], needed: int) -> list[str]:
    """The text of each line with a sign in the place of numbers that count pages; sums and dates stay."""
    starts: Counter[tuple[int, int]] = Counter()
    for number, line in places:
        starts.update((position, value - number) for position, value in enumerate(_values(_plain(line.text))))
    keys = []
    for number, line in places:
        text = _plain(line.text)
        marks = [
            "#" if starts[position, value - number] >= needed else digits
            for position, (value, digits) in enumerate(zip(_values(text), _NUMBER.findall(text), strict=True))
        ]
        between = _NUMBER.split(text)
        keys.append("".join(chain.from_iterable(zip(between, [*marks, ""], strict=True))))
    return keys


def _values(text: str) -> list[int]:
    values = []
    for digits in _NUMBER.findall(text):
        if digits.isdigit():
            values.append(int(digits[:9]))
        else:
            roman = [_ROMAN[letter] for letter in digits]
            following = [*roman[1:], 0]
            values.append(sum(-a if a < b else a for a, b in zip(roman, following, strict=True)))
    return values


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def tells(words: str) -> bool:
    """Whether a running line says more than the number of its page."""
    return any(map(str.isalpha, _NUMBER.sub("", _PAGE.sub("", words))))
