"""Lines to paragraphs as they were before they were set: words that were parted are whole again."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

import regex

from agents.documents.text.lines import HEADING_SHARE, Page, PageLine, body_size, lines_in
from agents.documents.text.set_tables import SetTable
from agents.documents.text.superscripts import note_number, with_plain_number, without_marks

SHORT_SHARE = 0.75
"""A line that is shorter than this share of the longest one of its page may end a paragraph."""
SIZE_TOLERANCE = 0.08
"""Share by which sizes of one paragraph's lines differ; notes, captions and headings differ by more."""
MAX_HEADING_CHARACTERS = 200
GAP_SHARE = 1.35
"""Of the usual distance of lines: after a larger one a paragraph begins."""

_END = re.compile(r"""[.!?:;…。！？]["'”’»)\]」』]*$""")
_ITEM = re.compile(r"(?:[•◦▪‣·–—*]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_NOTE = re.compile(r"(?:(?P<number>\d{1,3})|[*†‡§]+)(?:\s|(?=[^\W\d_]))")
_LEADERS = re.compile(r"\s*(?:\.\s?){4,}\s*(?=\S)|\s*…{2,}\s*")
# Korean parts words by spaces, and where a line ends there was one.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Line_Break=Complex_Context}\u3001-\u303f\uff00-\uffef]"
_UNSPACED_BORDER = regex.compile(rf"{_UNSPACED}{_UNSPACED}")
_LAST_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+\Z")
_FIRST_WORD = regex.compile(r"[\p{L}\p{M}]+")
_WORDS = regex.compile(r"[\p{L}\p{M}]+(?:[-\u2010][\p{L}\p{M}]+)*")
_AND = frozenset("und oder sowie bzw and or y o e i и или".split())
"""After these a hyphen stands for the rest of a word that is named later: Haupt- und Nebensatz."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in a row, or a table; `size` is that of its font."""

    text: str
    size: float
    is_heading: bool = False
    table: SetTable | None = None


def paragraphs(pages: Sequence[Page]) -> list[list[Paragraph]]:
    """The paragraphs of each page. A word that is parted between pages is whole on the first of them."""
    spelling = Hyphenation(line.text for page in pages for line in lines_in(page))
    body = body_size(pages)
    found = [list(_of_page(page, spelling, body)) for page in pages]
    for before, after in pairwise(found):
        parted = [place for place, each in enumerate(before) if each.text.endswith("-")]
        begun = _FIRST_WORD.match(after[0].text) if after else None
        if not parted or begun is None or not begun[0].islower():
            continue
        last, following = before[parted[-1]], after[0]
        end, _, rest = following.text.partition(" ")
        whole = spelling.join(last.text[:-1], end, is_parted=True)
        before[parted[-1]] = replace(last, text=whole)
        after[:1] = [replace(following, text=rest)] if rest else []
    return found


def without_leaders(text: str) -> str:
    """A line of a table of contents with one ellipsis for its row of dots."""
    return _LEADERS.sub(" … ", text)


_HYPHENATED = re.compile(
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty-(?:one|two|three|four|five|six|seven|eight|nine"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|кое-\w+|из-(?:за|под)|по-(?!тому|этому|чему)\w+(?:[сц]ки|ьи|ому|ему)|\w+-(?:либо|нибудь|таки)"
    r"|(?:что|кто|как|где|когда|куда|откуда|почему|зачем|сколько|какой|какая|какое|какие|чей|чем|кем|[кч]ему|[кч]ого"
    r"|кому|чего)-то"
)
"""Words that are written with a hyphen, in small letters, wherever lines end."""

_KEEPS_HYPHEN = re.compile(
    r"\w-(?:in|of|to|the|at|on|up|by|and|de|la|à|ins|auf|und)\n|(?://|www\.|\w@)\S*\n|\n\S*\w@", re.IGNORECASE
)
"""Around the end of a line: mother-in-law, and addresses, in which nobody parts words."""


class Hyphenation:
    """Decides whether a hyphen at the end of a line belongs to the word, by other words of the document.

    `parts_words`: what decides when the document does not tell. Typesetters part words, people who fill plain
    text do not.
    """

    def __init__(self, texts: Iterable[str], *, parts_words: bool = True) -> None:
        self._parts_words = parts_words
        self._known = {word.casefold() for text in texts for word in _WORDS.findall(text)}

    def join(self, before: str, after: str, *, is_parted: bool) -> str:
        """Two lines as one. `is_parted`: a hyphen stood behind the first."""
        if not is_parted:
            space = "" if not before or _UNSPACED_BORDER.search(f"{before[-1]}{after[:1]}") else " "
            return f"{before}{space}{after}"
        first, second = _LAST_WORD.search(before), _FIRST_WORD.match(after)
        if second is not None and second[0].casefold() in _AND:
            return f"{before}- {after}"
        if first is None or second is None:
            return f"{before}-{after}"
        if f"{first[0]}{second[0]}".casefold() in self._known:
            return before + after
        # Single letters, abbreviations, numbers and names: X-ray, US-based, 24-hour, Rolls-Royce.
        keeps_hyphen = (
            len(first[0]) == 1 or first[0].isupper() or first[0][-1].isdigit() or not second[0][0].islower()
        )
        hyphenated = f"{first[0]}-{second[0]}".casefold()
        keeps_hyphen |= bool(_HYPHENATED.fullmatch(hyphenated) or _KEEPS_HYPHEN.search(f"{before}\n{after}"))
        if hyphenated in self._known or not self._parts_words or keeps_hyphen:
            return f"{before}-{after}"
        return before + after

    def join_all(self, lines: Iterable[str], hyphens: str = "-") -> str:
        """Lines as one, a word of which is parted where one ends with one of these hyphens."""
        text = ""
        for line in lines:
            is_parted = len(text) > 1 and text[-1] in hyphens and _LAST_WORD.search(text[:-1]) is not None
            text = self.join(text[:-1] if is_parted else text, line, is_parted=is_parted)
        return text


def _of_page(page: Page, spelling: Hyphenation, body: float) -> Iterator[Paragraph]:
    notes = set()
    for line in lines_in(page):
        mark = _NOTE.match(line.text)
        number = note_number(line.text) or (mark["number"] if mark else None)
        if number and _is_small(line, body):
            notes.add(number)
    for is_line, items in groupby(page, key=lambda item: isinstance(item, PageLine)):
        if is_line:
            lines = [item for item in items if isinstance(item, PageLine)]
            yield from _of_lines(lines, spelling, body, notes)
            continue
        for table in (item for item in items if isinstance(item, SetTable)):
            rows = tuple(
                tuple(without_marks(spelling.join_all(cell.split("\n"), "-\u2010"), notes) for cell in row)
                for row in table.rows
            )
            yield Paragraph("", 0.0, table=replace(table, rows=rows))


def _is_small(line: PageLine, body: float) -> bool:
    return line.size < body * (1 - SIZE_TOLERANCE)


def _of_lines(
    lines: Sequence[PageLine], spelling: Hyphenation, body: float, notes: Collection[str]
) -> Iterator[Paragraph]:
    longest = max((len(line.text) for line in lines), default=0)
    gaps = [upper.base - lower.base for upper, lower in pairwise(lines) if upper.base > lower.base]
    usual_gap = median(gaps) if gaps else 0.0
    blocks: list[list[PageLine]] = [[]]
    for line in lines:
        if blocks[-1] and (not line.text or _begins(blocks[-1][-1], line, longest, usual_gap, body)):
            blocks.append([])
        if line.text:
            blocks[-1].append(line)
    for block in filter(None, blocks):
        text, is_parted = "", False
        for line in block:
            text = spelling.join(text, line.text, is_parted=is_parted)
            is_parted = line.is_parted
        text = with_plain_number(text) if _is_small(block[0], body) else text
        text = without_marks(without_leaders(text + ("-" if is_parted else "")), notes)
        is_heading = block[0].size > body * HEADING_SHARE and len(text) <= MAX_HEADING_CHARACTERS
        yield Paragraph(text, block[0].size, is_heading)


def _begins(before: PageLine, line: PageLine, longest: int, usual_gap: float, body: float) -> bool:
    """Whether a paragraph begins with `line`."""
    is_other_size = abs(line.size - before.size) > SIZE_TOLERANCE * max(line.size, before.size)
    if before.is_parted:
        return is_other_size
    is_note = _is_small(line, body) and (_NOTE.match(line.text) is not None or note_number(line.text) != "")
    is_entry = _LEADERS.search(line.text) is not None and before.text[-1:].isdigit()
    if is_other_size or is_note or is_entry or _LEADERS.search(before.text) or _ITEM.match(line.text):
        return True
    is_ended = _END.search(before.text) is not None
    is_indented = line.left > before.left + line.size * 0.8
    is_apart = usual_gap > 0 and before.base - line.base > max(usual_gap, line.size) * GAP_SHARE
    return is_apart or (is_ended and (is_indented or len(before.text) < longest * SHORT_SHARE))
