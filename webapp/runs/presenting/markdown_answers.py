"""Answers that models write in Markdown, as HTML of an allow-list; citations stand between its pieces."""

import re
from collections.abc import Mapping

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from agents.types import Citation

TAGS = {*"p br em strong s code pre blockquote ul ol li hr table thead tbody tr th td".split()}
TAGS |= {f"h{level}" for level in range(1, 7)}
"""What an answer may consist of: no link, no picture, nothing with an attribute."""

# Private-use characters: no text that the journal keeps needs them, and no Markdown means anything by them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKER = re.compile(r"\[(\d+)\]")
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(["image"])


def pieces(text: str, citations: Mapping[int, Citation]) -> list[tuple[str, Citation | None]]:
    """Stretches of safe HTML, and citations between them; other numbers in brackets stay words."""

    def place(found: re.Match[str]) -> str:
        return f"{_OPEN}{found[1]}{_CLOSE}" if int(found[1]) in citations else found[0]

    plain = text.replace(_OPEN, "").replace(_CLOSE, "")
    html = nh3.clean(_MARKDOWN.render(_MARKER.sub(place, plain)), tags=TAGS, attributes={})
    found: list[tuple[str, Citation | None]] = []
    for number, piece in enumerate(_PLACE.split(html)):
        # Every second piece is the number of a marker. The others come from nh3, which leaves only TAGS.
        found.append((piece, citations[int(piece)]) if number % 2 else (mark_safe(piece), None))
    return [(piece, citation) for piece, citation in found if piece]
