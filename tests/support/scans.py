"""PDFs whose pages are pictures of text, as scanners make them."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

PAGE_SIZE = (620, 877)
"""Pixels of a page, A4 at 75 dots an inch."""


def page(lines: Sequence[str], *, left: int = 60, top: int = 80, size: int = 20) -> Image.Image:
    """A page with these lines, one below the other."""
    picture = Image.new("RGB", PAGE_SIZE, "white")
    write(picture, lines, left=left, top=top, size=size)
    return picture


def write(picture: Image.Image, lines: Sequence[str], *, left: int, top: int, size: int = 20) -> None:
    """Draw further lines on a page."""
    font, drawing = ImageFont.load_default(size), ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        drawing.text((left, top + number * size * 1.4), line, "black", font)


def scan(pages: Sequence[Image.Image]) -> bytes:
    """A PDF without a letter of text."""
    first, *others = pages
    written = BytesIO()
    first.save(written, "PDF", save_all=True, append_images=others, resolution=75.0)
    return written.getvalue()
