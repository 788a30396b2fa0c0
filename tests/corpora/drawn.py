"""Pictures and texts for tests of corpora."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont


def draw_picture(number: int = 0, kind: str = "PNG", size: tuple[int, int] = (48, 36)) -> bytes:
    """A picture of coarse random colours; the same number gives the same bytes."""
    generator = np.random.default_rng(number)
    colours = Image.fromarray(generator.integers(0, 255, (3, 4, 3), dtype=np.uint8))
    target = BytesIO()
    colours.resize(size, Image.Resampling.NEAREST).save(target, kind)
    return target.getvalue()


def draw_sign(words: str) -> bytes:
    """Black words on a white sign."""
    sign = Image.new("RGB", (480, 120), "white")
    ImageDraw.Draw(sign).text((20, 30), words, "black", ImageFont.load_default(56))
    target = BytesIO()
    sign.save(target, "PNG")
    return target.getvalue()


def paragraphs(count: int) -> str:
    """So many paragraphs of about 300 characters."""
    sentence = "The heron of paragraph {0} stands in the shallow water and waits for the fish to come near. "
    return "\n\n".join(sentence.format(number) * 3 for number in range(count))
