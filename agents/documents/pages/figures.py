"""Figures of a page of a PDF: pictures in it and drawings above a caption, each with its place and words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import islice

import pypdfium2
from PIL.Image import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_SHADING

from agents.documents.pages.boxes import Box
from agents.documents.text.lines import PageLine
from media_store import boxes

MIN_SIDE_PIXELS = 64
"""Rules, bullets and logos are smaller than what is worth finding."""
MAX_RATIO = 8
"""Of the sides: what is thinner is a sliver, such as an ornament or a strip that a picture was cut into."""
MIN_SHARE = 0.004
"""Of the page: smaller ones are icons."""
REPEATED_PAGES = 3
"""On so many pages, the same picture is a logo or a ground."""
MAX_CAPTION_POINTS = 60.0
"""Between a figure and its caption."""
MIN_DRAWING_POINTS = 60.0
MIN_DRAWING_PATHS = 8
MAX_DRAWING_PATHS = 20_000
MAX_GAP_POINTS = 24.0
"""Between parts of one drawing; the letters at its edges take less."""
LABEL_POINTS = 22.0
"""Around the lines of a drawing stand the letters of its axes."""
DRAWING_SCALE = 2.5
"""Pixels for each point: 180 an inch."""
GROUND_SHARE = 0.8

CAPTION = re.compile(
    r"\s*(?:fig(?:ure)?s?|abb(?:ildung)?|bild|figura|imagen|gráfico|diagramm?e?|schema|photo|foto|chart|plate|рис(?:унок)?)"
    r"\.?\s*(?:\d|[a-z]\.?\d|[ivxlc]+\b)|\s*[图圖図]\s*\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A picture as PNG, where it stands on its page as the page is seen, and what is written for it."""

    data: bytes
    caption: str
    box: boxes.Box | None


@dataclass(frozen=True, slots=True)
class Caption:
    """The words of a caption, and the line that it begins with."""

    text: str
    line: PageLine


def captions_of(lines: Sequence[PageLine], paragraphs: Sequence[str]) -> list[Caption]:
    """The captions of a page."""
    found = []
    for line in lines:
        if CAPTION.match(line.text):
            begun = " ".join(line.text.split())[:40]
            text = next((each for each in paragraphs if " ".join(each.split()).startswith(begun)), line.text)
            found.append(Caption(text, line))
    return found


def may_have_figures(page: pypdfium2.PdfPage, lines: Sequence[PageLine]) -> bool:
    """Whether it is worth it to look at a page again."""
    has_picture = any(True for _image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
    return has_picture or any(CAPTION.match(line.text) for line in lines)


def keys_of(page: pypdfium2.PdfPage) -> set[bytes]:
    """What the same pictures on several pages have in common."""
    return {_key(image) for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])}


def figures_of(
    page: pypdfium2.PdfPage, captions: Sequence[Caption], repeated: set[bytes], max_pixels: int
) -> Iterator[PlacedFigure]:
    """The pictures of a page that are worth finding, and the drawings that a caption names."""
    width, height = page.get_size()
    named = set[str]()
    for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        place = _bounds(image)
        if _is_worth_it(image, place, width * height, max_pixels) and _key(image) not in repeated:
            caption = _nearest(place, captions)
            named.add(caption)
            try:
                picture = image.get_bitmap(render=False).to_pil().convert("RGB")
            except (pypdfium2.PdfiumError, ValueError, OSError):
                continue  # One broken figure does not cost the text.
            yield PlacedFigure(_png(picture), caption, seen(page, place))
    bare = [each for each in captions if each.text not in named]
    if bare and not page.get_rotation():
        yield from _drawings(page, bare)


def _is_worth_it(image: pypdfium2.PdfImage, place: Box, of_page: float, max_pixels: int) -> bool:
    width, height = image.get_px_size()
    if min(width, height) < MIN_SIDE_PIXELS or width * height > max_pixels:
        return False
    across, down = place.right - place.left, place.size
    return max(across, down) <= MAX_RATIO * min(across, down) and across * down >= MIN_SHARE * of_page


