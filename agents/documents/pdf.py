"""PDF to text: pages, paragraphs, figures."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agents.documents.document import DocumentSource, Figure
from agents.documents.errors import UnreadableDocument
from agents.documents.writer import TextWriter

PATIENCE_SECONDS = 180
_PROGRAM = Path(__file__).with_name("pdf_extract.py")
_HYPHENS = "-\u00ad\ufffe\u2010"
_SHORT = 0.75
"""A line that is shorter than this share of the longest one of its page may end a paragraph."""
_END = re.compile(r"""[.!?:;…]["'”’)\]]*$""")


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write the text of each page with its figures behind it; gives its own title, or "".

    Raises UnreadableDocument with a sentence.
    """
    with TemporaryDirectory(prefix="sightline-pdf-") as name:
        folder = Path(name)
        content = _extract(source.data, folder)
        for number, text in enumerate(content["pages"], start=1):
            writer.begin_page()
            for paragraph in paragraphs(text):
                writer.block_break()
                writer.words(paragraph)
            for figure in content["figures"]:
                if figure["page"] == number:
                    writer.figure(Figure(figure["file"], (folder / figure["file"]).read_bytes()))
    if not writer.text:
        raise UnreadableDocument(
            "There is no text in this PDF: it may be a scan. Bring its pages in as pictures."
        )
    return " ".join(content["title"].split())


def paragraphs(text: str) -> Iterator[str]:
    """Lines put together as they were before they were set: words that were parted are whole again."""
    lines = [line.strip() for line in text.replace("\0", "").split("\n")]
    longest = max(map(len, lines), default=0)
    held = ""
    for line in lines:
        if not line:
            yield from filter(None, [held])
            held = ""
            continue
        held = _joined(held, line)
        if len(line) < longest * _SHORT and _END.search(line):
            yield held
            held = ""
    yield from filter(None, [held])


def _joined(held: str, line: str) -> str:
    if held and held[-1] in _HYPHENS and line[0].islower():
        return held[:-1] + line
    return f"{held} {line}" if held else line


def _extract(data: bytes, folder: Path) -> dict[str, Any]:
    """What pdf_extract.py found."""
    file = folder / "document.pdf"
    file.write_bytes(data)
    try:
        ended = subprocess.run(
            [sys.executable, _PROGRAM, file, folder], capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument("This PDF takes too long to read. Split it.") from None
    if ended.returncode == 2:
        raise UnreadableDocument(ended.stderr.strip())
    if ended.returncode:
        raise UnreadableDocument("This PDF broke the program that reads it. Save it anew, or leave it out.")
    content: dict[str, Any] = json.loads((folder / "content.json").read_text(encoding="utf-8"))
    return content
