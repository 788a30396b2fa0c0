"""Decodes pictures for the encoder, in threads."""

from dataclasses import dataclass

from PIL import Image

from agents.errors import UnreadablePicture
from agents.vision import fingerprint, read_text
from agents.vision.sharpness import sharpness
from media_store import MediaError, MediaStoreUnavailable
from media_store.colours import flatten
from media_store.decoding import load_picture
from webapp.corpora.models import CorpusImage
from webapp.corpora.services.index_target import IndexTarget
from webapp.corpora.services.manifests import FileReason

SIDE = 384
"""Pixels that the long side keeps: encoders look at 224 to 384, and a small JPEG decodes fast."""


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A row, its picture in RGB at a fraction of its size, and what was found without the encoder."""

    row: CorpusImage
    picture: Image.Image
    fingerprint: str
    sharpness: float
    ocr_text: str


def open_row(target: IndexTarget, row: CorpusImage) -> OpenedPicture | FileReason:
    """Decode a picture, or say why it cannot be. Raises MediaStoreUnavailable and OcrUnavailable."""
    try:
        picture = _decode(target, row)
        ocr_text = read_text(picture).text if target.reads_text else ""
        small = _reduce(picture)
        return OpenedPicture(row, small, fingerprint(small), sharpness(small), ocr_text.replace("\0", ""))
    except MediaStoreUnavailable:
        raise
    except (MediaError, UnreadablePicture) as error:
        return FileReason(row.path, str(error))


def _decode(target: IndexTarget, row: CorpusImage) -> Image.Image:
    """Whole where its text is read, for which small letters count."""
    if target.reads_text:
        return target.store.image(row.uid)
    return decode_draft(target.store.read(row.uid), (row.width, row.height))


def decode_draft(data: bytes, size: tuple[int, int]) -> Image.Image:
    """A picture of `size`, at a half, a quarter or an eighth of it where that leaves enough to look at.

    Raises MediaError when its pixels are broken.
    """
    long, short = SIDE, SIDE * 3 // 4
    draft_size = (long, short) if size[0] >= size[1] else (short, long)
    return flatten(load_picture(data, draft_size))


def _reduce(picture: Image.Image) -> Image.Image:
    """By whole numbers, which is fast; the long side keeps at least SIDE pixels."""
    factor = max(picture.size) // SIDE
    return picture.reduce(factor) if factor > 1 else picture