def _nearest(place: Box, captions: Sequence[Caption]) -> str:
    """The words of the caption that stands nearest below or above, or "" where none is near."""

    def distance(caption: Caption) -> float:
        line = caption.line
        if not place.left - MAX_CAPTION_POINTS <= line.left <= place.right:
            return MAX_CAPTION_POINTS + 1
        below, above = place.base - line.base - line.size, line.base - place.top
        # Captions stand below figures more often than above.
        return abs(below) if below > -line.size else max(above, 0.0) + line.size

    near = min(captions, key=distance, default=None)
    return near.text if near and distance(near) <= MAX_CAPTION_POINTS else ""


def _drawings(page: pypdfium2.PdfPage, captions: Sequence[Caption]) -> Iterator[PlacedFigure]:
    left, base, right, top = page.get_bbox()
    parts = page.get_objects(filter=[FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_SHADING, FPDF_PAGEOBJ_IMAGE])
    shapes = [_bounds(part) for part in islice(parts, MAX_DRAWING_PATHS)]
    shapes = [each for each in shapes if each.size < GROUND_SHARE * (top - base)]
    for caption in captions:
        place = _above(caption.line, shapes, captions)
        if place is None:
            continue
        floor = caption.line.base + caption.line.size
        shown = Box(
            max(left, place.left - LABEL_POINTS),
            max(min(floor, place.base), place.base - LABEL_POINTS),
            min(right, place.right + LABEL_POINTS),
            min(top, place.top + LABEL_POINTS / 2),
        )
        crop = (shown.left - left, shown.base - base, right - shown.right, top - shown.top)
        picture = page.render(scale=DRAWING_SCALE, crop=crop).to_pil().convert("RGB")
        yield PlacedFigure(_png(picture), caption.text, seen(page, shown))


def _above(line: PageLine, shapes: Sequence[Box], captions: Sequence[Caption]) -> Box | None:
    """What is drawn above a caption, from there up as long as no gap parts it."""
    ceiling = min(
        (each.line.base for each in captions if each.line.base > line.base + line.size), default=float("inf")
    )
    near = sorted(
        (each for each in shapes if line.base + line.size * 0.5 <= each.base and each.top <= ceiling),
        key=lambda each: each.base,
    )
    taken, top = list[Box](), line.base + line.size + MAX_CAPTION_POINTS - MAX_GAP_POINTS
    for each in near:
        if each.base > top + MAX_GAP_POINTS:
            break
        taken.append(each)
        top = max(top, each.top) if len(taken) > 1 else each.top
    if len(taken) < MIN_DRAWING_PATHS:
        return None
    place = Box(
        min(each.left for each in taken),
        min(each.base for each in taken),
        max(each.right for each in taken),
        max(each.top for each in taken),
    )
    is_large = min(place.size, place.right - place.left) >= MIN_DRAWING_POINTS
    return place if is_large else None


def _bounds(part: pypdfium2.PdfObject) -> Box:
    """Where a part stands on its page, forms around it included."""
    box, around = Box(*part.get_bounds()), part.container
    while around is not None:
        matrix = around.get_matrix()
        corners = [matrix.on_point(x, y) for x in (box.left, box.right) for y in (box.base, box.top)]
        across, down = zip(*corners, strict=True)
        box, around = Box(min(across), min(down), max(across), max(down)), around.container
    return box


def seen(page: pypdfium2.PdfPage, place: Box) -> boxes.Box | None:
    """In thousandths of the page as it is shown; None for what lies beside it."""
    left, base, right, top = page.get_bbox()
    width, height = right - left, top - base
    if width <= 0 or height <= 0:
        return None
    x0, x1 = (place.left - left) / width, (place.right - left) / width
    y0, y1 = (top - place.top) / height, (top - place.base) / height
    for _quarter in range(page.get_rotation() // 90):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    corners = [min(max(round(each * boxes.UNITS), 0), boxes.UNITS) for each in (x0, y0, x1, y1)]
    return boxes.Box(*corners) if corners[0] < corners[2] and corners[1] < corners[3] else None


def _key(image: pypdfium2.PdfImage) -> bytes:
    try:
        return sha256(bytes(image.get_data())).digest()
    except pypdfium2.PdfiumError:
        return b""


def _png(picture: Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", compress_level=3)
    return written.getvalue()
