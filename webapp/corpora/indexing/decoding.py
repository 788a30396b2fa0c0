"""Decodes pictures for the encoder, in threads."""

from dataclasses import dataclass

from PIL import Image

from agents.errors import UnreadablePicture
from agents.messages import sentence_of
from agents.vision import fingerprint
from agents.vision.sharpness import sharpness
from media_store import MediaError, MediaStore, MediaStoreUnavailable
from media_store.colours import flatten
from media_store.decoding import load_picture
from webapp.corpora.importing.manifests import FileReason
from webapp.corpora.models import CorpusImage

SIDE = 384
"""Pixels that the long side keeps: encoders look at 224 to 384, and a small JPEG decodes fast."""

PREPARATION = "p1"
"""Raise it whenever pictures are decoded or reduced in another way: nothing older is used then."""


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A picture in RGB at a fraction of its size, and what was found in it without the encoder."""

    uid: str
    picture: Image.Image
    fingerprint: str
    sharpness: float


def open_row(store: MediaStore, row: CorpusImage) -> OpenedPicture | FileReason:
    """Decode a picture, or say why it cannot be. Raises MediaStoreUnavailable."""
    try:
        small = reduce(decode_draft(store.read(row.uid), (row.width, row.height)))
        return OpenedPicture(row.uid, small, fingerprint(small), sharpness(small))
    except MediaStoreUnavailable:
        raise
    except (MediaError, UnreadablePicture) as error:
        return FileReason(row.path, sentence_of(error))


def decode_draft(data: bytes, size: tuple[int, int], side: int = SIDE) -> Image.Image:
    """A picture of `size`, at a half, a quarter or an eighth of it.

    Where the file allows that, and as long as the longer side keeps `side` pixels. Raises MediaError when its
    pixels are broken.
    """
    long, short = side, side * 3 // 4
    draft_size = (long, short) if size[0] >= size[1] else (short, long)
    return flatten(load_picture(data, draft_size))


def reduce(picture: Image.Image, side: int = SIDE) -> Image.Image:
    """By whole numbers, which is fast; the long side keeps at least `side` pixels."""
    factor = max(picture.size) // side
    return picture.reduce(factor) if factor > 1 else picture
