"""Pictures of several pictures, each over its UID: a contact sheet, and two side by side."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil, sqrt

from PIL import Image, ImageDraw, ImageFont

from media_store import MediaStore, Rendition

SHEET_PICTURES = 12
"""The most that one contact sheet shows."""

SHEET_TILE = 320
"""Longest side of a picture on a contact sheet, in pixels: enough to tell pictures apart."""

COMPARED_TILE = 768
"""Longest side of each of two pictures side by side, in pixels: enough to see details."""

_GAP = 12
_LABEL_SIZE = 20
_LABEL_HEIGHT = 32
_QUALITY = 90


def draw_contact_sheet(store: MediaStore, uids: Sequence[str]) -> str:
    """Draw pictures in rows of up to four and keep the sheet; its UID. The same UIDs give the same sheet."""
    columns = ceil(sqrt(len(uids)))
    return _keep(store, _draw([_tile(store, uid, SHEET_TILE) for uid in uids], uids, columns))


def draw_side_by_side(store: MediaStore, first: str, second: str) -> str:
    """Draw two pictures beside each other and keep the drawing; its UID."""
    uids = (first, second)
    return _keep(store, _draw([_tile(store, uid, COMPARED_TILE) for uid in uids], uids, columns=2))


def _tile(store: MediaStore, uid: str, side: int) -> Image.Image:
    """The picture scaled to `side`; a small one is enlarged, so that it is as easy to see as the others."""
    picture = store.shown(uid, Rendition.VIEW)
    factor = side / max(picture.size)
    size = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _draw(tiles: Sequence[Image.Image], labels: Sequence[str], columns: int) -> Image.Image:
    """Tiles in rows on white, each with its label under it."""
    font = ImageFont.load_default(_LABEL_SIZE)
    width = ceil(max(*(tile.width for tile in tiles), *(font.getlength(label) for label in labels)))
    height = max(tile.height for tile in tiles) + _LABEL_HEIGHT
    rows = ceil(len(tiles) / columns)
    sheet = Image.new("RGB", (_GAP + columns * (width + _GAP), _GAP + rows * (height + _GAP)), "white")
    draw = ImageDraw.Draw(sheet)
    for place, (tile, label) in enumerate(zip(tiles, labels, strict=True)):
        left = _GAP + place % columns * (width + _GAP)
        top = _GAP + place // columns * (height + _GAP)
        sheet.paste(tile, (left, top))
        draw.text((left, top + tile.height + _GAP // 2), label, "black", font)
    return sheet


def _keep(store: MediaStore, sheet: Image.Image) -> str:
    target = BytesIO()
    # Colour at full resolution (4:4:4) keeps the letters sharp.
    sheet.save(target, "JPEG", quality=_QUALITY, subsampling=0)
    return store.put(target.getvalue()).uid
