"""A program of its own: reads a PDF, which comes from outside, where it can harm nothing.

    python pdf_extract.py FILE FOLDER

writes FOLDER/content.json and a picture for each figure, or ends with status 2 and a sentence on stderr.
PDFium must not be used from two threads, and a broken file may take it down: both end with this process. It
imports nothing of ours, so that it starts fast.
"""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 120
MOST_PAGES = 5_000
MOST_FIGURES = 500
SMALLEST_SIDE = 64
"""Pixels: rules, bullets and logos are smaller than what is worth finding."""
MOST_PIXELS = 50_000_000


class Unreadable(Exception):
    """Why the file cannot be used, as a sentence."""


def main() -> None:
    """Do it within bounds of memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        extract(Path(sys.argv[1]), Path(sys.argv[2]))
    except (Unreadable, pypdfium2.PdfiumError, MemoryError) as error:
        sys.exit(_refuse(error))


def extract(file: Path, folder: Path) -> None:
    """Write what is in the file. Raises Unreadable, PdfiumError or MemoryError."""
    document = pypdfium2.PdfDocument(file)
    if len(document) > MOST_PAGES:
        raise Unreadable(f"This PDF has {len(document)} pages; {MOST_PAGES} is the most.")
    pages: list[str] = []
    figures: list[dict[str, int | str]] = []
    for number, page in enumerate(document, start=1):
        pages.append(page.get_textpage().get_text_bounded())
        left = MOST_FIGURES - len(figures)
        figures += [{"page": number, "file": name} for name in _figures(page, number, left, folder)]
    title = document.get_metadata_dict().get("Title", "")
    content = {"title": title, "pages": pages, "figures": figures}
    (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")


def _figures(page: pypdfium2.PdfPage, number: int, most: int, folder: Path) -> Iterator[str]:
    """Names of the pictures of a page that are large enough to see something on."""
    found = 0
    for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        width, height = image.get_px_size()
        if found >= most:
            return
        if min(width, height) < SMALLEST_SIDE or width * height > MOST_PIXELS:
            continue
        found += 1
        name = f"page-{number}-figure-{found}.png"
        try:
            image.get_bitmap(render=False).to_pil().convert("RGB").save(folder / name, compress_level=3)
        except (pypdfium2.PdfiumError, ValueError, OSError):
            continue  # One broken figure does not cost the text.
        yield name


def _refuse(error: Exception) -> int:
    if isinstance(error, Unreadable):
        sentence = str(error)
    elif isinstance(error, MemoryError):
        sentence = "This PDF takes more memory than is allowed. Split it."
    elif getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
        sentence = "This PDF is locked with a password. Save it without one."
    else:
        sentence = f"This PDF is damaged: {error}"
    sys.stderr.write(sentence)
    return 2


if __name__ == "__main__":
    main()
