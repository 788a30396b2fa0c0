"""What a paper is called, by what it says of itself and by how it is set."""

import re
from collections.abc import Sequence

from agents.documents.text.paragraphs import Paragraph

MIN_LETTERS = 2

_PROGRAM = re.compile(r"^Microsoft (?:Office )?(?:Word|PowerPoint|Excel|Publisher) - ", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|odt|rtf|pptx?|xlsx?|pdf|tex|dvi|indd|qxd|pages|html?|txt)$", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:(?:untitled|no title|title|document|powerpoint presentation|presentation|slide|layout|book|"
    r"unbenannt\w*|ohne titel|dokument|sin título|documento|sans titre|senza titolo|без имени|без названия|"
    r"документ|无标题|未命名|無題|제목 없음)[\s\d\-_()]*)+",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:front |back )?cover|(?:table of )?contents|title(?: page)?|inhalt(?:sverzeichnis)?|titelblatt|"
    r"deckblatt|índice|portada|содержание|оглавление|目[录錄次]|封面|表紙",
    re.IGNORECASE,
)
_NOTE_MARKS = re.compile(r"(?<=[\w)])[*∗†‡](?=\s|$)")


def title_of(declared: str, pages: Sequence[Sequence[Paragraph]], bookmarks: Sequence[str]) -> str:
    """The title a file declares, else the largest heading of its first page, else its first bookmark, or "".

    What a program put there in the place of a title is none, nor is the name of a file.
    """
    without_program = _PROGRAM.sub("", " ".join(declared.split()))
    first = next(filter(None, pages), ())
    headings = [
        paragraph
        for paragraph in first
        if paragraph.is_heading and is_title(paragraph.text) and not _PART.fullmatch(paragraph.text)
    ]
    largest = max(headings, key=lambda heading: heading.size).text if headings else ""
    named = [title for bookmark in bookmarks if not _PART.fullmatch(title := " ".join(bookmark.split()))]
    # "Minutes of May.doc" names it better than nothing does.
    file_name = _FILE.sub("", without_program)
    candidates = [
        without_program,
        _NOTE_MARKS.sub("", largest),
        *named,
        file_name if " " in file_name else "",
    ]
    return next(filter(is_title, candidates), "")


def is_title(text: str) -> bool:
    """Whether this names a document."""
    letters = sum(map(str.isalpha, text))
    return letters >= MIN_LETTERS and not _EMPTY.fullmatch(text) and not _FILE.search(text)
