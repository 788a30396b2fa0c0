"""From a stretch of stored text to the things in it that may answer: sentences, items, cells of tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.documents.tables import BAR
from agents.reading.types import Candidate, CandidateKind
from agents.sources import SourceRef
from agents.text.sentences import split_sentences
from media_store import Box, InvalidBox

MAX_HEADING_CHARACTERS = 90
MAX_LABEL_WORDS = 3
"""Of the words before a full stop that only say what the rest of their line is about."""

MAX_COLUMNS = 12
"""Of a table whose cells are read one by one."""

_REGION = re.compile(r"[\[❲](\d{1,4}), (\d{1,4}), (\d{1,4}), (\d{1,4})[\]❳] (?P<words>.+)")
"""A note on a region of a picture, as its text has it."""

_BLOCKS = re.compile(r"\n[ \t]*\n")
_FIGURE = re.compile(r"[-+−~≈<>≤≥]?[\d.,'’ \u00a0]*\d[\d.,'’ \u00a0]*(?:\s?\S{1,4})?")
_CODE = re.compile(r"[A-Z]{0,4}[-. ]?\d[\dA-Z.-]*")
_WORD = re.compile(r"[^\W\d_]{3}|[\u3400-\u9fff]{2}")
_YEAR = re.compile(r"1\d{3}|20\d\d")
_PRONOUN = re.compile(
    r"(?:it|he|she|they|this|that|these|there|yes|no|er|sie|es|dies|ja|nein|él|ella|esto|este|esta|sí)\b",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", "。", "！", "？", ";", "；")
_INTRODUCES = (":", "：")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def is_row(self) -> bool:
        return BAR.strip() in self.text and BAR in f"{self.text} "


def captions_in(text: str, title: str, uid: str | None, *, nearness: float = 0.0) -> Iterator[Candidate]:
    """What the text of a picture says of the whole of it, and each note on a region with its box."""
    notes = {line: note for line in text.split("\n") if (note := _region_note(line))}
    whole = "\n".join(line for line in text.split("\n") if line not in notes)
    if whole:
        yield Candidate(CandidateKind.CAPTION, whole, title or whole, uid=uid, nearness=nearness)
    for words, box in notes.values():
        yield Candidate(CandidateKind.CAPTION, words, title or words, uid=uid, box=box, nearness=nearness)


def without_boxes(text: str) -> str:
    """The text of a picture for people, who see its regions."""
    notes = map(_region_note, text.split("\n"))
    return "\n".join(note[0] if note else line for line, note in zip(text.split("\n"), notes, strict=True))


def _region_note(line: str) -> tuple[str, Box] | None:
    """The words and the box of a line that is one."""
    found = _REGION.fullmatch(line)
    try:
        return (found["words"], Box(*map(int, found.groups()[:4]))) if found else None
    except InvalidBox:
        return None


def candidates_in(
    text: str, title: str, *, source: SourceRef | None = None, offset: int = 0, nearness: float = 0.0
) -> list[Candidate]:
    """The candidates of a text in their order; `offset` is where it begins in its source.

    A line that only repeats the title is none, nor is a heading: it leads what follows. Each cell of a table
    is a candidate with the name of its row and of its column; its `text` is the whole row, which stands in
    the source.
    """
    found = [
        Candidate(
            each.kind, each.text, title, each.said, each.lead, source,
            offset + (each.start or 0), offset + (each.end or 0), nearness=nearness,
        )
        for each in _parts(text, title)
    ]  # fmt: skip
    return [replace(each, place=place, length=len(found)) for place, each in enumerate(found)]


def _parts(text: str, title: str) -> Iterator[Candidate]:
    """Sentences and cells; a label that begins a line ("Marigold. It comes from...") leads the others."""
    heading = lead = ""
    for lines in _blocks(text):
        first = lines[0].text
        is_short = len(first) <= MAX_HEADING_CHARACTERS and BAR not in first
        if len(lines) == 1 and is_short and not first.endswith((*_ENDS, *_INTRODUCES)):
            heading = lead = "" if first == title else first
            continue
        rows = [line for line in lines if line.is_row]
        if len(rows) > 1 or (len(rows) == 1 and len(lines) == 1):
            yield from _rows(rows, lead)
            lines = [line for line in lines if not line.is_row]
        introduced = lead
        for line in lines:
            under, sentences = introduced, split_sentences(line.text)
            label = sentences[0].text if len(sentences) > 1 else ""
            is_label = len(label.split()) <= MAX_LABEL_WORDS and label.endswith(".")
            if is_label and not _PRONOUN.match(label) and not any(map(str.isdigit, label)):
                under, sentences = label.rstrip("."), sentences[1:]
            for sentence in sentences:
                start, said = line.start + sentence.start, sentence.text
                end = start + len(said)
                yield Candidate(CandidateKind.SENTENCE, said, "", lead=under, start=start, end=end)
            if line.text.endswith(_INTRODUCES):
                introduced = line.text.rstrip("".join(_INTRODUCES))
        # A line that announces a list or a table may stand in a block of its own.
        lead = introduced if lines and lines[-1].text.endswith(_INTRODUCES) else heading


def _blocks(text: str) -> Iterator[list[_Line]]:
    start = 0
    for border in (*(found.span() for found in _BLOCKS.finditer(text)), (len(text), len(text))):
        lines: list[_Line] = []
        for line in text[start : border[0]].split("\n"):
            if stripped := line.strip():
                lines.append(_Line(start + line.index(stripped), stripped))
            start += len(line) + 1
        if lines:
            yield lines
        start = border[1]


def _rows(rows: Sequence[_Line], lead: str) -> Iterator[Candidate]:
    """ "Top: Height 300 m" for each cell; "Height: 300 m" where there are only names and values.

    A row that begins with a number or a code is called by it and by the first cell that has words; a year is
    a name by itself. A header has a column for each year, or names only, above rows of which some have
    figures; with two columns the corner must not be a value.
    """
    cells = [[cell.strip() for cell in row.text.split(BAR.strip())] for row in rows]
    first, *others = cells
    has_years = all(_YEAR.fullmatch(cell) for cell in first[1:3]) and not _FIGURE.fullmatch(first[0])
    has_names = not any(_FIGURE.fullmatch(cell) for cell in first if cell)
    has_figures = any(_FIGURE.match(cell) for row in others for cell in row[1:] if cell)
    is_header = has_names and (has_figures or len(first) > 2 or len(others) > 2)  # noqa: PLR2004
    is_header = is_header or (has_years and len(first) > 2)  # noqa: PLR2004
    header = first if others and is_header else []
    for line, row in zip(rows, cells, strict=True):
        if row == header:
            continue  # A long table says it again.
        named = 0
        if header and _CODE.fullmatch(row[0]) and not _YEAR.fullmatch(row[0]):
            named = next((place for place, cell in enumerate(row) if _WORD.search(cell)), 0)
        end = line.start + len(line.text)
        for column, value in enumerate(row[1 : MAX_COLUMNS + 1], start=1):
            if not value:
                continue
            name = row[0] if named in (0, column) else f"{row[0]} {row[named]}"
            heading = header[column] if column < len(header) else ""
            is_plain = len(row) == 2 or not heading  # noqa: PLR2004
            said = f"{name}: {value}" if is_plain else f"{name}: {heading} {value}"
            yield Candidate(CandidateKind.ROW, line.text, "", said, lead, start=line.start, end=end)
